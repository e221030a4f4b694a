"""What a text field that takes a number does with what is typed: read it, or say what is wrong."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from backprop_gui.views.parts import numbers


def read_number(text: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The finite number from `low` to `high` in `text`; raises ValueError with a sentence."""
    value = numbers.parse(text)
    if not math.isfinite(value):
        raise ValueError("Only finite numbers are possible here.")
    if not low <= value <= high:
        raise ValueError(f"Expected a number {_range(low, high)}.")
    return value


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return f"from {low:g}"
    if math.isinf(low):
        return f"up to {high:g}"
    return f"from {low:g} to {high:.0f}" if high == int(high) else f"from {low:g} to {high:g}"


def paint_wrong(field: QWidget) -> None:
    """Frames `field` in the colour of errors; to be called at the end of its paintEvent."""
    painter = QPainter(field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = field.palette().color(QPalette.ColorRole.BrightText)
    painter.setPen(QPen(colour, _FRAME))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = _FRAME / 2
    frame = QRectF(field.rect()).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(frame, _CORNER, _CORNER)
    painter.end()


_FRAME, _CORNER = 2, 3  # device-independent pixels
