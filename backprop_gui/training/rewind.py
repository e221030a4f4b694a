"""Going back in a record: which keyframe to begin at, and forgetting what came after it.

For the thread that trains, between kernel calls. A keyframe's span is a multiple of an error
row's (see tables.py), so a record can be cut at any keyframe.
"""

import math

from backprop_gui.engine import record as records
from backprop_gui.engine.state import Record
from backprop_gui.engine.topology import Floats


def keyframe(record: Record, step: int) -> Floats:
    """The state after `step` updates, which must be a keyframe's."""
    span = int(record.cells[records.KEYFRAMES + records.SPAN])
    state: Floats = record.keyframes[step // span - 1]
    return state


def rewound(record: Record, step: int) -> int:
    """Cuts the record after the last keyframe up to `step`; returns that keyframe's step, or 0."""
    cells = record.cells
    key_span = int(cells[records.KEYFRAMES + records.SPAN])
    rows = min(step // key_span, int(cells[records.KEYFRAMES + records.ROWS]))
    kept = rows * key_span
    error_span = int(cells[records.ERRORS + records.SPAN])
    for table, left in ((records.KEYFRAMES, rows), (records.ERRORS, kept // error_span)):
        cells[table + records.GENERATION] += 1
        cells[table + records.ROWS] = left
        cells[table + records.GENERATION] += 1
    cells[records.UNFINISHED] = 0
    cells[records.TOTAL_STEP] = -1
    record.since[:] = math.inf, -math.inf, 0.0, math.nan
    return kept
