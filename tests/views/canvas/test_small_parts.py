"""Scale of strengths, zoom and brief numbers."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.canvas.editing import Drag
from backprop_gui.views.canvas.figures import brief
from backprop_gui.views.canvas.strength import LEVELS, Scale, levels, round_up
from backprop_gui.views.canvas.zooming import LEAST, MOST, Zoom


@given(st.floats(1e-300, 1e300))
def test_a_full_strength_is_1_2_or_5_times_a_power_of_ten(value: float) -> None:
    full = round_up(value)
    assert value <= full <= 2.5 * value * (1 + 1e-9)
    assert f"{full:.6e}"[0] in "125"


@pytest.mark.parametrize("value", [0.0, math.nan, math.inf, -1.0])
def test_a_full_strength_is_1_where_nothing_is_strong(value: float) -> None:
    assert round_up(value) == 1.0


def test_the_scale_does_not_flicker_at_a_border() -> None:
    scale = Scale()
    seen = [scale.follow(np.array([1.0 + 0.01 * math.sin(t)])) for t in range(100)]
    assert len(set(seen[2:])) == 1


def test_the_scale_grows_at_once_and_shrinks_with_the_weights() -> None:
    scale = Scale()
    assert scale.follow(np.array([0.6])) == 1.0
    assert scale.follow(np.array([-7.0])) == 10.0
    assert scale.follow(np.array([4.0])) == 10.0
    assert scale.follow(np.array([0.1])) == 0.1


def test_the_largest_numbers_have_a_scale_too() -> None:
    assert round_up(1.5e308) == sys.float_info.max


@pytest.mark.parametrize("fine", [False, True])
def test_a_drag_of_the_largest_numbers_ends_at_the_largest(fine: bool) -> None:
    drag = Drag(at=0, start=1e308, quantum=sys.float_info.max / 100, merge="", y=0.0)
    assert drag.follow(0.0, fine) is False
    for y in (-2000.0, -4000.0):
        drag.follow(y, fine)
    assert drag.value == sys.float_info.max
    drag.follow(4000.0, fine)
    assert drag.value == -sys.float_info.max


def test_weights_that_are_no_numbers_leave_the_scale_alone() -> None:
    assert Scale().follow(np.array([0.6, math.nan, math.inf])) == 1.0
    got = levels(np.array([math.nan, math.inf, -math.inf, 0.0, -0.0]), 1.0)
    assert got.tolist() == [0, LEVELS, -LEVELS, 0, 0]


def test_levels_have_the_sign_of_their_values_however_small() -> None:
    assert levels(np.array([1e-9, -1e-9, 0.5, -2.0]), 1.0).tolist() == [1, -1, LEVELS // 2, -LEVELS]


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(0.01, 100))
def test_zooming_keeps_the_point_under_the_pointer(x: float, y: float, by: float) -> None:
    before = Zoom(1.7, 33.0, -12.0)
    after = before.about(x, y, by)
    assert LEAST <= after.factor <= MOST
    point = (x - before.dx) / before.factor, (y - before.dy) / before.factor
    assert point[0] * after.factor + after.dx == pytest.approx(x, abs=1e-6)
    assert point[1] * after.factor + after.dy == pytest.approx(y, abs=1e-6)


def test_the_picture_cannot_be_moved_out_of_the_window() -> None:
    zoom = Zoom(2.0, 1e6, -1e6).kept_in(900, 600)
    assert (zoom.dx, zoom.dy) == (450, 300 - 1200)


@pytest.mark.parametrize(
    ("value", "figures", "text"),
    [
        (0.59327, 3, "0.59"),
        (0.59327, 7, "0.593270"),
        (12.345, 3, "12.3"),
        (-0.5, 3, "−0.50"),
        (0.00003, 3, "3e−5"),
        (123456.0, 3, "1e5"),
        (0.0, 3, "0.00"),
        (-0.0, 3, "0.00"),
        (999.6, 3, "1000"),
        (math.nan, 3, "nan"),
        (-math.inf, 3, "−inf"),
    ],
)
def test_brief_numbers_keep_their_width(value: float, figures: int, text: str) -> None:
    assert brief(value, figures) == text


@given(st.floats(-0.99, 0.99), st.integers(3, 7))
def test_brief_numbers_below_1_are_as_wide_as_asked(value: float, figures: int) -> None:
    text = brief(value, figures).lstrip("−")
    assert "e" in text or len(text) == figures + 1
