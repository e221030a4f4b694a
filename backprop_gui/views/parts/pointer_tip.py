"""Tooltips that depend on where in a widget the pointer is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget


class PointerTip(QObject):
    """Shows what `text` says of a point of `widget`; no tooltip where that is empty."""

    def __init__(self, widget: QWidget, text: Callable[[QPoint], str]) -> None:
        super().__init__(widget)
        self._text = text
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return False
        assert isinstance(watched, QWidget)
        QToolTip.showText(event.globalPos(), self._text(event.pos()), watched)
        return True
