"""Activations, compiled: outputs from net inputs, slopes from outputs, and which are bounded."""

import math

import numpy as np

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.compiled import (
    bits_from_float,
    by_width,
    float_from_bits,
    inner,
    inner_contracted,
    woven,
)

LOGISTIC, TANH, RELU, IDENTITY = (each.code for each in Activation)
BOUNDED = frozenset({LOGISTIC, TANH})
"""Those that put out at most 1 in size."""

_LOG2_E = 1.4426950408889634
# ln 2 in two parts, the first with trailing zero bits, so that k * _LN2_HIGH is exact.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# 1.5 * 2^52: adding it rounds a float64 to a whole number, which the lowest bits then hold.
_TO_INTEGER = 6755399441055744.0
_EXPONENT_ZERO, _EXPONENT_AT = np.uint64(1023), np.uint64(52)  # how a float64 holds 2^0
_LOWEST, _HIGHEST = -708.0, 709.0  # e^z stays a normal float64 between these
_C2, _C3, _C4, _C5, _C6, _C7 = (1 / math.factorial(k) for k in range(2, 8))
_C8, _C9, _C10, _C11, _C12, _C13 = (1 / math.factorial(k) for k in range(8, 14))


@inner
def exp_exact(z: float) -> float:
    """e^z as the platform's mathematics library, and so Python's math.exp, computes it."""
    return math.exp(z)


@inner_contracted
def exp_vector(z: float) -> float:
    """e^z within 2 units in the last place, by arithmetic alone, so that loops vectorise.

    e^z = 2^k · e^r with k = round(z / ln 2) and |r| <= ln 2 / 2; e^r by its Taylor polynomial of
    degree 13, grouped as Estrin does. Below -708 and above 709 it stays at the value there.
    """
    z = _LOWEST if z < _LOWEST else z  # written so that NaN stays NaN
    z = _HIGHEST if z > _HIGHEST else z
    shifted = z * _LOG2_E + _TO_INTEGER
    k = shifted - _TO_INTEGER
    r = (z - k * _LN2_HIGH) - k * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = ((1.0 + r) + r2 * (_C2 + r * _C3)) + r4 * ((_C4 + r * _C5) + r2 * (_C6 + r * _C7))
    high = ((_C8 + r * _C9) + r2 * (_C10 + r * _C11)) + r4 * (_C12 + r * _C13)
    power_of_two = float_from_bits((bits_from_float(shifted) + _EXPONENT_ZERO) << _EXPONENT_AT)
    return (low + (r4 * r4) * high) * power_of_two


exp = by_width(exp_exact, exp_vector)
"""exp(width, z)"""


@woven
def activate(width, activation, m, b, y, parameters, outputs):
    """Makes outputs of a layer's sums: adds the biases, then y_j = φ(net_j).

    `m` neurons, their biases from `b`, their outputs from `y` on. NaN stays NaN.
    """
    if activation == LOGISTIC:
        for j in range(m):
            outputs[y + j] = 1.0 / (1.0 + exp(width, -(outputs[y + j] + parameters[b + j])))
    elif activation == TANH:
        for j in range(m):
            outputs[y + j] = math.tanh(outputs[y + j] + parameters[b + j])
    elif activation == RELU:
        for j in range(m):
            net = outputs[y + j] + parameters[b + j]
            outputs[y + j] = net if net > 0.0 or net != net else 0.0
    else:  # IDENTITY
        for j in range(m):
            outputs[y + j] += parameters[b + j]


@inner
def slope(activation, output):
    """dφ/dz from the output y: y(1 - y), 1 - y², 1 or 0, and 1.

    ReLU's slope at z = 0 is taken as 0.
    """
    if activation == LOGISTIC:
        return output * (1.0 - output)
    if activation == TANH:
        return 1.0 - output * output
    if activation == RELU:
        return 1.0 if output > 0.0 else 0.0
    return 1.0  # IDENTITY
