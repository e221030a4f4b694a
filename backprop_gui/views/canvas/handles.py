"""Where the words and buttons of the picture stand: headers, folds, bias tags. No Qt."""

from collections.abc import Iterator
from typing import NamedTuple

from backprop_gui.engine.topology import Topology
from backprop_gui.views.canvas.geometry import (
    BOTTOM,
    FOLD_ROOM,
    UNIT_RADIUS,
    UNIT_ROOM,
    Column,
    Fold,
    Layout,
)
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.parts.numbers import steps

BUTTON = 20.0
LINE = 15.0  # a line of small text
NAMED_INSIDE = 21.0  # from this radius on a neuron's name and output stand inside its circle
WITH_TEXT = 11.0  # from this radius on a neuron has words at all
_HEADER = 108.0
_FIRST_ROW, _SECOND_ROW, _THIRD_ROW = 8.0, 30.0, 54.0
_FOLD = 96.0, 22.0  # at least so wide
_TARGET = 110.0
_TAG, _CHARACTER = 80.0, 7.6  # a bias without its name; what each letter of that or a fold adds


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x - self.x < self.width and 0 <= y - self.y < self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def handles(topology: Topology, layout: Layout) -> Iterator[tuple[Spot, Box]]:
    """All that can be pressed besides neurons and edges; of two at one point the first counts."""
    for column in layout.columns:
        yield from _header(column)
    for layer in range(1, len(layout.columns)):
        x = (layout.columns[layer - 1].x + layout.columns[layer].x) / 2
        yield Spot(Part.INSERT, layer), _around(x, _SECOND_ROW + BUTTON / 2, BUTTON, 1.3 * BUTTON)
    for column in layout.columns:
        for fold in column.folds:
            width = max(_FOLD[0], _CHARACTER * len(fold_words(fold)))
            box = _around(column.x, fold.y, width, _FOLD[1])
            yield Spot(Part.FOLD, column.layer, fold.first), box
    if layout.units:
        for layer, (x, y) in enumerate(layout.units, 1):
            spot = Spot(Part.BIAS, layer, topology.layers[layer - 1].biases)
            size = 2 * UNIT_RADIUS
            yield spot, _around(x, y, size, size)
            yield spot, unit_label(layer, x, y)
    else:
        for column in layout.columns[1:]:
            if column.radius >= WITH_TEXT:
                for neuron, y in zip(column.neurons.tolist(), column.ys.tolist(), strict=True):
                    at = topology.bias_at(column.layer - 1, neuron)
                    yield Spot(Part.BIAS, column.layer, at), bias_tag(column, neuron, y)
    outputs = layout.columns[-1]
    if outputs.pitch >= LINE:
        for neuron, y in zip(outputs.neurons.tolist(), outputs.ys.tolist(), strict=True):
            yield Spot(Part.TARGET, outputs.layer, neuron), target_box(outputs, y)


def fold_words(fold: Fold) -> str:
    return f"… {steps(fold.count)} more …"


def refold(layout: Layout, layer: int) -> tuple[Spot, Box]:
    """What folds an opened layer again."""
    floor = layout.height - BOTTOM - (UNIT_ROOM if layout.units else 0)
    x = layout.columns[layer].x
    return Spot(Part.FOLD, layer), _around(x, floor - FOLD_ROOM / 2 + 2, *_FOLD)


def unit_label(layer: int, x: float, y: float) -> Box:
    """The name and value of a bias, under its unit."""
    width = _TAG + _CHARACTER * len(f"b{layer}")
    return Box(x - width / 2, y + UNIT_RADIUS + 1, width, LINE)


def bias_tag(column: Column, neuron: int, y: float) -> Box:
    """A neuron's own bias: under a large circle, beside the name above a small one."""
    if column.radius >= NAMED_INSIDE:
        width = _TAG + _CHARACTER * len(f"b{column.layer}.{neuron + 1}")
        return Box(column.x - width / 2, y + column.radius + 2, width, LINE)
    return Box(column.x + 2, y - column.radius - LINE, 3 * LINE, LINE)


def target_box(column: Column, y: float) -> Box:
    """The target beside an output neuron; higher where how far off it is has a line below."""
    top = y - LINE if column.pitch > 2 * LINE else y - LINE / 2
    return Box(column.x + column.radius + 9, top, _TARGET, LINE)


def name_box(column: Column, y: float, alone: bool) -> Box:
    """A neuron's name above its small circle; left of the middle where a bias is beside it."""
    x = column.x - 1.5 * LINE if alone else column.x - 3 * LINE
    return Box(x, y - column.radius - LINE, 3 * LINE, LINE)


def words(column: Column, own_biases: bool) -> list[Box]:
    """What stands beside the circles of a column, and edges' labels must not cover."""
    own, inside = own_biases and column.layer > 0, column.radius >= NAMED_INSIDE
    if column.radius < WITH_TEXT:
        return []
    places = list(zip(column.neurons.tolist(), column.ys.tolist(), strict=True))
    names = [] if inside else [name_box(column, y, alone=not own) for _, y in places]
    return names + ([bias_tag(column, *place) for place in places] if own else [])


def half_width(column: Column, own_biases: bool) -> float:
    """Half the width of what stands at each of a column's neurons."""
    own = own_biases and column.layer > 0
    if column.radius >= NAMED_INSIDE:
        return max(column.radius, _TAG / 2 + 2 * _CHARACTER) if own else column.radius
    if column.radius < WITH_TEXT:
        return column.radius
    return (3.0 if own else 1.5) * LINE


def _header(column: Column) -> Iterator[tuple[Spot, Box]]:
    x, layer = column.x, column.layer
    yield Spot(Part.REMOVE, layer), Box(x - 46, _SECOND_ROW, BUTTON, BUTTON)
    yield Spot(Part.ADD, layer), Box(x + 46 - BUTTON, _SECOND_ROW, BUTTON, BUTTON)
    if layer > 0:
        yield Spot(Part.ACTIVATION, layer), Box(x - 46, _THIRD_ROW, 92, BUTTON)
    height = _SECOND_ROW + BUTTON - _FIRST_ROW
    yield Spot(Part.LAYER, layer), Box(x - _HEADER / 2, _FIRST_ROW, _HEADER, height)


def _around(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, width, height)
