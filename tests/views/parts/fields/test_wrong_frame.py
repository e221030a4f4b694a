"""The frame around what cannot be taken: as large as its field, and in nobody's way."""

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.fields.number_delegate import NumberDelegate
from backprop_gui.views.parts.fields.wrong_frame import WrongFrame
from backprop_gui.views.parts.palette import LIGHT
from backprop_gui.views.parts.theme import Theme


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(100, 30)
    field.show()
    return field


def is_framed(field: QWidget) -> bool:
    """Whether the middles of its four edges are in the colour of errors."""
    picture = field.grab().toImage()
    right, bottom = field.width() - 1, field.height() - 1
    edges = ((0, bottom // 2), (right, bottom // 2), (right // 2, 0), (right // 2, bottom))
    return all(picture.pixelColor(*edge).name() == LIGHT.error for edge in edges)


def test_a_field_is_framed_while_the_frame_is_shown(field: QLineEdit) -> None:
    frame = WrongFrame(field)
    assert not is_framed(field)
    frame.show()
    assert is_framed(field)
    frame.hide()
    assert not is_framed(field)


def test_the_frame_stays_as_large_as_its_field(field: QLineEdit) -> None:
    WrongFrame(field).show()
    field.resize(180, 44)
    assert is_framed(field)


def test_the_pointer_meets_the_field(field: QLineEdit, qtbot: QtBot) -> None:
    frame = WrongFrame(field)
    frame.show()
    assert field.childAt(QPoint(50, 15)) is not frame
    assert frame.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_cell_in_which_no_number_is_typed_is_framed(qtbot: QtBot, theme: Theme) -> None:
    view, model, delegate = QListView(), QStringListModel(["0.5"]), NumberDelegate()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.show()
    view.edit(model.index(0, 0))
    (editor,) = view.findChildren(QLineEdit)
    assert not is_framed(editor)
    QTest.keyClicks(editor, "x")
    assert is_framed(editor)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor, "1")
    assert not is_framed(editor)
