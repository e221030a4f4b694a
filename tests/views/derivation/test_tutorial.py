"""A student with the tutorial finds each of its figures in the panel.

The figures are those that the tutorial publishes. It rounds on its way: −0.019049119 for the
second path of w1 is −0.019049118 when computed to the end.
"""

from dataclasses import replace

import pytest

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.views.parts.selection import Kind, Selection
from tests.engine.learner import TUTORIAL
from tests.views.derivation.conftest import B1, H1, O1, W1, W5, Shown


def parameter(layer: int, at: int) -> Selection:
    return Selection(Kind.PARAMETER, layer, at)


def test_w5_is_derived_line_by_line(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    assert shown.lines == [
        "net_o1 = w5 · out_h1 + w6 · out_h2 + b2",
        "= 0.4 · 0.593269992 + 0.45 · 0.596884378 + 0.6",
        "= 1.105905967",
        "out_o1 = 1/(1 + e^−net) = 0.75136507",
        "Eo1 = ½(target_o1 − out_o1)² = ½(0.01 − 0.75136507)² = 0.274811083",
        "E = Eo1 + Eo2 = 0.274811083 + 0.023560026 = 0.298371109",
        "∂E/∂w5 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w5",
        "= 0.74136507 · 0.186815602 · 0.593269992",
        "= 0.082167041",
        "∂E/∂out_o1 = −(target_o1 − out_o1) = −(0.01 − 0.75136507) = 0.74136507",
        "∂out_o1/∂net_o1 = out_o1 · (1 − out_o1) = 0.75136507 · (1 − 0.75136507) = 0.186815602",
        "∂net_o1/∂w5 = out_h1 = 0.593269992",
        "δo1 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 = 0.74136507 · 0.186815602 = 0.138498562",
        "w5^+ = w5 − η · ∂E/∂w5",
        "= 0.4 − 0.5 · 0.082167041",
        "= 0.4 − 0.04108352",
        "= 0.35891648",
    ]
    assert not shown.panel.ledger.isVisible()


def test_w1_is_derived_by_way_of_both_outputs(shown: Shown) -> None:
    shown.show(TUTORIAL, W1)
    for line in (
        "= 0.15 · 0.05 + 0.2 · 0.1 + 0.35",
        "= 0.3775",
        "out_h1 = 1/(1 + e^−net) = 0.593269992",
        "∂E/∂w1 = ∂E/∂out_h1 · ∂out_h1/∂net_h1 · ∂net_h1/∂w1",
        "= 0.036350306 · 0.241300709 · 0.05",
        "= 0.000438568",
        "∂net_h1/∂w1 = i1 = 0.05",
        "= 0.15 − 0.5 · 0.000438568",
        "= 0.149780716",
    ):
        assert line in shown.lines
    assert shown.has("= δo1 · w5 + δo2 · w7 = 0.138498562 · 0.4 + (−0.038098237) · 0.5 =")


def test_the_paths_of_w1_add_up(shown: Shown) -> None:
    shown.panel.resize(1200, 700)
    shown.show(TUTORIAL, W1)
    model = shown.panel.ledger.model_
    rows = [[model.index(r, c).data() for c in range(5)] for r in range(model.rowCount())]
    assert rows == [
        ["→ o1", "0.74136507", "0.186815602", "0.4", "0.055399425"],
        ["→ o2", "−0.217071535", "0.175510053", "0.5", "−0.019049118"],
        ["Sum", "", "", "", "0.036350306"],
    ]
    assert shown.panel.ledger.isVisible()
    assert shown.panel.ledger_caption.text() == "Paths from h1 to the error"


@pytest.mark.parametrize(
    ("selection", "new"),
    [
        (parameter(2, 8), "0.408666186"),
        (parameter(2, 7), "0.51130127"),
        (parameter(2, 9), "0.561370121"),
        (parameter(1, 2), "0.19956143"),
        (parameter(1, 1), "0.24975114"),
        (parameter(1, 3), "0.29950229"),
    ],
)
def test_every_new_weight_is_the_tutorials(shown: Shown, selection: Selection, new: str) -> None:
    shown.show(TUTORIAL, selection)
    figure = shown.lines[-1].removeprefix("= ")
    assert new in (figure, f"{float(figure):.8f}")  # some it prints with eight decimals


def test_the_second_output_has_the_tutorials_figures(shown: Shown) -> None:
    shown.show(TUTORIAL, Selection(Kind.NEURON, 2, 1))
    assert shown.has("= 0.772928465")
    assert shown.has("½(0.99 − 0.772928465)² = 0.023560026")


def test_a_neuron_has_a_delta_and_no_update(shown: Shown) -> None:
    shown.show(TUTORIAL, O1)
    assert shown.has("= 0.138498562")
    assert not shown.has("η")
    assert not shown.panel.check.isVisible()
    shown.show(TUTORIAL, H1)
    assert shown.has("= 0.008771355")
    assert shown.panel.ledger.isVisible()


def test_the_fixed_bias_of_a_layer_has_a_gradient_and_stays(shown: Shown) -> None:
    shown.show(TUTORIAL, B1)
    assert "∂E/∂b1 = δh1 + δh2" in shown.lines
    assert "= 0.008771355 + 0.009954255" in shown.lines
    assert shown.lines[-1] == "b1^+ = b1 = 0.35"
    assert "fixed" in shown.panel.sections[-1].note.text()
    assert shown.panel.ledger.model_.rowCount() == 3


def test_a_bias_of_one_neuron_is_trained_like_a_weight(shown: Shown) -> None:
    shown.show(replace(TUTORIAL, bias=BiasPolicy.PER_NEURON), B1)
    assert shown.has("∂E/∂b1.1 = ∂E/∂out_h1 · ∂out_h1/∂net_h1 · ∂net_h1/∂b1.1")
    assert "= 0.036350306 · 0.241300709 · 1" in shown.lines
    assert shown.has("b1.1^+ = b1.1 − η · ∂E/∂b1.1")
