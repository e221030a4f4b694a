"""The window that a slice is plotted over, and the curve in it."""

import pytest

from backprop_gui.engine.error_slice import ErrorSlice
from backprop_gui.views.derivation.slice_curve import SliceCurve, Window
from tests.engine.learner import TUTORIAL
from tests.engine.tracing import trace_of

W5 = 6


def test_the_first_window_has_the_value_in_its_middle() -> None:
    assert Window.around(0.4) == Window(0.4 - 2, 0.4 + 2)
    assert Window.around(-7.0) == Window(-14.0, 0.0)


def test_zooming_leaves_the_value_where_it_is() -> None:
    window = Window(0.0, 4.0).zoomed(0.5, 1.0)
    assert window == Window(0.5, 2.5)
    assert window.zoomed(2.0, 1.0) == Window(0.0, 4.0)


def test_zooming_ends_before_numbers_run_out() -> None:
    window = Window.around(0.4)
    for _ in range(200):
        window = window.zoomed(0.5, 0.4)
    assert window.high - window.low == pytest.approx(2e-9)
    for _ in range(200):
        window = window.zoomed(2.0, 0.4)
    assert window.high - window.low == pytest.approx(2e9)


def test_zooming_at_a_large_value_leaves_a_window_around_it() -> None:
    window = Window.around(1e60)
    for _ in range(200):
        window = window.zoomed(0.5, 1e60)
    assert window.low < 1e60 < window.high
    assert window.zoomed(2.0, 1e60).low < window.low


def test_the_window_stays_while_the_value_is_well_inside() -> None:
    window = Window(0.0, 10.0)
    assert window.holding(5.0, 9.0) is window
    assert window.holding(9.5) == Window(4.5, 14.5)


def test_the_window_grows_where_start_and_present_are_too_far_apart() -> None:
    window = Window(0.0, 2.0).holding(1.0, 21.0)
    assert window == Window(-4.0, 26.0)


def test_the_curve_is_the_engines_error_from_end_to_end() -> None:
    along = ErrorSlice(TUTORIAL.topology, trace_of(TUTORIAL), W5)
    curve = SliceCurve(along, Window(-1.0, 3.0))
    for count, _ in enumerate(curve.run(), 1):
        assert len(curve.values) == len(curve.errors) == count
    assert (curve.values[0], curve.values[-1]) == (-1.0, 3.0)
    assert curve.errors.tolist() == [along.error(value) for value in curve.values.tolist()]
