"""The canvas under a real mouse: select, drag, edit in place, buttons, zoom and pan."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment.edits import without_layer
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.canvas.zooming import Zoom
from backprop_gui.views.parts.selection import Kind, Selection
from tests.mouse import double_click

from .conftest import LEFT, Driver

W5, B2 = Spot(Part.WEIGHT, 2, 6), Spot(Part.BIAS, 2, 10)
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("spot", "selection"),
    [
        (W5, Selection(Kind.PARAMETER, 2, 6)),
        (B2, Selection(Kind.PARAMETER, 2, 10)),
        (Spot(Part.NEURON, 1, 1), Selection(Kind.NEURON, 1, 1)),
        (Spot(Part.LAYER, 1), Selection(Kind.LAYER, 1)),
    ],
)
def test_a_click_selects(driver: Driver, spot: Spot, selection: Selection) -> None:
    told: list[object] = []
    driver.canvas.selectionChanged.connect(told.append)
    driver.click(spot)
    assert driver.canvas.selection == selection
    assert told == [selection]
    assert driver.edits == []


def test_a_click_on_the_line_of_an_edge_selects_it(driver: Driver) -> None:
    h1, o1 = driver.place(Spot(Part.NEURON, 1, 0)), driver.place(Spot(Part.NEURON, 2, 0))
    point = h1 + (o1 - h1) * 0.8
    QTest.mouseClick(driver.canvas, LEFT, pos=point + QPoint(0, 3))
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)


def test_a_click_on_empty_ground_selects_nothing(driver: Driver) -> None:
    driver.click(W5)
    QTest.mouseClick(driver.canvas, LEFT, pos=QPoint(300, 110))
    assert driver.canvas.selection is None


def test_a_drag_changes_a_weight_as_one_step_to_undo(driver: Driver) -> None:
    start = driver.press(W5)
    for dy in (-4, -12, -20, -30):
        QTest.mouseMove(driver.canvas, start + QPoint(0, dy))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start + QPoint(0, -30))
    assert len({edit.merge for edit in driver.edits}) == 1
    assert driver.edits[0].merge
    assert driver.parameters[6] == pytest.approx(0.4 + 0.30, abs=0.02)
    assert driver.edits[0].text == "change of w5"
    first = driver.edits[0].merge
    start = driver.press(W5)
    QTest.mouseMove(driver.canvas, start + QPoint(0, 40))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start + QPoint(0, 40))
    assert driver.edits[-1].merge != first


def test_dragged_values_are_round(driver: Driver) -> None:
    start = driver.press(W5)
    for dy in range(-40, 41, 3):
        QTest.mouseMove(driver.canvas, start + QPoint(0, dy))
        assert len(repr(float(driver.parameters[6]))) <= 5
    QTest.mouseRelease(driver.canvas, LEFT, pos=start)


def test_a_shaking_click_changes_nothing(driver: Driver) -> None:
    start = driver.press(W5)
    QTest.mouseMove(driver.canvas, start + QPoint(1, 2))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start + QPoint(1, 2))
    assert driver.edits == []
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)


def test_shift_makes_a_drag_ten_times_finer(canvas: NetworkCanvas, driver: Driver) -> None:
    driver.press(W5)
    start = QPointF(driver.place(W5))
    _move(canvas, start + QPointF(0, -20), SHIFT)
    fine = driver.parameters[6] - 0.4
    _move(canvas, start + QPointF(0, -40), NONE)
    coarse = driver.parameters[6] - 0.4 - fine
    QTest.mouseRelease(canvas, LEFT, pos=start.toPoint())
    assert fine == pytest.approx(0.02)
    assert coarse == pytest.approx(0.2, abs=0.03)


def _move(canvas: NetworkCanvas, to: QPointF, modifiers: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove, to, canvas.mapToGlobal(to), Qt.MouseButton.NoButton, LEFT, modifiers
    )
    QApplication.sendEvent(canvas, event)


def test_escape_takes_a_drag_back(driver: Driver) -> None:
    start = driver.press(W5)
    QTest.mouseMove(driver.canvas, start + QPoint(0, -30))
    assert driver.parameters[6] != 0.4
    driver.key(Qt.Key.Key_Escape)
    assert driver.parameters[6] == 0.4
    count = len(driver.edits)
    QTest.mouseMove(driver.canvas, start + QPoint(0, -60))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start + QPoint(0, -60))
    assert len(driver.edits) == count
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)


def test_escape_ends_a_press_before_it_is_a_drag(driver: Driver) -> None:
    start = driver.press(W5)
    driver.key(Qt.Key.Key_Escape)
    QTest.mouseMove(driver.canvas, start + QPoint(0, -60))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start + QPoint(0, -60))
    assert driver.edits == []
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)


def test_a_shared_bias_is_dragged_for_its_whole_layer(driver: Driver) -> None:
    start = driver.press(B2)
    QTest.mouseMove(driver.canvas, start + QPoint(0, -25))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start)
    assert driver.parameters[10] == driver.parameters[11] != 0.6


def test_nothing_is_dragged_while_editing_is_not_possible(driver: Driver) -> None:
    driver.show(driver.experiment, hint="Back to the start to edit.")
    start = driver.press(W5)
    QTest.mouseMove(driver.canvas, start + QPoint(0, -30))
    assert QToolTip.text() == "Back to the start to edit."
    QTest.mouseRelease(driver.canvas, LEFT, pos=start)
    driver.double_click(W5)
    assert not driver.canvas.hand.field.isVisible()
    driver.click(Spot(Part.ADD, 1))
    driver.key(Qt.Key.Key_Plus)
    driver.key(Qt.Key.Key_Delete)
    assert driver.edits == []
    QToolTip.hideText()


def test_a_double_click_edits_in_place(driver: Driver) -> None:
    driver.double_click(W5)
    field = driver.canvas.hand.field
    assert field.isVisible()
    assert field.text() == "0.4"
    QTest.keyClicks(field, "-1.25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert driver.parameters[6] == -1.25
    assert not field.isVisible()
    assert driver.canvas.hasFocus()
    assert [edit.merge for edit in driver.edits] == [""]


@pytest.mark.parametrize("text", ["", "abc", "1,5", "nan", "inf", "1e999"])
def test_what_is_no_number_is_framed_and_explained(driver: Driver, text: str) -> None:
    driver.double_click(W5)
    field = driver.canvas.hand.field
    noted: list[str] = []
    driver.canvas.noted.connect(noted.append)
    field.clear()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert noted == [field.toolTip()]
    assert field.toolTip()
    assert field.accessibleDescription() == field.toolTip()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert driver.edits == []


def test_escape_leaves_a_field_without_a_change(driver: Driver) -> None:
    driver.double_click(W5)
    QTest.keyClicks(driver.canvas.hand.field, "3")
    QTest.keyClick(driver.canvas.hand.field, Qt.Key.Key_Escape)
    assert driver.edits == []
    assert driver.canvas.hasFocus()
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 2, 6)


def test_a_neuron_is_edited_by_its_bias_and_a_layer_by_its_size(driver: Driver) -> None:
    field = driver.canvas.hand.field
    driver.double_click(Spot(Part.NEURON, 1, 0))
    assert field.text() == "0.35"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    driver.double_click(Spot(Part.LAYER, 1))
    assert field.text() == "2"
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert driver.sizes == (2, 4, 2)


@pytest.mark.parametrize(
    ("spot", "words"),
    [
        (W5, "w5 ="),
        (B2, "b2 ="),
        (Spot(Part.NEURON, 1, 0), "b1 ="),
        (Spot(Part.NEURON, 0, 1), "i2 ="),
        (Spot(Part.TARGET, 2, 0), "target o1 ="),
        (Spot(Part.LAYER, 1), "hidden neurons ="),
    ],
)
def test_a_field_says_whose_number_it_is(driver: Driver, spot: Spot, words: str) -> None:
    driver.double_click(spot)
    field = driver.canvas.hand.field
    (label,) = field.findChildren(QLabel)
    assert label.text() == words
    assert label.isVisible()
    assert label.geometry().right() < field.cursorRect().left()
    assert field.accessibleName() == f"Value of {words.removesuffix(' =')}"


def test_the_bias_of_a_neuron_is_typed_where_it_stands(driver: Driver) -> None:
    neuron = Spot(Part.NEURON, 1, 0)
    driver.double_click(neuron)
    where = driver.canvas.hand.field.geometry()
    assert where.contains(driver.canvas.label_of(Spot(Part.BIAS, 1, 4)).center().toPoint())
    assert not where.contains(driver.place(neuron))


@pytest.mark.parametrize(
    ("spot", "text", "column"),
    [
        (Spot(Part.NEURON, 0, 1), "0.2", 1),
        (Spot(Part.TARGET, 2, 0), "0.01", 2),
        (Spot(Part.TARGET, 2, 1), "0.99", 3),
    ],
)
def test_an_input_or_target_is_typed_where_it_stands(
    driver: Driver, spot: Spot, text: str, column: int
) -> None:
    place = driver.place(spot)
    driver.double_click(spot)
    field = driver.canvas.hand.field
    assert field.text() == text
    assert field.geometry().contains(place)
    QTest.keyClicks(field, "0.75")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert driver.typed == [(column, 0.75)]
    assert driver.edits == []
    assert driver.canvas.selection == Selection(Kind.NEURON, spot.layer, spot.at)


def test_plus_and_minus_change_a_layers_size_at_its_end(driver: Driver) -> None:
    driver.click(Spot(Part.ADD, 1))
    assert driver.sizes == (2, 3, 2)
    assert driver.experiment.network.weights(0)[2].tolist() == [7, 7]
    driver.click(Spot(Part.REMOVE, 1))
    driver.click(Spot(Part.REMOVE, 1))
    assert driver.sizes == (2, 1, 2)
    driver.click(Spot(Part.REMOVE, 1))
    assert driver.sizes == (2, 1, 2)


def test_two_quick_clicks_on_plus_add_two_neurons(driver: Driver) -> None:
    place = driver.place(Spot(Part.ADD, 1))
    double_click(driver.canvas, place)
    assert driver.sizes == (2, 4, 2)


def test_the_button_between_two_layers_inserts_one(driver: Driver) -> None:
    driver.click(Spot(Part.INSERT, 1))
    assert driver.sizes == (2, 2, 2, 2)


def test_the_menu_of_activations_changes_the_layer(driver: Driver) -> None:
    driver.click(Spot(Part.ACTIVATION, 2))
    menu = driver.canvas.hand.menu
    assert menu.isVisible()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["logistic"]
    next(action for action in menu.actions() if action.text() == "tanh").trigger()
    menu.hide()
    wanted = (Activation.LOGISTIC, Activation.TANH)
    assert driver.experiment.network.topology.activations == wanted


def test_the_menu_of_activations_forgets_the_network_before(driver: Driver) -> None:
    menu = driver.canvas.hand.menu
    driver.click(Spot(Part.ACTIVATION, 2))
    driver.show(without_layer(driver.experiment, 1, np.zeros))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    assert driver.edits == []


@pytest.mark.parametrize("spot", [Spot(Part.ADD, 2), W5])
def test_what_is_pressed_when_another_network_comes_does_nothing(
    driver: Driver, spot: Spot
) -> None:
    start = driver.press(spot)
    driver.show(without_layer(driver.experiment, 1, np.zeros))
    for down in (20, 40) if spot is W5 else ():
        QTest.mouseMove(driver.canvas, start + QPoint(0, down))
    QTest.mouseRelease(driver.canvas, LEFT, pos=start)
    assert driver.edits == []


def test_the_wheel_keeps_the_point_under_the_pointer(driver: Driver) -> None:
    canvas, point = driver.canvas, QPointF(640, 210)
    before = canvas.to_scene(point)
    event = QWheelEvent(
        point,
        canvas.mapToGlobal(point),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.zoom.factor > 1.4
    assert canvas.to_scene(point) == pytest.approx(before)


def test_a_drag_of_empty_ground_moves_the_picture_and_a_double_click_fits_it(
    driver: Driver,
) -> None:
    canvas, ground = driver.canvas, QPoint(300, 110)
    QTest.mousePress(canvas, LEFT, pos=ground)
    QTest.mouseMove(canvas, ground + QPoint(40, 30))
    QTest.mouseRelease(canvas, LEFT, pos=ground + QPoint(40, 30))
    assert (canvas.zoom.dx, canvas.zoom.dy) == (40, 30)
    double_click(canvas, ground)
    assert canvas.zoom == Zoom()
    canvas.zoom_in()
    assert canvas.zoom.factor > 1
    driver.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == Zoom()


def test_a_fold_opens_and_closes(
    driver: Driver, make_experiment: Callable[..., Experiment]
) -> None:
    driver.show(make_experiment(50, 3))
    fold = next(
        spot
        for x in range(0, 900, 4)
        for y in range(0, 600, 4)
        if (spot := driver.canvas.spot_at(QPointF(x, y))) and spot.part is Part.FOLD
    )
    driver.click(fold)
    assert driver.canvas.spot_at(driver.canvas.place_of(Spot(Part.NEURON, 0, 25))) == Spot(
        Part.NEURON, 0, 25
    )
    driver.click(Spot(Part.FOLD, 0))
    driver.click(fold)
    assert driver.edits == []


def test_random_clicks_keys_and_edits_raise_nothing(driver: Driver) -> None:
    random = np.random.default_rng(3)
    keys = [Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Plus, Qt.Key.Key_Delete]
    for _ in range(300):
        x, y = (int(part) for part in random.integers((0, 0), (900, 600)))
        match random.integers(5):
            case 0:
                QTest.mouseClick(driver.canvas, LEFT, pos=QPoint(x, y))
            case 1:
                double_click(driver.canvas, QPoint(x, y))
            case 2:
                QTest.mousePress(driver.canvas, LEFT, pos=QPoint(x, y))
                QTest.mouseMove(driver.canvas, QPoint(y, x))
                QTest.mouseRelease(driver.canvas, LEFT, pos=QPoint(y, x))
            case 3:
                driver.canvas.setFocus()
                driver.key(keys[random.integers(len(keys))])
            case _:
                driver.canvas.grab()
        driver.canvas.hand.menu.hide()
    assert driver.edits
