"""Paints what is inside a plot's axes: grid, band, curves, levels and cross-hair. No pyqtgraph.

Everything is put into pixels here, with NumPy, and drawn as few thin polygons.
"""

import math
from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.plot.curve_style import color_of, dash_of
from backprop_gui.views.parts.plot.lines import area, ghost_lines, outlines, smooth_lines
from backprop_gui.views.parts.plot.picture import Band, Ghost, Picture, Window
from backprop_gui.views.parts.plot.smoothing import Smoothing

_DOT = 2.5  # radius of a dot
_MOST_DOTS = 16  # more of them in one column are a smear
_BAND_ALPHA = 56
_LEVEL_DASH = (4.0, 4.0)
_CHANGE_DASH = (1.0, 3.0)
_PIN_DASH = (8.0, 2.0)
_PIN_HEAD = 4.0  # half the width of its head
_GHOST_DASH = (3.0, 3.0)
_MOST_GHOSTS = 32  # lines; of more only those of the bold curve are drawn
# A wide antialiased pen costs fifty times as much as a thin one. Four thin lines beside each other
# look the same, and two of them like a line between thin and wide.
_BOLD = ((-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5))
_USUAL = ((-0.25, -0.25), (0.25, 0.25))
_MOST_USUAL = 24  # more curves than these are drawn as thin as can be


_GhostLine = tuple[int, QPolygonF]
"""Which curve it belongs to, and its points."""


