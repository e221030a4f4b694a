"""The forward pass, compiled: outputs of every neuron from inputs and parameters.

net_j = Σ_i y_i · w_ij + b_j, summed over the inputs in order, the bias last; y_j = φ(net_j).
All outputs lie in one vector, the input layer first (see topology.Layer).
"""

import numpy as np

from backprop_gui.engine.activation import activate
from backprop_gui.engine.compiled import by_width, inner, inner_wide

INPUTS, NEURONS, WEIGHTS, BIASES, INPUTS_AT, OUTPUTS_AT, ACTIVATION = range(7)  # Topology.table
ZERO, ONE, TWO, THREE, FOUR = (np.uint64(n) for n in range(5))


def _layer(width, table, layer, parameters, outputs):
    """One layer's outputs."""
    n, m, w = table[layer, INPUTS], table[layer, NEURONS], table[layer, WEIGHTS]
    b, x, y = table[layer, BIASES], table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
    activation = table[layer, ACTIVATION]
    for j in range(m):
        outputs[y + j] = 0.0
    # Four inputs at a time, in order: the sums stay in registers, the order of adding is the same.
    fours = n & ~THREE
    for i in range(ZERO, fours, FOUR):
        y0, y1, y2, y3 = (
            outputs[x + i],
            outputs[x + i + ONE],
            outputs[x + i + TWO],
            outputs[x + i + THREE],
        )
        w0 = w + i * m
        w1 = w0 + m
        w2 = w1 + m
        w3 = w2 + m
        for j in range(m):
            net = outputs[y + j] + y0 * parameters[w0 + j]
            net = (net + y1 * parameters[w1 + j]) + y2 * parameters[w2 + j]
            outputs[y + j] = net + y3 * parameters[w3 + j]
    for i in range(fours, n):
        y0 = outputs[x + i]
        w0 = w + i * m
        for j in range(m):
            outputs[y + j] += y0 * parameters[w0 + j]
    activate(width, activation, m, b, y, parameters, outputs)


_narrow_layer = inner(_layer)
_wide_layer = inner_wide(_layer)
_any_layer = by_width(_narrow_layer, _wide_layer)


@inner
def forward(width, table, parameters, outputs):
    """Fills `outputs` after its input part."""
    for layer in range(table.shape[0]):
        _any_layer(width, width, table, layer, parameters, outputs)


@inner
def squared_error(total, targets, sample, outputs):
    """`total` plus E = Σ ½ (target - output)² over the last layer, which ends `outputs`."""
    first = outputs.shape[0] - targets.shape[1]
    for j in range(targets.shape[1]):
        difference = targets[sample, j] - outputs[first + j]
        total += 0.5 * (difference * difference)
    return total
