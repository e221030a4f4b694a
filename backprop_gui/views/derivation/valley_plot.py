"""The relative error of a gradient check over ε, both logarithmic: a small plot with a V in it."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from backprop_gui.views.derivation.figures import rough
from backprop_gui.views.parts.numbers import full
from backprop_gui.views.parts.palette import SMALL_PT, SPACING, Palette
from backprop_gui.views.parts.theme import Theme, number_font

if TYPE_CHECKING:
    from backprop_gui.engine.gradient_check import GradientCheck

_HEIGHT, _LEAST_WIDTH = 18 * SPACING, 22 * SPACING
_LOWEST, _HIGHEST = -14.0, 0.5  # decades of the relative error; one of 0 lies at the bottom
_MARGIN = 0.4  # decades beside the first and the last ε
_TICKS_X, _TICKS_Y = (-12, -9, -6, -3), (-12, -8, -4, 0)
_DOT, _CHOSEN_DOT = 2.5, 4.5
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class ValleyPlot(QWidget):
    """Signals: `epsilonPicked` the ε whose dot was clicked, or that the arrow keys went to."""

    epsilonPicked = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._palette = theme.palette
        self._checks: list[GradientCheck] = []
        self._epsilon = 0.0
        self._font = number_font()
        self._font.setPointSizeF(SMALL_PT - 1)
        theme.changed.connect(self._take_palette)
        self.setAccessibleName("Relative error over ε")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setMouseTracking(True)

    def show_checks(self, checks: Sequence["GradientCheck"], epsilon: float) -> None:
        """Shows these, and marks the one of `epsilon`."""
        self._checks, self._epsilon = list(checks), epsilon
        chosen = [rough(x.relative_error) for x in self._checks if x.epsilon == epsilon]
        if self.hasFocus() and chosen:
            text = f"At ε = {rough(epsilon)} the relative error is {chosen[0]}"
            self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, _HEIGHT)

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    # Places

    @property
    def area(self) -> QRectF:
        """The rectangle between the axes."""
        metrics = QFontMetricsF(self._font)
        left = metrics.horizontalAdvance("10⁻¹²") + SPACING
        bottom = metrics.height() + SPACING / 2
        top = metrics.height() + SPACING / 2
        return QRectF(self.rect()).adjusted(left, top, -SPACING, -bottom)

    def place(self, check: "GradientCheck") -> QPointF | None:
        """Where the dot of a check is; None where its error is no number."""
        error = check.relative_error
        if not math.isfinite(error):
            return None
        y = math.log10(error) if error > 0 else _LOWEST
        return self._point(math.log10(check.epsilon), min(max(y, _LOWEST), _HIGHEST))

    def _point(self, x: float, y: float) -> QPointF:
        area, low, high = self.area, -13 - _MARGIN, -1 + _MARGIN
        across = (x - low) / (high - low)
        down = (_HIGHEST - y) / (_HIGHEST - _LOWEST)
        return QPointF(area.left() + across * area.width(), area.top() + down * area.height())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.area, QColor(self._palette.canvas))
        self._paint_axes(painter)
        self._paint_curve(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._palette.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        area, palette = self.area, self._palette
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        grid, words = QPen(QColor(palette.grid), 1), QColor(palette.muted_text)
        flag = Qt.AlignmentFlag
        for power in _TICKS_X:
            x = round(self._point(power, 0).x()) + 0.5
            painter.setPen(grid)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(words)
            box = QRectF(x - 30, area.bottom() + 2, 60, metrics.height())
            painter.drawText(box, flag.AlignHCenter, _power(power))
        for power in _TICKS_Y:
            y = round(self._point(0, power).y()) + 0.5
            painter.setPen(grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(words)
            box = QRectF(0, y - metrics.height() / 2, area.left() - 4, metrics.height())
            painter.drawText(box, flag.AlignRight | flag.AlignVCenter, _power(power))
        top = QRectF(0, 0, area.right(), metrics.height())
        painter.drawText(top, flag.AlignLeft, "relative error")
        end = QRectF(area.right() - 30, area.bottom() + 2, 30, metrics.height())
        painter.drawText(end, flag.AlignRight, "ε")

    def _paint_curve(self, painter: QPainter) -> None:
        places = [(check, self.place(check)) for check in self._checks]
        seen = [(check, place) for check, place in places if place is not None]
        line = QColor(self._palette.categorical[0])
        painter.setPen(QPen(line, 1.5))
        painter.drawPolyline(QPolygonF([place for _, place in seen]))
        for check, place in seen:
            chosen = check.epsilon == self._epsilon
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.accent) if chosen else line)
            radius = _CHOSEN_DOT if chosen else _DOT
            painter.drawEllipse(place, radius, radius)

    # The pointer and the keys

    def _nearest(self, x: float) -> "GradientCheck | None":
        def distance(check: "GradientCheck") -> float:
            return abs(self._point(math.log10(check.epsilon), 0).x() - x)

        return min(self._checks, key=distance, default=None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            check = self._nearest(event.pos().x())
            QToolTip.showText(event.globalPos(), "" if check is None else tip(check), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        check = self._nearest(event.position().x())
        if check is not None and event.button() == Qt.MouseButton.LeftButton:
            self.epsilonPicked.emit(check.epsilon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The checks go from the largest ε, at the right, to the smallest.
        by = {Qt.Key.Key_Right: -1, Qt.Key.Key_Left: 1}.get(Qt.Key(event.key()))
        epsilons = [check.epsilon for check in self._checks]
        if by is None or self._epsilon not in epsilons:
            super().keyPressEvent(event)
            return
        at = min(max(epsilons.index(self._epsilon) + by, 0), len(epsilons) - 1)
        self.epsilonPicked.emit(epsilons[at])


def tip(check: "GradientCheck") -> str:
    """A check's numbers in full."""
    return (
        f"ε = {rough(check.epsilon)}\nrelative error {full(check.relative_error)}\n"
        f"backpropagation {full(check.analytic)}\ncentral difference {full(check.numeric)}"
    )


def _power(power: int) -> str:
    return "1" if power == 0 else f"10{str(power).translate(_POWERS)}"
