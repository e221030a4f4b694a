"""The edges of the picture as arrays: which parameter each shows, from where to where. No Qt."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.views.canvas.geometry import Ints, Layout

MOST_DRAWN = 5_000
"""More edges than this are neither told apart nor drawn in time."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Wires:
    """One row an edge between neurons that are seen, then those that leave bias units.

    `at` is the place in the parameter vector, `layer` that of the neuron at the end; `source` is
    -1 where a bias unit is the start.
    """

    at: Ints
    layer: Ints
    source: Ints
    neuron: Ints
    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats

    def __len__(self) -> int:
        return len(self.at)

    def strongest(self, parameters: Floats, count: int = MOST_DRAWN) -> Ints | None:
        """The rows with the largest absolute values; None when all may be drawn."""
        if len(self) <= count:
            return None
        strength = np.abs(parameters[self.at])
        strength[np.isnan(strength)] = np.inf
        return np.sort(np.argpartition(strength, len(self) - count)[-count:])

    def nearest(self, x: float, y: float, reach: float, rows: Ints | None) -> int | None:
        """The row, of `rows` or of all, whose line is nearest to a point and within reach."""
        x1, y1, x2, y2 = (
            part if rows is None else part[rows] for part in (self.x1, self.y1, self.x2, self.y2)
        )
        if len(x1) == 0:
            return None
        dx, dy = x2 - x1, y2 - y1
        along = np.clip(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0, 1)
        distance = np.hypot(x1 + along * dx - x, y1 + along * dy - y)
        best = int(np.argmin(distance))
        if distance[best] > reach:
            return None
        return best if rows is None else int(rows[best])

    def row_of(self, at: int) -> int | None:
        """The first row that shows the parameter at `at`; None when it is not seen."""
        rows = np.flatnonzero(self.at == at)
        return int(rows[0]) if len(rows) else None

    def touching(self, layer: int, neuron: int) -> Mask:
        """Which edges end or start at a neuron."""
        ending: Mask = (self.layer == layer) & (self.neuron == neuron)
        starting: Mask = (self.layer == layer + 1) & (self.source == neuron)
        result: Mask = ending | starting
        return result


# Four rows of at, layer, source, neuron, and four of x1, y1, x2, y2.
_Block = tuple[Ints, Floats]


def wire(topology: Topology, layout: Layout) -> Wires:
    """The edges of a layout."""
    blocks = [
        _between(topology, layout, layer) for layer, _ in enumerate(pairwise(layout.columns), 1)
    ]
    blocks += [_from_unit(topology, layout, number) for number in range(1, len(layout.units) + 1)]
    names, points = zip(*blocks, strict=True)
    return Wires(*np.concatenate(names, axis=1), *np.concatenate(points, axis=1))


def _between(topology: Topology, layout: Layout, layer: int) -> _Block:
    """All edges into `layer`, neuron by neuron and input by input, as their names count."""
    before, after = layout.columns[layer - 1], layout.columns[layer]
    block = topology.layers[layer - 1]
    n, m = len(before.neurons), len(after.neurons)
    source, neuron = np.tile(before.neurons, m), np.repeat(after.neurons, n)
    x1, x2 = np.full(n * m, before.x), np.full(n * m, after.x)
    y1, y2 = np.tile(before.ys, m), np.repeat(after.ys, n)
    at = block.weights + source * block.neurons + neuron
    return np.stack((at, np.full(n * m, layer), source, neuron)), np.stack((x1, y1, x2, y2))


def _from_unit(topology: Topology, layout: Layout, layer: int) -> _Block:
    """The edges from the bias unit of `layer`; all show its one bias."""
    x, y = layout.units[layer - 1]
    column = layout.columns[layer]
    m = len(column.neurons)
    at = np.full(m, topology.layers[layer - 1].biases)
    names = np.stack((at, np.full(m, layer), np.full(m, -1), column.neurons))
    points = np.stack((np.full(m, x), np.full(m, y), np.full(m, column.x), column.ys))
    return names, points
