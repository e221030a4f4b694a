"""What is being typed when the person turns to something else.

A click into another field has it taken, as the focus leaves. But buttons, menus and the keys of the
window leave the focus where it is: what they do may change what was typed for, or come too early
for it.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget
from shiboken6 import isValid

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


def finish_typing() -> None:
    """Has what is being typed taken, by the field's own way. The field keeps the focus with its
    cursor; where it goes, as in a table, what it lay on has the focus.

    What cannot be taken stays, and the field says why.
    """
    field = _field()
    if field is None or not _line(field).hasAcceptableInput():
        return
    home, cursor = field.parentWidget(), _line(field).cursorPosition()
    field.clearFocus()
    if isValid(field) and field.isVisible():
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        _line(field).setCursorPosition(cursor)
    elif home is not None and QApplication.focusWidget() is None:
        home.setFocus(Qt.FocusReason.OtherFocusReason)


def take_at_once(line: QLineEdit) -> None:
    """Of a filter, whose letters are taken as they come: there is never anything to finish."""
    line.textEdited.connect(lambda: line.setModified(False))


def give_up_typing() -> None:
    """Has what is being typed thrown away: what it was for is about to go."""
    field = _field()
    if field is not None:
        escape = Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, *escape))


class PressWatch(QObject):
    """Has typing finished before the mouse is pressed elsewhere in the window."""

    def __init__(self, app: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusWindowChanged.connect(self._watch)

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        """Here each event of a window comes once, not for each widget in it."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES and isinstance(event, QMouseEvent):
            pressed = QApplication.widgetAt(event.globalPosition().toPoint())
            # A popup is the field's own too, such as the names that it offers.
            if not _is_typed_in(pressed) and QApplication.activePopupWidget() is None:
                finish_typing()
        return False


def _field() -> QAbstractSpinBox | QLineEdit | None:
    """The field that has the focus, if something was typed in it that was not taken yet."""
    field = QApplication.focusWidget()
    if not isinstance(field, QAbstractSpinBox | QLineEdit):
        return None
    line = _line(field)
    # As a spin box goes, its line goes first.
    return field if isinstance(line, QLineEdit) and line.isModified() else None


def _line(field: QAbstractSpinBox | QLineEdit) -> QLineEdit:
    return field.lineEdit() if isinstance(field, QAbstractSpinBox) else field


def _is_typed_in(widget: QWidget | None) -> bool:
    field = _field()
    if field is None or widget is None:
        return False
    return widget is field or field.isAncestorOf(widget)
