"""An image whose columns lie on a plot's axis of steps, and its rows beside names of groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from backprop_gui.engine.levels import Levels
from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.pictures.level_image import level_image
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.reading import nearest_row
from backprop_gui.views.parts.pointer_tip import PointerTip
from backprop_gui.views.parts.theme import Theme, number_font

_LEAST_HEIGHT = 6 * SPACING
_BESIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Group:
    """Rows from `start` up to `end`, as parts of the height; `short` where a name has no room."""

    name: str
    short: str
    start: float
    end: float


@dataclass(frozen=True)
class Mark:
    """A row of its own interest, at a part of the height, in the colour of its curve."""

    at: float
    color: str
    is_strong: bool


@dataclass(frozen=True)
class Spot:
    """Where the pointer is: the row in time, and the part of the height."""

    row: int
    down: float


class StepImage(QWidget):
    """Signals: `pointed` the Spot below the pointer, or None; `clicked` likewise;
    `heightChanged` when there are more or fewer pixels for rows.
    """

    pointed = Signal(object)
    clicked = Signal(object)
    heightChanged = Signal()

    def __init__(self, theme: Theme, plot: Plot) -> None:
        super().__init__()
        self._plot, self._palette = plot, theme.palette
        self._steps: Floats = np.empty(0)
        self._levels_of: Callable[[Integers], Levels] | None = None
        self._colors: Sequence[int] = ()
        self._image: QImage | None = None
        self._groups: tuple[Group, ...] = ()
        self._ticks: tuple[tuple[float, str], ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._spot: Spot | None = None
        self._pointer: QPointF | None = None
        self.tip: Callable[[Spot], str] | None = None
        font = number_font()
        font.setPointSizeF(font.pointSizeF() - 1)
        self.setFont(font)
        self.setMouseTracking(True)
        PointerTip(self, self._tip)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        plot.viewChanged.connect(self._look_elsewhere)
        theme.changed.connect(self._paint)

    def show_picture(
        self, steps: Floats, levels_of: Callable[[Integers], Levels], colors: Sequence[int]
    ) -> None:
        """Rows in time after `steps`; `levels_of` makes the levels [row][pixel column] of the rows
        in time that begin each pixel column (see engine.bands.paint_levels)."""
        self._steps, self._levels_of, self._colors = steps, levels_of, colors
        self._draw_again()

    def clear(self) -> None:
        """Nothing is known any more."""
        self._steps, self._levels_of, self._image = np.empty(0), None, None
        self._point(None)
        self.update()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """What stands beside the rows."""
        self._groups = tuple(groups)
        self.update()

    def set_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        """What stands beside parts of the height."""
        self._ticks = tuple(ticks)
        self.update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Which rows are marked at the right edge."""
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self.update()

    @property
    def area(self) -> QRectF:
        """Where the image is; as wide as what is between the plot's axes."""
        area = self._plot.area
        top = SPACING // 2
        return QRectF(area.left(), top, area.width(), max(self.height() - 2 * top, 1))

    @property
    def rows_of_pixels(self) -> int:
        """How many pixels of the screen the image is high."""
        return int(self.area.height() * self.devicePixelRatioF())

    @property
    def image(self) -> QImage | None:
        """What is painted, each column a pixel wide; None when there is nothing."""
        return self._image

    def column_starts(self) -> Integers:
        """The first row in time of each column of pixels, and the end."""
        columns = max(round(self.area.width() * self.devicePixelRatioF()), 1)
        low, high = self._plot.view_range[0]
        edges = low + np.arange(columns + 1) * ((high - low) / columns)
        places = self._plot.step_scale.places(self._steps)
        return np.searchsorted(places, edges).astype(np.int64)

    def _draw_again(self) -> None:
        if self._levels_of is not None and len(self._steps):
            self._image = level_image(self._levels_of(self.column_starts()), self._colors)
        self._read_pointer()
        self.update()

    @Slot()
    def _look_elsewhere(self) -> None:
        if self.isVisible():
            self._draw_again()

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.heightChanged.emit()

    # Painting

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.area
        painter.fillRect(self.rect(), QColor(self._palette.canvas))
        if self._image is not None:
            painter.drawImage(area, self._image)
        painter.setPen(QColor(self._palette.border))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_groups(painter, area)
        self._paint_ticks(painter, area)
        self._paint_moment(painter, area)
        self._paint_marks(painter, area)
        if self._spot is not None and self._pointer is not None:
            painter.setPen(QColor(self._palette.outline))
            x = round(self._pointer.x())
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_groups(self, painter: QPainter, area: QRectF) -> None:
        """A bracket for each, and its name upright beside it where there is room."""
        metrics = painter.fontMetrics()
        for group in self._groups:
            top = area.top() + group.start * area.height()
            bottom = area.top() + group.end * area.height()
            x = area.left() - SPACING / 2
            painter.setPen(QColor(self._palette.outline))
            if group.start > 0:
                painter.drawLine(QPointF(x - 3, top), QPointF(area.right(), top))
            painter.drawLine(QPointF(x, top + 1), QPointF(x, bottom - 1))
            painter.setPen(QColor(self._palette.muted_text))
            length, room = metrics.horizontalAdvance(group.name), x - SPACING / 2
            text = group.name if length <= room else group.short
            if bottom - top >= length and length > room >= metrics.height():
                painter.save()
                painter.translate(room - metrics.height(), bottom)
                painter.rotate(-90)
                box = QRectF(0, 0, bottom - top, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, group.name)
                painter.restore()
            elif bottom - top >= metrics.ascent() and metrics.horizontalAdvance(text) <= room:
                box = QRectF(0, top, room, bottom - top)
                painter.drawText(box, _BESIDE, text)

    def _paint_ticks(self, painter: QPainter, area: QRectF) -> None:
        height = painter.fontMetrics().height()
        painter.setPen(QColor(self._palette.muted_text))
        for at, text in self._ticks:
            y = area.top() + at * area.height() - height / 2
            y = min(max(y, area.top() - 2), area.bottom() + 2 - height)
            painter.drawText(QRectF(0, y, area.left() - SPACING / 2, height), _BESIDE, text)

    def _paint_moment(self, painter: QPainter, area: QRectF) -> None:
        """The step that is looked at, and those that are pinned, as in the plot."""
        picture = self._plot.picture
        low, high = self._plot.view_range[0]
        moments = [] if picture.moment is None else [picture.moment]
        for moment in (*picture.pins.tolist(), *moments):
            if low <= moment <= high:
                x = round(area.left() + (moment - low) / (high - low) * area.width())
                painter.setPen(QColor(self._palette.accent))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._marks:
            y, size = area.top() + mark.at * area.height(), 5 if mark.is_strong else 3.5
            painter.setBrush(QColor(mark.color))
            tip = QPointF(area.right() + 2, y)
            painter.drawPolygon(
                [tip, tip + QPointF(size * 1.6, -size), tip + QPointF(size * 1.6, size)]
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._read_pointer()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._read_pointer()
        if event.button() == Qt.MouseButton.LeftButton and self._spot is not None:
            self.clicked.emit(self._spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._plot.follow()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._plot.menuRequested.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._read_pointer()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms the steps, as in the plot."""
        view = self._plot.view.viewport()
        at = QPointF(event.position().x(), self._plot.area.center().y())
        same = QWheelEvent(
            at,
            view.mapToGlobal(at),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
        )
        QApplication.sendEvent(view, same)
        event.accept()

    def _tip(self, _point: QPoint) -> str:
        text = "" if self.tip is None or self._spot is None else self.tip(self._spot)
        return text or self.toolTip()

    def _read_pointer(self) -> None:
        area, at = self.area, self._pointer
        if at is None or not area.contains(at) or not len(self._steps):
            self._point(None)
            return
        low, high = self._plot.view_range[0]
        places = self._plot.step_scale.places(self._steps)
        across = (places - low) * (area.width() / (high - low))
        row = nearest_row(across, at.x() - area.left())
        self._point(Spot(row, min((at.y() - area.top()) / area.height(), 1 - 1e-9)))

    def _point(self, spot: Spot | None) -> None:
        if spot is not None or self._spot is not None:
            self._spot = spot
            self.pointed.emit(spot)
