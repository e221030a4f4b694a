"""Little pictures of experiments, drawn from their samples: points in classes, a curve, a net."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.parts.palette import Palette

_MARGIN = 0.16  # of the picture's height, free on all sides
_FEW = 16  # so few points are drawn large
_LARGE, _SMALL = 6.0, 2.0  # radii of points, device-independent pixels
_NEURON = 7.0
_MOST_NEURONS = 6  # of a layer
_MOST_POINTS = 500


def draw_picture(
    painter: QPainter, place: QRectF, experiment: Experiment, palette: Palette
) -> None:
    """Draws into `place`: one sample as its network, one input as a curve, else as points."""
    samples = experiment.samples
    margin = _MARGIN * place.height()
    inner = place.adjusted(margin, margin, -margin, -margin)
    if len(samples) == 1:
        _draw_network(painter, inner, experiment.network.topology.sizes, palette)
    elif samples.inputs.shape[1] == 1:
        points = _spread(inner, samples.inputs[:, 0], samples.targets[:, 0])
        _draw_curve(painter, points, palette)
    else:
        _draw_classes(painter, inner, samples, palette)


def classes(targets: Floats) -> list[int]:
    """The class of each row: which target is the largest, or whether the only one is high."""
    if targets.shape[1] > 1:
        return [int(at) for at in targets.argmax(axis=1)]
    middle = (targets.min() + targets.max()) / 2
    return [int(at) for at in (targets[:, 0] > middle)]


def _draw_classes(painter: QPainter, place: QRectF, samples: Samples, palette: Palette) -> None:
    """The last two inputs of each sample as a point in the colour of its class."""
    inputs, targets = samples.inputs[:_MOST_POINTS], samples.targets[:_MOST_POINTS]
    side = min(place.width(), place.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(place.center())
    points = _spread(square, inputs[:, -2], inputs[:, -1])
    radius = _LARGE if len(points) <= _FEW else _SMALL
    colours = [QColor(colour) for colour in palette.categorical]
    for point, at in zip(points, classes(targets), strict=True):
        colour = colours[at % len(colours)]
        # Not by colour alone: the class 0 of few points is hollow.
        painter.setPen(QPen(colour, 2) if len(points) <= _FEW else QPen(colour, 0))
        painter.setBrush(QColor(palette.canvas) if len(points) <= _FEW and at == 0 else colour)
        painter.drawEllipse(point, radius, radius)


def _draw_curve(painter: QPainter, points: list[QPointF], palette: Palette) -> None:
    """The first target over the input."""
    colour = QColor(palette.categorical[0])
    painter.setPen(QPen(colour, 1))
    painter.drawPolyline(QPolygonF(sorted(points, key=QPointF.x)))
    painter.setBrush(colour)
    radius = _LARGE if len(points) <= _FEW else _SMALL
    for point in points:
        painter.drawEllipse(point, radius, radius)


def _draw_network(
    painter: QPainter, place: QRectF, sizes: tuple[int, ...], palette: Palette
) -> None:
    layers = []
    for layer, size in enumerate(sizes):
        shown = min(size, _MOST_NEURONS)
        x = place.left() + place.width() * layer / (len(sizes) - 1)
        gap = place.height() / max(shown, 2)
        top = place.center().y() - gap * (shown - 1) / 2
        layers.append([QPointF(x, top + gap * at) for at in range(shown)])
    painter.setPen(QPen(QColor(palette.positive), 1))
    for left, right in pairwise(layers):
        for start in left:
            for end in right:
                painter.drawLine(start, end)
    painter.setPen(QPen(QColor(palette.neuron_border), 1))
    painter.setBrush(QColor(palette.neuron_high))
    for neurons in layers:
        for neuron in neurons:
            painter.drawEllipse(neuron, _NEURON, _NEURON)


def _spread(place: QRectF, x: Floats, y: Floats) -> list[QPointF]:
    """The points (x, y) stretched over `place`, y upwards."""
    across = place.left() + place.width() * _fractions(x)
    down = place.bottom() - place.height() * _fractions(y)
    return [QPointF(*pair) for pair in zip(across.tolist(), down.tolist(), strict=True)]


def _fractions(values: Floats) -> Floats:
    low, high = float(values.min()), float(values.max())
    if not 0 < high - low < np.inf:
        return np.full(len(values), 0.5)
    fractions: Floats = (values - low) / (high - low)
    return fractions
