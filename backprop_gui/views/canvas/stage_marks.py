"""Paints what a stage of a training step does to the picture: deltas, and values from before it."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.stages import StageKind
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.canvas.edges import plate
from backprop_gui.views.canvas.figures import brief
from backprop_gui.views.canvas.geometry import Column, Ints
from backprop_gui.views.canvas.handles import LINE, NAMED_INSIDE, WITH_TEXT
from backprop_gui.views.canvas.inks import SMALL_PX, Inks, font
from backprop_gui.views.canvas.labels import HEIGHT, Labels
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.wires import Wires

_FIGURES = 6
_BEFORE_PX, _BEFORE_HEIGHT = 10, 11.0
_MARGIN = 3.0
_OVERLAP = 2.0  # of a small line's empty edge


def concerned(view: StageView, wires: Wires) -> Ints:
    """The rows of the edges that the present stage changes, or takes deltas back along."""
    stage = view.stage
    if stage is None or stage.kind is StageKind.OUTPUT_DELTAS:
        return np.zeros(0, np.intp)
    trains_biases = view.trace.bias_policy is not BiasPolicy.FIXED
    if stage.kind is StageKind.WEIGHTS:
        ending = wires.layer == stage.layer + 1
        return np.flatnonzero(ending & ((wires.source >= 0) | trains_biases))
    return np.flatnonzero((wires.layer == stage.layer + 2) & (wires.source >= 0))


def lights_neurons(view: StageView | None, layer: int) -> bool:
    """Whether the present stage computes the deltas of a layer; 0 is the input layer."""
    stage = None if view is None else view.stage
    is_of_deltas = stage is not None and stage.kind is not StageKind.WEIGHTS
    return is_of_deltas and stage is not None and stage.layer + 1 == layer


def paint_values_before(
    painter: QPainter, inks: Inks, picture: Picture, view: StageView, labels: Labels
) -> None:
    """The weights that the present stage changes as they were before it, struck, above labels.

    All of them or, where they would run into labels, none.
    """
    stage = view.stage
    if stage is None or stage.kind is not StageKind.WEIGHTS:
        return
    changed = labels.only(np.flatnonzero(picture.wires.layer == stage.layer + 1))
    if not _have_room_above(changed):
        return
    before = view.parameters_before
    struck = QFont(font(_BEFORE_PX))
    struck.setStrikeOut(True)
    painter.setFont(struck)
    metrics = painter.fontMetrics()
    centres = (part.tolist() for part in (changed.rows, changed.xs, changed.ys, changed.widths))
    for row, x, y, width in zip(*centres, strict=True):
        text = brief(float(before[picture.wires.at[row]]), labels.characters - 2)
        size = metrics.horizontalAdvance(text) + 2 * _MARGIN
        right, top = x + width / 2 - 4 + _MARGIN, y - HEIGHT / 2 - _BEFORE_HEIGHT
        box = QRectF(right - size, top, size, _BEFORE_HEIGHT + 2)
        plate(painter, inks, box, chosen=False)
        painter.setPen(inks.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _have_room_above(labels: Labels) -> bool:
    """Whether a small line fits between every label and the one above it."""
    beside = np.abs(labels.xs[:, None] - labels.xs) < (labels.widths[:, None] + labels.widths) / 2
    below = labels.ys[:, None] - labels.ys
    return not np.any(beside & (below > 0) & (below < HEIGHT + _BEFORE_HEIGHT - _OVERLAP))


def paint_deltas(
    painter: QPainter, inks: Inks, picture: Picture, view: StageView, seen: QRectF
) -> None:
    """The deltas that are known by now, at their neurons, where there is room."""
    if view.is_over:
        return  # they are those of the step that is made
    topology = picture.topology
    for layer, block in enumerate(topology.layers):
        column = picture.layout.columns[layer + 1]
        if not view.knows_deltas(layer) or not _has_room(column):
            continue
        deltas = view.trace.deltas[block.outputs_at : block.outputs_at + block.neurons]
        for neuron, y in zip(column.neurons.tolist(), column.ys.tolist(), strict=True):
            if seen.top() - 60 <= y <= seen.bottom() + 60:
                is_new = lights_neurons(view, layer + 1)
                _delta(painter, inks, column, y, float(deltas[neuron]), is_new)


def _has_room(column: Column) -> bool:
    """Above large circles, or below small ones, which have their names above."""
    lines = 2 if column.radius >= NAMED_INSIDE else 3
    has_words = column.radius >= WITH_TEXT
    return has_words and column.pitch - 2 * column.radius >= lines * LINE


def _delta(
    painter: QPainter, inks: Inks, column: Column, y: float, delta: float, is_new: bool
) -> None:
    painter.setFont(font(SMALL_PX))
    text = brief(delta, _FIGURES)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(f"δ {text}") + 10
    top = y + column.radius + 2
    if column.radius >= NAMED_INSIDE:
        top = y - column.radius - HEIGHT - 4
    box = QRectF(column.x - width / 2, top, width, HEIGHT)
    plate(painter, inks, box, is_new)
    inner, flags = box.adjusted(5, 0, -5, 0), Qt.AlignmentFlag
    painter.setPen(inks.muted)
    painter.drawText(inner, flags.AlignLeft | flags.AlignVCenter, "δ")
    painter.setPen(inks.value(delta))
    painter.drawText(inner, flags.AlignRight | flags.AlignVCenter, text)
