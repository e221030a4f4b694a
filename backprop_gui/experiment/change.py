"""A change during a run: what is different from one step on."""

import math
from dataclasses import dataclass

from backprop_gui.experiment.checks import require
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings

MOST_STEPS = 2**53 - 1


@dataclass(frozen=True)
class Change:
    """After `step` updates, before the next: other settings, other samples, parameters set.

    `parameters` are (place in the parameter vector, new value); None means no change.
    Raises ExperimentError for a step before the first or a value that is not finite.
    """

    step: int
    training: TrainingSettings | None = None
    samples: Samples | None = None
    parameters: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        fits = 1 <= self.step <= MOST_STEPS
        require(fits, "changes", f"a step from 1 to {MOST_STEPS}")
        finite = all(math.isfinite(value) for _, value in self.parameters)
        require(finite, f"changes at step {self.step}", "finite weights and biases")
