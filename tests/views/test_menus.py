"""The keys of the menu bar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from backprop_gui.views.menus import Menus
from backprop_gui.views.parts.icons import Icons

REDO = QKeySequence.StandardKey.Redo


@pytest.mark.parametrize("of_platform", [["Ctrl+Shift+Z"], ["Ctrl+Y", "Ctrl+Shift+Z"]])
def test_ctrl_y_redoes_besides_the_keys_of_the_platform(
    qtbot: QtBot, icons: Icons, monkeypatch: pytest.MonkeyPatch, of_platform: list[str]
) -> None:
    usual = QKeySequence.keyBindings
    keys = [QKeySequence(key) for key in of_platform]
    monkeypatch.setattr(
        QKeySequence, "keyBindings", lambda key: keys if key == REDO else usual(key)
    )
    window = QMainWindow()
    qtbot.addWidget(window)
    stack, menus = QUndoStack(window), Menus(window, icons)
    menus.add_undo(stack)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for number in range(2):
        stack.push(QUndoCommand(f"deed {number}"))
    stack.setIndex(0)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Y, control)
    assert stack.index() == 1
    QTest.keyClick(window, Qt.Key.Key_Z, control | shift)
    assert stack.index() == 2
    redo = menus.edit.actions()[1]
    assert redo.shortcut() == keys[0]  # which the menu shows
