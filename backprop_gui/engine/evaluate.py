"""What a network gives for samples, compiled: outputs and total error, without learning."""

import numpy as np

from backprop_gui.engine.compiled import entry, inner, woven
from backprop_gui.engine.forward import forward, squared_error
from backprop_gui.engine.state import width_of
from backprop_gui.engine.topology import Floats, Topology


@inner
def load_inputs(inputs, sample, outputs):
    """Puts a sample's inputs at the beginning of the vector of all outputs."""
    for i in range(inputs.shape[1]):
        outputs[i] = inputs[sample, i]


@woven
def total_error(width, table, inputs, targets, first, last, parameters, outputs, total):
    """`total` plus the squared errors of samples `first` up to `last`, output by output."""
    for sample in range(first, last):
        load_inputs(inputs, sample, outputs)
        forward(width, table, parameters, outputs)
        total = squared_error(total, targets, sample, outputs)
    return total


@entry
def _outputs(width, table, parameters, inputs, outputs):
    for row in range(outputs.shape[0]):
        load_inputs(inputs, row, outputs[row])
        forward(width, table, parameters, outputs[row])


@entry
def _error(width, table, parameters, inputs, targets, outputs, total):
    last = inputs.shape[0]
    return total_error(width, table, inputs, targets, 0, last, parameters, outputs, total)


def read_only(array: Floats) -> Floats:
    """The same numbers as one kind of array, so that kernels compile once."""
    view = array.view()
    view.flags.writeable = False
    return view


def outputs_of_samples(topology: Topology, parameters: Floats, inputs: Floats) -> Floats:
    """All outputs [sample][neuron], the input layer first, for inputs [sample][input]."""
    outputs = np.empty((len(inputs), topology.neurons))
    width, table = width_of(topology), topology.table
    _outputs(width, table, read_only(parameters), read_only(inputs), outputs)
    return outputs


def error_of_samples(
    topology: Topology,
    parameters: Floats,
    inputs: Floats,
    targets: Floats,
    total: float = 0.0,
) -> float:
    """`total` plus the squared errors of all samples, added output by output, in order.

    A long table can so be taken in parts, with the same bits as at once.
    """
    outputs = np.empty(topology.neurons)
    width, table = width_of(topology), topology.table
    tables = read_only(parameters), read_only(inputs), read_only(targets)
    error: float = _error(width, table, *tables, outputs, total)
    return error
