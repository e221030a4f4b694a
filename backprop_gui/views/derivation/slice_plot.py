"""The error along one weight or bias: a small plot with the present point and its tangent."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QWheelEvent,
)

from backprop_gui.engine.forecast import Forecast, Point
from backprop_gui.engine.topology import Floats
from backprop_gui.views.derivation.slice_curve import Window
from backprop_gui.views.derivation.small_plot import SmallPlot
from backprop_gui.views.parts.formulas.figures import brief
from backprop_gui.views.parts.numbers import full, plain
from backprop_gui.views.parts.plot.axis_scale import ValueScale
from backprop_gui.views.parts.theme import Theme

_NONE = np.zeros(0)
_DOT = 4.0
_NOTCH = 120.0  # of the wheel, in eighths of a degree
_ZOOM = 1.25  # that a notch, or a press of a key, does
_MOST_X, _MOST_Y = 5, 4  # ticks
_FARTHEST = 1e6  # pixels: beyond, lines are not drawn rightly

_KEYS = "Ctrl and the wheel, or + and −, zoom; a double-click or 0 goes back."
_IN, _OUT = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


class SlicePlot(SmallPlot):
    """Signals: `zoomed` by what the window is to become wider; `resetRequested` for the first one.

    `errors` at `values` are the curve, `now` is the present point. The tangent is drawn at
    `start`: the present point too, or that from which a drag began; then the gap between tangent
    and present point is drawn as well.
    """

    zoomed = Signal(float)
    resetRequested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Error along the weight or bias")
        self.values, self.errors = _NONE, _NONE
        self.start: Point | None = None
        self.now: Point | None = None
        self._at: int | None = None  # the value pointed at
        self._scale = ValueScale(log=False)

    def show_curve(self, window: Window, values: Floats, errors: Floats) -> None:
        """Errors at values, lowest first, that reach over the window."""
        self.values, self.errors = values, errors
        self.range_x = window.low, window.high
        self.ticks_x = self._scale.ticks(*self.range_x, _MOST_X)
        if self._at is not None and self._at >= len(values):
            self._at = None
        self._rule()

    def show_points(self, name: str, start: Point, now: Point) -> None:
        """`start` is `now`, but while something is tried out."""
        self.name_x, self.start, self.now = name, start, now
        self._rule()

    def clear(self) -> None:
        self.values, self.errors = _NONE, _NONE
        self.start = self.now = self._at = None
        self.reading = ""
        self.update()

    def _rule(self) -> None:
        """Gives the axis of errors the range that all of them need."""
        points = [x.error for x in (self.start, self.now) if x is not None]
        errors = np.concatenate((self.errors, points))
        errors = errors[np.isfinite(errors)]
        if len(errors):
            self.range_y = self._scale.extent(float(errors.min()), float(errors.max()))
            self.ticks_y = self._scale.ticks(*self.range_y, _MOST_Y)
        self._read()
        self.update()

    # Painting

    def paint_curve(self, painter: QPainter) -> None:
        if self.start is None or self.now is None:
            return
        painter.save()
        painter.setClipRect(self.area)
        accent, gap = QColor(self.palette_.accent), QColor(self.palette_.categorical[1])
        self._paint_tangent(painter, self.start, accent)
        painter.setPen(QPen(QColor(self.palette_.categorical[0]), 1.5))
        is_finite = np.isfinite(self.errors)
        places = self.points(self.values[is_finite], self.errors[is_finite])
        painter.drawPolyline(QPolygonF(places))
        if self.start != self.now:
            foretold = self.point(self.now.value, self.start.tangent(self.now.value))
            painter.setPen(QPen(gap, 2.0))
            painter.drawLine(near(foretold), self.point(self.now.value, self.now.error))
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(QColor(self.palette_.canvas))
            painter.drawEllipse(self.point(self.start.value, self.start.error), _DOT, _DOT)
        painter.restore()
        self._paint_dot(painter, self.now.value, self.now.error, accent)
        self._paint_pointed(painter)

    def _paint_tangent(self, painter: QPainter, point: Point, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
        ends = (near(self.point(value, point.tangent(value))) for value in self.range_x)
        painter.drawLine(*ends)

    def _paint_pointed(self, painter: QPainter) -> None:
        if self._at is None:
            return
        value, error = float(self.values[self._at]), float(self.errors[self._at])
        x = self.point(value, 0).x()
        painter.setPen(QPen(QColor(self.palette_.muted_text), 1))
        painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
        self._paint_dot(painter, value, error, QColor(self.palette_.categorical[0]))

    def _paint_dot(self, painter: QPainter, value: float, error: float, colour: QColor) -> None:
        place = self.point(value, error)
        if QRectF(self.area).adjusted(-1, -1, 1, 1).contains(place):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(place, _DOT, _DOT)

    # What is pointed at

    def _nearest(self, x: float) -> int | None:
        if not len(self.values):
            return None
        area = self.area
        part = (x - area.left()) / max(area.width(), 1.0)
        last = len(self.values) - 1
        return min(max(round(part * last), 0), last)

    def _point_at(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self._read()
            self.update()

    def _read(self) -> None:
        """Says the values at the pointer, or the present ones."""
        pair = self._pair(self._at)
        self.reading = ""
        if pair is not None:
            self.reading = f"{self.name_x} {brief(pair[0])}   E {brief(pair[1])}"
        if self.hasFocus():
            self.setAccessibleDescription(self.reading)

    def _pair(self, at: int | None) -> tuple[float, float] | None:
        if at is not None:
            return float(self.values[at]), float(self.errors[at])
        return None if self.now is None else (self.now.value, self.now.error)

    def tip_at(self, x: float) -> str:
        numbers = self._numbers(self._nearest(x), plain)
        return f"{numbers}\n{_KEYS}" if numbers else ""

    def text(self) -> str:
        return self._numbers(self._at, full)  # for other programs

    def _numbers(self, at: int | None, write: Callable[[float], str]) -> str:
        """In full: what is pointed at; for the present point what was tried out, too."""
        pair = self._pair(at)
        if pair is None or self.start is None or self.now is None:
            return ""
        value, error = pair
        tangent = write(self.start.tangent(value))
        lines = [
            f"{self.name_x} {write(value)}",
            f"error {write(error)}",
            f"on the tangent {tangent}",
        ]
        if at is None:
            lines.append(f"slope {write(self.start.gradient)}")
        if self.start != self.now:
            forecast = Forecast(self.start, self.now)
            lines.append(f"change of {self.name_x} {write(forecast.change)}")
            lines.append(f"forecast of the error’s change {write(forecast.foretold)}")
            lines.append(f"true change of the error {write(forecast.true)}")
        return "\n".join(lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._nearest(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    # Zooming

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Without the focus the wheel scrolls what the plot is in, but with Ctrl."""
        turned = event.angleDelta().y()
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if turned and (with_control or self.hasFocus()):
            self.zoomed.emit(_ZOOM ** (-turned / _NOTCH))
            event.accept()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.resetRequested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key)
        if by is not None and len(self.values):
            at = self._at if self._at is not None else self._nearest_to_now()
            self._point_at(min(max(at + by, 0), len(self.values) - 1))
        elif key in _IN:
            self.zoomed.emit(1 / _ZOOM)
        elif key in _OUT:
            self.zoomed.emit(_ZOOM)
        elif key == Qt.Key.Key_0:
            self.resetRequested.emit()
        else:
            super().keyPressEvent(event)

    def _nearest_to_now(self) -> int:
        value = self.values[0] if self.now is None else self.now.value
        return int(np.argmin(np.abs(self.values - value)))


def near(place: QPointF) -> QPointF:
    """The place, or one as far away as lines can be drawn to."""
    y = min(max(place.y(), -_FARTHEST), _FARTHEST)
    return QPointF(place.x(), y)
