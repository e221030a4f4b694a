"""Lets keys reach the window from a field where nothing was typed: undo, redo and Space.

A field of Qt's keeps them for itself even then: after a number was taken, the keys that undo it and
the one that runs would do nothing.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit


def share_keys(field: QAbstractSpinBox | QLineEdit) -> None:
    """Has `field` undo what is being typed, and leave all other undoing to the window.

    Likewise Space, which begins no number, and only groups the digits of one that is being typed.
    """
    field.installEventFilter(_Sharing(field))


class _Sharing(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        # Asked for each time: as a spin box goes, its line goes first.
        line = watched.lineEdit() if isinstance(watched, QAbstractSpinBox) else watched
        if not isinstance(line, QLineEdit):
            return False
        keys = QKeySequence.StandardKey
        if event.type() == QEvent.Type.ShortcutOverride:
            is_for_window = (event.matches(keys.Undo) and not line.isUndoAvailable()) or (
                event.matches(keys.Redo) and not (line.isRedoAvailable() or line.isModified())
            )
        else:
            is_for_window = event.key() == Qt.Key.Key_Space and not line.isModified()
        if is_for_window:
            event.ignore()
        return is_for_window
