"""Tiny curves of the activations, for buttons and the menu."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen, QPixmap

from backprop_gui.engine.choices import Activation
from backprop_gui.views.canvas.inks import Inks
from backprop_gui.views.parts.formulas.activations import LOOKS, STEEP

_POINTS = 24
_SIDE, _RATIO = 20, 2


def curve(activation: Activation, box: QRectF) -> QPainterPath:
    """The shape of φ over −4 … 4, fitted into a box; not to scale."""
    shape = LOOKS[activation].curve
    path = QPainterPath()
    for point in range(_POINTS + 1):
        part = point / _POINTS
        z = STEEP * (2 * part - 1)
        place = QPointF(box.left() + part * box.width(), box.bottom() - shape(z) * box.height())
        if point:
            path.lineTo(place)
        else:
            path.moveTo(place)
    return path


def curve_icon(activation: Activation, inks: Inks) -> QIcon:
    """The curve for a menu."""
    pixmap = QPixmap(_SIDE * _RATIO, _SIDE * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(inks.text, 1.5))
    painter.drawPath(curve(activation, QRectF(2, 4, _SIDE - 4, _SIDE - 8)))
    painter.end()
    return QIcon(pixmap)
