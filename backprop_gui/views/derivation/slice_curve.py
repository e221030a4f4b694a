"""The error along one weight or bias, over a window of its values. No Qt.

The numbers are the engine's; ErrorSlice loads Numba, so whoever has a trace makes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backprop_gui.engine.topology import Floats

if TYPE_CHECKING:
    from backprop_gui.engine.error_slice import ErrorSlice

_HALF = 2.0  # of the first window, or the value's own size if that is larger
_EDGE = 0.08  # how near to the ends of the window the present value may come, as a part of it
_NARROWEST, _WIDEST = 1e-9, 1e9  # half a window; relative to a value beyond 1, and beyond 1e9
LARGEST = 1e100  # beyond it squares, as of distances in the plot, come near to the last numbers
_VALUES = 129


@dataclass(frozen=True)
class Window:
    """The values from `low` to `high`."""

    low: float
    high: float

    @classmethod
    def around(cls, value: float) -> "Window":
        half = max(_HALF, abs(value))
        return cls(value - half, value + half)

    def zoomed(self, factor: float, value: float) -> "Window":
        """`factor` times as wide, with `value` where it is in it."""
        half = (self.high - self.low) / 2
        least = _NARROWEST * max(abs(value), 1.0)
        most = max(_WIDEST, abs(value))
        factor = min(max(half * factor, least), most) / half
        return Window(value - (value - self.low) * factor, value + (self.high - value) * factor)

    def holding(self, *values: float) -> "Window":
        """This window if all values are well inside it; else one around them, no narrower."""
        width = self.high - self.low
        low, high = min(values), max(values)
        if low >= self.low + _EDGE * width and high <= self.high - _EDGE * width:
            return self
        half, middle = max(width / 2, 0.75 * (high - low)), (low + high) / 2
        return Window(middle - half, middle + half)


class SliceCurve:
    """`errors` at `values`, from the lowest to the highest; they grow while `run` goes on."""

    def __init__(self, along: "ErrorSlice", window: Window) -> None:
        self._along = along
        self._values = np.linspace(window.low, window.high, _VALUES)
        self._errors: list[float] = []

    @property
    def values(self) -> Floats:
        return self._values[: len(self._errors)]

    @property
    def errors(self) -> Floats:
        return np.array(self._errors)

    def run(self) -> Iterator[None]:
        """Yields after each value."""
        for value in self._values.tolist():
            self._errors.append(self._along.error(value))
            yield
