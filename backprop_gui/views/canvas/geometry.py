"""Where everything of the network stands: columns, folded layers, bias units. No Qt.

Lengths are scene units: device-independent pixels for text of the usual size. A scene is the
widget divided by `Layout.scale`, which takes care of larger fonts, large windows and deep networks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.topology import Floats

Ints = npt.NDArray[np.intp]

TOP = 84.0  # the headers
BOTTOM = 32.0  # the caption
UNIT_RADIUS = 13.0
UNIT_ROOM = 62.0  # a bias unit with its label
FOLD_ROOM = 26.0  # under an opened layer, for what folds it again
LEFT, RIGHT = 72.0, 136.0  # half a header; half a header or a target
COLUMN = 118.0  # least distance of two columns
LOWEST = 270.0  # least height of a scene
PITCH = 42.0  # least distance of two neurons whose names and outputs can be read
WIDEST_PITCH = 250.0
LARGEST, SMALLEST = 40.0, 1.0  # radii of neurons
READABLE = 13.0  # radius from which a circle holds an output of three figures

# A larger window makes the same picture larger, if it is larger than this and nothing folds.
_USUAL = 900.0, 600.0
_GROWTH = 1.6
_ROOMY_PITCH = 76.0


@dataclass(frozen=True)
class Fold:
    """Stands for `count` neurons, from number `first` on."""

    first: int
    count: int
    y: float


@dataclass(frozen=True, eq=False)
class Column:
    """One layer: the numbers of the neurons that are seen, in order, and where they stand."""

    layer: int
    size: int
    x: float
    radius: float
    pitch: float
    neurons: Ints
    ys: Floats
    folds: tuple[Fold, ...]

    def y_of(self, neuron: int) -> float:
        """Where a neuron stands; a folded one, where its fold does."""
        for fold in self.folds:
            if fold.first <= neuron < fold.first + fold.count:
                return fold.y
        return float(self.ys[np.searchsorted(self.neurons, neuron)])


@dataclass(frozen=True, eq=False)
class Layout:
    """`units` are the places of the bias units, one for each layer but the input; none where
    every neuron has a bias of its own."""

    width: float
    height: float
    scale: float
    columns: tuple[Column, ...]
    units: tuple[tuple[float, float], ...]

    @cached_property
    def layers(self) -> Ints:
        """The layer of every neuron seen, layer by layer."""
        return np.repeat(np.arange(len(self.columns)), [len(x.neurons) for x in self.columns])

    @cached_property
    def neurons(self) -> Ints:
        """The number, in its layer, of every neuron seen."""
        return np.concatenate([x.neurons for x in self.columns])

    @cached_property
    def xs(self) -> Floats:
        return np.array([x.x for x in self.columns])[self.layers]

    @cached_property
    def ys(self) -> Floats:
        return np.concatenate([x.ys for x in self.columns])

    @cached_property
    def radii(self) -> Floats:
        return np.array([x.radius for x in self.columns])[self.layers]

    @cached_property
    def places(self) -> Ints:
        """Where the outputs of the neurons seen lie in the vector of all outputs."""
        offsets = np.cumsum([0, *(x.size for x in self.columns)])
        return offsets[self.layers] + self.neurons

    def slimmer(self, factor: float) -> "Layout":
        """The same with smaller circles, but none smaller than its output can be read in."""
        columns = (
            replace(x, radius=min(x.radius, max(READABLE, factor * x.radius))) for x in self.columns
        )
        return replace(self, columns=tuple(columns))

    def neuron_at(self, x: float, y: float, slack: float) -> int | None:
        """Which of the neurons seen is nearest to a point, if its circle holds it."""
        distance = np.hypot(self.xs - x, self.ys - y) - self.radii
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= slack else None


def lay_out(
    sizes: tuple[int, ...],
    width: float,
    height: float,
    one_bias: bool,
    text_scale: float = 1.0,
    opened: frozenset[int] = frozenset(),
    pinned: Mapping[int, int] | None = None,
) -> Layout:
    """Fits a network into width × height pixels.

    Layers in `opened` are never folded; `pinned` has, by layer, a neuron that must be seen.
    """
    bottom = BOTTOM + (UNIT_ROOM if one_bias else 0)
    largest = max((n for layer, n in enumerate(sizes) if layer not in opened), default=1)
    scale = _scale(len(sizes), largest, width / text_scale, height / text_scale, bottom)
    scale *= text_scale
    width, height = width / scale, height / scale
    xs = np.linspace(LEFT, width - RIGHT, len(sizes))
    body = height - TOP - bottom
    slots = max(3, int(body / PITCH))
    pins = pinned or {}
    shown = [
        _shown(size, size if layer in opened else slots, pins.get(layer))
        for layer, size in enumerate(sizes)
    ]
    bodies = [body - FOLD_ROOM if layer in opened else body for layer in range(len(sizes))]
    pitches = [
        min(room / len(rows), WIDEST_PITCH) for room, rows in zip(bodies, shown, strict=True)
    ]
    widest = min(LARGEST, 0.14 * float(xs[1] - xs[0]))
    folding = [0.33 * p for layer, p in enumerate(pitches) if layer not in opened]
    widest = min(widest, 1.5 * min(folding, default=LARGEST))
    columns = []
    for layer, (rows, pitch) in enumerate(zip(shown, pitches, strict=True)):
        top = TOP + (bodies[layer] - pitch * (len(rows) - 1)) / 2
        radius = max(SMALLEST, min(widest, 0.33 * pitch))
        columns.append(_column(layer, sizes[layer], float(xs[layer]), radius, pitch, rows, top))
    unit_y = height - BOTTOM - UNIT_ROOM / 2 - 2
    units = [(float(x), unit_y) for x in xs[:-1]] if one_bias else []
    return Layout(width, height, scale, tuple(columns), tuple(units))


def _scale(layers: int, largest: int, width: float, height: float, bottom: float) -> float:
    """How much larger than usual the picture is: less than 1 if it would not fit else."""
    needed = LEFT + RIGHT + COLUMN * (layers - 1)
    scale = min(1.0, width / needed, height / LOWEST)
    if scale < 1:
        return max(scale, 0.01)
    room = height / (largest * _ROOMY_PITCH + TOP + bottom)
    return max(1.0, min(width / _USUAL[0], height / _USUAL[1], _GROWTH, room))


def _shown(size: int, slots: int, pinned: int | None) -> list[tuple[int, int]]:
    """Rows of a column, as (first neuron, how many); a row of several is a fold.

    A neuron keeps its row when another is pinned: only rows in the middle change.
    """
    if size <= slots:
        return [(neuron, 1) for neuron in range(size)]
    head = slots // 2
    tail = slots - head - 1
    if pinned is None or not head <= pinned < size - tail:
        rows = [(neuron, 1) for neuron in range(head)]
        rows.append((head, size - head - tail))
    else:
        # Each end gives up one row, so neither of the two folds is empty.
        head, tail = head - 1, tail - 1
        rows = [(neuron, 1) for neuron in range(head)]
        before, after = pinned - head, size - tail - pinned - 1
        rows += [(head, before), (pinned, 1), (pinned + 1, after)]
    return rows + [(neuron, 1) for neuron in range(size - tail, size)]


def _column(
    layer: int,
    size: int,
    x: float,
    radius: float,
    pitch: float,
    rows: list[tuple[int, int]],
    top: float,
) -> Column:
    ys = top + pitch * np.arange(len(rows))
    single = np.array([count == 1 for _, count in rows])
    firsts = np.array([first for first, _ in rows], dtype=np.intp)
    folds = tuple(
        Fold(first, count, float(y))
        for (first, count), y in zip(rows, ys, strict=True)
        if count > 1
    )
    return Column(layer, size, x, radius, pitch, firsts[single], ys[single], folds)
