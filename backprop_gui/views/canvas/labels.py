"""Where the labels of edges stand so that none covers another. No Qt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.names import parameter_name
from backprop_gui.views.canvas.figures import FIGURES
from backprop_gui.views.canvas.geometry import Column, Ints, Layout
from backprop_gui.views.canvas.handles import half_width, words
from backprop_gui.views.canvas.label_search import LabelSearch
from backprop_gui.views.canvas.wires import Mask, Wires

HEIGHT = 16.0
LONG, SHORT = FIGURES + 2, 5
"""Characters of a value, sign and point included: −0.123456 where there is room, else −0.12."""

_PADDING = 8.0
_BETWEEN = 0.9  # a name and its value, in figures
_GAP = 2.0  # between two labels
_CLEAR = 4.0  # between a label and a neuron
_MOST = 20  # edges between two layers; more have no labels of their own
_FRACTIONS = 41

_Part = tuple[Ints, Floats, Floats, Floats]  # rows, xs, ys and widths


@dataclass(frozen=True, eq=False)
class Labels:
    """Centres and widths of the labels of some rows of Wires, with values of so many characters."""

    rows: Ints
    xs: Floats
    ys: Floats
    widths: Floats
    characters: int

    def at(self, x: float, y: float) -> int | None:
        """The row whose label holds a point."""
        inside = (np.abs(self.xs - x) <= self.widths / 2) & (np.abs(self.ys - y) <= HEIGHT / 2)
        found = np.flatnonzero(inside)
        return int(self.rows[found[-1]]) if len(found) else None

    def only(self, rows: Ints) -> "Labels":
        """The labels of those of these rows that have one."""
        keep = np.isin(self.rows, rows)
        return Labels(
            self.rows[keep], self.xs[keep], self.ys[keep], self.widths[keep], self.characters
        )


def plan(topology: Topology, layout: Layout, wires: Wires, character: float) -> Labels:
    """Labels for the weights of all pairs of layers that have room for every one of theirs.

    Six digits if all of them fit so, else short ones. `character` is the width of a figure.
    """
    long = list(_parts(topology, layout, wires, LONG, character))
    if long and None not in long:
        return _joined([part for part in long if part], LONG)
    short = _parts(topology, layout, wires, SHORT, character)
    return _joined([part for part in short if part], SHORT)


def are_few(sizes: tuple[int, ...]) -> bool:
    """Whether a network has so few weights that each should have a label."""
    return all(before * after <= _MOST for before, after in pairwise(sizes))


def have_room(topology: Topology, layout: Layout, wires: Wires, character: float) -> bool:
    """Whether all pairs of layers have room for labels, if only for short ones."""
    return None not in _parts(topology, layout, wires, SHORT, character)


def _parts(
    topology: Topology, layout: Layout, wires: Wires, characters: int, character: float
) -> Iterator[_Part | None]:
    """The labels of each pair of layers with few enough edges; None where they have no room."""
    for layer in range(1, len(layout.columns)):
        rows = np.flatnonzero((wires.layer == layer) & (wires.source >= 0))
        if len(rows) <= _MOST:
            widths = _widths(topology, wires.at[rows], characters, character)
            place = _place(layout, layer, wires, rows, widths)
            yield None if place is None else (rows, *place, widths)


def around(
    topology: Topology, layout: Layout, wires: Wires, rows: Ints, character: float, neuron_end: bool
) -> Labels:
    """Labels of edges that fan out from one neuron, beside the neurons at their other ends.

    `neuron_end`: the one neuron is at their end, so the labels are near their starts.
    """
    if len(rows) == 0:
        return _joined([], SHORT)
    layer = int(wires.layer[rows[0]])
    before, after = layout.columns[layer - 1], layout.columns[layer]
    far = before if neuron_end else after
    widths = _widths(topology, wires.at[rows], SHORT, character)
    dx = after.x - before.x
    low, high = _range(
        layout,
        layer,
        float(np.max(widths)),
        lambda column: half_width(column, own_biases=not layout.units),
    )
    if far.pitch < HEIGHT or low > high:
        return _joined([], SHORT)
    fraction = low if neuron_end else high
    xs = np.full(len(rows), before.x + fraction * dx)
    ys = wires.y1[rows] + fraction * (wires.y2[rows] - wires.y1[rows])
    return Labels(rows, xs, ys, widths, SHORT)


def single(topology: Topology, wires: Wires, row: int, character: float) -> Labels:
    """The label of one edge, in its middle."""
    widths = _widths(topology, wires.at[row : row + 1], LONG, character)
    x, y = (wires.x1[row] + wires.x2[row]) / 2, (wires.y1[row] + wires.y2[row]) / 2
    return Labels(np.array([row]), np.array([x]), np.array([y]), widths, LONG)


def joined(parts: list[Labels]) -> Labels:
    """All labels of several plans with values of the same length."""
    rows = [(part.rows, part.xs, part.ys, part.widths) for part in parts]
    return _joined(rows, parts[0].characters)


def _joined(parts: list[_Part], characters: int) -> Labels:
    if not parts:
        none = np.zeros(0)
        return Labels(np.zeros(0, np.intp), none, none, none, characters)
    rows, xs, ys, widths = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Labels(rows.astype(np.intp), xs, ys, widths, characters)


def _widths(topology: Topology, at: Ints, characters: int, character: float) -> Floats:
    names = [len(parameter_name(topology, place, one_bias=True)) for place in at.tolist()]
    return (np.array(names) + characters + _BETWEEN) * character + _PADDING


def _range(
    layout: Layout, layer: int, width: float, half: Callable[[Column], float]
) -> tuple[float, float]:
    """How far along an edge the middle of a label may be, clear of `half` a column's width."""
    before, after = layout.columns[layer - 1], layout.columns[layer]
    low, high = (
        (half(column) + _CLEAR + width / 2) / (after.x - before.x) for column in (before, after)
    )
    return low, 1 - high


