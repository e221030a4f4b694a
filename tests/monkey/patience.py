"""How long the window computes, and how long it waits, apart from what the machine is to blame
for."""

import gc
import resource
import time
from dataclasses import dataclass
from pathlib import Path

_HERE = Path("/proc/thread-self")


@dataclass(frozen=True)
class Moment:
    """In seconds: what time it is, how long this thread has computed, how long the system has
    worked for it, and how long each thread of the process, by its id, has waited for a processor.

    And how many pages of memory this thread was given, and how many times all garbage was
    collected: what else may have taken long.
    """

    now: float
    computed: float
    in_system: float
    kept_off: dict[str, float]
    pages: int
    collections: int

    @staticmethod
    def present() -> "Moment":
        kept_off = {}
        for thread in Path("/proc/self/task").iterdir():
            try:
                waited = (thread / "schedstat").read_text().split()[1]
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile
            kept_off[thread.name] = int(waited) / 1e9
        own = resource.getrusage(resource.RUSAGE_THREAD)
        full = gc.get_stats()[-1]["collections"]
        now = time.monotonic()
        return Moment(now, own.ru_utime, own.ru_stime, kept_off, own.ru_minflt, full)


def computed(since: Moment, until: Moment) -> float:
    """Seconds in which this thread had the processor.

    Without those of the system: a page of memory that a virtual machine gives for the first time
    takes three to a hundred times as long as another.
    """
    return until.computed - since.computed


def had(since: Moment, until: Moment) -> float:
    """Seconds in which this thread computed, or waited for something: another thread, a disk.

    Neither the time in which others of the machine kept it off the processor counts, nor that in
    which they kept off the thread that it may have waited for.
    """
    waits = {key: waited - since.kept_off.get(key, 0.0) for key, waited in until.kept_off.items()}
    own = waits.pop(_HERE.resolve().name, 0.0)
    return until.now - since.now - own - max(waits.values(), default=0.0)


def told(since: Moment, until: Moment) -> str:
    """All there is to say of it."""
    return (
        f"{until.now - since.now:.2f} s, {computed(since, until):.2f} s computed,"
        f" {until.in_system - since.in_system:.2f} s in the system,"
        f" {had(since, until):.2f} s not for want of a processor,"
        f" {until.pages - since.pages} pages, {until.collections - since.collections} collections"
    )
