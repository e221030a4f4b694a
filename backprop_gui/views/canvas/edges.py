"""Paints edges and their labels: blue positive, orange negative, stronger thicker and bolder."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from backprop_gui.experiment.names import parameter_name
from backprop_gui.views.canvas.figures import brief
from backprop_gui.views.canvas.geometry import Ints
from backprop_gui.views.canvas.inks import SMALL_PX, Inks, font
from backprop_gui.views.canvas.labels import HEIGHT, Labels
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.state import State
from backprop_gui.views.canvas.strength import LEVELS, levels
from backprop_gui.views.canvas.wires import Wires

_SMOOTH_UP_TO = 800  # antialiased edges; more take too long
_SPARSE_UP_TO = 80  # edges that may be thick
_THIN, _SPARSE_THICK, _DENSE_THICK = 0.8, 4.8, 2.0
_FRAME, _CORNER = 1.5, 4.0


class EdgePainter:
    """Keeps the lines of one Wires, which take longer to make than to draw."""

    def __init__(self) -> None:
        self._wires: Wires | None = None
        self._lines: list[QLineF] = []

    def paint(
        self,
        painter: QPainter,
        wires: Wires,
        rows: Ints,
        values: Ints,
        colours: dict[int, QColor],
        more: float = 0.0,
    ) -> None:
        """Draws `rows` of the wires with the levels `values`, the weakest first.

        One call for all edges of a level, which is what makes many of them possible.
        """
        smooth = len(rows) <= _SMOOTH_UP_TO
        thick = _SPARSE_THICK if len(wires) <= _SPARSE_UP_TO else _DENSE_THICK
        if not smooth:
            thick = _THIN
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        order = np.argsort(2 * np.abs(values) + (values < 0), kind="stable")
        rows, values = rows[order], values[order]
        for group in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(values)) + 1):
            if len(group) == 0:
                continue
            level = int(values[group[0]])
            width = _THIN + (thick - _THIN) * (abs(level) / LEVELS) ** 1.2 + more
            painter.setPen(QPen(colours[level], width))
            painter.drawLines(self._lines_of(wires, rows[group]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _lines_of(self, wires: Wires, rows: Ints) -> list[QLineF]:
        if len(wires) > 4 * len(rows) and len(wires) > _KEEP_UP_TO:
            return _lines(wires, rows)
        if self._wires is not wires:
            self._wires, self._lines = wires, _lines(wires, np.arange(len(wires)))
        lines = self._lines
        return [lines[row] for row in rows.tolist()]


_KEEP_UP_TO = 6_000


def _lines(wires: Wires, rows: Ints) -> list[QLineF]:
    ends = (part[rows].tolist() for part in (wires.x1, wires.y1, wires.x2, wires.y2))
    return [QLineF(*line) for line in zip(*ends, strict=True)]


def paint_labels(
    painter: QPainter, inks: Inks, picture: Picture, state: State, labels: Labels, chosen: int
) -> None:
    """Draws labels on plates; the one of the parameter at `chosen` is framed."""
    painter.setFont(font(SMALL_PX))
    centres = (part.tolist() for part in (labels.rows, labels.xs, labels.ys, labels.widths))
    for row, x, y, width in zip(*centres, strict=True):
        at = int(picture.wires.at[row])
        box = QRectF(x - width / 2, y - HEIGHT / 2, width, HEIGHT)
        name = parameter_name(picture.topology, at, picture.frame.one_bias)
        plate(painter, inks, box, at == chosen)
        value = float(state.parameters[at])
        text = brief(value, labels.characters - 2)
        named_value(painter, inks, box, name, text, value)


def plate(painter: QPainter, inks: Inks, box: QRectF, chosen: bool) -> None:
    """The ground of a label."""
    painter.setPen(QPen(inks.accent, _FRAME) if chosen else Qt.PenStyle.NoPen)
    painter.setBrush(inks.selection if chosen else inks.canvas)
    painter.drawRoundedRect(box, _CORNER, _CORNER)


def named_value(
    painter: QPainter, inks: Inks, box: QRectF, name: str, text: str, value: float
) -> None:
    """A name on the left of its box, a value on the right."""
    flags = Qt.AlignmentFlag
    inner = box.adjusted(4, 0, -4, 0)
    painter.setPen(inks.muted)
    painter.drawText(inner, flags.AlignLeft | flags.AlignVCenter, name)
    painter.setPen(inks.value(value))
    painter.drawText(inner, flags.AlignRight | flags.AlignVCenter, text)


def edge_levels(
    state: State, wires: Wires, rows: Ints, full: float, strongest: bool = False
) -> Ints:
    """The levels of the edges of these rows.

    If they are the strongest of many, the weakest of them has the lowest level: else all of them
    would look alike.
    """
    values = state.parameters[wires.at[rows]]
    if strongest:
        size = np.abs(values)
        floor = float(np.min(size, initial=np.inf, where=np.isfinite(size)))
        if floor < full:
            return levels(np.copysign(size - floor, values), full - floor)
    return levels(values, full)
