"""Stepping through numbers."""

import pytest

from backprop_gui.views.parts.fields.stepping import (
    by_one_two_five,
    by_second_digit,
    by_twentieths,
)


@pytest.mark.parametrize(
    ("value", "count", "after"),
    [
        (0.5, 1, 1.0),
        (0.5, -1, 0.2),
        (0.5, 3, 5.0),
        (0.3, 1, 0.5),
        (0.3, -1, 0.2),
        (1.0, -3, 0.1),
        (0.0, 1, 1e-6),
        (1e-6, -1, 0.0),
        (0.0, -1, -1e-6),
        (-1.0, 1, -0.5),
        (-1e-6, 1, 0.0),
        (99999.0, 1, 100000.0),
    ],
)
def test_steps_go_along_one_two_five(value: float, count: int, after: float) -> None:
    assert by_one_two_five(value, count) == after


def test_a_step_up_and_a_step_down_lead_back() -> None:
    value = 1e-6
    while value < 1e6:
        assert by_one_two_five(by_one_two_five(value, 1), -1) == value
        value = by_one_two_five(value, 1)


def test_the_largest_number_steps_no_further() -> None:
    assert by_one_two_five(1.7e308, 1) == 1.7e308


def test_zero_reached_from_below_has_no_sign() -> None:
    assert str(by_one_two_five(-1e-6, 1)) == "0.0"


@pytest.mark.parametrize(
    ("value", "count", "after"),
    [(0.15, 1, 0.2), (0.3, -1, 0.25), (0.1, 4, 0.3), (0.05, -2, -0.05), (1 / 3, 0, 1 / 3)],
)
def test_twentieths_add_up_without_a_rest(value: float, count: int, after: float) -> None:
    assert by_twentieths(value, count) == after


@pytest.mark.parametrize(
    ("value", "count", "after"),
    [
        (1, 1, 2),
        (99, 1, 100),
        (100, 1, 110),
        (100, -1, 99),
        (10_000, 1, 11_000),
        (10_000, -1, 9_900),
        (95, 7, 120),
        (110, -2, 99),
        (12_345, 1, 13_345),
    ],
)
def test_large_counts_go_by_one_in_their_second_digit(value: int, count: int, after: int) -> None:
    assert by_second_digit(value, count) == after
