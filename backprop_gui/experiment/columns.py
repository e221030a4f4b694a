"""What the columns of the samples are called, and how the numbers trained on come from others."""

import math
from dataclasses import dataclass

from backprop_gui.experiment.checks import require

LONGEST_NAME = 200  # characters
_DIGITS = 15  # decimal digits that a float64 can be trusted with


@dataclass(frozen=True)
class Column:
    """A column of inputs or targets: value as trained = (value as shown − offset) / scale.

    An empty `name` stands for the name of the column's neuron. Raises ExperimentError for a name
    that is too long or not printable, and numbers that cannot scale.
    """

    name: str = ""
    offset: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        require(len(self.name) <= LONGEST_NAME, "name", f"at most {LONGEST_NAME} characters")
        require(self.name.isprintable(), "name", "a name on one line, without control characters")
        require(math.isfinite(self.offset), "offset", "a finite number")
        fits = math.isfinite(self.scale) and self.scale != 0
        require(fits, "scale", "a finite number other than 0")

    @property
    def is_scaled(self) -> bool:
        return self.offset != 0 or self.scale != 1

    def shown(self, value: float) -> float:
        """What a value as trained is on the screen, without the noise of the scaling."""
        if not self.is_scaled:
            return value
        scaled = value * self.scale
        largest = max(abs(scaled), abs(self.offset))
        if not 0 < largest < math.inf:
            return scaled + self.offset
        return round(scaled + self.offset, _DIGITS - 1 - math.floor(math.log10(largest)))

    def trained(self, shown: float) -> float:
        """The value that is trained on."""
        return (shown - self.offset) / self.scale if self.is_scaled else shown
