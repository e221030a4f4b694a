"""Paints what is inside a plot's axes: grid, band, curves, levels and cross-hair. No pyqtgraph.

Everything is put into pixels here, with NumPy, and drawn as few thin polygons.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curve_style import Curve, blend, color_of, dash_of
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.polygon import polygon
from backprop_gui.views.parts.thinning import thinned

_FARTHEST = 30_000.0  # pixels: Qt's painters count in 16 bits
_DOT = 2.5  # radius of a dot
_MOST_DOTS = 16  # more of them in one column are a smear
_FAINT = 0.5
_BAND_ALPHA = 56
_LEVEL_DASH = (4.0, 4.0)
_CHANGE_DASH = (1.0, 3.0)
# A wide antialiased pen costs fifty times as much as a thin one. Four thin lines beside each other
# look the same, and two of them like a line between thin and wide.
_BOLD = ((-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5))
_USUAL = ((-0.25, -0.25), (0.25, 0.25))
_MOST_USUAL = 24  # more curves than these are drawn as thin as can be


@dataclass(frozen=True)
class Window:
    """The part of the axes that is in view, in places, and its size in pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float

    def across(self, places: Floats) -> Floats:
        """Pixels from the left edge."""
        return (places - self.x[0]) * (self.width / (self.x[1] - self.x[0]))

    def down(self, places: Floats) -> Floats:
        """Pixels from the top edge, NaN where there is no place."""
        with np.errstate(over="ignore"):
            pixels = (self.y[1] - places) * (self.height / (self.y[1] - self.y[0]))
        return np.clip(pixels, -_FARTHEST, _FARTHEST)


@dataclass(frozen=True)
class Band:
    """An area between two curves, in the colour of the curve at `style`; places on the y axis."""

    low: Floats
    high: Floats
    style: int


@dataclass(frozen=True)
class Level:
    """A horizontal line in the colour of `curve`, in sight with it; `place` is on the y axis."""

    curve: int
    place: float


@dataclass
class Picture:
    """What is to be painted. `x` [row] and `y` [row][curve] are places; the latter may be NaN."""

    palette: Palette
    curves: list[Curve] = field(default_factory=list)
    x: Floats = field(default_factory=lambda: np.empty(0))
    y: Floats = field(default_factory=lambda: np.empty((0, 0)))
    band: Band | None = None
    levels: list[Level] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    bold: int | None = None
    row: int | None = None  # at the pointer
    grid: tuple[list[float], list[float]] = ([], [])
    changes: Floats = field(default_factory=lambda: np.empty(0))  # places of changes of the run
    moment: float | None = None  # the place of the step that is looked at

    def visible(self) -> list[int]:
        """The curves in sight."""
        return [at for at in range(len(self.curves)) if at not in self.hidden]

    def in_order(self) -> list[int]:
        """The curves in sight, from the back to the front."""

        def depth(at: int) -> tuple[bool, bool]:
            return at == self.bold, not self.curves[at].faint

        return sorted(self.visible(), key=depth)

    def color(self, at: int) -> str:
        curve = self.curves[at]
        color = color_of(self.palette, curve.style)
        return blend(color, self.palette.canvas, _FAINT) if curve.faint else color


class PlotItem(QGraphicsItem):
    """Fills its parent. `view` tells the window; call `change` after a change of the picture."""

    def __init__(self, parent: QGraphicsItem, picture: Picture, view: Callable[[], Window]) -> None:
        super().__init__(parent)
        self.picture = picture
        self._view = view
        self._lines: dict[int, QPolygonF] = {}
        self._drawn: tuple[Window, float] | None = None
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
            self._lines = dict(_outlines(picture, window, ratio))
            self._drawn = window, ratio
        _paint_grid(painter, picture, window)
        if picture.band is not None:
            _paint_band(painter, picture, picture.band, window, ratio)
        _paint_levels(painter, picture, window)
        _paint_moments(painter, picture, window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in picture.in_order():
            _paint_line(painter, picture, at, self._lines[at])
        if len(picture.x):
            _paint_dots(painter, picture, window, 0)
        if picture.row is not None:
            _paint_pointer(painter, picture, window, picture.row)


def _outlines(picture: Picture, window: Window, ratio: float) -> Iterator[tuple[int, QPolygonF]]:
    """The curves in sight as polygons in pixels. Those with gaps join what lies beside them."""
    visible = picture.visible()
    y = picture.y if len(visible) == len(picture.curves) else picture.y[:, visible]
    has_gap = np.isnan(y).any(axis=0)
    whole = np.flatnonzero(~has_gap)
    block = _block(picture.x, y[:, whole], window, ratio)
    lines = dict(zip(whole.tolist(), block, strict=True))
    for column in np.flatnonzero(has_gap).tolist():
        is_there = ~np.isnan(y[:, column])
        lines[column] = _block(picture.x[is_there], y[is_there, column, None], window, ratio)[0]
    for column, at in enumerate(visible):
        yield at, lines[column]


def _block(x: Floats, y: Floats, window: Window, ratio: float) -> list[QPolygonF]:
    """Polygons of the columns of `y`, of what is in view and one row beside it on each side."""
    first = max(int(np.searchsorted(x, window.x[0])) - 1, 0)
    end = int(np.searchsorted(x, window.x[1], "right")) + 1
    across, down = window.across(x[first:end]) * ratio, window.down(y[first:end])
    across, down = thinned(across, down)
    across = across / ratio
    return [polygon(across, down[:, at]) for at in range(down.shape[1])]


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
    is_there = ~np.isnan(band.high)
    x, low, high = picture.x[is_there], band.low[is_there], band.high[is_there]
    across = window.across(x) * ratio
    # What has no place because it is 0 on a logarithmic axis lies below all others.
    across, down = thinned(
        across, window.down(np.column_stack((np.nan_to_num(low, nan=-1e300), high)))
    )
    across = across / ratio
    # Both points of a column take its whole height, so that no spike is narrower than a pixel.
    for edge, widest in ((0, np.maximum), (1, np.minimum)):
        if len(x) != len(across):
            both = widest(down[0::2, edge], down[1::2, edge])
            down[0::2, edge] = down[1::2, edge] = both
    area = polygon(
        np.concatenate((across, across[::-1])), np.concatenate((down[:, 0], down[::-1, 1]))
    )
    color = QColor(color_of(picture.palette, band.style))
    color.setAlpha(_BAND_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(area)


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
    for x in window.across(picture.changes):
        painter.drawLine(QPointF(round(x), 0), QPointF(round(x), window.height))
    if picture.moment is not None:
        painter.setPen(QColor(picture.palette.accent))
        x = round(float(window.across(np.array(picture.moment))))
        painter.drawLine(QPointF(x, 0), QPointF(x, window.height))


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
    for at in visible:
        y = float(window.down(picture.y[row, at]))
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
