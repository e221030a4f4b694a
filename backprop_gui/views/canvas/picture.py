"""The picture of one network at one size: all that does not change while it learns. No Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from backprop_gui.engine.topology import Topology
from backprop_gui.views.canvas.geometry import Ints, Layout, lay_out
from backprop_gui.views.canvas.handles import Box, handles, refold
from backprop_gui.views.canvas.labels import (
    HEIGHT,
    Labels,
    are_few,
    around,
    have_room,
    joined,
    plan,
    single,
)
from backprop_gui.views.canvas.spots import Part, Spot, ends, parameter_spot
from backprop_gui.views.canvas.wires import Wires, wire

# Sizes of text and of circles, of the usual ones, that are tried until all labels of a small
# network have room: first smaller circles, then smaller text too. Each takes some milliseconds.
_TRIED = (1.0, 1.0), (1.0, 0.85), (1.0, 0.7), (0.93, 0.85), (0.87, 0.7), (0.8, 0.7)


@dataclass(frozen=True)
class Frame:
    """What a picture is made from, besides the network; `character` is the width of a figure."""

    width: float
    height: float
    one_bias: bool
    character: float
    text_scale: float = 1.0
    opened: frozenset[int] = frozenset()
    pinned: Mapping[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    topology: Topology
    frame: Frame

    @cached_property
    def layout(self) -> Layout:
        """The first, of those that may be tried, in which all labels have room; else the usual."""
        layouts = self._layouts()
        usual = next(layouts)
        if not are_few(self.topology.sizes):
            return usual
        return next((x for x in chain([usual], layouts) if self._has_room(x)), usual)

    def _layouts(self) -> Iterator[Layout]:
        frame = self.frame
        for text, circles in _TRIED:
            layout = lay_out(
                self.topology.sizes,
                frame.width,
                frame.height,
                frame.one_bias,
                text * frame.text_scale,
                frame.opened,
                frame.pinned,
            )
            yield layout.slimmer(circles)

    def _has_room(self, layout: Layout) -> bool:
        wires = wire(self.topology, layout)
        return have_room(self.topology, layout, wires, self.frame.character)

    @cached_property
    def wires(self) -> Wires:
        return wire(self.topology, self.layout)

    @cached_property
    def labels(self) -> Labels:
        return plan(self.topology, self.layout, self.wires, self.frame.character)

    @cached_property
    def handles(self) -> list[tuple[Spot, Box]]:
        opened = [refold(self.layout, layer) for layer in sorted(self.frame.opened)]
        return opened + list(handles(self.topology, self.layout))

    @cached_property
    def boxes(self) -> dict[Spot, Box]:
        """The first box of each handle."""
        return dict(reversed(self.handles))

    def spot_at(self, x: float, y: float, reach: float, rows: Ints | None = None) -> Spot | None:
        """What a point of the scene hits; edges are hit from `reach` away, if among `rows`."""
        neuron = self.layout.neuron_at(x, y, slack=min(reach, 2.0))
        if neuron is not None:
            layers, neurons = self.layout.layers, self.layout.neurons
            return Spot(Part.NEURON, int(layers[neuron]), int(neurons[neuron]))
        for spot, box in self.handles:
            if box.holds(x, y):
                return spot
        row = self.labels.at(x, y)
        if row is None:
            row = self.wires.nearest(x, y, reach, rows)
        if row is None:
            return None
        return parameter_spot(self.topology, int(self.wires.at[row]), self.frame.one_bias)

    def lit(self, spot: Spot) -> Ints:
        """The rows of the edges that belong to a neuron, weight or bias."""
        wires = self.wires
        if spot.part is Part.NEURON:
            return np.flatnonzero(wires.touching(spot.layer, spot.at))
        if spot.part in (Part.WEIGHT, Part.BIAS):
            return np.flatnonzero(wires.at == spot.at)
        return np.zeros(0, np.intp)

    def labels_of(self, spot: Spot) -> list[Labels]:
        """Labels for the edges of a neuron or a weight, those of the plan where it has them."""
        rows = self.lit(spot)
        rows = rows[self.wires.source[rows] >= 0]
        planned = self.labels.only(rows)
        rest = rows[~np.isin(rows, planned.rows)]
        character = self.frame.character
        if spot.part is Part.WEIGHT:
            return [planned, *(single(self.topology, self.wires, row, character) for row in rest)]
        if spot.part is not Part.NEURON:
            return []
        ending = self.wires.layer[rest] == spot.layer
        parts = [
            around(self.topology, self.layout, self.wires, rest[mask], character, neuron_end)
            for mask, neuron_end in ((ending, True), (~ending, False))
        ]
        return [planned, joined(parts)]

    def label_of(self, spot: Spot) -> Box | None:
        """Where the name and value of a weight or bias stand."""
        if spot.part is Part.WEIGHT:
            for labels in self.labels_of(spot):
                for x, y, width in zip(labels.xs, labels.ys, labels.widths, strict=True):
                    return Box(float(x - width / 2), float(y - HEIGHT / 2), float(width), HEIGHT)
        boxes = [box for handle, box in self.handles if handle == spot]
        return boxes[-1] if boxes else None

    def middle(self, spot: Spot) -> tuple[float, float]:
        """The point of the scene that stands for a spot, where a field may open."""
        if spot.part is Part.NEURON:
            column = self.layout.columns[spot.layer]
            return column.x, column.y_of(spot.at)
        if spot.part is Part.WEIGHT:
            return self._middle_of_weight(spot)
        box = self.boxes.get(spot)
        if box is None:  # the bias of a neuron too small for words
            neuron = spot.at - self.topology.layers[spot.layer - 1].biases
            return self.middle(Spot(Part.NEURON, spot.layer, neuron))
        return box.middle

    def _middle_of_weight(self, spot: Spot) -> tuple[float, float]:
        row = self.wires.row_of(spot.at)
        if row is not None:
            found = np.flatnonzero(self.labels.rows == row)
            if len(found):
                return float(self.labels.xs[found[0]]), float(self.labels.ys[found[0]])
        source, neuron = ends(self.topology, spot)
        before, after = self.layout.columns[spot.layer - 1], self.layout.columns[spot.layer]
        y = (before.y_of(source) + after.y_of(neuron)) / 2
        return (before.x + after.x) / 2, y
