"""Going back in a record: which keyframe to begin at, forgetting what came after it, or copying
what came before.

For the thread that trains, between kernel calls. A keyframe's span is a multiple of an error
row's (see tables.py), so a record can be cut at any keyframe.
"""

import math

from backprop_gui.engine import record as records
from backprop_gui.engine.state import Record
from backprop_gui.engine.topology import Floats
from backprop_gui.training.tables import first_keyframe_span


def keyframe(record: Record, step: int) -> Floats:
    """The state after `step` updates, which must be a keyframe's."""
    span = int(record.cells[records.KEYFRAMES + records.SPAN])
    state: Floats = record.keyframes[step // span - 1]
    return state


def last_keyframe(record: Record, step: int) -> int:
    """The step of the last keyframe up to `step`, or 0."""
    span = int(record.cells[records.KEYFRAMES + records.SPAN])
    return min(step // span, int(record.cells[records.KEYFRAMES + records.ROWS])) * span


def rewound(record: Record, step: int) -> int:
    """Cuts the record after the last keyframe up to `step`; returns that keyframe's step, or 0."""
    cells, kept = record.cells, last_keyframe(record, step)
    for table in (records.KEYFRAMES, records.ERRORS):
        cells[table + records.GENERATION] += 1
        cells[table + records.ROWS] = kept // int(cells[table + records.SPAN])
    if kept == 0:  # nothing that a wide span is kept for: a short run is to be seen closely
        cells[records.KEYFRAMES + records.SPAN] = first_keyframe_span(record.keyframes.shape[1])
        cells[records.ERRORS + records.SPAN] = 1
    for table in (records.KEYFRAMES, records.ERRORS):
        cells[table + records.GENERATION] += 1
    cells[records.UNFINISHED] = 0
    cells[records.TOTAL_STEP] = -1
    record.since[:] = math.inf, -math.inf, 0.0, math.nan
    return kept


def copy_past(record: Record, step: int, to: Record) -> int:
    """Copies what `record` holds up to its last keyframe up to `step`, whose step it returns.

    `to` is the record, as large, of a run that has not begun.
    """
    kept = last_keyframe(record, step)
    if kept > 0:
        to.cells[:] = record.cells
        rewound(to, step)
        for table, rows, copies in (
            (records.KEYFRAMES, record.keyframes, to.keyframes),
            (records.ERRORS, record.errors, to.errors),
        ):
            count = int(to.cells[table + records.ROWS])
            copies[:count] = rows[:count]
    return kept
