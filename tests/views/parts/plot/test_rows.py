"""Rows of a close-up take the place of those of the record."""

import numpy as np
import pytest

from backprop_gui.views.parts.plot.rows import Rows, spliced, steps_a_row


def rows(first: float, last: float, by: float, value: float) -> Rows:
    steps = np.arange(first, last + 1, by)
    values = np.full((len(steps), 2), value)
    return Rows(steps, values, values[:, 0] - 1, values[:, 0] + 1, 3)


def test_a_close_up_replaces_the_rows_of_its_steps_and_leaves_those_beside_it() -> None:
    joined = spliced(rows(0, 1000, 100, 5.0), rows(301, 600, 1, 7.0))
    assert joined.steps.tolist() == [0, 100, 200, 300, *range(301, 601), 700, 800, 900, 1000]
    inside = (joined.steps > 300) & (joined.steps <= 600)
    assert (joined.values[inside] == 7).all()
    assert (joined.values[~inside] == 5).all()
    assert joined.low is not None
    assert joined.high is not None
    assert joined.low.tolist() == (joined.values[:, 0] - 1).tolist()
    assert joined.high.tolist() == (joined.values[:, 0] + 1).tolist()
    assert joined.band_style == 3


def test_a_close_up_may_reach_beyond_the_record_or_have_no_rows() -> None:
    joined = spliced(rows(0, 400, 100, 5.0), rows(301, 500, 1, 7.0))
    assert joined.steps.tolist() == [0, 100, 200, 300, *range(301, 501)]
    coarse = rows(0, 400, 100, 5.0)
    assert spliced(coarse, rows(2, 1, 1, 7.0)) is coarse


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0, 50, 1), (0, 1000, 100), (310, 390, 100), (2000, 3000, 0)]
)
def test_the_most_steps_between_rows_in_sight(low: float, high: float, expected: int) -> None:
    steps = np.concatenate((np.arange(0.0, 101.0), np.arange(200.0, 1001.0, 100.0)))
    assert steps_a_row(steps, low, high) == expected


def test_of_no_rows_there_is_nothing_between() -> None:
    assert steps_a_row(np.empty(0), 0, 10) == 0
