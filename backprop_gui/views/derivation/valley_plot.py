"""The relative error of a gradient check over ε, both logarithmic: a small plot with a V in it."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from backprop_gui.views.derivation.small_plot import SmallPlot
from backprop_gui.views.parts.formulas.figures import rough
from backprop_gui.views.parts.numbers import full, plain
from backprop_gui.views.parts.plot.axis_scale import Tick
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.engine.gradient_check import GradientCheck

_LOWEST, _HIGHEST = -14.0, 0.5  # decades of the relative error; one of 0 lies at the bottom
_MARGIN = 0.4  # decades beside the first and the last ε
_TICKS_X, _TICKS_Y = (-12, -9, -6, -3), (-12, -8, -4, 0)
_DOT, _CHOSEN_DOT = 2.5, 4.5
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class ValleyPlot(SmallPlot):
    """Signals: `epsilonPicked` the ε whose dot was clicked, or that the arrow keys went to."""

    epsilonPicked = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Relative error over ε")
        self._checks: list[GradientCheck] = []
        self._epsilon = 0.0
        self.range_x = -13 - _MARGIN, -1 + _MARGIN
        self.range_y = _LOWEST, _HIGHEST
        self.name_x, self.name_y = "ε", "relative error"
        self.ticks_x = [_power(power) for power in _TICKS_X]
        self.ticks_y = [_power(power) for power in _TICKS_Y]

    def show_checks(self, checks: Sequence["GradientCheck"], epsilon: float) -> None:
        """Shows these, and marks the one of `epsilon`."""
        self._checks, self._epsilon = list(checks), epsilon
        chosen = [rough(x.relative_error) for x in self._checks if x.epsilon == epsilon]
        if self.hasFocus() and chosen:
            text = f"At ε = {rough(epsilon)} the relative error is {chosen[0]}"
            self.setAccessibleDescription(text)
        self.update()

    def place(self, check: "GradientCheck") -> QPointF | None:
        """Where the dot of a check is; None where its error is no number."""
        error = check.relative_error
        if not math.isfinite(error):
            return None
        y = math.log10(error) if error > 0 else _LOWEST
        return self.point(math.log10(check.epsilon), min(max(y, _LOWEST), _HIGHEST))

    def paint_curve(self, painter: QPainter) -> None:
        places = [(check, self.place(check)) for check in self._checks]
        seen = [(check, place) for check, place in places if place is not None]
        line = QColor(self.palette_.categorical[0])
        painter.setPen(QPen(line, 1.5))
        painter.drawPolyline(QPolygonF([place for _, place in seen]))
        for check, place in seen:
            chosen = check.epsilon == self._epsilon
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette_.accent) if chosen else line)
            radius = _CHOSEN_DOT if chosen else _DOT
            painter.drawEllipse(place, radius, radius)

    # The pointer and the keys

    def _nearest(self, x: float) -> "GradientCheck | None":
        def distance(check: "GradientCheck") -> float:
            return abs(self.point(math.log10(check.epsilon), 0).x() - x)

        return min(self._checks, key=distance, default=None)

    def tip_at(self, x: float) -> str:
        check = self._nearest(x)
        return "" if check is None else tip(check)

    def text(self) -> str:
        chosen = [tip(check, full) for check in self._checks if check.epsilon == self._epsilon]
        return "".join(chosen)

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


def tip(check: "GradientCheck", write: Callable[[float], str] = plain) -> str:
    """A check's numbers in full."""
    return (
        f"ε = {rough(check.epsilon)}\nrelative error {write(check.relative_error)}\n"
        f"backpropagation {write(check.analytic)}\ncentral difference {write(check.numeric)}"
    )


def _power(power: int) -> Tick:
    return power, "1" if power == 0 else f"10{str(power).translate(_POWERS)}"
