"""How strong an edge looks: its value against a scale that never flickers. No Qt."""

import math
import sys

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.canvas.geometry import Ints

LEVELS = 8
"""How many strengths are told apart; edges of one are drawn together."""

_KEPT_DOWN_TO = 0.3  # of the scale: values may shrink to this before the scale follows


def round_up(value: float) -> float:
    """The next of …, 1, 2, 5, 10, … that is not below `value`, or the largest number; 1 where
    there is none.
    """
    if not 0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 2.0, 5.0, 10.0)
    # A subnormal value has no power of ten below it.
    found = next((step * power for step in steps if step * power >= value), 1.0)
    return min(found, sys.float_info.max)


class Scale:
    """A full strength that grows at once with the values, and shrinks only when they are small."""

    def __init__(self, least: float = 0.0) -> None:
        self.full = round_up(least)
        self._least = least
        self._fresh = True

    def follow(self, values: Floats) -> float:
        """The full strength for these values."""
        largest = float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))
        largest = max(largest, self._least)
        if self._fresh or not _KEPT_DOWN_TO * self.full <= largest <= self.full:
            self.full = round_up(largest)
            self._fresh = False
        return self.full


def levels(values: Floats, full: float) -> Ints:
    """A level from 0 to LEVELS for each value, negative for negative ones.

    Only 0, and what is no number, has level 0; what is infinite the highest.
    """
    part = np.nan_to_num(values / full, nan=0.0, posinf=1.0, neginf=-1.0)
    level = np.ceil(np.minimum(np.abs(part), 1) * LEVELS)
    result: Ints = (np.sign(part) * level).astype(np.intp)
    return result
