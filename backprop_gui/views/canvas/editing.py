"""Editing in the picture itself: a field over a number, and the drag that changes one."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from backprop_gui.views.parts.fields.wrong_frame import WrongFrame
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

_WIDTH = 96  # of the number, in device-independent pixels
# The field's own menu, or another window for a moment.
_NO_LEAVING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class ValueEditor(QLineEdit):
    """A field over the canvas, for one number.

    Signals: `accepted` what was read; `refused` why it was not, in a sentence; `closed` when it was
    hidden, with or without a number.
    """

    accepted = Signal(object)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._read: Callable[[str], float] = float
        self._before = ""
        self._open = False
        self._says = QLabel(self)
        self._says.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._says.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame = WrongFrame(self)
        self.setFont(number_font())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.returnPressed.connect(self._accept)
        self.textEdited.connect(self._forgive)
        self.hide()

    def open_at(
        self, x: float, y: float, name: str, text: str, read: Callable[[str], float]
    ) -> None:
        """Shows `text` for editing, its middle at (x, y) of the parent where that has room.

        `name` says whose number it is; `read` raises ValueError with a sentence for what cannot be
        taken.
        """
        self._read, self._before = read, text
        self.setAccessibleName(f"Value of {name}")
        self._forgive()
        self.setText(text)
        self._says.setText(f"{name} =")
        self._says.adjustSize()
        room = self._says.width() + SPACING
        self.setTextMargins(room, 0, 0, 0)
        self.setFixedWidth(room + max(_WIDTH, self.fontMetrics().horizontalAdvance(text) + 24))
        self.adjustSize()
        self._says.move(SPACING, (self.height() - self._says.height()) // 2)
        parent = self._canvas
        left = min(max(int(x) - self.width() // 2, 4), parent.width() - self.width() - 4)
        top = min(max(int(y) - self.height() // 2, 4), parent.height() - self.height() - 4)
        self.move(left, top)
        self._open = True
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Hides the field and takes nothing."""
        if self._open:
            self._open = False  # hiding takes the focus, which would come back here
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hide()
            self.closed.emit()

    def commit(self) -> None:
        """Takes the number, if it is one, and hides the field."""
        if self._open:
            self._accept()
            self.cancel()

    @Slot()
    def _accept(self) -> None:
        text = self.text()
        if text != self._before:
            try:
                value = self._read(text)
            except ValueError as error:
                self._complain(str(error))
                self.refused.emit(str(error))
                return
            self.accepted.emit(value)
        self.cancel()

    @Slot()
    def _forgive(self) -> None:
        self._complain("")

    def _complain(self, sentence: str) -> None:
        self._frame.setVisible(bool(sentence))
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # so that it does not open the field again

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NO_LEAVING:
            self.commit()


@dataclass
class Drag:
    """A weight or bias that follows the pointer: up is more, by `quantum` a pixel."""

    at: int
    start: float
    quantum: float
    merge: str
    y: float  # where the pointer was last
    moved: float = 0.0  # pixels, fine ones counted as tenths
    value: float = 0.0

    def __post_init__(self) -> None:
        self.value = self.start

    def follow(self, y: float, fine: bool) -> bool:
        """Moves on to where the pointer is now; whether the value changed."""
        self.moved += (self.y - y) * (_FINE if fine else 1.0)
        self.y = y
        unit = _FINE if fine else 1.0
        change = round(self.moved / unit) * unit * self.quantum
        value = round(self.start + change, _DIGITS)
        value = min(max(value, -sys.float_info.max), sys.float_info.max)
        changed = value != self.value
        self.value = value
        return changed


_FINE = 0.1
_DIGITS = 12  # after the point, so that 0.1 + 0.2 stays 0.3
