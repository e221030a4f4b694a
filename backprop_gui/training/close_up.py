"""A stretch of a run seen close up, as values: which one, what of it is wanted, what it holds.

What computes it is in replay.py, and the thread that does so in close_ups.py.
"""

import math
from dataclasses import dataclass

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import ErrorCurve, StateCurves

MOST_ROWS = 2048
_ROOM = 4  # of what is looked at, a fourth more on each side, so that panning finds it there


@dataclass(frozen=True)
class Stretch:
    """The steps after `first` up to `last`, in rows of `span` steps; each ends at a multiple of
    that."""

    first: int
    last: int
    span: int

    @property
    def rows(self) -> int:
        return (self.last - self.first) // self.span

    def covers(self, low: float, high: float) -> bool:
        return self.first <= low and high <= self.last


def stretch_around(low: float, high: float, head: int) -> Stretch | None:
    """What to see close up when steps from `low` to `high` are looked at, of `head` steps made.

    It has some 2048 rows at most: a row for every step when there are no more. None when nothing
    of the run is there.
    """
    start, end = max(math.floor(low), 0), min(math.ceil(high), head)
    if start >= end:
        return None
    room = (end - start) // _ROOM
    start, end = max(start - room, 0), min(end + room, head)
    span = 1 << max(math.ceil(math.log2((end - start) / MOST_ROWS)), 0)
    first, last = start // span * span, min(-(-end // span), head // span) * span
    return Stretch(first, last, span) if first < last else None


@dataclass(frozen=True)
class Wish:
    """What is wanted of a stretch: the parameters at `columns`, or the outputs of the neurons at
    `columns` for `inputs`, or without columns the errors."""

    stretch: Stretch
    experiment: Experiment
    columns: tuple[int, ...] | None = None
    inputs: tuple[float, ...] | None = None

    def is_like(self, other: "Wish") -> bool:
        """Whether they differ in the stretch alone."""
        is_same = self.experiment is other.experiment
        return is_same and (self.columns, self.inputs) == (other.columns, other.inputs)


@dataclass(frozen=True)
class CloseUp:
    """The answer to a wish. Its curves have a row a span, all of them once it `is_done`; none at
    all where computing them would take too long.

    Each row is what the run's own record would hold if it kept every step.
    """

    wish: Wish
    curves: ErrorCurve | StateCurves
    is_done: bool
