"""The backward pass and the update of online learning, compiled.

With E the squared error of one sample and δ = ∂E/∂net: δ = -(target - output) · φ' for output
neurons, δ_i = (Σ_j δ_j · w_ij) · φ'_i for hidden ones, with the weights from before the update;
then w_ij -= rate · (δ_j · y_i). One pass over a layer's weights does both the sum and the update.
"""

from backprop_gui.engine.activation import slope
from backprop_gui.engine.compiled import aside, by_width, inner, inner_wide
from backprop_gui.engine.forward import (
    ACTIVATION,
    BIASES,
    FOUR,
    INPUTS,
    INPUTS_AT,
    NEURONS,
    ONE,
    OUTPUTS_AT,
    THREE,
    TWO,
    WEIGHTS,
    ZERO,
)

FIXED, SHARED = 0, 1  # the codes of choices.BiasPolicy; what remains is per neuron


@aside
def is_one_bias(table, policy, parameters):
    """Whether a layer's biases are one number: shared, or fixed and equal in each layer."""
    if policy != FIXED:
        return policy == SHARED
    for layer in range(table.shape[0]):
        b = table[layer, BIASES]
        for j in range(table[layer, NEURONS]):
            if parameters[b + j] != parameters[b]:
                return False
    return True


@inner
def _output_deltas(table, targets, sample, outputs, deltas):
    """Fills the last layer's deltas."""
    last = table.shape[0] - 1
    y, activation = table[last, OUTPUTS_AT], table[last, ACTIVATION]
    for j in range(table[last, NEURONS]):
        output = outputs[y + j]
        deltas[y + j] = -(targets[sample, j] - output) * slope(activation, output)


def _one_by_one(table, layer, rate, parameters, outputs, deltas, first):
    """Sums and updates for inputs `first` and on; fills the deltas of the layer before."""
    n, m, w = table[layer, INPUTS], table[layer, NEURONS], table[layer, WEIGHTS]
    x, y = table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
    before = table[layer - 1, ACTIVATION]
    for i in range(first, n):
        output = outputs[x + i]
        at = w + i * m
        total = 0.0
        for j in range(m):
            delta = deltas[y + j]
            weight = parameters[at + j]
            total += delta * weight
            parameters[at + j] = weight - rate * (delta * output)
        deltas[x + i] = total * slope(before, output)


def _four_by_four(table, layer, rate, parameters, outputs, deltas):
    """As `_one_by_one` for the first ⌊n / 4⌋ · 4 inputs: four sums at once hide their latency."""
    n, m, w = table[layer, INPUTS], table[layer, NEURONS], table[layer, WEIGHTS]
    x, y = table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
    before = table[layer - 1, ACTIVATION]
    fours = n & ~THREE
    for i in range(ZERO, fours, FOUR):
        y0, y1 = outputs[x + i], outputs[x + i + ONE]
        y2, y3 = outputs[x + i + TWO], outputs[x + i + THREE]
        w0 = w + i * m
        w1 = w0 + m
        w2 = w1 + m
        w3 = w2 + m
        t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
        for j in range(m):
            delta = deltas[y + j]
            v0, v1 = parameters[w0 + j], parameters[w1 + j]
            v2, v3 = parameters[w2 + j], parameters[w3 + j]
            t0 += delta * v0
            t1 += delta * v1
            t2 += delta * v2
            t3 += delta * v3
            parameters[w0 + j] = v0 - rate * (delta * y0)
            parameters[w1 + j] = v1 - rate * (delta * y1)
            parameters[w2 + j] = v2 - rate * (delta * y2)
            parameters[w3 + j] = v3 - rate * (delta * y3)
        deltas[x + i] = t0 * slope(before, y0)
        deltas[x + i + ONE] = t1 * slope(before, y1)
        deltas[x + i + TWO] = t2 * slope(before, y2)
        deltas[x + i + THREE] = t3 * slope(before, y3)
    return fours


def _first_layer(table, rate, parameters, outputs, deltas):
    """Updates the first layer's weights; nothing lies behind it that needs deltas."""
    n, m, w = table[0, INPUTS], table[0, NEURONS], table[0, WEIGHTS]
    y = table[0, OUTPUTS_AT]
    for i in range(n):
        output = outputs[i]
        at = w + i * m
        for j in range(m):
            parameters[at + j] -= rate * (deltas[y + j] * output)


@inner
def _update_biases(table, policy, rate, parameters, deltas):
    for layer in range(table.shape[0]):
        m, b, y = table[layer, NEURONS], table[layer, BIASES], table[layer, OUTPUTS_AT]
        if policy == SHARED:
            total = 0.0
            for j in range(m):
                total += deltas[y + j]
            for j in range(m):
                parameters[b + j] -= rate * total
        else:
            for j in range(m):
                parameters[b + j] -= rate * deltas[y + j]


_narrow_ones, _wide_ones = inner(_one_by_one), inner_wide(_one_by_one)
_narrow_fours = inner(_four_by_four)


@inner
def _narrow_layer(table, layer, rate, parameters, outputs, deltas):
    done = _narrow_fours(table, layer, rate, parameters, outputs, deltas)
    _narrow_ones(table, layer, rate, parameters, outputs, deltas, done)


@inner
def _wide_layer(table, layer, rate, parameters, outputs, deltas):
    # One input at a time: with reordered sums the loop over neurons is vectorised, and fewer
    # streams of weights are faster than four.
    _wide_ones(table, layer, rate, parameters, outputs, deltas, ZERO)


_any_layer = by_width(_narrow_layer, _wide_layer)
_any_first = by_width(inner(_first_layer), inner_wide(_first_layer))


@inner
def backward(width, table, policy, rate, targets, sample, parameters, outputs, deltas):
    """One update from a finished forward pass of `sample`."""
    _output_deltas(table, targets, sample, outputs, deltas)
    for layer in range(table.shape[0] - 1, 0, -1):
        _any_layer(width, table, layer, rate, parameters, outputs, deltas)
    _any_first(width, table, rate, parameters, outputs, deltas)
    if policy != FIXED:
        _update_biases(table, policy, rate, parameters, deltas)
