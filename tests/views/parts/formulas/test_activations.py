"""Every activation has its words, formulas and curve, and they are of that activation."""

from types import SimpleNamespace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.views.parts.formulas.activations import LOOKS, STEEP
from backprop_gui.views.parts.formulas.formula import Mark, Symbol, plain
from tests.engine import oracle

NET, OUT = Symbol("net"), Symbol("out")
NETS = np.linspace(-STEEP, STEEP, 81).tolist()


def test_every_activation_has_a_look() -> None:
    assert set(LOOKS) == set(Activation)


def test_no_two_activations_look_alike() -> None:
    for part in ("word", "meaning", "sentence", "slope_code"):
        assert len({getattr(look, part) for look in LOOKS.values()}) == len(Activation)
    assert len({plain(look.formula(NET)) for look in LOOKS.values()}) == len(Activation)
    assert len({plain(look.slope(NET, OUT)) for look in LOOKS.values()}) == len(Activation)


@pytest.mark.parametrize("activation", Activation)
def test_the_formula_is_of_the_net_input(activation: Activation) -> None:
    assert "net" in plain(LOOKS[activation].formula(NET))


@pytest.mark.parametrize("activation", Activation)
def test_the_slope_in_numbers_is_that_in_symbols(activation: Activation) -> None:
    look = LOOKS[activation]
    symbols, values = look.slope(NET, OUT), look.slope(NET, Mark("0.5"))
    assert plain(values) == plain(symbols).replace("out", "0.5")


@pytest.mark.parametrize("activation", Activation)
def test_the_code_of_the_slope_is_its_slope(activation: Activation) -> None:
    for net in NETS:
        out = oracle.phi(activation.value, net)
        slope = eval(LOOKS[activation].slope_code, {"n": SimpleNamespace(out=out)})
        assert slope == pytest.approx(oracle.slope(activation.value, out), abs=1e-15)


@pytest.mark.parametrize("activation", Activation)
def test_the_curve_rises_within_its_box(activation: Activation) -> None:
    heights = [LOOKS[activation].curve(net) for net in NETS]
    assert heights == sorted(heights)
    assert min(heights) >= 0.0
    assert 0.5 < max(heights) <= 1.0


@pytest.mark.parametrize("activation", Activation)
def test_the_largest_output_fills_a_neuron(activation: Activation) -> None:
    outputs = [oracle.phi(activation.value, net) for net in [*NETS, 1e9]]
    scale = max(map(abs, outputs))
    assert LOOKS[activation].fill(max(outputs), scale) == pytest.approx(1.0)
