"""Another view can have parts of the picture lit."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme


@pytest.fixture
def canvas(theme: Theme, tutorial: Experiment, qtbot: QtBot) -> NetworkCanvas:
    canvas = NetworkCanvas(theme, np.zeros)
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    canvas.show_experiment(tutorial)
    canvas.show()
    return canvas


def test_what_is_lit_is_drawn_differently_until_nothing_is(canvas: NetworkCanvas) -> None:
    dark = canvas.grab().toImage()
    for lit in (Selection(Kind.PARAMETER, 1, 0), Selection(Kind.NEURON, 1, 0)):
        canvas.light((lit,))
        assert canvas.grab().toImage() != dark
        canvas.light(())
        assert canvas.grab().toImage() == dark
    assert canvas.selection is None


def test_a_layer_is_lit_as_all_its_neurons_are(canvas: NetworkCanvas) -> None:
    canvas.light(tuple(Selection(Kind.NEURON, 2, at) for at in range(2)))
    each = canvas.grab().toImage()
    canvas.light((Selection(Kind.LAYER, 2),))
    assert canvas.grab().toImage() == each
    canvas.light((Selection(Kind.NEURON, 2),))
    assert canvas.grab().toImage() != each


def test_lighting_what_this_network_does_not_have_lights_nothing(
    theme: Theme, tutorial: Experiment, qtbot: QtBot
) -> None:
    canvas = NetworkCanvas(theme, np.zeros)
    qtbot.addWidget(canvas)
    canvas.show_experiment(tutorial)
    canvas.show()
    dark = canvas.grab().toImage()
    canvas.light((Selection(Kind.PARAMETER, 1, 999), Selection(Kind.NEURON, 7, 0)))
    assert canvas.grab().toImage() == dark
