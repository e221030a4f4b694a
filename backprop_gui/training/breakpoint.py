"""A breakpoint: a condition at which training stops, before the step that it is about.

It belongs to the person who watches, not to the experiment: it changes no bit of a run.
"""

import math
from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """What a breakpoint waits for."""

    STEP = "step"
    ERROR_BELOW = "error below"
    ERROR_ABOVE = "error above"
    PARAMETER_CROSSES = "parameter crosses"
    OUTPUT_CROSSES = "output crosses"
    GRADIENT_ABOVE = "gradient above"
    NOT_FINITE = "not finite"


@dataclass(frozen=True)
class Breakpoint:
    """Stops where its condition begins to hold: it holds now and did not at the look before.

    `value`: the step; the total error; the value that a weight, a bias or an output crosses, in
    either direction; the size of the gradient. `at`: the place in the parameter vector, the place
    in the vector of all outputs, or, for GRADIENT_ABOVE, a place in the parameter vector or None
    for the length of the whole gradient. `sample`: that whose output is meant; it is looked at
    whenever that sample is the next to be trained on. With more than 64 samples, the total error
    is looked at once an epoch. An error or a gradient that is no number is above every value. In
    the length of the gradient, a bias that a layer's neurons have in common counts once. Raises
    ValueError for a value that is not finite.
    """

    condition: Condition
    value: float = 0.0
    at: int | None = None
    sample: int | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError("a breakpoint's value must be finite")
