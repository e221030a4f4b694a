"""Edges: which there are, which is under the pointer, which are the strongest."""

import math

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.views.canvas.geometry import lay_out
from backprop_gui.views.canvas.wires import Wires, wire


def topology(*sizes: int) -> Topology:
    return Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))


def wires(*sizes: int, one_bias: bool = True) -> Wires:
    return wire(topology(*sizes), lay_out(sizes, 900, 600, one_bias))


def distance(wires: Wires, row: int, x: float, y: float) -> float:
    """From a point to a segment, by trying many points of it."""
    along = np.linspace(0, 1, 2001)
    xs = wires.x1[row] + along * (wires.x2[row] - wires.x1[row])
    ys = wires.y1[row] + along * (wires.y2[row] - wires.y1[row])
    return float(np.min(np.hypot(xs - x, ys - y)))


def test_every_parameter_has_its_edges() -> None:
    shape, found = topology(2, 3, 1), wires(2, 3, 1)
    at = sorted(found.at.tolist())
    assert at == [0, 1, 2, 3, 4, 5, 6, 6, 6, 9, 10, 11, 12]  # a shared bias has one to each neuron
    for row in range(len(found)):
        if found.source[row] >= 0:
            layer, neuron = int(found.layer[row]), int(found.neuron[row])
            place = shape.weight_at(layer - 1, neuron, int(found.source[row]))
            assert found.at[row] == place


def test_biases_of_single_neurons_have_no_edges() -> None:
    assert sorted(wires(2, 3, 1, one_bias=False).at.tolist()) == [0, 1, 2, 3, 4, 5, 9, 10, 11]


def test_the_nearest_edge_is_that_of_brute_force() -> None:
    found = wires(4, 8, 3)
    random = np.random.default_rng(1)
    hits = 0
    for x, y in random.uniform((0, 0), (900, 600), (300, 2)):
        distances = [distance(found, row, x, y) for row in range(len(found))]
        row = found.nearest(x, y, 5.0, None)
        if row is None:
            assert min(distances) > 4.9
        else:
            hits += 1
            assert distances[row] == pytest.approx(min(distances), abs=0.2)
    assert hits > 50


def test_only_edges_that_are_drawn_are_hit() -> None:
    found = wires(2, 2, 2)
    x, y = (found.x1[0] + found.x2[0]) / 2, (found.y1[0] + found.y2[0]) / 2
    assert found.nearest(x, y, 3.0, None) == 0
    assert found.nearest(x, y, 3.0, np.arange(1, len(found))) is None
    assert found.nearest(x, y, math.inf, np.array([5])) == 5


def test_the_strongest_edges_are_those_of_a_sort() -> None:
    sizes = (30, 20, 10)
    shape = topology(*sizes)
    found = wire(shape, lay_out(sizes, 900, 600, True, opened=frozenset({0, 1, 2})))
    values = np.random.default_rng(2).normal(size=shape.parameters)
    rows = found.strongest(values, 50)
    assert rows is not None
    order = np.sort(np.abs(values[found.at]))
    assert np.sort(np.abs(values[found.at[rows]])).tolist() == order[-50:].tolist()
    assert found.strongest(values, len(found)) is None


def test_edges_that_touch_a_neuron_are_found() -> None:
    found = wires(2, 3, 1)
    rows = np.flatnonzero(found.touching(1, 2))
    assert sorted(found.at[rows].tolist()) == [2, 5, 6, 11]
