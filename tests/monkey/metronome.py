"""A process beside the monkey that hears when the whole machine stands still, as a virtual one
does now and then: the window is not to blame for that."""

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BEAT_SECONDS = 0.02
_STILL_SECONDS = 0.2  # a beat that is so late was not only kept off the processors for a moment


class Metronome:
    """What the process `pid` has noted: `notes` has a line for each time that the machine stood
    still."""

    def __init__(self, pid: int, notes: Path) -> None:
        self.pid, self._notes = pid, notes

    def stood_still(self, since: float, until: float) -> float:
        """For how many seconds between two times of time.monotonic()."""
        time.sleep(10 * _BEAT_SECONDS)  # until the last are noted
        times = [tuple(map(float, line.split())) for line in self._notes.read_text().splitlines()]
        return sum(max(min(end, until) - max(start, since), 0.0) for start, end in times)


@contextmanager
def metronome(notes: Path) -> Iterator[Metronome]:
    """Its process lives for as long as the block."""
    process = subprocess.Popen([sys.executable, __file__, notes], stdin=subprocess.PIPE)
    while not notes.exists():  # until it listens
        time.sleep(_BEAT_SECONDS)
    try:
        yield Metronome(process.pid, notes)
    finally:
        process.communicate()


def note(notes: Path) -> None:
    """What the process does, until the monkey's closes its input, or has ended."""
    before = time.monotonic()
    notes.touch()  # it listens
    while not select.select([sys.stdin], [], [], _BEAT_SECONDS)[0]:
        now = time.monotonic()
        if now - before > _STILL_SECONDS:
            with notes.open("a") as file:
                print(before, now, file=file)
        before = now


if __name__ == "__main__":
    note(Path(sys.argv[1]))
