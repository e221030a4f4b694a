"""Typing and stepping whole numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.fields.count_box import CountBox
from backprop_gui.views.parts.theme import Theme


def make(qtbot: QtBot, *, below: bool = True) -> CountBox:
    box = CountBox("Neurons", "", 1, 65_536, below=below)
    qtbot.addWidget(box)
    box.show_number(1000)
    box.show()
    return box


def type_in(box: CountBox, text: str) -> None:
    box.field.selectAll()
    QTest.keyClick(box.field, Qt.Key.Key_Delete)
    box.field.lineEdit().insert(text)  # also what no key of QTest's types
    QTest.keyClick(box.field, Qt.Key.Key_Return)


def sentences(box: CountBox) -> list[str]:
    return [label.text() for label in box.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("text", ["12345", "12 345", "12,345", "12\u202f345", " 12345 "])
def test_digits_are_taken_however_they_are_grouped(qtbot: QtBot, theme: Theme, text: str) -> None:
    box = make(qtbot)
    type_in(box, text)
    assert box.count == 12_345
    assert box.field.text() == "12\u202f345"


@pytest.mark.parametrize("text", ["0", "65537", "99999", "1.5", "-1", "1e3", "٣", "", "9" * 5000])
def test_what_does_not_fit_stays_to_be_mended_beside_what_would(
    qtbot: QtBot, theme: Theme, text: str
) -> None:
    box = make(qtbot)
    type_in(box, text)
    assert box.count == 1000
    assert box.field.text() == text
    assert sentences(box) == ["Expected a whole number from 1 to 65\u202f536."]


def test_the_sentence_may_stand_elsewhere(qtbot: QtBot, theme: Theme) -> None:
    said: list[str] = []
    box = make(qtbot, below=False)
    box.problemChanged.connect(said.append)
    type_in(box, "0")
    assert sentences(box) == []
    assert said == [box.problem]
    assert box.problem


def test_arrow_keys_go_by_one_up_to_the_limits(qtbot: QtBot, theme: Theme) -> None:
    box = make(qtbot)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.count == 1001
    box.set_range(1, 1002)
    for _ in range(3):
        QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.count == 1002
