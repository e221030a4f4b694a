"""The pictures of all weights belong to the network that is shown, also before its numbers come."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.curves.mode_switch import Mode
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.pictures.weight_pictures import WeightPictures
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.theme import Theme


@pytest.fixture
def pictures(qtbot: QtBot, theme: Theme) -> WeightPictures:
    plot = Plot(theme, "Value", "Nothing yet")
    pictures = WeightPictures(theme, plot)
    qtbot.addWidget(plot)
    qtbot.addWidget(pictures)
    pictures.resize(400, 300)
    pictures.show()
    return pictures


def test_the_weight_that_is_clicked_in_the_matrix_is_picked(
    pictures: WeightPictures, make_experiment: Callable[..., Experiment], qtbot: QtBot
) -> None:
    show(pictures, make_experiment(3, 40, 3))
    with qtbot.waitSignal(pictures.rowPicked) as picked:
        click_the_last(pictures)
    assert picked.args == [39 * 3 + 2]


def test_a_weight_of_the_network_before_cannot_be_picked(
    pictures: WeightPictures, make_experiment: Callable[..., Experiment]
) -> None:
    show(pictures, make_experiment(3, 40, 3))
    picked: list[int] = []
    pictures.rowPicked.connect(picked.append)
    smaller = make_experiment(2, 2, 2)
    pictures.show_parameters(ParameterRows(smaller.network.topology, one_bias=False))
    click_the_last(pictures)
    assert picked == []


def show(pictures: WeightPictures, experiment: Experiment) -> None:
    """The network's first weights as a matrix."""
    network = experiment.network
    pictures.show_parameters(ParameterRows(network.topology, one_bias=False))
    pictures.set_mode(Mode.MATRIX)
    pictures.show_state(network.parameters, np.zeros_like(network.parameters))


def click_the_last(pictures: WeightPictures) -> None:
    """At the lower right corner of the matrix."""
    matrix = pictures.matrix
    at = matrix.area.bottomRight().toPoint() - QPoint(2, 2)
    QTest.mouseMove(matrix, at)
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=at)
