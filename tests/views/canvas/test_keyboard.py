"""The canvas by keyboard alone, and what is left to the window."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.keyboard import Way, stops, tab, walk
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.picture import Frame, Picture
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

from .conftest import Driver

Key = Qt.Key


def picture(*sizes: int, one_bias: bool = True) -> Picture:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    return Picture(topology, Frame(900, 600, one_bias, 7.6))


@pytest.mark.parametrize("one_bias", [True, False])
def test_tab_visits_everything_once(one_bias: bool) -> None:
    shown = picture(2, 3, 1, one_bias=one_bias)
    seen, spot = [], tab(shown, None, forward=True)
    while spot is not None:
        seen.append(spot)
        spot = tab(shown, spot, forward=True)
    assert len(seen) == len(set(seen))
    parameters = {spot.at for spot in seen if spot.part in (Part.WEIGHT, Part.BIAS)}
    assert parameters == ({*range(7), *range(9, 13)} if one_bias else set(range(13)))
    assert sum(spot.part is Part.NEURON for spot in seen) == 6
    assert sum(spot.part is Part.LAYER for spot in seen) == 3
    back, spot = [], tab(shown, None, forward=False)
    while spot is not None:
        back.append(spot)
        spot = tab(shown, spot, forward=False)
    assert back == seen[::-1]


def test_tab_passes_over_the_edges_of_a_dense_network() -> None:
    assert not [spot for spot in stops(picture(784, 128, 10)) if spot.part is Part.WEIGHT]


@pytest.mark.parametrize("one_bias", [True, False])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 5, 1), (1, 1), (4, 8, 8, 3), (100, 20, 10)])
def test_the_arrow_keys_reach_everything(sizes: tuple[int, ...], one_bias: bool) -> None:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    seen = {Spot(Part.LAYER, 0)}
    fresh = list(seen)
    while fresh:
        spot = fresh.pop()
        for way in Way:
            after = walk(topology, one_bias, spot, way)
            if after not in seen:
                seen.add(after)
                fresh.append(after)
    neurons = {(x.layer, x.at) for x in seen if x.part is Part.NEURON}
    assert neurons == {(layer, at) for layer, size in enumerate(sizes) for at in range(size)}
    parameters = {x.at for x in seen if x.part in (Part.WEIGHT, Part.BIAS)}
    wanted: set[int] = set()
    for layer in topology.layers:
        wanted |= set(range(layer.weights, layer.biases))
        wanted |= {layer.biases} if one_bias else set(range(layer.biases, layer.end))
    assert parameters == wanted


def test_arrow_keys_walk_to_what_is_beside(driver: Driver) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.key(Key.Key_Right)
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)  # w5
    driver.key(Key.Key_Down)
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 7)  # w7, from h1 to o2
    driver.key(Key.Key_Right)
    assert driver.canvas.selection == Selection(Kind.NEURON, 2, 1)
    driver.key(Key.Key_Up)
    driver.key(Key.Key_Up)
    assert driver.canvas.selection == Selection(Kind.LAYER, 2)
    driver.key(Key.Key_Left)
    assert driver.canvas.selection == Selection(Kind.LAYER, 1)


def test_walking_into_a_fold_shows_what_is_in_it(
    driver: Driver, make_experiment: Callable[..., Experiment]
) -> None:
    driver.show(make_experiment(200, 3))
    driver.canvas.select(Selection(Kind.NEURON, 0, 0))
    for neuron in range(1, 30):
        driver.key(Key.Key_Down)
        assert driver.canvas.selection == Selection(Kind.NEURON, 0, neuron)
        place = driver.canvas.place_of(Spot(Part.NEURON, 0, neuron))
        assert driver.canvas.spot_at(place) == Spot(Part.NEURON, 0, neuron)


def test_enter_edits_delete_removes_and_plus_adds(driver: Driver) -> None:
    driver.canvas.select(Selection(Kind.PARAMETER, 2, 6))
    driver.key(Key.Key_Return)
    field = driver.canvas.hand.field
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Key.Key_Return)
    assert driver.parameters[6] == 0.5
    assert not field.isVisible()
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.key(Key.Key_Delete)
    assert driver.sizes == (2, 1, 2)
    assert driver.experiment.network.weights(0).tolist() == [[0.25, 0.30]]
    driver.key(Key.Key_Delete)
    assert driver.sizes == (2, 1, 2)
    driver.key(Key.Key_Plus)
    assert driver.sizes == (2, 2, 2)


@pytest.mark.parametrize("key", [Key.Key_Plus, Key.Key_Minus, Key.Key_Delete])
@pytest.mark.parametrize("at", [6, 10])
def test_with_a_weight_or_bias_selected_no_key_changes_the_shape(
    driver: Driver, key: Key, at: int
) -> None:
    driver.canvas.select(Selection(Kind.PARAMETER, 2, at))
    driver.key(key)
    assert driver.edits == []


def test_minus_removes_the_neuron_that_is_selected(driver: Driver) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.key(Key.Key_Minus)
    assert driver.experiment.network.weights(0).tolist() == [[0.25, 0.30]]
    assert driver.edits[-1].text == "removal of neuron h1"


def test_plus_and_minus_give_a_layer_that_is_selected_one_neuron_more_or_less(
    driver: Driver,
) -> None:
    driver.canvas.select(Selection(Kind.LAYER, 1))
    driver.key(Key.Key_Plus)
    assert driver.sizes == (2, 3, 2)
    driver.key(Key.Key_Minus)
    driver.key(Key.Key_Minus)
    assert driver.sizes == (2, 1, 2)
    assert driver.experiment.network.weights(0).tolist() == [[0.15, 0.20]]


def test_delete_removes_a_hidden_layer_and_no_other(driver: Driver) -> None:
    for layer in (0, 2):
        driver.canvas.select(Selection(Kind.LAYER, layer))
        driver.key(Key.Key_Delete)
    assert driver.edits == []
    driver.canvas.select(Selection(Kind.LAYER, 1))
    driver.key(Key.Key_Delete)
    assert driver.sizes == (2, 2)


def test_after_the_last_neuron_was_removed_its_neighbour_is_selected(driver: Driver) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 1))
    driver.key(Key.Key_Delete)
    assert driver.canvas.selection == Selection(Kind.NEURON, 1, 0)


class Row(NamedTuple):
    window: QWidget
    before: QPushButton
    canvas: NetworkCanvas
    after: QPushButton


@pytest.fixture
def between(qtbot: QtBot, theme: Theme, fill: Callable[[int], Floats], tutorial: Experiment) -> Row:
    """A canvas between two buttons."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    before, canvas, after = QPushButton(), NetworkCanvas(theme, fill), QPushButton()
    for widget in (before, canvas, after):
        row.addWidget(widget)
    window.resize(1000, 500)
    window.show()
    window.activateWindow()
    canvas.show_experiment(tutorial)
    before.setFocus()
    return Row(window, before, canvas, after)


