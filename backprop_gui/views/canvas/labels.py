"""Where the labels of edges stand so that none covers another. No Qt."""

from dataclasses import dataclass

import numpy as np

from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.names import parameter_name
from backprop_gui.views.canvas.figures import FIGURES
from backprop_gui.views.canvas.geometry import Ints, Layout
from backprop_gui.views.canvas.handles import half_width
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
    best = None
    for characters in (LONG, SHORT):
        parts, complete = [], True
        for layer in range(1, len(layout.columns)):
            rows = np.flatnonzero((wires.layer == layer) & (wires.source >= 0))
            if len(rows) > _MOST:
                continue
            widths = _widths(topology, wires.at[rows], characters, character)
            place = _place(layout, layer, wires, rows, widths)
            if place is None:
                complete = False
            else:
                parts.append((rows, *place, widths))
        best = _joined(parts, characters)
        if complete and parts:
            break
    assert best is not None
    return best


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
    low, high = _range(layout, layer, float(np.max(widths)))
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


def _joined(parts: list[tuple[Ints, Floats, Floats, Floats]], characters: int) -> Labels:
    if not parts:
        none = np.zeros(0)
        return Labels(np.zeros(0, np.intp), none, none, none, characters)
    rows, xs, ys, widths = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Labels(rows.astype(np.intp), xs, ys, widths, characters)


def _widths(topology: Topology, at: Ints, characters: int, character: float) -> Floats:
    names = [len(parameter_name(topology, place, one_bias=True)) for place in at.tolist()]
    return (np.array(names) + characters + _BETWEEN) * character + _PADDING


def _range(layout: Layout, layer: int, width: float) -> tuple[float, float]:
    """How far along an edge the middle of a label may be without covering a neuron's words."""
    before, after = layout.columns[layer - 1], layout.columns[layer]
    own_biases = not layout.units
    low, high = (
        (half_width(column, own_biases) + _CLEAR + width / 2) / (after.x - before.x)
        for column in (before, after)
    )
    return low, 1 - high


def _place(
    layout: Layout, layer: int, wires: Wires, rows: Ints, widths: Floats
) -> tuple[Floats, Floats] | None:
    before, after = layout.columns[layer - 1], layout.columns[layer]
    low, high = _range(layout, layer, float(np.max(widths)))
    if low > high:
        return None
    fractions = np.linspace(low, high, _FRACTIONS)
    x1, dx = before.x, after.x - before.x
    y1, dy = wires.y1[rows], wires.y2[rows] - wires.y1[rows]
    along = _in_a_column(y1, dy, fractions)
    for ends in (wires.source[rows], wires.neuron[rows]):
        if along is None:
            odd = ends % 2 == 1
            along = _in_two_columns(y1, dy, odd, fractions, (float(np.max(widths)) + _GAP) / dx)
    if along is None:
        along = _staggered(y1, dy, fractions, dx, widths)
    return None if along is None else (x1 + along * dx, y1 + along * dy)


def _in_a_column(y1: Floats, dy: Floats, fractions: Floats) -> Floats | None:
    """One fraction for all, about a third of the way; None where they would overlap."""
    apart = np.minimum(_apart(y1, dy, fractions), 2 * HEIGHT)
    best = int(np.argmax(apart - np.abs(fractions - 1 / 3)))
    if apart[best] < HEIGHT + _GAP:
        return None
    return np.full(len(y1), fractions[best])


def _in_two_columns(
    y1: Floats, dy: Floats, odd: Mask, fractions: Floats, least: float
) -> Floats | None:
    """One fraction for the odd edges, one for the others, at least so far from each other."""
    odds, evens = (_apart(y1[rows], dy[rows], fractions) for rows in (odd, ~odd))
    apart = np.minimum(odds[:, None], evens)
    apart[np.abs(fractions[:, None] - fractions) < least] = 0
    one, other = np.unravel_index(np.argmax(apart), apart.shape)
    if apart[one, other] < HEIGHT + _GAP:
        return None
    result: Floats = np.where(odd, fractions[one], fractions[other])
    return result


def _apart(y1: Floats, dy: Floats, fractions: Floats) -> Floats:
    """For each fraction, how far apart the nearest two edges are there."""
    ys = np.sort(y1 + fractions[:, None] * dy, axis=1)
    result: Floats = np.min(np.diff(ys, axis=1), axis=1, initial=np.inf)
    return result


def _staggered(
    y1: Floats, dy: Floats, fractions: Floats, dx: float, widths: Floats
) -> Floats | None:
    """A fraction for each, one after the other where it overlaps none before; None if it fails."""
    along = np.zeros(len(y1))
    middle = np.argsort(np.abs(fractions - 0.5), kind="stable")
    for row in range(len(y1)):
        ys = y1[row] + fractions * dy[row]
        near_y = np.abs(ys[:, None] - (y1[:row] + along[:row] * dy[:row])) < HEIGHT + _GAP
        reach = (widths[:row] + widths[row]) / 2 + _GAP
        near_x = np.abs(fractions[:, None] - along[:row]) * dx < reach
        free = ~np.any(near_x & near_y, axis=1)
        if not np.any(free):
            return None
        along[row] = fractions[middle[np.argmax(free[middle])]]
    return along
