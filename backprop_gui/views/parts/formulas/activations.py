"""How each activation is named, explained, written and drawn: all that views know of it. No Qt."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from backprop_gui.engine.choices import Activation
from backprop_gui.views.parts.formulas.formula import (
    CLOSE,
    MINUS,
    ONE,
    OPEN,
    PLUS,
    SQUARED,
    TIMES,
    Fraction,
    Mark,
    Part,
    Parts,
    Symbol,
)

STEEP = 4.0
"""The little curves are of net inputs from −4 to 4."""


@dataclass(frozen=True)
class Look:
    """One activation on the screen."""

    word: str
    meaning: str  # for tips
    sentence: str  # how a net input becomes an output; without the point at its end
    formula: Callable[[Symbol], Parts]  # the output, from the symbol of the net input
    slope: Callable[[Symbol, Part], Parts]  # ∂out/∂net, from net and out; empty if it is a number
    slope_code: str  # the same as a factor in Python, of the neuron n
    curve: Callable[[float], float]  # its shape, from 0 to 1; not to scale
    # How full a neuron is painted, from 0 to 1: from its output and the scale of its layer.
    fill: Callable[[float, float], float] = lambda output, scale: output / scale


def _logistic(net: Symbol) -> Parts:
    power = Symbol("e", sup=f"−{net.text}", note="e to the power of minus the net input")
    return (Fraction((ONE,), (ONE, PLUS, power), "The logistic function of net"),)


LOOKS = {
    Activation.LOGISTIC: Look(
        word="logistic",
        meaning="1 / (1 + e⁻ᶻ): between 0 and 1, as in the tutorial.",
        sentence="The logistic function turns it into the output, between 0 and 1",
        formula=_logistic,
        slope=lambda _net, out: (out, TIMES, OPEN, ONE, MINUS, out, CLOSE),
        slope_code="n.out * (1 - n.out)",
        curve=lambda z: 1 / (1 + math.exp(-1.6 * z)),
    ),
    Activation.TANH: Look(
        word="tanh",
        meaning="The hyperbolic tangent of z: between −1 and 1.",
        sentence="The hyperbolic tangent turns it into the output, between −1 and 1",
        formula=lambda net: (Mark("tanh"), OPEN, net, CLOSE),
        slope=lambda _net, out: (ONE, MINUS, out, SQUARED),
        slope_code="(1 - n.out * n.out)",
        curve=lambda z: (1 + math.tanh(z)) / 2,
        fill=lambda output, _scale: (output + 1) / 2,
    ),
    Activation.RELU: Look(
        word="ReLU",
        meaning="z where it is positive, else 0.",
        sentence="The output is the net input where that is positive, else 0",
        formula=lambda net: (Mark("max(0,\u2009"), net, CLOSE),
        slope=lambda net, _out: (ONE, Mark(" if "), net, Mark(" > 0, else 0")),
        slope_code="(n.out > 0)",
        curve=lambda z: max(0.0, z) / STEEP,
    ),
    Activation.IDENTITY: Look(
        word="identity",
        meaning="z itself: a linear neuron.",
        sentence="The output is the net input itself",
        formula=lambda net: (net,),
        slope=lambda _net, _out: (),
        slope_code="1",
        curve=lambda z: (z / STEEP + 1) / 2,
    ),
}
"""The look of every activation."""
