"""The layout: everything in its place and in the window, and large layers folded."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_gui.views.canvas.geometry import Column, lay_out

SIZES = [(2, 2, 2), (2, 5, 1), (4, 8, 8, 3), (16, 32, 32, 4), (784, 128, 10), (1, 1), (3,) * 14]
WINDOWS = [(500, 400), (900, 600), (1700, 1000), (260, 200)]


def all_neurons(column: Column) -> list[int]:
    """What a column stands for, from top to bottom: its neurons and those in its folds."""
    rows = [(y, [neuron]) for neuron, y in zip(column.neurons.tolist(), column.ys, strict=True)]
    rows += [(fold.y, list(range(fold.first, fold.first + fold.count))) for fold in column.folds]
    return [neuron for _, row in sorted(rows) for neuron in row]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("one_bias", [True, False])
def test_every_neuron_is_seen_or_folded_in_order(
    sizes: tuple[int, ...], window: tuple[int, int], one_bias: bool
) -> None:
    layout = lay_out(sizes, *window, one_bias)
    for column, size in zip(layout.columns, sizes, strict=True):
        assert all_neurons(column) == list(range(size))


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("sizes", SIZES)
def test_nothing_leaves_the_window_or_overlaps(
    sizes: tuple[int, ...], window: tuple[int, int]
) -> None:
    layout = lay_out(sizes, *window, one_bias=True)
    assert layout.width * layout.scale == pytest.approx(window[0])
    assert layout.height * layout.scale == pytest.approx(window[1])
    for column in layout.columns:
        assert column.ys.min() - column.radius > 0
        assert column.ys.max() + column.radius < min(y for _, y in layout.units)
        rows = sorted([*column.ys.tolist(), *(fold.y for fold in column.folds)])
        assert all(b - a > 2 * column.radius for a, b in pairwise(rows))
    for one, other in pairwise(layout.columns):
        assert other.x - one.x > one.radius + other.radius
    assert layout.columns[-1].x + layout.columns[-1].radius < layout.width


def test_a_fold_counts_what_it_hides() -> None:
    column = lay_out((784, 128, 10), 900, 600, one_bias=True).columns[0]
    (fold,) = column.folds
    assert fold.count == 784 - len(column.neurons)
    assert fold.first == np.argmax(np.diff(column.neurons) > 1) + 1


def test_layers_that_fit_are_not_folded() -> None:
    layout = lay_out((4, 8, 8, 3), 900, 600, one_bias=True)
    assert not any(column.folds for column in layout.columns)


def test_a_larger_window_shows_more_neurons() -> None:
    small, large = (lay_out((784, 10), 900, height, one_bias=True) for height in (500, 1000))
    assert len(large.columns[0].neurons) > len(small.columns[0].neurons)


def test_a_pinned_neuron_is_seen_and_the_ends_stay_in_place() -> None:
    plain = lay_out((784, 128, 10), 900, 600, one_bias=True).columns[0]
    pinned = lay_out((784, 128, 10), 900, 600, one_bias=True, pinned={0: 400}).columns[0]
    assert 400 in pinned.neurons
    assert all_neurons(pinned) == list(range(784))
    assert [fold.first for fold in pinned.folds][1] == 401
    for neuron in (0, 1, 782, 783):
        assert pinned.y_of(neuron) == pytest.approx(plain.y_of(neuron))


@pytest.mark.parametrize("neuron", [0, 1, 2, 3, 4, 5, 400, 778, 779, 780, 781, 782, 783])
def test_any_neuron_can_be_pinned(neuron: int) -> None:
    column = lay_out((784, 10), 600, 400, one_bias=False, pinned={0: neuron}).columns[0]
    assert neuron in column.neurons
    assert all_neurons(column) == list(range(784))
    assert all(fold.count > 1 for fold in column.folds)


def test_an_opened_layer_shows_all_its_neurons() -> None:
    layout = lay_out((784, 128, 10), 900, 600, one_bias=True, opened=frozenset({0}))
    assert layout.columns[0].neurons.tolist() == list(range(784))
    assert layout.columns[1].folds


def test_larger_text_makes_a_larger_picture() -> None:
    usual, large = (lay_out((2, 2), 900, 600, True, text_scale) for text_scale in (1.0, 1.5))
    assert large.scale == pytest.approx(1.5 * usual.scale)


def test_hits_of_neurons_are_those_of_brute_force() -> None:
    layout = lay_out((4, 8, 3), 900, 600, one_bias=True)
    random = np.random.default_rng(0)
    for x, y in random.uniform(0, 900, (500, 2)):
        inside = [
            at
            for at in range(len(layout.xs))
            if (layout.xs[at] - x) ** 2 + (layout.ys[at] - y) ** 2 <= layout.radii[at] ** 2
        ]
        assert layout.neuron_at(x, y, slack=0) == (inside[0] if inside else None)
