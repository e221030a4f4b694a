"""Reduces rows of many values to a picture's few, compiled, while a kernel may be writing.

A band stands for some neighbouring values by the one of largest size, so that none is missed; what
is no number counts as larger than all.
"""

import math

from backprop_gui.engine.compiled import entry, inner, load
from backprop_gui.engine.levels import HALF, NO_NUMBER, NOTHING, ZERO
from backprop_gui.engine.record import GENERATION, KEYFRAMES, look


@inner
def kept_rows(known, span, generation, span_now, generation_now):
    """How many of the known rows are left when nothing happened to a table but merges, else 0."""
    merges = (generation_now - generation) // 2
    if generation_now < generation or merges > 62 or span << merges != span_now:
        return 0
    return known >> merges


@inner
def thin(some, others, largest, rows, stride):
    """Keeps of each `stride` rows the last, as merging does, in what was made of a table's rows."""
    for row in range(rows):
        source = (row + 1) * stride - 1
        largest[row] = largest[source]
        for k in range(some.shape[1]):
            some[row, k] = some[source, k]
        for k in range(others.shape[1]):
            others[row, k] = others[source, k]


@inner
def _reduce(source, order, ends, base, values, places):
    """One row: fills its bands, and returns the size of the largest finite value."""
    start, largest = 0, 0.0
    for band in range(ends.shape[0]):
        best = -1.0
        for k in range(start, ends[band]):
            value = source[order[k]] - base[order[k]]
            size = abs(value)
            if size > best or value != value:
                values[band], places[band] = value, k
                best = size  # NaN, which nothing is larger than
            if size > largest and size < math.inf:
                largest = size
        start = ends[band]
    return largest


@entry
def reduce_rows(rows, order, ends, base, values, places, largest):
    """Fills `values` and `places` [row][band] from `rows` [row][value] less `base`.

    Band b stands for the values at `order`[ends[b - 1]] up to [ends[b]]; its place is the place in
    `order`. `largest` [row] is the size of the row's largest finite value.
    """
    for row in range(rows.shape[0]):
        largest[row] = _reduce(rows[row], order, ends, base, values[row], places[row])


@entry
def read_bands(record, order, ends, base, known, span, generation, values, places, largest):
    """Does as `reduce_rows` with the keyframes, of which `known` rows are there already.

    Those had `span` steps a row in `generation`. Returns (known, span, generation) as of now; when
    rows are merged meanwhile no new ones are known.
    """
    cells = record.cells
    now, count, span_now = look(cells, KEYFRAMES)
    if now % 2 == 1:
        return known, span, generation
    first = min(kept_rows(known, span, generation, span_now, now), count)
    if now != generation:
        thin(values, places, largest, first, span_now // span)
    for row in range(first, count):
        keyframe = record.keyframes[row]
        largest[row] = _reduce(keyframe, order, ends, base, values[row], places[row])
    if load(cells, KEYFRAMES + GENERATION) != now:
        return first, span_now, now
    return count, span_now, now


@entry
def paint_levels(values, starts, full, column, levels):
    """Fills `levels` [band][pixel column]: of `values` [row][band] against a `full` value.

    Pixel column c shows the rows from starts[c] up to starts[c + 1], each band by its value of
    largest size, or where there are none the row before; nothing before the first row and from
    where starts[c] is beyond all rows. `column` [band] is scratch.
    """
    rows, bands = values.shape
    for at in range(levels.shape[1]):
        first, end = starts[at], starts[at + 1]
        if first == end:
            first -= 1
        if first < 0 or starts[at] >= rows:
            for band in range(bands):
                levels[band, at] = NOTHING
            continue
        for band in range(bands):
            column[band] = values[first, band]
        for row in range(first + 1, end):
            for band in range(bands):
                value, held = values[row, band], column[band]
                is_larger = (abs(value) > abs(held)) | (value != value)
                column[band] = value if is_larger and held == held else held
        for band in range(bands):
            levels[band, at] = _level(column[band], full)


@inner
def _level(value, full):
    if value != value:
        return NO_NUMBER
    return ZERO + round(min(max(value / full, -1.0), 1.0) * HALF)
