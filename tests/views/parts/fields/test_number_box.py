"""Typing and stepping numbers in the field for them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.stepping import by_one_two_five
from backprop_gui.views.parts.palette import LIGHT
from backprop_gui.views.parts.theme import Theme


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> NumberBox:
    box = NumberBox("Learning rate", "How far each step goes", by_one_two_five, 0, 100)
    qtbot.addWidget(box)
    box.show_number(0.5)
    box.resize(160, 80)
    box.show()
    return box


def heard(box: NumberBox) -> list[tuple[float, bool]]:
    news: list[tuple[float, bool]] = []
    box.edited.connect(lambda value, stepped: news.append((value, stepped)))
    return news


def type_in(box: NumberBox, text: str) -> None:
    box.field.selectAll()
    QTest.keyClick(box.field, Qt.Key.Key_Delete)
    QTest.keyClicks(box.field, text)


def turn_wheel(box: NumberBox, notches: int) -> None:
    at = QPointF(10, 10)
    event = QWheelEvent(
        at,
        QPointF(box.field.mapToGlobal(QPoint(10, 10))),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box.field, event)


def test_a_number_is_shown_in_full(box: NumberBox) -> None:
    box.show_number(1 / 3)
    assert box.field.text() == "0.3333333333333333"


def test_a_typed_number_is_taken_at_enter(box: NumberBox) -> None:
    news = heard(box)
    type_in(box, "0.0625")
    assert news == []
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert news == [(0.0625, False)]
    assert box.value == 0.0625


def test_text_that_is_no_number_is_framed_and_explained_and_the_old_number_stays(
    box: NumberBox,
) -> None:
    news = heard(box)
    type_in(box, "abc")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert news == []
    assert box.value == 0.5
    assert box.field.text() == "abc"
    assert box.problem == "“abc” is not a number."
    edge = box.field.grab().toImage().pixelColor(1, box.field.height() // 2)
    assert edge.name() == LIGHT.error


@pytest.mark.parametrize("text", ["-1", "101", "nan", "inf", "1e999", ""])
def test_numbers_that_do_not_fit_are_refused(box: NumberBox, text: str) -> None:
    news = heard(box)
    type_in(box, text)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert news == []
    assert box.problem.endswith(".")


def test_escape_brings_the_old_number_back(box: NumberBox) -> None:
    type_in(box, "abc")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.field.text() == "0.5"
    assert box.problem == ""


def test_arrow_keys_step_by_one_two_five(box: NumberBox) -> None:
    news = heard(box)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert news == [(1.0, True), (2.0, True), (1.0, True)]


def test_steps_end_at_the_limits(box: NumberBox) -> None:
    box.show_number(50)
    for _ in range(5):
        QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.value == 100


def test_the_wheel_steps_only_where_the_focus_is(box: NumberBox, qtbot: QtBot) -> None:
    box.field.clearFocus()
    turn_wheel(box, 1)
    assert box.value == 0.5
    box.field.setFocus()
    qtbot.waitUntil(box.field.hasFocus)
    turn_wheel(box, 1)
    assert box.value == 1.0


def test_showing_the_same_number_again_leaves_what_is_being_typed(box: NumberBox) -> None:
    type_in(box, "0.12")
    box.show_number(0.5)
    assert box.field.text() == "0.12"


def test_showing_a_number_says_nothing(box: NumberBox) -> None:
    news = heard(box)
    box.show_number(7)
    assert news == []
    assert box.field.text() == "7.0"


def test_a_window_that_goes_while_something_is_typed_is_no_trouble(
    qtbot: QtBot, theme: Theme
) -> None:
    window = QWidget()
    box = NumberBox("Learning rate", "How far each step goes", by_one_two_five)
    QVBoxLayout(window).addWidget(box)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    box.field.setFocus()
    type_in(box, "abc")
    with qtbot.captureExceptions() as exceptions:
        window.deleteLater()
        qtbot.waitUntil(lambda: not isValid(window))
    assert exceptions == []
