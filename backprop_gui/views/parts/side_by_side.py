"""Two parts of a panel: beside each other where it is wide, else one above the other."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from backprop_gui.views.parts.captions import tidy
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel import Panel

_WIDE = 480  # from here on both are wide enough to read


class SideBySide(Panel):
    """A panel of the two parts that `arrange` puts into it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[QWidget, ...] = ()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        tidy(self._box)
        self._box.setSpacing(2 * SPACING)

    def arrange(self, first: QWidget, second: QWidget, shares: tuple[int, int] = (1, 1)) -> None:
        """Both share the room as `shares` are to each other."""
        self._parts = (first, second)
        self._box.addWidget(first, shares[0])
        self._box.addWidget(second, shares[1])

    def minimumSizeHint(self) -> QSize:
        """That of the larger part, however they stand: else a panel that was once wide, or high,
        could not become narrow, or low, again."""
        least = QSize()
        for part in self._parts:
            least = least.expandedTo(part.minimumSizeHint())
        return least.grownBy(self._box.contentsMargins())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        is_wide = self.width() >= _WIDE
        self._box.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
