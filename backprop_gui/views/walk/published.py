"""The figures that the tutorial publishes, and whether ours agree with them. No Qt.

Source: Matt Mazur, "A Step by Step Backpropagation Example", 2015. Where a figure is another than
ours, `why` and `arithmetic` say how it comes about; the tests compute that anew.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.formulas.formula import (
    EQUALS,
    PLUS,
    TIMES,
    Line,
    Mark,
    Number,
    Symbol,
    operand,
)
from backprop_gui.views.parts.formulas.notation import Notation, partial
from backprop_gui.views.parts.numbers import MINUS, steps
from backprop_gui.views.walk.page import AFTER_MANY, AFTER_ONE, FIRST_STEP

SOURCE = "Matt Mazur, “A Step by Step Backpropagation Example”, 2015"

_TOPOLOGY = Topology((2, 2, 2), (Activation.LOGISTIC,) * 2)
# Input-major: w1 w3, w2 w4, b1 b1, w5 w7, w6 w8, b2 b2
_PARAMETERS = (0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60)
_INPUTS, _TARGETS, _RATE = (0.05, 0.10), (0.01, 0.99), 0.5
_W1, _W2, _W3, _W4, _W5, _W7 = 0, 2, 1, 3, 6, 7  # places in the parameter vector


def is_tutorial(experiment: Experiment, step: int) -> bool:
    """Whether the experiment is, up to `step`, the one that the figures are of."""
    samples, training = experiment.samples, experiment.training
    return (
        experiment.network.topology == _TOPOLOGY
        and np.array_equal(experiment.network.parameters, _PARAMETERS)
        and np.array_equal(samples.inputs, [_INPUTS])
        and np.array_equal(samples.targets, [_TARGETS])
        and training.learning_rate == _RATE
        and training.bias is BiasPolicy.FIXED
        and all(change.step > step for change in experiment.changes)
    )


@dataclass(frozen=True)
class Published:
    """A figure as it is printed."""

    text: str
    why: str = ""
    arithmetic: tuple[Line, ...] = ()

    @property
    def shown(self) -> str:
        return self.text.replace("-", MINUS)

    @property
    def decimals(self) -> int:
        return len(self.text.partition(".")[2])

    def agrees(self, value: float) -> bool:
        """Whether `value`, rounded to as many decimals, is this figure."""
        printed = Decimal(self.text)
        return math.isfinite(value) and Decimal(value).quantize(printed) == printed


def published(step: int, name: str) -> tuple[Published, ...]:
    """The figures for the quantity of that name at that step; most have one or none."""
    return _FIGURES.get((step, name), ())


def all_published() -> Iterator[tuple[int, str, Published]]:
    """(step, name, figure) of all."""
    for (step, name), figures in _FIGURES.items():
        for figure in figures:
            yield step, name, figure


# How the figures come about that are others than ours


_NOTATION = Notation(_TOPOLOGY, one_bias=True)
_OUT_H1, _OUTS = _NOTATION.out(1, 0), (_NOTATION.out(2, 0), _NOTATION.out(2, 1))
_DELTAS = _NOTATION.delta(2, 0), _NOTATION.delta(2, 1)
_E, _E2 = _NOTATION.error(), _NOTATION.error(1)
_NEARLY = Mark("≈", 3)


def _rounded(text: str) -> Number:
    return Number(float(text), "A figure rounded on the way", printed=text.replace("-", MINUS))


def _final(text: str) -> Number:
    return replace(_rounded(text), note="The published figure", is_result=True)


def _second_path() -> tuple[Line, ...]:
    delta, weight = _DELTAS[1], _NOTATION.parameter(_W7)
    symbols = (EQUALS, delta, TIMES, weight)
    values = (EQUALS, _rounded("-0.038098237"), TIMES, _rounded("0.50"))
    product = (EQUALS, _rounded("-0.0190491185"), _NEARLY, _final("-0.019049119"))
    return Line((partial(_E2, _OUT_H1),), symbols), Line((), values), Line((), product)


def _error_with_new_weights() -> tuple[Line, ...]:
    """The first step with w5⁺ and w7⁺ in the place of w5 and w7."""
    notation = _NOTATION
    new5, new7 = notation.new_parameter(_W5), notation.new_parameter(_W7)
    symbols = (EQUALS, _DELTAS[0], TIMES, new5, PLUS, _DELTAS[1], TIMES, new7)
    first = (_rounded("0.138498562"), TIMES, _rounded("0.35891648"))
    second = (operand(_rounded("-0.038098237")), TIMES, _rounded("0.51130127"))
    new = (_W1, "0.149817639"), (_W2, "0.199635277"), (_W3, "0.249788185"), (_W4, "0.299576370")
    return (
        Line((partial(_E, _OUT_H1),), symbols),
        Line((), (EQUALS, *first, PLUS, *second)),
        Line((), (_NEARLY, _rounded("0.030229739"))),
        *(Line((notation.new_parameter(at),), (_NEARLY, _rounded(text))) for at, text in new),
        Line((_E,), (_NEARLY, _final("0.291027924"))),
    )


def _late(symbol: Symbol, longer: str, text: str) -> tuple[Line, ...]:
    return (Line((symbol,), (EQUALS, _rounded(longer), _NEARLY, _final(text))),)


_LATE = (
    "No rounding leads there. It comes out, to all its digits, when the hidden deltas are computed "
    "with output weights that are updated already (here w5⁺ and w7⁺), not with the old ones as "
)
_WHY_PATH = (
    "It is computed from a delta rounded to nine decimals; that makes it end in 5, which is "
    "rounded up."
)
_WHY_ONE = _LATE + (
    "the formulas ask. The new weights that the tutorial prints have it right: this error belongs "
    "to other w1⁺ to w4⁺."
)
_WHY_MANY = _LATE + f"the formulas ask, at each of the {steps(AFTER_MANY)} steps."
_WHY_BEFORE = (
    "Printings of the tutorial differ in this figure. This one is, to all its digits, the error "
    f"after {steps(AFTER_MANY - 1)} updates: the one that step number {steps(AFTER_MANY)} begins "
    "with."
)

_FIGURES: dict[tuple[int, str], tuple[Published, ...]] = {
    # Printed as computed to the end.
    **{
        (FIRST_STEP, name): (Published(text),)
        for name, text in (
            ("i1", "0.05"),
            ("i2", "0.10"),
            ("target_o1", "0.01"),
            ("target_o2", "0.99"),
            ("w1", "0.15"),
            ("w2", "0.20"),
            ("w3", "0.25"),
            ("w4", "0.30"),
            ("w5", "0.40"),
            ("w6", "0.45"),
            ("w7", "0.50"),
            ("w8", "0.55"),
            ("b1", "0.35"),
            ("b2", "0.60"),
            ("net_h1", "0.3775"),
            ("out_h1", "0.593269992"),
            ("out_h2", "0.596884378"),
            ("net_o1", "1.105905967"),
            ("out_o1", "0.75136507"),
            ("out_o2", "0.772928465"),
            ("Eo1", "0.274811083"),
            ("Eo2", "0.023560026"),
            ("E", "0.298371109"),
            ("∂E/∂out_o1", "0.74136507"),
            ("∂out_o1/∂net_o1", "0.186815602"),
            ("∂net_o1/∂w5", "0.593269992"),
            ("∂E/∂w5", "0.082167041"),
            ("w5⁺", "0.35891648"),
            ("w6⁺", "0.408666186"),
            ("w7⁺", "0.511301270"),
            ("w8⁺", "0.561370121"),
            ("δo1", "0.138498562"),
            ("∂Eo1/∂out_h1", "0.055399425"),
            ("∂E/∂out_h1", "0.036350306"),
            ("∂out_h1/∂net_h1", "0.241300709"),
            ("∂net_h1/∂w1", "0.05"),
            ("∂E/∂w1", "0.000438568"),
            ("w1⁺", "0.149780716"),
            ("w2⁺", "0.19956143"),
            ("w3⁺", "0.24975114"),
            ("w4⁺", "0.29950229"),
        )
    },
    (FIRST_STEP, "∂Eo2/∂out_h1"): (
        Published("-0.019049119", why=_WHY_PATH, arithmetic=_second_path()),
    ),
    (AFTER_ONE, "E"): (
        Published("0.291027924", why=_WHY_ONE, arithmetic=_error_with_new_weights()),
    ),
    (AFTER_MANY, "E"): (
        Published("0.000035085", _WHY_MANY, _late(_E, "0.00003508478629631", "0.000035085")),
        Published("0.0000351085", _WHY_BEFORE, _late(_E, "0.00003510854812251", "0.0000351085")),
    ),
    (AFTER_MANY, "out_o1"): (
        Published("0.015912196", _WHY_MANY, _late(_OUTS[0], "0.0159121963260", "0.015912196")),
    ),
    (AFTER_MANY, "out_o2"): (
        Published("0.984065734", _WHY_MANY, _late(_OUTS[1], "0.9840657344856", "0.984065734")),
    ),
}
