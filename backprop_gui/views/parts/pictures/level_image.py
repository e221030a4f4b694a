"""Levels, one byte each, as an image of Qt."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QImage

from backprop_gui.engine.levels import HALF, NO_NUMBER, ZERO, Levels
from backprop_gui.engine.topology import Floats


def level_image(levels: Levels, colors: Sequence[int]) -> QImage:
    """An image of `levels` [row][column]; `colors` are those of the 256 levels, as ARGB."""
    levels = np.ascontiguousarray(levels)
    height, width = levels.shape
    image = QImage(levels.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(list(colors))
    return image.copy()  # Qt keeps no reference to the bytes


def levels_of(values: Floats, full: float) -> Levels:
    """The level of each value; one of size `full` or more is a full one."""
    part = np.clip(values / full, -1.0, 1.0)
    levels = (ZERO + np.rint(np.nan_to_num(part) * HALF)).astype(np.uint8)
    levels[np.isnan(values)] = NO_NUMBER
    return levels


def fitted(values: Floats, height: int, width: int) -> Floats:
    """`values` [row][column] in at most so many rows and columns, of neighbours the one of largest
    size, so that none is missed; NaN is larger than all."""
    for axis, most in ((0, height), (1, width)):
        count = values.shape[axis]
        if count > max(most, 1):
            starts = np.arange(max(most, 1)) * count // max(most, 1)
            high = np.maximum.reduceat(values, starts, axis=axis)
            low = np.minimum.reduceat(values, starts, axis=axis)
            values = np.where(-low > high, low, high)
    return values
