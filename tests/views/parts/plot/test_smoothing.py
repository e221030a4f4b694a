"""The running mean that smooths what is drawn."""

import math

import numpy as np
import pytest

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.plot.smoothing import Smoothing, running_mean


def plain(x: list[float], y: list[float], width: float) -> list[float]:
    """Row by row, as it is said."""
    means = []
    for at, middle in enumerate(x):
        total, weights = 0.0, 0.0
        for row, place in enumerate(x):
            weight = place - x[row - 1] if row else x[1] - x[0]
            if abs(place - middle) <= width / 2 and not math.isnan(y[row]):
                total, weights = total + weight * y[row], weights + weight
        means.append(math.nan if math.isnan(y[at]) else total / weights)
    return means


def curves(x: Floats, gaps: bool) -> Floats:
    random = np.random.default_rng(3)
    y: Floats = random.normal(size=(len(x), 3))
    if gaps:
        y[random.uniform(size=y.shape) < 0.4] = np.nan
    return y


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("width", [0.0, 1.0, 7.0, 33.3, 1e6])
@pytest.mark.parametrize("rows", [2, 3, 100])
def test_it_is_the_mean_of_the_rows_around(rows: int, width: float, gaps: bool) -> None:
    even: Floats = np.arange(float(rows))
    uneven = np.sort(np.random.default_rng(1).uniform(0, rows, rows))
    for x in (even, uneven):
        y = curves(x, gaps)
        found = running_mean(x, y, width)
        for curve in range(3):
            expected = plain(x.tolist(), y[:, curve].tolist(), width)
            np.testing.assert_allclose(found[:, curve], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("gap", [1.0, math.nan])
def test_the_largest_numbers_have_a_mean_too(gap: float) -> None:
    y = np.array([gap, 1.0, *[1.5e308] * 40, -1.5e308])[:, None]
    x: Floats = np.linspace(0.0, 42e6, len(y))
    found = running_mean(x, y, 1e7)
    assert found[20, 0] == pytest.approx(1.5e308, rel=1e-12)


def test_small_values_after_large_ones_keep_their_digits() -> None:
    y = np.concatenate((np.full(50, 1e9), np.full(50, 1e-12)))[:, None]
    found = running_mean(np.arange(100.0), y, 10.0)
    assert found[90, 0] == pytest.approx(1e-12, rel=1e-12)


def test_dense_rows_count_for_no_more_than_the_steps_they_stand_for() -> None:
    x = np.concatenate((np.arange(0.0, 10.0), np.arange(10.0, 20.0, 0.1)))
    y = np.where(x < 10, 1.0, 0.0)[:, None]
    at = int(np.searchsorted(x, 10.0))
    assert running_mean(x, y, 18.0)[at, 0] == pytest.approx(0.5, abs=0.06)


def test_a_single_row_is_its_own_mean() -> None:
    y = np.array([[1.0, np.nan]])
    np.testing.assert_array_equal(running_mean(np.zeros(1), y, 5.0), y)


def test_its_words_say_how_wide_it_is() -> None:
    assert [each.words for each in Smoothing] == ["", "smoothed 2 %", "smoothed 10 %"]
