"""Paints what stands above the columns: a layer's name, size and activation, and its buttons."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment.names import layer_name
from backprop_gui.views.canvas.curves import curve
from backprop_gui.views.canvas.geometry import TOP
from backprop_gui.views.canvas.handles import BUTTON, LINE, Box
from backprop_gui.views.canvas.inks import BODY_PX, SMALL_PX, Inks, font
from backprop_gui.views.canvas.neurons import paint_fold
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.parts.choice_words import word
from backprop_gui.views.parts.numbers import steps

_CENTRE = Qt.AlignmentFlag.AlignCenter
_HALF = 56.0  # of a selected header
_SIGN = 4.0  # half the length of a plus
_CURVE = QRectF(0, 0, 14, 10)


def paint_headers(
    painter: QPainter,
    inks: Inks,
    picture: Picture,
    chosen: Spot | None,
    hovered: Spot | None,
    editable: bool,
) -> None:
    """Draws all handles that are no neurons' own."""
    for spot, box in picture.handles:
        hot, near = spot == hovered, hovered is not None and spot.layer == hovered.layer
        match spot.part:
            case Part.LAYER:
                _layer(painter, inks, picture, spot, box, chosen, hot)
            case Part.ACTIVATION:
                activation = picture.topology.activations[spot.layer - 1]
                _activation(painter, inks, box, activation, hot)
            case Part.ADD | Part.REMOVE | Part.INSERT:
                near = near or (chosen is not None and spot.layer == chosen.layer)
                possible = spot.part is not Part.REMOVE or picture.topology.sizes[spot.layer] > 1
                if editable and possible:
                    _button(painter, inks, spot.part, box, hot, near)
            case Part.FOLD if spot.layer in picture.frame.opened:
                paint_fold(painter, inks, box, "show fewer", hot)


def paint_ground(painter: QPainter, inks: Inks, picture: Picture, layer: int) -> None:
    """The ground of a selected layer's header."""
    box = QRectF(picture.layout.columns[layer].x - _HALF, 4, 2 * _HALF, TOP - 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.column)
    painter.drawRoundedRect(box, 8, 8)


def _layer(
    painter: QPainter,
    inks: Inks,
    picture: Picture,
    spot: Spot,
    box: Box,
    chosen: Spot | None,
    hot: bool,
) -> None:
    painter.setFont(font(BODY_PX, bold=True))
    painter.setPen(inks.accent if hot or spot == chosen else inks.text)
    name = layer_name(picture.topology, spot.layer)
    painter.drawText(QRectF(box.x, box.y, box.width, BUTTON), _CENTRE, name)
    painter.setFont(font(SMALL_PX))
    painter.setPen(inks.muted)
    row = QRectF(box.x, box.y + box.height - BUTTON, box.width, BUTTON)
    painter.drawText(row, _CENTRE, steps(picture.topology.sizes[spot.layer]))


def _activation(painter: QPainter, inks: Inks, box: Box, activation: Activation, hot: bool) -> None:
    """A button with the curve of an activation, its name, and an arrow that says: a menu."""
    painter.setPen(QPen(inks.accent if hot else inks.border, 1))
    painter.setBrush(inks.raised if hot else inks.surface)
    painter.drawRoundedRect(QRectF(*box), 5, 5)
    painter.setPen(QPen(inks.muted, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve(activation, _CURVE.translated(box.x + 7, box.y + 5)))
    painter.setFont(font(SMALL_PX))
    painter.setPen(inks.text)
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(box.x + 26, box.y, box.width - 26, box.height), side, word(activation))
    x, y = box.x + box.width - 10, box.middle[1]
    arrow = QPainterPath(QPointF(x - 3, y - 1.5))
    arrow.lineTo(x, y + 1.5)
    arrow.lineTo(x + 3, y - 1.5)
    painter.setPen(QPen(inks.muted, 1.3))
    painter.drawPath(arrow)


def _button(painter: QPainter, inks: Inks, part: Part, box: Box, hot: bool, near: bool) -> None:
    """A round button for a neuron, a tall one for a layer."""
    x, y = box.middle
    colour: QColor = inks.accent if hot else inks.muted if near else inks.faint
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(inks.raised if hot else inks.canvas)
    frame = QRectF(*box).adjusted(2, 2, -2, -2)
    corner = 5.0 if part is Part.INSERT else BUTTON / 2
    painter.drawRoundedRect(frame, corner, corner)
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QPointF(x - _SIGN, y), QPointF(x + _SIGN, y))
    if part is not Part.REMOVE:
        painter.drawLine(QPointF(x, y - _SIGN), QPointF(x, y + _SIGN))


def paint_caption(painter: QPainter, inks: Inks, picture: Picture, text: str) -> None:
    """A line at the bottom of the picture."""
    painter.setFont(font(SMALL_PX))
    painter.setPen(inks.muted)
    layout = picture.layout
    box = QRectF(12, layout.height - LINE - 8, layout.width - 24, LINE)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
