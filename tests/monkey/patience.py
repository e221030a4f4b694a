"""How long the window computes, and how long it waits, apart from what a busy machine is to blame
for."""

import time
from dataclasses import dataclass
from pathlib import Path

_HERE = Path("/proc/thread-self")


@dataclass(frozen=True)
class Moment:
    """In seconds: what time it is, how long this thread has computed, and how long each thread of
    the process, by its id, has waited for a processor."""

    now: float
    computed: float
    kept_off: dict[str, float]

    @staticmethod
    def present() -> "Moment":
        own, kept_off, computed = _HERE.resolve().name, {}, 0.0
        for thread in Path("/proc/self/task").iterdir():
            try:
                ran, waited = (thread / "schedstat").read_text().split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile
            kept_off[thread.name] = int(waited) / 1e9
            if thread.name == own:
                computed = int(ran) / 1e9
        return Moment(time.monotonic(), computed, kept_off)


def computed(since: Moment, until: Moment) -> float:
    """Seconds in which this thread had the processor."""
    return until.computed - since.computed


def had(since: Moment, until: Moment) -> float:
    """Seconds in which this thread computed, or waited for something: another thread, a disk.

    Neither the time in which others of the machine kept it off the processor counts, nor that in
    which they kept off the thread that it may have waited for.
    """
    waits = {key: waited - since.kept_off.get(key, 0.0) for key, waited in until.kept_off.items()}
    own = waits.pop(_HERE.resolve().name, 0.0)
    return until.now - since.now - own - max(waits.values(), default=0.0)
