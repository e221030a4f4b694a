"""Where a thing that takes long is at it: the frames of the window's thread, now and then."""

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_FIRST_SECONDS, _NEXT_SECONDS = 0.5, 0.1  # of what all threads together compute
_FRAMES = 12


class Places:
    """Only Python's own: in the midst of Qt there is nothing to be seen, but who called it."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def forget(self) -> None:
        """A new thing begins."""
        self._seen.clear()
        signal.setitimer(signal.ITIMER_PROF, _FIRST_SECONDS, _NEXT_SECONDS)

    def see(self, number: int, frame: FrameType | None) -> None:
        """A signal's handler: Python calls it in the main thread, whose frames can be read."""
        self._seen.append("".join(traceback.format_stack(frame)[-_FRAMES:]))

    def told(self) -> str:
        return "\n--- then:\n".join(self._seen) or "It was never seen in Python."


@contextmanager
def places() -> Iterator[Places]:
    """Looks for as long as the block."""
    found = Places()
    before = signal.signal(signal.SIGPROF, found.see)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
