"""Drawing fewer points, and losing none that would be seen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.parts.plot.thinning import thinned


def test_few_points_stay_as_they_are() -> None:
    x, y = np.array([0.0, 0.6, 1.2]), np.array([[1.0], [2.0], [3.0]])
    across, down = thinned(x, y)
    assert across.tolist() == x.tolist()
    assert down.tolist() == y.tolist()


@given(st.integers(0, 2**32 - 1), st.integers(3, 60), st.integers(1, 4))
def test_each_column_of_pixels_keeps_its_lowest_and_highest_point(
    seed: int, columns: int, curves: int
) -> None:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, columns, 12 * columns))
    y = rng.normal(size=(len(x), curves))
    across, down = thinned(x, y)
    assert len(across) <= 2 * columns
    assert (np.diff(across) >= 0).all()
    for column in np.unique(np.floor(x)):
        before, after = y[np.floor(x) == column], down[np.floor(across) == column]
        assert after.min(axis=0).tolist() == before.min(axis=0).tolist()
        assert after.max(axis=0).tolist() == before.max(axis=0).tolist()


def test_a_falling_curve_stays_falling() -> None:
    x = np.linspace(0, 10, 1000)
    _, down = thinned(x, -x[:, None])
    assert (np.diff(down[:, 0]) <= 0).all()


def test_a_value_that_is_missing_does_not_hide_its_column() -> None:
    x, y = np.linspace(0, 4.9, 100), np.ones((100, 1))
    y[::2] = np.nan
    y[51] = 9.0
    assert np.nanmax(thinned(x, y)[1]) == 9.0
