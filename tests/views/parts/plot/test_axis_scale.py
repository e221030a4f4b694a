"""Where values lie on linear and logarithmic axes, and what is written there."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.parts.plot.axis_scale import StepScale, ValueScale, step_text

FINITE = st.floats(-1e12, 1e12)


def texts(ticks: list[tuple[float, str]]) -> list[str]:
    return [text for _, text in ticks]


def read(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("step", "text"),
    [(0, "0"), (500, "500"), (10_000, "10k"), (1_500_000, "1.5M"), (2e9, "2G")],
)
def test_steps_are_written_short(step: float, text: str) -> None:
    assert step_text(step) == text


def test_a_step_that_has_no_short_form_is_written_in_full() -> None:
    assert step_text(1_000_002) == "1\u202f000\u202f002"


def test_a_linear_axis_drops_only_what_is_not_finite() -> None:
    places = ValueScale(log=False).places(np.array([-1.0, 0.0, np.inf, np.nan, 2.0]))
    assert places.tolist()[:2] == [-1.0, 0.0]
    assert np.isnan(places).tolist() == [False, False, True, True, False]


def test_a_logarithmic_axis_drops_what_is_not_above_zero() -> None:
    places = ValueScale(log=True).places(np.array([-1.0, 0.0, 1e-3, 100.0]))
    assert np.isnan(places).tolist() == [True, True, False, False]
    assert places[2:].tolist() == pytest.approx([-3.0, 2.0])


def test_a_logarithmic_axis_of_steps_has_step_0_left_of_step_1() -> None:
    places = StepScale(log=True).places(np.array([0.0, 1.0, 1000.0]))
    assert places[0] < 0
    assert places[1:].tolist() == [0.0, 3.0]
    ticks = StepScale(log=True).ticks(-0.4, 4.1, 6)
    assert texts(ticks) == ["0", "1", "10", "100", "1k", "10k"]


@given(FINITE, FINITE, st.booleans())
def test_a_range_has_room_for_all_values(one: float, other: float, log: bool) -> None:
    low, high = sorted((one, other))
    if log:  # places, not values
        low, high = low / 1e11, high / 1e11
    start, end = ValueScale(log).extent(low, high)
    assert start < end
    assert start <= low
    assert high <= end
    assert end - start <= max(1.4 * (high - low), 0.3 * abs(high), 1.0) * (1 + 1e-6) + 1e-9


@given(st.integers(0, 10**10), st.booleans())
def test_the_axis_of_steps_reaches_to_the_last_one_and_not_far_beyond(last: int, log: bool) -> None:
    scale = StepScale(log)
    start, end = scale.extent(float(last))
    first_place, last_place = scale.places(np.array([0.0, float(last)]))
    assert start < first_place
    assert last_place < end
    assert last_place - start >= 0.7 * (end - start) or last < 10


def test_the_axis_of_steps_moves_rarely() -> None:
    extents = {StepScale(log=False).extent(float(last)) for last in range(10_000)}
    assert len(extents) < 40


@given(FINITE, st.floats(1e-6, 1e12), st.integers(2, 12))
def test_linear_ticks_are_in_range_and_say_where_they_are(
    low: float, span: float, most: int
) -> None:
    high = low + span
    if not span > 1e-9 * max(abs(low), abs(high)):
        return
    ticks = ValueScale(log=False).ticks(low, high, most)
    assert len(ticks) <= most + 1
    for place, text in ticks:
        assert low - 1e-6 * span <= place <= high + 1e-6 * span
        assert read(text) == pytest.approx(place, abs=1e-3 * span)
    assert len({text for _, text in ticks}) == len(ticks)


@given(st.floats(-20, 5), st.floats(0.02, 12), st.integers(2, 12))
def test_logarithmic_ticks_say_where_they_are(low: float, span: float, most: int) -> None:
    ticks = ValueScale(log=True).ticks(low, low + span, most)
    for place, text in ticks:
        assert low - 1e-6 <= place <= low + span + 1e-6
        assert math.log10(read(text)) == pytest.approx(place, abs=1e-3)


def test_logarithmic_ticks_are_powers_of_ten_where_there_are_enough() -> None:
    assert texts(ValueScale(log=True).ticks(-5.2, -0.4, 6)) == [
        *("1e−5", "0.0001", "0.001", "0.01", "0.1"),
    ]


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.booleans(), st.integers(0, 12))
def test_any_range_that_can_be_looked_at_has_few_ticks(
    one: float, other: float, log: bool, most: int
) -> None:
    for scale in (ValueScale(log), StepScale(log)):
        lowest, highest = scale.limits
        low, high = sorted(min(max(end, lowest), highest) for end in (one, other))
        high = max(high, low + scale.narrowest(high) if isinstance(scale, StepScale) else low + 1)
        if low < high:
            assert len(scale.ticks(low, high, most)) <= 60