class PlotItem(QGraphicsItem):
    """Fills its parent. `view` tells the window; call `change` after a change of the picture."""

    def __init__(self, parent: QGraphicsItem, picture: Picture, view: Callable[[], Window]) -> None:
        super().__init__(parent)
        self.picture = picture
        self._view = view
        self._lines: dict[int, QPolygonF] = {}
        self._smooth: dict[int, QPolygonF] = {}
        self._drawn: tuple[Window, float] | None = None
        self._ghosts: list[_GhostLine] = []
        self._ghosts_drawn: tuple[tuple[Ghost, ...], list[int], Window, float] | None = None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def change(self) -> None:
        """Computes the lines again when next painted."""
        self._drawn = None
        self.update()

    def resized(self) -> None:
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        window = self._view()
        return QRectF(0, 0, window.width, window.height)

    @guarded
    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        window, picture = self._view(), self.picture
        if window.width < 1 or window.height < 1:
            return
        ratio = painter.device().devicePixelRatioF()
        if self._drawn != (window, ratio):
            self._lines = dict(outlines(picture, window, ratio))
            is_smooth = picture.smoothing is not Smoothing.OFF and len(picture.x) > 0
            self._smooth = dict(smooth_lines(picture, window, ratio)) if is_smooth else {}
            self._drawn = window, ratio
        _paint_grid(painter, picture, window)
        if picture.band is not None:
            _paint_band(painter, picture, picture.band, window, ratio)
        _paint_levels(painter, picture, window)
        _paint_moments(painter, picture, window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ghosts(painter, picture, self._ghosts_in(window, ratio))
        for at in picture.in_order() if self._smooth else ():
            painter.setPen(QColor(picture.color_behind(at)))
            painter.drawPolyline(self._lines[at])
        for at in picture.in_order():
            _paint_line(painter, picture, at, (self._smooth or self._lines)[at])
        if len(picture.x) and window.shows(picture.x[0]):
            _paint_dots(painter, picture, window, 0)
        if picture.row is not None and window.shows(picture.x[picture.row]):
            _paint_pointer(painter, picture, window, picture.row)
        if picture.is_focused:
            painter.setPen(QColor(picture.palette.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(0.5, 0.5, window.width - 1, window.height - 1))

    def _ghosts_in(self, window: Window, ratio: float) -> list[_GhostLine]:
        """Computed once for many frames: they stay as they are while the run goes on."""
        picture = self.picture
        curves = picture.visible()
        if len(picture.ghosts) * len(curves) > _MOST_GHOSTS:
            curves = [at for at in curves if at == picture.bold]
        wanted = picture.ghosts, curves, window, ratio
        if self._ghosts_drawn is None or self._ghosts_drawn != wanted:
            self._ghosts = list(ghost_lines(picture.ghosts, curves, window, ratio))
            self._ghosts_drawn = wanted
        return self._ghosts


def _paint_grid(painter: QPainter, picture: Picture, window: Window) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QColor(picture.palette.grid))
    for x in window.across(np.array(picture.grid[0])):
        painter.drawLine(QPointF(x, 0), QPointF(x, window.height))
    for y in window.down(np.array(picture.grid[1])):
        painter.drawLine(QPointF(0, y), QPointF(window.width, y))


def _paint_band(
    painter: QPainter, picture: Picture, band: Band, window: Window, ratio: float
) -> None:
    color = QColor(color_of(picture.palette, band.style))
    color.setAlpha(_BAND_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(area(picture.x, band, window, ratio))


def _paint_ghosts(painter: QPainter, picture: Picture, lines: Iterable[_GhostLine]) -> None:
    for at, line in lines:
        painter.setPen(_pen(picture.ghost_color(at), _GHOST_DASH))
        painter.drawPolyline(line)


def _paint_levels(painter: QPainter, picture: Picture, window: Window) -> None:
    for level in picture.levels:
        if level.curve not in picture.hidden:
            painter.setPen(_pen(picture.color(level.curve), _LEVEL_DASH))
            y = (
                round(float(window.down(np.array(level.place))))
                if level.place == level.place
                else -1
            )
            painter.drawLine(0, y, round(window.width), y)


def _paint_moments(painter: QPainter, picture: Picture, window: Window) -> None:
    """Upright lines: dotted at each change of the run, whole at the step that is looked at."""
    painter.setPen(_pen(picture.palette.muted_text, _CHANGE_DASH))
    for x in np.round(window.across(picture.changes)):
        if 0 <= x <= window.width:  # Qt's painters count in 16 bits
            painter.drawLine(QPointF(x, 0), QPointF(x, window.height))
    for x in np.round(window.across(picture.pins)):
        if 0 <= x <= window.width:
            _paint_pin(painter, picture, window, x)
    if picture.moment is not None:
        painter.setPen(QColor(picture.palette.accent))
        x = round(float(window.across(np.array(picture.moment))))
        if 0 <= x <= window.width:
            painter.drawLine(QPointF(x, 0), QPointF(x, window.height))


def _paint_pin(painter: QPainter, picture: Picture, window: Window, x: float) -> None:
    """A dashed line with a head that points down."""
    color = QColor(picture.palette.accent)
    painter.setPen(_pen(picture.palette.accent, _PIN_DASH))
    painter.drawLine(QPointF(x, 0), QPointF(x, window.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = (-_PIN_HEAD, 0.0), (_PIN_HEAD, 0.0), (0.0, 2 * _PIN_HEAD)
    painter.drawPolygon([QPointF(x + across, down) for across, down in corners])


def _paint_line(painter: QPainter, picture: Picture, at: int, line: QPolygonF) -> None:
    painter.setPen(_pen(picture.color(at), dash_of(picture.curves[at].style)))
    shifts: tuple[tuple[float, float], ...] = ((0.0, 0.0),)
    if at == picture.bold:
        shifts = _BOLD
    elif len(picture.curves) <= _MOST_USUAL and not picture.curves[at].faint:
        shifts = _USUAL
    for shift in shifts:
        painter.drawPolyline(line.translated(*shift))


def _paint_dots(painter: QPainter, picture: Picture, window: Window, row: int) -> None:
    """A dot on each curve at a row."""
    visible = picture.in_order()
    if len(visible) > _MOST_DOTS and picture.bold is not None:
        visible = [picture.bold]
    elif len(visible) > _MOST_DOTS and len(picture.x) > 1:
        return
    x = float(window.across(picture.x[row]))
    painter.setPen(Qt.PenStyle.NoPen)
    down = picture.down(window, slice(row, row + 1))[0]
    for at in visible:
        y = float(down[at])
        if not math.isnan(y):
            painter.setBrush(QColor(picture.color(at)))
            painter.drawEllipse(QPointF(x, y), _DOT, _DOT)


def _paint_pointer(painter: QPainter, picture: Picture, window: Window, row: int) -> None:
    x = round(float(window.across(picture.x[row])))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QColor(picture.palette.outline))
    painter.drawLine(x, 0, x, round(window.height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_dots(painter, picture, window, row)


def _pen(color: str, dash: tuple[float, ...]) -> QPen:
    pen = QPen(QColor(color), 1)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern(dash)
    return pen
