"""The error of each sample under many states of a network, compiled; and which it gets right."""

import numpy as np

from backprop_gui.engine.compiled import entry, inner
from backprop_gui.engine.evaluate import load_inputs, read_only
from backprop_gui.engine.forward import forward, squared_error
from backprop_gui.engine.state import Integers, width_of
from backprop_gui.engine.topology import Floats, Topology


@inner
def _is_right(targets, sample, outputs, boundary):
    """1 when the outputs name the class that the targets do; never when one is not a number."""
    first, count = outputs.shape[0] - targets.shape[1], targets.shape[1]
    named, meant = 0, 0
    for j in range(count):
        if outputs[first + j] != outputs[first + j]:
            return 0
        if outputs[first + j] > outputs[first + named]:
            named = j
        if targets[sample, j] > targets[sample, meant]:
            meant = j
    if count == 1:
        return int((outputs[first] > boundary) == (targets[sample, 0] > boundary))
    return int(named == meant)


@entry
def _measure(
    width, table, states, rows, inputs, targets, first, last, boundary, outputs, errors, right
):
    for at in range(rows.shape[0]):
        for sample in range(first, last):
            load_inputs(inputs, sample, outputs)
            forward(width, table, states[rows[at]], outputs)
            errors[at, sample] = squared_error(0.0, targets, sample, outputs)
            right[at] += _is_right(targets, sample, outputs, boundary)


def measure(
    topology: Topology,
    states: Floats,
    rows: Integers,
    samples: tuple[Floats, Floats],
    some: slice,
    boundary: float,
    found: tuple[Floats, Integers],
) -> None:
    """Measures `some` of the samples, inputs and targets, under the states [row][parameter].

    Of each of `rows`, E = Σ ½ (target - output)² of a sample goes into its place in found[0]
    [at][sample]. Those that the network gets right are added to found[1][at]: its greatest output
    is where the greatest target is, or its only one is on the target's side of `boundary`.
    """
    tables = [read_only(table) for table in (states, *samples)]
    _measure(
        width_of(topology),
        topology.table,
        tables[0],
        rows,
        tables[1],
        tables[2],
        some.start,
        some.stop,
        boundary,
        np.empty(topology.neurons),
        *found,
    )
