"""Makes the trace of one training step, compiled, out of the parts that the training loop is of."""

import math

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.activation import slope
from backprop_gui.engine.backward import FIXED, backward, is_one_bias
from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.compiled import entry, woven
from backprop_gui.engine.forward import (
    ACTIVATION,
    BIASES,
    INPUTS,
    INPUTS_AT,
    NEURONS,
    OUTPUTS_AT,
    WEIGHTS,
    forward,
    squared_error,
)
from backprop_gui.engine.state import width_of
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.trace import StepTrace

NETS, OUTPUTS, SLOPES, ERROR_BY_OUTPUT, DELTAS = range(5)  # rows of `neurons`
OLD, GRADIENTS, UPDATES, NEW = range(4)  # rows of `vectors`


@woven
def _net_inputs(width, identity, parameters, outputs, nets):
    """A layer's net inputs are what it would put out if its activation were the identity.

    From the last layer on, since a layer reads the outputs of the one before it.
    """
    for k in range(outputs.shape[0]):
        nets[k] = outputs[k]
    for layer in range(identity.shape[0] - 1, -1, -1):
        forward(width, identity[layer : layer + 1], parameters, nets)
    for i in range(identity[0, INPUTS]):
        nets[i] = math.nan


@woven
def _slopes(table, outputs, slopes):
    for layer in range(table.shape[0]):
        y, activation = table[layer, OUTPUTS_AT], table[layer, ACTIVATION]
        for j in range(table[layer, NEURONS]):
            slopes[y + j] = slope(activation, outputs[y + j])


@woven
def _errors(targets, outputs, errors, error_by_output):
    """½ (target - out)² and its slope -(target - out) of each output neuron."""
    first = outputs.shape[0] - targets.shape[1]
    for j in range(targets.shape[1]):
        difference = targets[0, j] - outputs[first + j]
        errors[j] = 0.5 * (difference * difference)
        error_by_output[first + j] = -difference


@woven
def _sums_of_paths(table, parameters, deltas, error_by_output):
    """∂E/∂out of hidden neurons, summed over the neurons of the next layer in order."""
    for layer in range(1, table.shape[0]):
        m, w = table[layer, NEURONS], table[layer, WEIGHTS]
        x, y = table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
        for i in range(table[layer, INPUTS]):
            at = w + i * m
            total = 0.0
            for j in range(m):
                total += deltas[y + j] * parameters[at + j]
            error_by_output[x + i] = total


@woven
def _gradients(table, one_bias, outputs, deltas, gradients):
    for layer in range(table.shape[0]):
        n, m, w = table[layer, INPUTS], table[layer, NEURONS], table[layer, WEIGHTS]
        b, x, y = table[layer, BIASES], table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
        for i in range(n):
            at = w + i * m
            output = outputs[x + i]
            for j in range(m):
                gradients[at + j] = deltas[y + j] * output
        total = 0.0
        for j in range(m):
            total += deltas[y + j]
        for j in range(m):
            gradients[b + j] = total if one_bias else deltas[y + j]


@woven
def _updates(table, policy, rate, gradients, updates):
    for k in range(gradients.shape[0]):
        updates[k] = rate * gradients[k]
    if policy == FIXED:
        for layer in range(table.shape[0]):
            b = table[layer, BIASES]
            for j in range(table[layer, NEURONS]):
                updates[b + j] = 0.0


@entry
def _trace(width, table, identity, policy, rate, targets, neurons, vectors, errors):
    """Fills the arrays, given neurons[OUTPUTS] with the inputs, and vectors[OLD] and [NEW] alike.

    Returns the sample's squared error, and whether each layer has one bias.
    """
    outputs, deltas, error_by_output = neurons[OUTPUTS], neurons[DELTAS], neurons[ERROR_BY_OUTPUT]
    parameters, gradients = vectors[OLD], vectors[GRADIENTS]
    forward(width, table, parameters, outputs)
    _net_inputs(width, identity, parameters, outputs, neurons[NETS])
    _slopes(table, outputs, neurons[SLOPES])
    _errors(targets, outputs, errors, error_by_output)
    backward(width, table, policy, rate, targets, 0, vectors[NEW], outputs, deltas)
    _sums_of_paths(table, parameters, deltas, error_by_output)
    one_bias = is_one_bias(table, policy, parameters)
    _gradients(table, one_bias, outputs, deltas, gradients)
    _updates(table, policy, rate, gradients, vectors[UPDATES])
    return squared_error(0.0, targets, 0, outputs), one_bias


def trace_step(
    topology: Topology,
    parameters: Floats,
    inputs: Floats,
    targets: Floats,
    learning_rate: float,
    bias_policy: BiasPolicy,
) -> StepTrace:
    """The step that learns one sample, `inputs` and `targets`, from `parameters`; all vectors.

    For narrow networks it is the training loop's own step bit for bit, for wide ones but for
    rounding. Raises ValueError when a vector does not fit the network.
    """
    neurons = np.full((5, topology.neurons), math.nan)
    vectors = np.empty((4, topology.parameters))
    errors = np.empty(topology.outputs)
    neurons[OUTPUTS, : topology.inputs] = _fitting(inputs, topology.inputs)
    vectors[OLD] = vectors[NEW] = _fitting(parameters, topology.parameters)
    wanted = _fitting(targets, topology.outputs).copy()
    error, one_bias = _trace(
        width_of(topology),
        topology.table,
        _as_identities(topology.table),
        bias_policy.code,
        float(learning_rate),
        wanted.reshape(1, -1),
        neurons,
        vectors,
        errors,
    )
    for array in (neurons, vectors, errors, wanted):
        array.flags.writeable = False
    return StepTrace(
        learning_rate=learning_rate,
        bias_policy=bias_policy,
        one_bias=bool(one_bias),
        targets=wanted,
        nets=neurons[NETS],
        outputs=neurons[OUTPUTS],
        slopes=neurons[SLOPES],
        errors=errors,
        error=float(error),
        error_by_output=neurons[ERROR_BY_OUTPUT],
        deltas=neurons[DELTAS],
        parameters=vectors[OLD],
        gradients=vectors[GRADIENTS],
        updates=vectors[UPDATES],
        new_parameters=vectors[NEW],
    )


def _fitting(vector: Floats, length: int) -> Floats:
    if vector.shape != (length,):
        raise ValueError(f"a vector of {length} numbers is needed, not one of shape {vector.shape}")
    return vector


def _as_identities(table: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Topology.table with the identity for every activation."""
    identities = table.copy()
    identities[:, ACTIVATION] = Activation.IDENTITY.code
    identities.flags.writeable = False  # so it is of the same kind, and kernels compile once
    return identities
