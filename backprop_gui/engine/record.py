"""The history that a kernel keeps as it trains, compiled: bounded, whole, and missing no spike.

Row r of a table stands for the `span` steps that end with step (r + 1) · span. When a table is
full, pairs of rows are merged and the span doubles; so a row's steps depend on nothing but the
number of steps made. Error rows keep lowest, highest and mean; keyframes keep the later one.

Another thread may read rows meanwhile: they do not change until a merge, and a merge makes the
table's generation odd before and even after it, so that a reader can tell (`read_rows`).
"""

import math

import numpy as np

from backprop_gui.engine.compiled import aside, entry, inner, load, store, woven
from backprop_gui.engine.state import Integers

LOW, HIGH, MEAN, TOTAL = range(4)  # columns of Record.errors
SUM, LAST_TOTAL = 2, 3  # in Record.since, after LOW and HIGH

# Record.cells: three for each table, then one setting, then notes.
ERRORS, KEYFRAMES = 0, 3  # where a table's cells begin
ROWS, SPAN, GENERATION = 0, 1, 2  # and what they are
TOTAL_EVERY = 6  # total errors are measured at rows whose step is a multiple of this
TOTAL_STEP = 7  # when the last total error, whichever the reason, was measured; -1: not yet
SAMPLE = 8  # that the last step trained on
# Not 0 after a stop in a total error: so many samples were measured. Rows that end with the
# present step are still to be ended, which the next call of the kernel does first.
UNFINISHED = 9
CELLS = 10


@inner
def note_error(record, error):
    """Takes one step's squared error into the row to come."""
    since = record.since
    since[LOW] = min(since[LOW], error)
    since[HIGH] = max(since[HIGH], error)
    since[SUM] += error


@inner
def note_total(record, step, total):
    """Keeps the total error that was measured at `step`."""
    record.cells[TOTAL_STEP] = step
    record.since[LAST_TOTAL] = total


@woven
def _close_row(cells, table, capacity):
    """Counts a row just written; true when the table is full and must be merged."""
    rows = cells[table + ROWS] + 1
    store(cells, table + ROWS, rows)
    return rows == capacity


@woven
def _halved(cells, table):
    cells[table + ROWS] //= 2
    cells[table + SPAN] *= 2


@aside
def _merge_errors(record):
    cells, errors = record.cells, record.errors
    store(cells, ERRORS + GENERATION, cells[ERRORS + GENERATION] + 1)
    for row in range(errors.shape[0] // 2):
        first, second = errors[2 * row], errors[2 * row + 1]
        low, high = min(first[LOW], second[LOW]), max(first[HIGH], second[HIGH])
        mean, total = (first[MEAN] + second[MEAN]) / 2, second[TOTAL]
        merged = errors[row]
        merged[LOW], merged[HIGH], merged[MEAN], merged[TOTAL] = low, high, mean, total
    _halved(cells, ERRORS)
    store(cells, ERRORS + GENERATION, cells[ERRORS + GENERATION] + 1)


@aside
def _merge_keyframes(record):
    cells, keyframes = record.cells, record.keyframes
    store(cells, KEYFRAMES + GENERATION, cells[KEYFRAMES + GENERATION] + 1)
    for row in range(keyframes.shape[0] // 2):
        for k in range(keyframes.shape[1]):
            keyframes[row, k] = keyframes[2 * row + 1, k]
    _halved(cells, KEYFRAMES)
    store(cells, KEYFRAMES + GENERATION, cells[KEYFRAMES + GENERATION] + 1)


@woven
def close_errors(record, total):
    """Ends a row of errors; `total` is the total error at its last step, NaN if not measured."""
    since = record.since
    row = record.errors[record.cells[ERRORS + ROWS]]
    row[LOW], row[HIGH], row[TOTAL] = since[LOW], since[HIGH], total
    row[MEAN] = since[SUM] / record.cells[ERRORS + SPAN]
    since[LOW], since[HIGH], since[SUM] = math.inf, -math.inf, 0.0
    if _close_row(record.cells, ERRORS, record.errors.shape[0]):
        _merge_errors(record)


@woven
def close_keyframe(record, parameters):
    """Keeps `parameters` as the keyframe of the present step."""
    row = record.cells[KEYFRAMES + ROWS]
    for k in range(parameters.shape[0]):
        record.keyframes[row, k] = parameters[k]
    if _close_row(record.cells, KEYFRAMES, record.keyframes.shape[0]):
        _merge_keyframes(record)


@inner
def look(cells, table):
    """(generation, rows, span) of a table while a kernel may be writing; odd while rows merge."""
    generation = load(cells, table + GENERATION)
    return generation, load(cells, table + ROWS), load(cells, table + SPAN)


@entry
def read_rows(rows, cells, table, columns, known, generation, out):
    """Copies `columns` of the rows from `known` on into `out`, while a kernel may be writing.

    Returns (rows, span, generation) as of the copy; rows is -1 when a merge came in between and
    nothing useful was copied. If the generation is no longer `generation`, all rows are copied.
    """
    before, count, span = look(cells, table)
    if before % 2 == 1:
        return -1, 0, generation
    first = known if before == generation else 0
    for row in range(first, count):
        for k in range(columns.shape[0]):
            out[row, k] = rows[row, columns[k]]
    if load(cells, table + GENERATION) != before:
        return -1, 0, generation
    return count, span, before


def empty_cells(total_every: int, keyframe_span: int) -> Integers:
    """Record.cells of a run that has not begun; both counts in steps."""
    cells = np.zeros(CELLS, dtype=np.int64)
    cells[ERRORS + SPAN] = 1
    cells[KEYFRAMES + SPAN] = keyframe_span
    cells[TOTAL_EVERY] = total_every
    cells[TOTAL_STEP] = -1
    return cells
