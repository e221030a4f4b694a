"""Curves of outputs, made when they are asked for."""

from backprop_gui.views.parts.curves.neuron_curves import NeuronCurves
from backprop_gui.views.parts.plot.curve_style import Curve

NAMES = ["i1", "i2", "h1", "h2", "h10", "o1"]


def test_each_has_the_name_and_the_number_of_its_neuron() -> None:
    curves = NeuronCurves(NAMES, [2, 4, 5])
    assert list(curves) == [Curve("h1", 2), Curve("h10", 4), Curve("o1", 5)]
    assert curves[1:] == [Curve("h10", 4), Curve("o1", 5)]
