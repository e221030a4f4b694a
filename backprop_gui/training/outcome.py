"""Why and where a stretch of training ended."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a run came back; in the order of the kernel's codes."""

    REACHED = "reached"
    STOPPED = "stopped"
    LOW_ENOUGH = "low enough"
    DIVERGED = "diverged"  # the last step's error was not finite


@dataclass(frozen=True)
class Outcome:
    """`sample` and `error` are of the last step made: its sample's error before its update."""

    reason: Reason
    sample: int
    error: float
