"""Paints neurons with their outputs, biases and targets, and what stands for folded ones."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.names import neuron_name, parameter_name
from backprop_gui.views.canvas.edges import named_value, plate
from backprop_gui.views.canvas.figures import FIGURES, brief
from backprop_gui.views.canvas.geometry import UNIT_RADIUS, Column
from backprop_gui.views.canvas.handles import (
    LINE,
    NAMED_INSIDE,
    WITH_TEXT,
    Box,
    bias_tag,
    fold_words,
    name_box,
    target_box,
    unit_label,
)
from backprop_gui.views.canvas.inks import SMALL_PX, Inks, font
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.spots import Part, Pointed, Spot
from backprop_gui.views.canvas.stage_marks import lights_neurons
from backprop_gui.views.canvas.state import State
from backprop_gui.views.canvas.strength import Scale
from backprop_gui.views.parts.formulas.activations import LOOKS
from backprop_gui.views.parts.numbers import MINUS, full

_CENTRE = Qt.AlignmentFlag.AlignCenter
_BORDER, _CHOSEN_BORDER = 1.4, 3.0
_HALO = 5.0
_DOT = 0.28  # radius of the mark of a bias, of its neuron's


class NeuronPainter:
    """Draws one picture's neurons; keeps the scale of each layer's outputs."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._scales = [Scale(least=1.0) for _ in picture.layout.columns]

    def paint(
        self,
        painter: QPainter,
        inks: Inks,
        state: State,
        pointed: Pointed,
        seen: QRectF,
    ) -> None:
        """Draws what lies in `seen`, a part of the scene."""
        self._painter, self._inks, self._state = painter, inks, state
        self._chosen, self._hovered, self._lit = pointed.chosen, pointed.hovered, pointed.lit
        offset = 0
        for column in self._picture.layout.columns:
            outputs = None
            if state.outputs is not None:
                outputs = state.outputs[offset : offset + column.size]
            offset += column.size
            reach = column.radius + 120
            if seen.left() - reach <= column.x <= seen.right() + reach:
                self._column(column, outputs, seen)
        self._units()

    def _column(self, column: Column, outputs: Floats | None, seen: QRectF) -> None:
        ys = column.ys
        first, last = ys.searchsorted([seen.top() - 60, seen.bottom() + 60])
        full = self._scales[column.layer].follow(outputs) if outputs is not None else 1.0
        for index in range(int(first), int(last)):
            neuron, y = int(column.neurons[index]), float(ys[index])
            output = None if outputs is None else float(outputs[neuron])
            self._neuron(column, neuron, y, output, full)

    def _neuron(
        self, column: Column, neuron: int, y: float, output: float | None, full: float
    ) -> None:
        painter, inks, radius = self._painter, self._inks, column.radius
        spot = Spot(Part.NEURON, column.layer, neuron)
        centre = QPointF(column.x, y)
        if spot == self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.selection)
            painter.drawEllipse(centre, radius + _HALO, radius + _HALO)
        is_pointed_at = spot in self._lit or Spot(Part.LAYER, column.layer) in self._lit
        lit = spot in (self._chosen, self._hovered) or is_pointed_at or self._is_concerned(column)
        border = _CHOSEN_BORDER if spot == self._chosen or is_pointed_at else _BORDER
        border = min(border, radius * 0.3)
        painter.setPen(QPen(inks.accent if lit else inks.neuron_border, border))
        part = 0.0 if output is None else self._part(column.layer, output, full)
        painter.setBrush(inks.shade(part))
        painter.drawEllipse(centre, radius, radius)
        if radius >= WITH_TEXT:
            self._words(column, neuron, y, output)
        elif column.layer > 0 and not self._picture.layout.units:
            self._dot(column, neuron, y)
        if column.layer == len(self._picture.layout.columns) - 1:
            self._target(column, neuron, y, output)

    def _is_concerned(self, column: Column) -> bool:
        """Whether its layer is selected, or computed by the stage that is seen."""
        is_chosen = self._chosen == Spot(Part.LAYER, column.layer)
        return is_chosen or lights_neurons(self._state.stage, column.layer)

    def _part(self, layer: int, output: float, full: float) -> float:
        """Where an output lies in the range of its layer, from 0 to 1."""
        activations = self._picture.topology.activations
        activation = activations[layer - 1] if layer > 0 else Activation.IDENTITY
        if output != output:
            return 0.0
        return LOOKS[activation].fill(output, full)

    def _words(self, column: Column, neuron: int, y: float, output: float | None) -> None:
        painter, inks, radius, x = self._painter, self._inks, column.radius, column.x
        topology = self._picture.topology
        name = neuron_name(topology, column.layer, neuron)
        alone = bool(self._picture.layout.units) or column.layer == 0
        middle = y
        if radius >= NAMED_INSIDE:
            painter.setFont(font(SMALL_PX))
            painter.setPen(inks.neuron_text)
            painter.drawText(QRectF(x - radius, y - 0.72 * radius, 2 * radius, LINE), _CENTRE, name)
            middle = y + 0.2 * radius
        else:
            box = QRectF(*name_box(column, y, alone))
            painter.setFont(font(SMALL_PX - 1))
            if alone:
                width = painter.fontMetrics().horizontalAdvance(name) / 2 + 2
                plate(
                    painter, inks, QRectF(x - width, box.y() + 1, 2 * width, LINE - 2), chosen=False
                )
            painter.setPen(inks.muted)
            side = _CENTRE if alone else Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, side, name)
        if output is not None:
            self._output(x, middle, radius, output)
        if not alone:
            self._tag(column, neuron, y)

    def _output(self, x: float, y: float, radius: float, output: float) -> None:
        pixels = min(max(0.3 * radius + 4.5, 9), 14)
        characters = int(1.75 * radius / (0.6 * pixels))
        figures = min(characters - (2 if output < 0 else 1), 7)
        self._painter.setFont(font(pixels))
        self._painter.setPen(self._inks.neuron_text)
        box = QRectF(x - radius, y - pixels, 2 * radius, 2 * pixels)
        self._painter.drawText(box, _CENTRE, brief(output, max(figures, 2)))

    def _tag(self, column: Column, neuron: int, y: float) -> None:
        topology = self._picture.topology
        at = topology.bias_at(column.layer - 1, neuron)
        box = bias_tag(column, neuron, y)
        chosen = Spot(Part.BIAS, column.layer, at)
        value = float(self._state.parameters[at])
        if column.radius >= NAMED_INSIDE:
            self._bias(box, at, chosen)
            return
        self._painter.setFont(font(SMALL_PX - 1))
        if chosen in (self._chosen, self._hovered):
            plate(self._painter, self._inks, QRectF(*box), chosen == self._chosen)
        self._painter.setPen(self._inks.value(value))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(QRectF(*box).adjusted(2, 0, 0, 0), side, brief(value, 3))

    def _bias(self, box: Box, at: int, spot: Spot) -> None:
        """A bias's name and value."""
        frame = QRectF(*box)
        self._painter.setFont(font(SMALL_PX))
        plate(self._painter, self._inks, frame, spot == self._chosen)
        picture = self._picture
        name = parameter_name(picture.topology, at, picture.frame.one_bias)
        value = float(self._state.parameters[at])
        named_value(self._painter, self._inks, frame, name, brief(value, FIGURES), value)

    def _dot(self, column: Column, neuron: int, y: float) -> None:
        at = self._picture.topology.bias_at(column.layer - 1, neuron)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._inks.value(float(self._state.parameters[at])))
        size = column.radius * _DOT
        self._painter.drawEllipse(QPointF(column.x, y + column.radius - size), size, size)

    def _target(self, column: Column, neuron: int, y: float, output: float | None) -> None:
        """The target beside an output neuron, and how far off the output is to which side."""
        targets, painter, inks = self._state.targets, self._painter, self._inks
        if targets is None or column.pitch < LINE:
            return
        target, box = float(targets[neuron]), QRectF(*target_box(column, y))
        painter.setFont(font(SMALL_PX))
        painter.setPen(inks.text)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, side, f"target {_given(target)}")
        if output is not None and column.pitch > 2 * LINE:
            painter.setPen(inks.muted)
            arrow = "↓" if output > target else "↑"
            text = f"{arrow} {brief(abs(output - target), 4)}" if output != target else "met"
            painter.drawText(box.translated(0, LINE), side, text)

    def _units(self) -> None:
        """Bias units: neurons whose output is always 1, as the tutorial draws them."""
        painter, inks, topology = self._painter, self._inks, self._picture.topology
        for layer, (x, y) in enumerate(self._picture.layout.units, 1):
            at = topology.layers[layer - 1].biases
            spot = Spot(Part.BIAS, layer, at)
            lit = spot in (self._chosen, self._hovered)
            painter.setPen(QPen(inks.accent if lit else inks.neuron_border, _BORDER))
            painter.setBrush(inks.selection if spot == self._chosen else inks.surface)
            painter.drawEllipse(QPointF(x, y), UNIT_RADIUS, UNIT_RADIUS)
            painter.setFont(font(SMALL_PX))
            painter.setPen(inks.text)
            size = 2 * UNIT_RADIUS
            box = QRectF(x - UNIT_RADIUS, y - UNIT_RADIUS, size, size)
            painter.drawText(box, _CENTRE, "1")
            self._bias(unit_label(layer, x, y), at, spot)


def _given(value: float) -> str:
    """A number that a person typed: as it was typed, if that is short."""
    text = full(value)
    return text.replace("-", MINUS) if len(text) <= 6 else brief(value, 4)


def paint_folds(painter: QPainter, inks: Inks, picture: Picture, hovered: Spot | None) -> None:
    """What stands for neurons that are not shown, in all columns."""
    for column in picture.layout.columns:
        for fold in column.folds:
            spot = Spot(Part.FOLD, column.layer, fold.first)
            paint_fold(painter, inks, picture.boxes[spot], fold_words(fold), spot == hovered)


def paint_fold(painter: QPainter, inks: Inks, box: Box, text: str, hovered: bool) -> None:
    """A button that shows or hides neurons of a layer."""
    painter.setPen(QPen(inks.accent if hovered else inks.border, 1))
    painter.setBrush(inks.raised if hovered else inks.surface)
    painter.drawRoundedRect(QRectF(*box), 6, 6)
    painter.setFont(font(SMALL_PX))
    painter.setPen(inks.text)
    painter.drawText(QRectF(*box), _CENTRE, text)