def test_tab_goes_in_through_everything_and_out(
    between: Row,
) -> None:
    _, before, canvas, after = between
    QTest.keyClick(before, Key.Key_Tab)
    assert canvas.hasFocus()
    seen = []
    while canvas.hasFocus():
        seen.append(canvas.selection)
        assert len(seen) < 100
        QTest.keyClick(canvas, Key.Key_Tab)
    assert after.hasFocus()
    assert len(set(seen)) == len(seen) == 8 + 2 + 3 + 6
    canvas.select(None)
    QTest.keyClick(after, Key.Key_Backtab)
    back = []
    while canvas.hasFocus():
        back.append(canvas.selection)
        QTest.keyClick(canvas, Key.Key_Backtab)
    assert before.hasFocus()
    assert back == seen[::-1]


def test_tab_leaves_at_once_when_nothing_is_selected(
    between: Row,
) -> None:
    _, _, canvas, after = between
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_Tab)
    assert after.hasFocus()


def test_tab_in_a_field_takes_the_number_and_goes_on(
    between: Row,
) -> None:
    canvas = between.canvas
    wishes: list[object] = []
    canvas.edited.connect(wishes.append)
    canvas.setFocus()
    canvas.select(Selection(Kind.PARAMETER, 2, 6))
    QTest.keyClick(canvas, Key.Key_Return)
    QTest.keyClicks(canvas.hand.field, "3")
    QTest.keyClick(canvas.hand.field, Key.Key_Tab)
    assert len(wishes) == 1
    assert canvas.selection == Selection(Kind.PARAMETER, 2, 8)  # w6
    assert canvas.hasFocus()


OURS = [Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Return, Key.Key_Delete]


@pytest.mark.parametrize("key", [*OURS, Key.Key_Space, Key.Key_Home, Key.Key_Escape])
def test_keys_are_left_to_the_window_while_nothing_is_selected(driver: Driver, key: Key) -> None:
    assert not _wants(driver.canvas, key)
    assert not _takes(driver.canvas, key)


@pytest.mark.parametrize("key", OURS)
def test_keys_walk_the_network_while_something_is_selected(driver: Driver, key: Key) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    assert _wants(driver.canvas, key)
    assert _takes(driver.canvas, key)


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Home])
def test_transport_keys_are_never_taken(driver: Driver, key: Key) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    assert not _wants(driver.canvas, key)
    assert not _takes(driver.canvas, key)


def _wants(canvas: NetworkCanvas, key: Key) -> bool:
    """Whether the canvas keeps a key from being a shortcut."""
    return _send(canvas, QEvent.Type.ShortcutOverride, key)


def _takes(canvas: NetworkCanvas, key: Key) -> bool:
    return _send(canvas, QEvent.Type.KeyPress, key)


def _send(canvas: NetworkCanvas, kind: QEvent.Type, key: Key) -> bool:
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def test_escape_selects_nothing(driver: Driver) -> None:
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.key(Key.Key_Escape)
    assert driver.canvas.selection is None
