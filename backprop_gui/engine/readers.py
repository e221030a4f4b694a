"""Reads from a record's keyframes what they imply, compiled, while a kernel may be writing."""

from backprop_gui.engine.compiled import entry, load
from backprop_gui.engine.evaluate import load_inputs
from backprop_gui.engine.forward import forward
from backprop_gui.engine.record import GENERATION, KEYFRAMES, ROWS, SPAN, look


@entry
def read_outputs(width, table, record, inputs, known, generation, out):
    """Fills `out` [row][neuron] with the outputs that one sample has under each keyframe.

    Rows before `known` are taken to be there already, if the generation still is `generation`.
    Returns as record.read_rows does.
    """
    cells, keyframes = record.cells, record.keyframes
    before, count, span = look(cells, KEYFRAMES)
    if before % 2 == 1:
        return -1, 0, generation
    for row in range(known if before == generation else 0, count):
        load_inputs(inputs, 0, out[row])
        forward(width, table, keyframes[row], out[row])
    if load(cells, KEYFRAMES + GENERATION) != before:
        return -1, 0, generation
    return count, span, before


@entry
def read_keyframe(record, step, generation, out):
    """Copies the last keyframe up to `step` into `out` and returns its step, 0 if there is none.

    -1 when the generation is, or meanwhile was, no longer `generation`, or rows are being merged.
    """
    cells, keyframes = record.cells, record.keyframes
    if generation % 2 == 1 or load(cells, KEYFRAMES + GENERATION) != generation:
        return -1
    span = load(cells, KEYFRAMES + SPAN)
    count = min(step // span, load(cells, KEYFRAMES + ROWS))
    if count > 0:
        for k in range(out.shape[0]):
            out[k] = keyframes[count - 1, k]
    if load(cells, KEYFRAMES + GENERATION) != generation:
        return -1
    return count * span
