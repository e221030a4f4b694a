"""What the keys do in a plot that has the focus. All others go to the window, as everywhere."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class PlotKeys(QObject):
    """`do` says what a key does; Shift, which some keyboards need for +, makes no difference."""

    def __init__(self, plot: QWidget, do: Mapping[Qt.Key, Callable[[], None]]) -> None:
        super().__init__(plot)
        self._do = do
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        do = self._do.get(Qt.Key(event.key()))
        if do is None or event.modifiers() & ~_MODIFIERS:
            return False
        do()
        return True
