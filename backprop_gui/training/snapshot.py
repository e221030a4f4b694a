"""What a run looks like at one step, as values that nothing changes any more."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.breakpoint import Breakpoint


class Activity(StrEnum):
    """What the session is doing."""

    PREPARING = "preparing"  # the engine is being loaded or compiled
    PAUSED = "paused"
    RUNNING = "running"
    FAILED = "failed"  # the engine could not be loaded; nothing can be computed


class Part(StrEnum):
    """What a part of the engine is for, that is loaded or compiled when it is first needed."""

    NARROW = "narrow layers"
    WIDE = "wide layers"
    BREAKPOINTS = "breakpoints"
    PICTURES = "pictures"


@dataclass(frozen=True)
class Snapshot:
    """The state after `step` updates; at step 0 the initial weights.

    `sample` is the one that the last step trained on, None at step 0. `total_error` is that over
    all samples after `total_error_step` updates: with many samples that may lie behind `step`
    while the run goes on; NaN until it was measured. `diverged`: the last step's error was
    not finite. `head` is the last step that the run has made: `step` lies before it while the
    past is looked at. `is_stale`: the run of this experiment is on its way to a step like this,
    and until it is there the numbers are those of another. `met` is the breakpoint that stopped
    training here. `prepares` is what training, and every order, waits for just now.
    """

    experiment: Experiment
    step: int
    parameters: Floats
    sample: int | None = None
    total_error: float = math.nan
    total_error_step: int = 0
    activity: Activity = Activity.PREPARING
    diverged: bool = False
    head: int = 0
    is_stale: bool = False
    met: Breakpoint | None = None
    prepares: Part | None = None

    @property
    def samples(self) -> Samples:
        """The samples in force at this step."""
        return self.experiment.samples_at(self.step)


@dataclass(frozen=True)
class Progress:
    """How far a long way has come: begun at step `first`, at step `now`, up to step `last`."""

    first: int
    now: int
    last: int


@dataclass(frozen=True)
class ErrorCurve:
    """The errors of a run, one row for the steps that end with `steps`[row].

    `low`, `high` and `mean` are of the squared errors of the samples trained on, each before its
    update; every step is in them. `total` is the total error at steps[row], NaN where not measured.
    The first row is step 0, where only `total` is known.
    """

    steps: Floats
    low: Floats
    high: Floats
    mean: Floats
    total: Floats


@dataclass(frozen=True)
class StateCurves:
    """Values over time: `values`[row][column] after `steps`[row] updates, from step 0 to now."""

    steps: Floats
    values: Floats


@dataclass(frozen=True)
class Failure:
    """An exception in the session's thread: a sentence for the person, a traceback for a report."""

    message: str
    details: str = field(repr=False)
