"""Reads from a record's keyframes how each layer's weights spread, compiled (see bands.py)."""

import math

from backprop_gui.engine.bands import kept_rows, thin
from backprop_gui.engine.compiled import entry, inner, load
from backprop_gui.engine.forward import BIASES, WEIGHTS
from backprop_gui.engine.record import GENERATION, KEYFRAMES, look


@inner
def _measure(source, table, base, layer, reach, norms, counts):
    """One row: the norms of all layers, the counts of one; returns the size of its largest."""
    largest, bins = 0.0, counts.shape[0]
    for at in range(table.shape[0]):
        total = 0.0
        for k in range(table[at, WEIGHTS], table[at, BIASES]):
            value = source[k] - base[k]
            total += value * value
        norms[at] = math.sqrt(total)
    for bin in range(bins):
        counts[bin] = 0.0
    for k in range(table[layer, WEIGHTS], table[layer, BIASES]):
        value = source[k] - base[k]
        size = abs(value)
        if not size < math.inf:
            continue
        largest = max(largest, size)
        if size <= reach:
            counts[min(int((value / reach + 1.0) / 2.0 * bins), bins - 1)] += 1.0
    return largest


@entry
def measure_rows(rows, table, base, layer, reach, norms, counts, largest):
    """Fills `norms` [row][layer], √Σw² over a layer's weights, and `counts` [row][bin].

    The weights are those in `rows` [row][parameter] less `base`; the bins, as many as `counts` has,
    share the values of `layer` from -reach to reach. `largest` [row] is the size of its largest.
    """
    for row in range(rows.shape[0]):
        largest[row] = _measure(rows[row], table, base, layer, reach, norms[row], counts[row])


@entry
def read_spread(record, table, base, layer, reach, known, span, generation, norms, counts, largest):
    """Does as `measure_rows` with the keyframes; takes and returns what `bands.read_bands` does."""
    cells = record.cells
    now, count, span_now = look(cells, KEYFRAMES)
    if now % 2 == 1:
        return known, span, generation
    first = min(kept_rows(known, span, generation, span_now, now), count)
    if now != generation:
        thin(norms, counts, largest, first, span_now // span)
    for row in range(first, count):
        keyframe = record.keyframes[row]
        largest[row] = _measure(keyframe, table, base, layer, reach, norms[row], counts[row])
    if load(cells, KEYFRAMES + GENERATION) != now:
        return first, span_now, now
    return count, span_now, now
