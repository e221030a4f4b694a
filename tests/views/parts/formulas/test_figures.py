"""Numbers as the tutorial writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.parts.formulas.figures import brief, figure, rough


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7413650695523157, "0.74136507"),
        (0.18681560180895948, "0.186815602"),
        (1.10590596705977, "1.105905967"),
        (0.05, "0.05"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.2170715349, "−0.217071535"),
        (0.00043856773447434685, "0.000438568"),
        (1.5e-7, "1.5e−7"),
        (123.4567890123, "123.4567890"[:-1]),
        (1234567.0, "1.23457e6"),
        (float("nan"), "nan"),
        (float("-inf"), "−inf"),
    ],
)
def test_a_figure_has_nine_decimals_without_the_zeros_at_its_end(value: float, text: str) -> None:
    assert figure(value) == text


def test_brief_figures_leave_out_what_has_no_room() -> None:
    assert brief(-0.2170715349) == "−0.217072"
    assert brief(0.00043856) == "4.39e−4"
    assert brief(-12.3456789) == "−12.34568"
    assert brief(0.0) == "0"


def test_rough_figures_tell_the_magnitude() -> None:
    assert rough(3.1415e-11) == "3.1e−11"
    assert rough(1.0) == "1e0"
    assert rough(0.0) == "0"


@given(st.floats(-1e300, 1e300))
def test_every_figure_is_rounded_to_the_nearest(value: float) -> None:
    for write, longest in ((figure, 13), (brief, 11)):
        text = write(value)
        assert len(text) <= longest
        shown = Decimal(text.replace("−", "-"))
        unit = Decimal(10) ** min(int(shown.as_tuple().exponent), 0)
        digits = 9 if write is figure else 6
        unit = min(unit, Decimal(10) ** -digits) if 1e-3 <= abs(value) < 10 else unit
        if abs(shown) < 1 and shown == 0:
            assert value == 0
        assert abs(shown - Decimal(value)) <= max(unit, abs(shown) * Decimal("0.005"))
