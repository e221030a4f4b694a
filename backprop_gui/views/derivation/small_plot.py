"""What the small plots of the derivation share: ground, axes, focus, tooltip. No data."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.copying import copy_action
from backprop_gui.views.parts.palette import SMALL_PT, SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.plot.axis_scale import Range, Tick
from backprop_gui.views.parts.pointer_tip import PointerTip
from backprop_gui.views.parts.theme import Theme, number_font

_HEIGHT, _LEAST_WIDTH = 18 * SPACING, 22 * SPACING
_TICK_ROOM = 60.0  # for the words of a tick


class SmallPlot(QWidget):
    """`range_x` and `range_y` are what the axes reach over, in their own units.

    `name_x` stands at the end of the lower axis, `name_y` above the other, with `reading` after it.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.palette_: Palette = theme.palette
        self.range_x: Range = (0.0, 1.0)
        self.range_y: Range = (0.0, 1.0)
        self.name_x = self.name_y = self.reading = ""
        self.ticks_x: Sequence[Tick] = ()
        self.ticks_y: Sequence[Tick] = ()
        self._font = number_font()
        self._font.setPointSizeF(SMALL_PT - 1)
        theme.changed.connect(self._take_palette)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setMouseTracking(True)
        PointerTip(self, lambda point: self.tip_at(point.x()))
        self.copy = copy_action(self, self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def paint_curve(self, painter: QPainter) -> None:
        """Draws the data, between the axes."""

    def tip_at(self, x: float) -> str:
        """What the tooltip says at a pixel."""
        return ""

    def text(self) -> str:
        """The numbers that are marked, in full."""
        return ""

    @Slot()
    def _copy(self) -> None:
        if self.text():
            QGuiApplication.clipboard().setText(self.text())

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, _HEIGHT)

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self.palette_ = palette
        self.update()

    # Places

    @property
    def area(self) -> QRectF:
        """The rectangle between the axes."""
        metrics = QFontMetricsF(self._font)
        widest = max((metrics.horizontalAdvance(text) for _, text in self.ticks_y), default=0.0)
        room = metrics.height() + SPACING / 2
        return QRectF(self.rect()).adjusted(widest + SPACING, room, -SPACING, -room)

    def point(self, x: float, y: float) -> QPointF:
        """Where these values are."""
        return self.points(np.array([x]), np.array([y]))[0]

    def points(self, xs: Floats, ys: Floats) -> list[QPointF]:
        """Where each pair of these values is."""
        area, (left, right), (low, high) = self.area, self.range_x, self.range_y
        across = area.left() + (xs - left) * (area.width() / (right - left))
        down = area.top() + (high - ys) * (area.height() / (high - low))
        return [QPointF(*place) for place in zip(across.tolist(), down.tolist(), strict=True)]

    # Painting

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.area, QColor(self.palette_.canvas))
        self._paint_axes(painter)
        self.paint_curve(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.palette_.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        area, metrics = self.area, QFontMetricsF(self._font)
        painter.setFont(self._font)
        grid, words = QPen(QColor(self.palette_.grid), 1), QColor(self.palette_.muted_text)
        flag = Qt.AlignmentFlag
        end = area.right() - metrics.horizontalAdvance(self.name_x)
        for at, text in self.ticks_x:
            x = round(self.point(at, 0).x()) + 0.5
            painter.setPen(grid)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(words)
            box = QRectF(x - _TICK_ROOM / 2, area.bottom() + 2, _TICK_ROOM, metrics.height())
            if x + metrics.horizontalAdvance(text) / 2 < end - 2:
                painter.drawText(box, flag.AlignHCenter, text)
        for at, text in self.ticks_y:
            y = round(self.point(0, at).y()) + 0.5
            painter.setPen(grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(words)
            box = QRectF(0, y - metrics.height() / 2, area.left() - 4, metrics.height())
            painter.drawText(box, flag.AlignRight | flag.AlignVCenter, text)
        top = QRectF(0, 0, area.right(), metrics.height())
        painter.drawText(top, flag.AlignLeft, self.name_y)
        below = QRectF(area.left(), area.bottom() + 2, area.width(), metrics.height())
        painter.drawText(below, flag.AlignRight, self.name_x)
        painter.setPen(QColor(self.palette_.text))
        painter.drawText(top, flag.AlignRight, self.reading)

    # The pointer
