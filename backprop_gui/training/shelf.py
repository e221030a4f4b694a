"""The shelf: runs that were put aside, to be taken up again or drawn as ghosts.

Their records share a budget: those not used for longest lose theirs, and keep the curve of errors.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import ErrorCurve, Snapshot, StateCurves

if TYPE_CHECKING:
    from backprop_gui.training.track import Track

RECORD_BYTES = 64 << 20
"""Of all records together; the last one put there stays in any case."""

MOST_FUTURES = 64


@dataclass(frozen=True, eq=False)
class Future:
    """A run that was put aside at step `head`, frozen; `last` is its state there, and `viewed` the
    step that was looked at.

    `track` is None when the record had to make room: `errors` is all that is left of its curves.
    """

    experiment: Experiment
    head: int
    errors: ErrorCurve
    last: Snapshot
    viewed: int
    track: "Track | None"

    def states(self, columns: npt.NDArray[np.int64]) -> StateCurves | None:
        """The parameters at `columns` of the vector; None where the record or they are not there.

        For the window's thread, as `outputs`.
        """
        fit = len(columns) == 0 or columns.max() < len(self.last.parameters)
        if self.track is None or not fit:
            return None
        return self.track.history.states(self.last, columns)

    def outputs(self, sample: int) -> StateCurves | None:
        """The outputs of every neuron for `sample`; None where the record or it is not there."""
        if self.track is None or sample >= len(self.last.samples):
            return None
        return self.track.history.outputs(self.last, sample)


class Shelf:
    """Changed by one thread; any other may call `find` meanwhile."""

    def __init__(self) -> None:
        self._futures: tuple[Future, ...] = ()  # the one used last is last

    def find(self, experiment: Experiment) -> Future | None:
        """The run of this very experiment."""
        return next((x for x in self._futures if x.experiment is experiment), None)

    def put(self, future: Future) -> None:
        self._futures = _bounded((*self._others(future.experiment), future)[-MOST_FUTURES:])

    def take(self, experiment: Experiment) -> Future | None:
        """As `find`, off the shelf."""
        found = self.find(experiment)
        self._futures = self._others(experiment)
        return found

    def _others(self, experiment: Experiment) -> tuple[Future, ...]:
        return tuple(x for x in self._futures if x.experiment is not experiment)


def _bounded(futures: tuple[Future, ...]) -> tuple[Future, ...]:
    """Without the oldest records that do not fit beside the newer ones."""
    kept: list[Future] = []
    room = RECORD_BYTES
    for future in reversed(futures):
        if future.track is not None:
            room -= future.track.bytes
            if room < 0 and kept:
                future = replace(future, track=None)
        kept.append(future)
    return tuple(reversed(kept))
