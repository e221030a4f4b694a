"""Keeps a tab of docks from being dragged on when it has gone."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar


class TabDrag(QObject):
    """An event filter that ends a drag in a bar of tabs when their number changes meanwhile.

    Qt would go on with the tab that was pressed, and paint it even where it has no place any more.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._count = 0  # when the mouse was pressed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QTabBar) or not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._count = watched.count()
        is_drag = event.type() == QEvent.Type.MouseMove and event.buttons() != _NONE
        return is_drag and watched.count() != self._count


_NONE = Qt.MouseButton.NoButton
