"""What the keys do in a plot that has the focus. All others go to the window, as everywhere."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ZOOM = 0.7  # what a press of + leaves of the steps in view


class PlotKeys(QObject):
    """Zooms by a share of the steps, shows all, or pins; Shift, which some keyboards need for +,
    makes no difference."""

    def __init__(
        self,
        plot: QWidget,
        zoom: Callable[[float], None],
        show_all: Callable[[], None],
        pin: Callable[[], None],
    ) -> None:
        super().__init__(plot)
        keys, closer = Qt.Key, partial(zoom, _ZOOM)
        self._do: dict[Qt.Key, Callable[[], None]] = {
            keys.Key_Plus: closer,
            keys.Key_Equal: closer,
            keys.Key_Minus: partial(zoom, 1 / _ZOOM),
            keys.Key_0: show_all,
            keys.Key_P: pin,
        }
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.setAccessibleDescription("+ and − zoom the steps, 0 shows all, P pins a step")
        plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        do = self._do.get(Qt.Key(event.key()))
        if do is None or event.modifiers() & ~_MODIFIERS:
            return False
        do()
        return True
