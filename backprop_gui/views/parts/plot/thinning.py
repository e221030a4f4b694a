"""Draws no more points than there are columns of pixels, and loses no peak. No Qt."""

import numpy as np

from backprop_gui.engine.topology import Floats


def thinned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Two points a column of pixels instead of all, where that is fewer.

    `x` [point], rising, and `y` [point][curve] are in pixels. The two points are the lowest and the
    highest of the column, in the order that goes on from its neighbours.
    """
    if len(x) < 3:
        return x, y
    starts = column_starts(x)
    if 2 * len(starts) >= len(x):
        return x, y
    ends = np.append(starts[1:], len(x)) - 1
    low = np.fmin.reduceat(y, starts, axis=0)
    high = np.fmax.reduceat(y, starts, axis=0)
    rises = y[ends] >= y[starts]
    across = np.empty(2 * len(starts))
    across[0::2], across[1::2] = x[starts], x[ends]
    down = np.empty((2 * len(starts), y.shape[1]))
    down[0::2] = np.where(rises, low, high)
    down[1::2] = np.where(rises, high, low)
    return across, down


def column_starts(x: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The first point of each column of pixels that has any."""
    columns = np.floor(x)
    begins = np.empty(len(x), dtype=np.bool_)
    begins[:1] = True
    np.not_equal(columns[1:], columns[:-1], out=begins[1:])
    return np.flatnonzero(begins)
