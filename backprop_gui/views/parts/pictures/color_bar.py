"""The colours of a picture and what they mean, as a thin bar with numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from backprop_gui.engine.levels import HALF, ZERO
from backprop_gui.views.parts.numbers import plain
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.theme import number_font

_LONGEST = 20 * SPACING


class ColorBar(QWidget):
    """From -full over 0 to full; `show_levels` says what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._colors: Sequence[int] = ()
        self._full = 1.0
        self._text = ""
        self._left = 0.0
        self.setFont(_font())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours")
        self.setToolTip("What the colours mean")

    def show_levels(self, colors: Sequence[int], full: float, palette: Palette) -> None:
        """The `colors` of the levels, and the value that has the last one."""
        if (colors, full, palette.text) != (self._colors, self._full, self._text):
            self._colors, self._full, self._text = colors, full, palette.text
            value = plain(full)
            self.setAccessibleDescription(f"Orange is negative, blue positive, up to {value}")
            self.update()

    def align(self, left: float) -> None:
        """Begins below the picture's left edge."""
        if left != self._left:
            self._left = left
            self.update()

    def ends(self) -> tuple[str, str]:
        """What stands at both ends."""
        return f"\N{MINUS SIGN}{plain(self._full)}", plain(self._full)

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._colors:
            return
        painter, metrics = QPainter(self), self.fontMetrics()
        low, high = self.ends()
        painter.setPen(QColor(self._text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        left, room = self._left, max(map(metrics.horizontalAdvance, (low, high))) + SPACING // 2
        length = min(self.width() - left - 2 * room, _LONGEST)
        if length < SPACING:
            return
        painter.drawText(QRectF(left, 0, room, self.height()), middle, low)
        bar = QRectF(left + room, self.height() / 2 - 3, length, 6)
        strip = bytes(range(ZERO - HALF, ZERO + HALF + 1))
        image = QImage(strip, len(strip), 1, len(strip), QImage.Format.Format_Indexed8)
        image.setColorTable(list(self._colors))
        painter.drawImage(bar, image)
        painter.drawText(QRectF(bar.right() + SPACING // 2, 0, room, self.height()), middle, high)


def _font() -> QFont:
    font = number_font()
    font.setPointSizeF(font.pointSizeF() - 1)
    return font
