"""How the network is trained, as a value."""

import math
from dataclasses import dataclass

from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.checks import require

MOST_RATE = 1e6
MOST_SEED = 2**53 - 1
"""Every whole number up to here is exact in a float64, which is what other JSON readers use."""


@dataclass(frozen=True)
class TrainingSettings:
    """Learning rate, sample order with its seed, and bias policy.

    Raises ExperimentError when the rate is negative or not finite, or the seed out of range.
    """

    learning_rate: float = 0.5
    order: SampleOrder = SampleOrder.IN_TURN
    seed: int = 0
    bias: BiasPolicy = BiasPolicy.FIXED

    def __post_init__(self) -> None:
        # -0.0 becomes 0.0: they are equal, but would not train to the same bits.
        object.__setattr__(self, "learning_rate", float(self.learning_rate) + 0.0)
        fits = math.isfinite(self.learning_rate) and 0 <= self.learning_rate <= MOST_RATE
        place = "training.learning_rate"
        require(fits, place, f"a number from 0 to {MOST_RATE:.0f}")
        require(0 <= self.seed <= MOST_SEED, "training.seed", f"a whole number up to {MOST_SEED}")
