"""A dock that makes itself room among its neighbours while it is open, and gives it back."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from backprop_gui.views.parts.dock_sizes import DockSizes
from backprop_gui.views.parts.palette import SPACING

_WIDTH = 42 * SPACING  # a text of some forty letters a line
_HEIGHT = 96 * SPACING
_NEAR = SPACING  # docks whose left edges lie no further apart stand below each other
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class GuideDock(QDockWidget):
    """Hidden at first, and in no menu of docks. Escape closes it."""

    def __init__(self, title: str, window: QMainWindow, sizes: DockSizes) -> None:
        super().__init__(title, window)
        self._window, self._sizes = window, sizes
        sizes.watch(self)
        self._heights: list[tuple[QDockWidget, int]] = []
        self._area = Qt.DockWidgetArea.NoDockWidgetArea  # whose wishes it holds meanwhile
        self._wished: Mapping[QDockWidget, int] = {}
        self.toggleViewAction().setVisible(False)
        self.hide()

    def open(self) -> None:
        """Shows it in front of its tabs."""
        if self.isHidden():
            column = self._column()
            self._heights = [(dock, dock.height()) for dock in column]
            width = column[0].width() if column else _WIDTH
            self._area = self._window.dockWidgetArea(self)
            self._wished = self._sizes.wished(self._area)
            self.show()
            self._make_room(width)
        self.raise_()

    def _column(self) -> list[QDockWidget]:
        """What stands above and below, and the tab that it will stand before."""
        area = self._window.dockWidgetArea(self)
        docks = [
            dock
            for dock in self._window.findChildren(QDockWidget)
            if dock is not self
            and dock.isVisible()
            and not dock.isFloating()
            and self._window.dockWidgetArea(dock) is area
        ]
        left = min((dock.x() for dock in docks), default=0)
        return [dock for dock in docks if dock.x() - left <= _NEAR]

    def _make_room(self, width: int) -> None:
        if self.isFloating() or not self._heights:
            return
        tabs = self._window.tabifiedDockWidgets(self)
        others = [(dock, height) for dock, height in self._heights if dock not in tabs]
        least = [dock.minimumSizeHint().height() for dock, _ in others]
        room = sum(height for _, height in self._heights)
        height = min(_HEIGHT, room - sum(least))
        spare = max(room - height - sum(least), 0)
        share = spare / max(sum(height for _, height in others), 1)
        heights = [low + round(share * old) for low, (_, old) in zip(least, others, strict=True)]
        docks: list[QDockWidget] = [self, *(dock for dock, _ in others)]
        self._resize(docks, [height, *heights], _DOWN)
        self._resize([self], [max(width, _WIDTH)], _ACROSS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, which nothing in it wanted, closes it, and goes on in the middle."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        middle = self._window.centralWidget()
        if middle is not None:
            middle.setFocus()
            middle.activateWindow()  # it may have floated
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gives the neighbours back what they had, and what was wished for them."""
        super().closeEvent(event)
        if self._heights and event.isAccepted():
            self.hide()  # now, so that they share its room
            self._sizes.share(dict(self._heights))
            self._sizes.wish_again(self._area, self._wished)
            self._heights = []

    def _resize(
        self, docks: Sequence[QDockWidget], sizes: Sequence[int], way: Qt.Orientation
    ) -> None:
        """Where there is no room at all, sizes may be less than the pixel that Qt wants."""
        self._sizes.resize(docks, [max(size, 1) for size in sizes], way)
