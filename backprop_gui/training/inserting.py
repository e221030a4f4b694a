"""One more row in a table. No run."""

import numpy as np

from backprop_gui.engine.topology import Floats


def inserted(table: Floats, at: int, row: float | Floats) -> Floats:
    """A copy with one more row before that at `at`; `np.insert` takes many times as long."""
    rows = np.asarray(row, dtype=np.float64)[None]
    return np.concatenate((table[:at], rows, table[at:]))
