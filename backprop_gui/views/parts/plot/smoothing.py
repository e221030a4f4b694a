"""Smooths what is drawn of a curve; its numbers stay as they are. No Qt."""

from enum import Enum

import numpy as np

from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats


class Smoothing(Enum):
    """How much; the value is the width of the running mean, as a share of the axis in view."""

    OFF = 0.0
    LIGHT = 0.02
    STRONG = 0.1

    @property
    def words(self) -> str:
        """How wide the mean is, for the small print; nothing when it is off."""
        return f"smoothed {100 * self.value:.0f} %" if self.value else ""


def running_mean(x: Floats, y: Floats, width: float) -> Floats:
    """The mean of each curve of `y` [row][curve] over the rows up to `width` / 2 beside each row.

    Each row counts as much as it is away from the row before: where rows are dense they do not
    count for more. NaN is left out, and stays. `x` is rising; `x` and `y` are places on the axes,
    so that on a logarithmic axis the mean is the geometric one.
    """
    if len(x) < 2:
        return y
    starts = np.searchsorted(x, x - width / 2).astype(np.int64)
    ends = np.searchsorted(x, x + width / 2, "right").astype(np.int64)
    weight = np.diff(x, prepend=2 * x[0] - x[1])[:, None]
    weight = weight / weight.sum()  # so that no sum is larger than what is summed
    is_there = ~np.isnan(y)
    if is_there.all():
        weights = _sums(weight, starts, ends)
        return _sums(weight * y, starts, ends) / weights
    total = _sums(np.where(is_there, weight * y, 0.0), starts, ends)
    weights = _sums(np.where(is_there, weight, 0.0), starts, ends)
    mean = np.full(y.shape, np.nan)
    np.divide(total, weights, out=mean, where=is_there)
    return mean


def _sums(table: Floats, starts: Integers, ends: Integers) -> Floats:
    """The sums of rows `starts` up to `ends`, made of sums of 1, 2, 4, 8 … rows.

    Not differences of running totals: these would lose what is small beside the first rows.
    """
    lengths, at = ends - starts, starts.copy()
    sums, parts, size = np.zeros((len(starts), table.shape[1])), table, 1
    while True:
        has_part = (lengths & size) != 0
        sums[has_part] += parts[at[has_part]]
        at[has_part] += size
        if 2 * size > lengths.max():
            return sums
        parts = parts[:-size] + parts[size:]
        size *= 2