def _place(
    layout: Layout, layer: int, wires: Wires, rows: Ints, widths: Floats
) -> tuple[Floats, Floats] | None:
    before, after = layout.columns[layer - 1], layout.columns[layer]
    width = float(np.max(widths))
    low, high = _range(layout, layer, width, lambda column: column.radius)
    if low > high:
        return None
    fractions = np.linspace(low, high, _FRACTIONS)
    x1, dx = before.x, after.x - before.x
    y1, dy = wires.y1[rows], wires.y2[rows] - wires.y1[rows]
    xs, ys = x1 + fractions * dx, y1[:, None] + fractions * dy[:, None]
    free = _free(layout, layer, xs, ys, widths)
    along = _in_a_column(ys, free, fractions)
    for ends in (wires.source[rows], wires.neuron[rows]):
        if along is None:
            odd = ends % 2 == 1
            along = _in_two_columns(ys, free, odd, fractions, (width + _GAP) / dx)
    if along is None:
        found = LabelSearch(xs, ys, free, widths, HEIGHT + _GAP, _GAP).find()
        along = None if found is None else fractions[found]
    return None if along is None else (x1 + along * dx, y1 + along * dy)


def _free(layout: Layout, layer: int, xs: Floats, ys: Floats, widths: Floats) -> Mask:
    """Where along its edge each label covers no words of the neurons at both ends."""
    free = np.ones(ys.shape, np.bool_)
    for column in layout.columns[layer - 1 : layer + 1]:
        for box in words(column, own_biases=not layout.units):
            x, y = box.middle
            near_x = np.abs(xs - x) < (widths[:, None] + box.width) / 2 + _GAP
            near_y = np.abs(ys - y) < (HEIGHT + box.height) / 2
            free &= ~(near_x & near_y)
    return free


def _in_a_column(ys: Floats, free: Mask, fractions: Floats) -> Floats | None:
    """One fraction for all, about a third of the way; None where they would overlap."""
    apart = np.minimum(_apart(ys, free), 2 * HEIGHT)
    best = int(np.argmax(apart - np.abs(fractions - 1 / 3)))
    if apart[best] < HEIGHT + _GAP:
        return None
    return np.full(len(ys), fractions[best])


def _in_two_columns(
    ys: Floats, free: Mask, odd: Mask, fractions: Floats, least: float
) -> Floats | None:
    """One fraction for the odd edges, one for the others, at least so far from each other."""
    odds, evens = (_apart(ys[rows], free[rows]) for rows in (odd, ~odd))
    apart = np.minimum(odds[:, None], evens)
    apart[np.abs(fractions[:, None] - fractions) < least] = 0
    one, other = np.unravel_index(np.argmax(apart), apart.shape)
    if apart[one, other] < HEIGHT + _GAP:
        return None
    result: Floats = np.where(odd, fractions[one], fractions[other])
    return result


def _apart(ys: Floats, free: Mask) -> Floats:
    """For each fraction, how far apart the nearest two edges are there; 0 where one is not free."""
    gaps = np.diff(np.sort(ys, axis=0), axis=0)
    result: Floats = np.where(free.all(axis=0), np.min(gaps, axis=0, initial=np.inf), 0.0)
    return result
