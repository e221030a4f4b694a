"""Curves as a table of text: a row for each step, every number in full."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from backprop_gui.engine.topology import Floats


def curve_table(names: Sequence[str], steps: Floats, values: Floats, separator: str = ",") -> str:
    """A header with the names, then each step with its values [row][curve]; a cell is empty where
    there is no value. Numbers read back are the same bits."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(["step", *names])
    is_there = ~np.isnan(values)
    for row in np.flatnonzero(is_there.any(axis=1)) if len(names) else ():
        cells = zip(values[row].tolist(), is_there[row].tolist(), strict=True)
        writer.writerow([round(steps[row]), *(repr(x) if has else "" for x, has in cells)])
    return text.getvalue()
