"""The looks of curves."""

import pytest

from backprop_gui.views.parts.palette import DARK, LIGHT, Palette
from backprop_gui.views.parts.plot.curve_style import blend, color_of, dash_of


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_64_curves_all_look_different(palette: Palette) -> None:
    assert len({(color_of(palette, at), dash_of(at)) for at in range(64)}) == 64


def test_the_first_curves_are_solid() -> None:
    assert [dash_of(at) for at in range(8)] == [()] * 8
    assert dash_of(8) != ()


def test_half_a_colour_lies_in_the_middle() -> None:
    assert blend("#ff0000", "#0000ff", 0.5) == "#800080"
    assert blend("#123456", "#ffffff", 1.0) == "#123456"
