"""What a plot is given to show: rows of values over steps. No Qt."""

from dataclasses import dataclass

import numpy as np

from backprop_gui.engine.topology import Floats


@dataclass(frozen=True)
class Rows:
    """`values` [row][curve] after `steps` [row]; between `low` and `high` [row] is the band."""

    steps: Floats
    values: Floats
    low: Floats | None = None
    high: Floats | None = None
    band_style: int = 0


def spliced(rows: Rows, close_up: Rows) -> Rows:
    """`rows`, with `close_up` instead of theirs where that has some."""
    if not len(close_up.steps):
        return rows
    start = int(np.searchsorted(rows.steps, close_up.steps[0]))
    end = int(np.searchsorted(rows.steps, close_up.steps[-1], "right"))

    def joined(coarse: Floats, fine: Floats) -> Floats:
        return np.concatenate((coarse[:start], fine, coarse[end:]))

    low = high = None
    if rows.low is not None and close_up.low is not None:
        low = joined(rows.low, close_up.low)
    if rows.high is not None and close_up.high is not None:
        high = joined(rows.high, close_up.high)
    return Rows(
        joined(rows.steps, close_up.steps),
        joined(rows.values, close_up.values),
        low,
        high,
        rows.band_style,
    )


def steps_a_row(steps: Floats, low: float, high: float) -> int:
    """The most steps between two neighbours in sight, from step `low` to `high`; 0 for no two."""
    start = int(np.searchsorted(steps, low))
    end = int(np.searchsorted(steps, high, "right"))
    if end - start < 2:
        start, end = max(start - 1, 0), end + 1
    return int(np.diff(steps[start:end]).max(initial=0))
