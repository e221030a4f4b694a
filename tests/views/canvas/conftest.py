"""A canvas in a window of its own, and what tests do to it."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.spots import Spot
from backprop_gui.views.parts.theme import Theme
from tests.mouse import double_click

LEFT = Qt.MouseButton.LeftButton


class Driver:
    """A canvas that does at once what it wishes, and real events for it."""

    def __init__(self, canvas: NetworkCanvas, experiment: Experiment) -> None:
        self.canvas, self.experiment = canvas, experiment
        self.edits: list[Edit] = []
        self.typed: list[tuple[int, float]] = []
        self._before: dict[str, Experiment] = {}  # the edits of each merge key
        canvas.edited.connect(self._apply)
        canvas.takenBack.connect(self._take_back)
        canvas.sampleTyped.connect(lambda column, value: self.typed.append((column, value)))
        self.show(experiment)

    def show(self, experiment: Experiment, hint: str = "") -> None:
        self.experiment = experiment
        self.canvas.show_experiment(experiment)
        topology = experiment.network.topology
        outputs = np.linspace(0, 1, topology.neurons)
        self.canvas.show_state(
            experiment.network.parameters, outputs, experiment.samples.targets[0], hint
        )

    def _apply(self, edit: Edit) -> None:
        self.edits.append(edit)
        self._before.setdefault(edit.merge, self.experiment)
        self.show(edit.change(self.experiment))

    def _take_back(self, merge: str) -> None:
        self.show(self._before.pop(merge, self.experiment))

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.experiment.network.topology.sizes

    @property
    def parameters(self) -> Floats:
        return self.experiment.network.parameters

    def place(self, spot: Spot) -> QPoint:
        return self.canvas.place_of(spot).toPoint()

    def click(self, spot: Spot) -> None:
        QTest.mouseClick(self.canvas, LEFT, pos=self.place(spot))

    def double_click(self, spot: Spot) -> None:
        double_click(self.canvas, self.place(spot))

    def press(self, spot: Spot) -> QPoint:
        place = self.place(spot)
        QTest.mousePress(self.canvas, LEFT, pos=place)
        return place

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.canvas, key, modifiers or Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def canvas(qtbot: QtBot, theme: Theme, fill: Callable[[int], Floats]) -> NetworkCanvas:
    canvas = NetworkCanvas(theme, fill)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.activateWindow()
    canvas.setFocus()
    return canvas


@pytest.fixture
def driver(canvas: NetworkCanvas, tutorial: Experiment) -> Driver:
    return Driver(canvas, tutorial)
