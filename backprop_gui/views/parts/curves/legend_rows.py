"""Paints the rows of a legend: line sample, name, value aligned on the point."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from backprop_gui.views.parts.curves.curve_list import CurveList
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.plot.curve_style import Curve, color_of, dash_of

SWATCH = 3 * SPACING
"""How wide the line sample is, which takes the clicks that hide."""

_GAP = SPACING // 2
_PIN = 3.0  # radius of the dot of a pinned curve
_MEASURED = 64  # names at each end of a long list, of which the longest tells the width
_USUAL = ("−0", ".000000")  # the room that values have at least, before the point and after
_LONGEST_NAME = "hidden 10"  # longer names are cut off


class LegendRows(QStyledItemDelegate):
    """Set `palette`, `hovered` and `has_values` as they change, and have the list painted."""

    def __init__(self, curves: CurveList, palette: Palette) -> None:
        super().__init__(curves)
        self._list = curves
        self.palette = palette
        self.hovered: int | None = None
        self.has_values = True
        self._room = _USUAL
        # Of which curves in which font: measured for every row at each painting it would add up.
        self._measured: tuple[Sequence[Curve], QFontMetrics, int] | None = None

    def forget_widths(self) -> None:
        """Gives values the room again that they usually need."""
        self._room = _USUAL

    def widen(self, texts: Iterable[tuple[str, str]]) -> bool:
        """Makes room for these values; True when more is needed. Never less: it would jump."""
        room = self._room
        for before, after in texts:
            self._room = max(self._room[0], before, key=len), max(self._room[1], after, key=len)
        return self._room != room

    def width(self, font: QFont) -> int:
        """How wide a row is."""
        metrics = QFontMetrics(font)
        width = SWATCH + self._name_width(metrics) + SPACING
        if self.has_values:
            width += sum(metrics.horizontalAdvance(part) for part in self._room) + _GAP
        return width

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        metrics: QFontMetrics = option.fontMetrics
        return QSize(0, metrics.height() + _GAP)

    @guarded
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        number = self._list.number(index.row())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self.palette.selection))
        elif number == self.hovered:
            painter.fillRect(rect, QColor(self.palette.raised))
        is_faint = number in self._list.hidden or not self._list.is_drawn(number)
        self._paint_sample(painter, rect, number)
        painter.setPen(QColor(self.palette.muted_text if is_faint else self.palette.text))
        self._paint_texts(painter, rect, number)
        painter.restore()

    def _paint_sample(self, painter: QPainter, rect: QRect, number: int) -> None:
        """A line, with a dot upon it if pinned; a ring for a hidden curve; nothing for none."""
        if not self._list.is_drawn(number):
            return
        style = self._list.curves[number].style
        middle = QPointF(rect.left() + SWATCH / 2, rect.center().y() + 0.5)
        if number in self._list.hidden:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.palette.outline), 1))
            painter.drawEllipse(middle, _GAP, _GAP)
            return
        pen = QPen(QColor(color_of(self.palette, style)), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash_of(style):
            pen.setDashPattern([part / 2 for part in dash_of(style)])
        painter.setPen(pen)
        half = QPointF(SWATCH / 2 - _GAP, 0)
        painter.drawLine(middle - half, middle + half)
        if number in self._list.pinned:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color_of(self.palette, style)))
            painter.drawEllipse(middle, _PIN, _PIN)

    def _paint_texts(self, painter: QPainter, rect: QRect, number: int) -> None:
        metrics = painter.fontMetrics()
        name_width = self._name_width(metrics)
        vertical = Qt.AlignmentFlag.AlignVCenter
        left = QRect(rect.left() + SWATCH, rect.top(), name_width, rect.height())
        name = metrics.elidedText(
            self._list.curves[number].name, Qt.TextElideMode.ElideRight, name_width
        )
        painter.drawText(left, vertical | Qt.AlignmentFlag.AlignLeft, name)
        if self.has_values:
            before, after = self._list.value_text(number)
            point = left.right() + 1 + SPACING + metrics.horizontalAdvance(self._room[0])
            flags = vertical | Qt.AlignmentFlag.AlignRight
            painter.drawText(
                QRect(left.right(), rect.top(), point - left.right(), rect.height()), flags, before
            )
            flags = vertical | Qt.AlignmentFlag.AlignLeft
            painter.drawText(
                QRect(point, rect.top(), rect.right() - point + 1, rect.height()), flags, after
            )

    def _name_width(self, metrics: QFontMetrics) -> int:
        curves = self._list.curves
        if (
            self._measured is None
            or self._measured[0] is not curves
            or self._measured[1] != metrics
        ):
            ends: Iterable[int] = range(min(len(curves), 2 * _MEASURED))
            if len(curves) > 2 * _MEASURED:  # names of one kind grow longer with their numbers
                ends = (*range(_MEASURED), *range(len(curves) - _MEASURED, len(curves)))
            widths = (metrics.horizontalAdvance(curves[at].name) for at in ends)
            widest = min(max(widths, default=0), metrics.horizontalAdvance(_LONGEST_NAME))
            self._measured = curves, QFontMetrics(metrics), widest
        return self._measured[2] + 2  # where there is barely room, Qt cuts off already
