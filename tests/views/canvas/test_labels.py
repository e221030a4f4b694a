"""Labels of edges: none covers another or a neuron."""

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.views.canvas.geometry import lay_out
from backprop_gui.views.canvas.handles import words
from backprop_gui.views.canvas.labels import HEIGHT, LONG, Labels
from backprop_gui.views.canvas.picture import Frame, Picture
from backprop_gui.views.canvas.spots import Part, Spot


def picture(*sizes: int, one_bias: bool = True, size: tuple[int, int] = (900, 600)) -> Picture:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    return Picture(topology, Frame(*size, one_bias=one_bias, character=7.6))


def overlaps(labels: Labels) -> list[tuple[int, int]]:
    pairs = []
    for a in range(len(labels.rows)):
        for b in range(a):
            near_x = abs(labels.xs[a] - labels.xs[b]) < (labels.widths[a] + labels.widths[b]) / 2
            if near_x and abs(labels.ys[a] - labels.ys[b]) < HEIGHT:
                pairs.append((a, b))
    return pairs


@pytest.mark.parametrize("size", [(500, 400), (700, 450), (900, 600), (1700, 1000)])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 5, 1), (4, 5, 3), (1, 1), (3, 3, 3, 3)])
@pytest.mark.parametrize("one_bias", [True, False])
def test_labels_cover_neither_each_other_nor_neurons(
    sizes: tuple[int, ...], size: tuple[int, int], one_bias: bool
) -> None:
    shown = picture(*sizes, one_bias=one_bias, size=size)
    labels, layout = shown.labels, shown.layout
    assert overlaps(labels) == []
    for x, y, width in zip(labels.xs, labels.ys, labels.widths, strict=True):
        clear_x = np.abs(layout.xs - x) - width / 2
        clear_y = np.abs(layout.ys - y) - HEIGHT / 2
        assert np.all((clear_x > layout.radii) | (clear_y > layout.radii))


@pytest.mark.parametrize("size", [(658, 358), (664, 408), (900, 600)])
@pytest.mark.parametrize("one_bias", [True, False])
def test_labels_cover_no_words_beside_neurons(one_bias: bool, size: tuple[int, int]) -> None:
    shown = picture(3, 4, 2, one_bias=one_bias, size=size)
    labels, columns = shown.labels, shown.layout.columns
    for box in (box for column in columns for box in words(column, own_biases=not one_bias)):
        near_x = np.abs(labels.xs - box.x - box.width / 2) < (labels.widths + box.width) / 2
        near_y = np.abs(labels.ys - box.y - box.height / 2) < (HEIGHT + box.height) / 2
        assert not np.any(near_x & near_y)


@pytest.mark.parametrize("size", [(658, 358), (664, 408)])  # on a screen of 1366 by 768
def test_own_biases_take_no_labels_away_where_those_fit(size: tuple[int, int]) -> None:
    shown = picture(3, 4, 2, one_bias=False, size=size)
    assert len(shown.labels.rows) == 20


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 5, 1), (4, 5, 3)])
def test_small_networks_have_all_their_labels_in_full(sizes: tuple[int, ...]) -> None:
    shown = picture(*sizes)
    weights = np.flatnonzero(shown.wires.source >= 0)
    assert sorted(shown.labels.rows.tolist()) == weights.tolist()
    assert shown.labels.characters == LONG


@pytest.mark.parametrize("one_bias", [True, False])
def test_all_weights_have_labels_at_every_usual_small_size(one_bias: bool) -> None:
    topology = Topology((2, 2, 2), (Activation.LOGISTIC,) * 2)
    lacking = []
    for width in range(488, 701, 21):
        for height in range(230, 421, 19):
            frame = Frame(width, height, one_bias, character=7.2)
            labels = Picture(topology, frame).labels
            if len(labels.rows) != 8 or overlaps(labels):
                lacking.append((width, height))
    assert lacking == []


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 5, 1), (3, 4, 2)])
@pytest.mark.parametrize("height", [230, 264, 300, 366, 420])
def test_what_is_smaller_for_the_sake_of_labels_is_still_readable(
    sizes: tuple[int, ...], height: int
) -> None:
    shown = picture(*sizes, size=(530, height))
    usual = lay_out(sizes, 530, height, one_bias=True)
    assert len(shown.labels.rows) == np.sum(shown.wires.source >= 0)
    assert np.all(shown.layout.radii >= np.minimum(13, np.min(usual.radii)))
    assert shown.layout.scale >= 0.8 * usual.scale


def test_labels_stand_on_their_edges() -> None:
    shown = picture(4, 5, 3)
    wires, labels = shown.wires, shown.labels
    for row, x, y in zip(labels.rows, labels.xs, labels.ys, strict=True):
        along = (x - wires.x1[row]) / (wires.x2[row] - wires.x1[row])
        assert 0 < along < 1
        assert y == pytest.approx(wires.y1[row] + along * (wires.y2[row] - wires.y1[row]))


def test_dense_layers_have_no_labels_until_a_neuron_is_chosen() -> None:
    shown = picture(8, 8, 8)
    assert len(shown.labels.rows) == 0
    parts = shown.labels_of(Spot(Part.NEURON, 1, 3))
    rows = np.concatenate([part.rows for part in parts])
    assert len(rows) == 16
    assert all(overlaps(part) == [] for part in parts)


def test_a_weight_in_a_dense_layer_has_a_label_when_chosen() -> None:
    shown = picture(8, 8, 8)
    parts = shown.labels_of(Spot(Part.WEIGHT, 1, 5))
    assert [shown.wires.at[row] for part in parts for row in part.rows] == [5]
