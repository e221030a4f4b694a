"""Lets the keys for undo and redo reach the window from a field where nothing was typed.

A field of Qt's keeps them for itself even then: after a number was taken they would do nothing.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox


def share_undo_keys(field: QAbstractSpinBox) -> None:
    """Has `field` undo what is being typed, and leave all other undoing to the window."""
    field.installEventFilter(_Sharing(field))


class _Sharing(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, QAbstractSpinBox)
        line, keys = watched.lineEdit(), QKeySequence.StandardKey
        is_for_window = (event.matches(keys.Undo) and not line.isUndoAvailable()) or (
            event.matches(keys.Redo) and not line.isRedoAvailable()
        )
        if is_for_window:
            event.ignore()
        return is_for_window
