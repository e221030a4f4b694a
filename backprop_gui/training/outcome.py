"""Why and where a stretch of training ended."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a run came back; in the order of the kernel's codes."""

    REACHED = "reached"
    STOPPED = "stopped"
    LOW_ENOUGH = "low enough"
    DIVERGED = "diverged"  # the last step's error was not finite
    MET = "met"  # a breakpoint; also when the last step's error was not finite


@dataclass(frozen=True)
class Outcome:
    """`sample` and `error` are of the last step made: its sample's error before its update.

    When the reason is MET, `breakpoint` is the place of the breakpoint among those watched, the
    first if several were met at once, and `step` is the step that it is about: the run stopped at
    this step, before its update; but for a condition that only making the step can tell (its
    gradient, or that it made a number not finite), the run is one step further.
    """

    reason: Reason
    sample: int
    error: float
    breakpoint: int | None = None
    step: int | None = None
