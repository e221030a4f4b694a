"""The read-out beside a weight or bias that is being changed: its value, and what-if."""

from PySide6.QtCore import QMargins, QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from backprop_gui.engine.forecast import WhatIf
from backprop_gui.views.canvas.edges import plate
from backprop_gui.views.canvas.inks import Inks
from backprop_gui.views.parts.numbers import plain
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font
from backprop_gui.views.parts.what_if_words import changes, sentence

_MARGINS = QMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
_EDGE = 2.0  # pixels from the edge of the widget


def lines(name: str, value: float, what_if: WhatIf | None) -> list[str]:
    """What is read there."""
    text = [f"{name}  {plain(value)}"]
    if what_if is not None:
        text.append(sentence(name, what_if.sample))
        if what_if.total is not None:
            text.append(f"all samples: {changes(what_if.total)}")
    return text


def paint_read_out(
    painter: QPainter, inks: Inks, text: list[str], point: QPointF, kept: QRectF, within: QSize
) -> None:
    """Draws the lines above and beside a point, inside `within`, and never on `kept`."""
    painter.setFont(number_font())
    size = painter.fontMetrics().size(0, "\n".join(text)).grownBy(_MARGINS)
    box = place(point, size, kept, within)
    plate(painter, inks, box, chosen=True)
    painter.setPen(inks.text)
    inner = box.marginsRemoved(QMarginsF(_MARGINS))
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, "\n".join(text))


def place(point: QPointF, size: QSize, kept: QRectF, within: QSize) -> QRectF:
    """A box of this size above the point; where that would be on `kept`, above or below that."""
    right, bottom = within.width() - size.width() - _EDGE, within.height() - size.height() - _EDGE
    x = max(min(point.x() + 2 * SPACING, right), _EDGE)
    y = max(min(point.y() - size.height() - SPACING, bottom), _EDGE)
    box = QRectF(x, y, size.width(), size.height())
    if box.intersects(kept):
        above = kept.top() - size.height() - SPACING
        box.moveTop(above if above >= _EDGE else kept.bottom() + SPACING)
    return box
