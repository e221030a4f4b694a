"""What the monkeys of test_monkey.py have found, each in as few deeds as lead there."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QSizeGrip, QTabBar
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.experiment import data_edits, edits
from backprop_gui.files.examples import read_example
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.data_table.sample_view import SampleView
from backprop_gui.views.parts.selection import Kind, Selection
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
        yield lab


def is_at_rest(lab: Lab) -> bool:
    now = lab.session.snapshot()
    is_paused = now.activity is Activity.PAUSED and not now.is_stale
    return is_paused and now.total_error_step == now.step


def test_a_smaller_network_comes_while_the_last_weight_of_a_larger_one_is_selected(
    lab: Lab,
) -> None:
    large = read_example("circle")
    lab.document.replace(large, "Circle")
    last = large.network.topology.parameters - 1
    layers = len(large.network.topology.layers)
    lab.views.canvas.select(Selection(Kind.PARAMETER, layers, last))
    lab.document.replace(read_example("tutorial"), "Tutorial")
    assert len(lab.views.weights.columns) == 10


def test_a_guided_walk_in_a_window_of_its_own_ends_with_the_application(lab: Lab) -> None:
    walk = next(x for x in lab.window.findChildren(QAction) if x.shortcut().toString() == "F1")
    walk.trigger()
    docks = lab.window.findChildren(QDockWidget)
    (guide,) = [dock for dock in docks if dock.windowTitle() == "Guided walk"]
    guide.setFloating(True)
    assert guide.isVisible()


def test_the_heat_of_fewer_neurons_comes_while_one_of_many_is_pointed_at(
    lab: Lab, qtbot: QtBot
) -> None:
    outputs = lab.views.outputs
    lab.document.replace(read_example("circle"), "Circle")
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    name_before = outputs.heat._name
    layers = outputs.layers.actions()
    layers[-1].setChecked(False)
    assert name_before(0)  # as for what was pointed at before
    sizes = read_example("circle").network.topology.sizes
    assert name_before(sum(sizes[1:]) - 1) == "o1"


def test_hundreds_of_inputs_are_typed_into_the_field_of_the_input_layer(
    lab: Lab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    widths: list[int] = []
    monkeypatch.setattr(
        SampleView, "setColumnWidth", lambda _view, column, _width: widths.append(column)
    )
    change = partial(edits.with_neurons, layer=0, count=700, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("more inputs", change))
    assert lab.document.experiment.network.topology.inputs == 700
    assert max(widths) < 100


def test_a_dock_is_closed_while_its_tab_is_pressed(lab: Lab) -> None:
    bar = next(each for each in lab.window.findChildren(QTabBar) if each.isVisible())
    docks = {dock.windowTitle(): dock for dock in lab.window.findChildren(QDockWidget)}
    last = bar.count() - 1
    at = bar.tabRect(last).center()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=at)
    docks[bar.tabText(last)].close()
    QApplication.processEvents()
    assert bar.count() == last
    QTest.mouseMove(bar, at - QPoint(40, 0))  # Qt would warn of a picture without a size
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=at)


def test_unequal_biases_become_shared_in_the_middle_of_a_run(lab: Lab, qtbot: QtBot) -> None:
    first = lab.document.experiment
    free = replace(first.training, bias=BiasPolicy.PER_NEURON)
    values = np.linspace(-1, 1, first.network.topology.parameters)
    unequal = edits.with_parameters(edits.with_training(first, free), values)
    lab.document.replace(unequal, "Unequal")
    lab.session.run(10)
    qtbot.waitUntil(lambda: is_at_rest(lab) and lab.session.snapshot().step == 10)
    shared = replace(free, bias=BiasPolicy.SHARED)
    lab.editing.edit(Edit("shared", partial(edits.with_training, training=shared)))
    box = lab.views.training.bias
    qtbot.waitUntil(lambda: box.choice is BiasPolicy.SHARED, timeout=PATIENCE_MS)


def test_there_is_no_corner_in_the_window_that_crashes_when_it_is_pressed(lab: Lab) -> None:
    assert lab.window.findChildren(QSizeGrip) == []


def test_a_layer_goes_while_its_size_is_typed(lab: Lab) -> None:
    field = lab.views.network.rows[-1].neurons.field
    field.setFocus()
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, "7")
    smaller = read_example("not")
    lab.document.replace(smaller, "NOT")  # it has a layer less: the field goes
    assert lab.document.experiment is smaller


def test_a_layer_goes_while_its_activation_is_chosen(lab: Lab) -> None:
    box = lab.views.network.rows[-1].activation
    smaller = read_example("not")
    lab.document.replace(smaller, "NOT")
    box.chosen.emit(Activation.TANH)  # from a list that was still open
    assert lab.document.experiment is smaller


def test_a_weight_is_dragged_at_once_after_a_new_sample_was_chosen(lab: Lab, qtbot: QtBot) -> None:
    def is_traced() -> bool:
        return lab.session.trace(lab.session.snapshot(), 0) is not None

    qtbot.waitUntil(is_traced, timeout=PATIENCE_MS)
    QTest.qWait(60)  # a frame
    assert len(lab.document.experiment.samples) == 1
    lab.editing.edit_beginning(Edit("new row", partial(data_edits.with_new_row, at=1)))
    lab.views.data.sampleChosen.emit(1)
    change = partial(edits.with_parameter, at=0, value=0.3)
    lab.views.canvas.edited.emit(Edit("a drag", change, merge="a drag"))
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    assert lab.document.experiment.network.parameters[0] == 0.3


def test_docks_go_back_to_their_places_while_one_is_dragged(lab: Lab) -> None:
    window = lab.window.windowHandle()
    docks = {dock.windowTitle(): dock for dock in lab.window.findChildren(QDockWidget)}
    for name in ("Training", "Outputs"):
        at = docks[name].geometry().topLeft() + QPoint(30, 12)
        QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at)
        for by in (QPoint(60, 40), QPoint(200, 120), QPoint(-150, 60)):
            QTest.mouseMove(window, at + by)
        lab.window.show_usual_arrangement()  # the button did not come up over the window
        assert not docks[name].isFloating()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton)


def test_a_bias_is_typed_in_a_field_that_is_out_of_sight(lab: Lab) -> None:
    """Which has the keys still, where the window was not active when its neuron went."""
    large = read_example("circle")
    lab.document.replace(large, "Circle")
    lab.views.canvas.select(Selection(Kind.NEURON, len(large.network.topology.layers), 0))
    smaller = read_example("and")
    lab.document.replace(smaller, "AND")
    lab.views.inspector.neuron.initial.edited.emit(7.0, False)
    assert lab.document.experiment is smaller


def test_a_weight_goes_while_its_value_is_typed(lab: Lab) -> None:
    large = read_example("circle")
    lab.document.replace(large, "Circle")
    last = large.network.topology.parameters - 1
    lab.views.canvas.select(Selection(Kind.PARAMETER, len(large.network.topology.layers), last))
    (dock,) = [x for x in lab.window.findChildren(QDockWidget) if x.windowTitle() == "Selection"]
    dock.raise_()
    field = lab.views.inspector.parameter.initial.field
    field.setFocus()
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, "7")
    smaller = read_example("tutorial")
    lab.document.replace(smaller, "Tutorial")  # the field goes, and with it the focus
    assert not field.hasFocus()
    assert lab.document.experiment is smaller
