"""A label for one number that changes: six digits, the full value one hover or copy away."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel

from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.theme import number_font

_NONE = "–"
_ROOM = 3 * numbers.FIGURE_SPACE  # what `short` keeps free for digits that few numbers have


class NumberLabel(QLabel):
    """Shows a number, or a dash for none."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__(_NONE)
        self._tip = tip
        self._value: float | None = None
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFont(number_font())
        self.setTextFormat(Qt.TextFormat.PlainText)
        copy = QAction("Copy in full", self)
        copy.triggered.connect(self._copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_number(self, value: float | None) -> None:
        if value is None:
            text, tip = _NONE, self._tip
        else:
            text, tip = _flush(numbers.short(value)), f"{numbers.plain(value)}\n{self._tip}"
        self._value = value
        if text != self.text():
            self.setText(text)
        if tip != self.toolTip():
            self.setToolTip(tip)

    @Slot()
    def _copy(self) -> None:
        if self._value is not None:
            QGuiApplication.clipboard().setText(numbers.full(self._value))


def _flush(text: str) -> str:
    """Begins at the left edge; numbers below 10 still have their points below each other."""
    return text.removeprefix(_ROOM) if text.startswith(_ROOM) else text.lstrip()
