"""The contrast of both palettes, by the formula of WCAG 2.2."""

import dataclasses
import re

import pytest

from backprop_gui.views.parts.palette import (
    BODY_PT,
    DARK,
    LARGE_PT,
    LIGHT,
    SMALL_PT,
    Palette,
)

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(colour: str) -> list[float]:
    """The linear red, green and blue of "#rrggbb", each from 0 to 1."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours(palette: Palette) -> list[str]:
    single = [v for v in dataclasses.astuple(palette) if isinstance(v, str)]
    return [*single, *palette.categorical]


def test_the_contrast_of_black_on_white_is_21_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@both_themes
def test_every_colour_is_written_as_six_hexadecimal_digits(palette: Palette) -> None:
    for colour in colours(palette):
        assert re.fullmatch("#[0-9a-f]{6}", colour)


@both_themes
@pytest.mark.parametrize("ground", ["window", "surface", "canvas"])
@pytest.mark.parametrize(
    "text",
    ["text", "muted_text", "accent", "positive", "negative", "error", "warning", "success"],
)
def test_text_can_be_read_on_every_resting_ground(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT_CONTRAST


@both_themes
@pytest.mark.parametrize("ground", ["raised", "selection"])
@pytest.mark.parametrize("text", ["text", "muted_text", "accent"])
def test_text_can_be_read_under_the_pointer_and_where_chosen(
    palette: Palette, ground: str, text: str
) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT_CONTRAST


@both_themes
def test_text_can_be_read_on_the_accent(palette: Palette) -> None:
    assert contrast(palette.accent_text, palette.accent) >= TEXT_CONTRAST


@both_themes
def test_disabled_text_is_fainter_than_any_other_text(palette: Palette) -> None:
    faint = contrast(palette.disabled_text, palette.window)
    assert faint < contrast(palette.muted_text, palette.window)
    assert faint < TEXT_CONTRAST


@both_themes
@pytest.mark.parametrize("ground", ["window", "surface", "canvas"])
def test_the_edge_of_a_control_can_be_seen(palette: Palette, ground: str) -> None:
    assert contrast(palette.outline, getattr(palette, ground)) >= SHAPE_CONTRAST


@both_themes
@pytest.mark.parametrize("ground", ["window", "surface", "canvas"])
def test_each_of_eight_different_lines_can_be_seen(palette: Palette, ground: str) -> None:
    assert len(set(palette.categorical)) == 8
    for line in palette.categorical:
        assert contrast(line, getattr(palette, ground)) >= SHAPE_CONTRAST


@both_themes
@pytest.mark.parametrize("output", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_a_neurons_text_can_be_read_at_every_output(palette: Palette, output: float) -> None:
    ends = palette.neuron_low, palette.neuron_high
    low, high = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in ends)
    mixed = [round(a + output * (b - a)) for a, b in zip(low, high, strict=True)]
    fill = "#" + "".join(f"{channel:02x}" for channel in mixed)
    assert contrast(palette.neuron_text, fill) >= TEXT_CONTRAST


@both_themes
def test_a_neurons_edge_can_be_seen_on_the_canvas(palette: Palette) -> None:
    assert contrast(palette.neuron_border, palette.canvas) >= SHAPE_CONTRAST


@both_themes
@pytest.mark.parametrize("vision", [PROTANOPIA, DEUTERANOPIA], ids=["protanopia", "deuteranopia"])
def test_colour_blind_eyes_still_see_positive_as_blue_and_negative_as_yellow(
    palette: Palette, vision: tuple[tuple[float, float, float], ...]
) -> None:
    def blueness(colour: str) -> float:
        channels = linear(colour)
        red, _, blue = (sum(m * c for m, c in zip(row, channels, strict=True)) for row in vision)
        return (blue - red) / (blue + red)

    assert blueness(palette.positive) > 0.3
    assert blueness(palette.negative) < -0.3


def test_a_dark_theme_has_light_text_on_a_dark_ground_and_a_light_one_the_reverse() -> None:
    for palette in (LIGHT, DARK):
        assert palette.is_dark == (luminance(palette.text) > luminance(palette.window))
    assert DARK.is_dark != LIGHT.is_dark


def test_the_three_sizes_of_type_grow() -> None:
    assert SMALL_PT < BODY_PT < LARGE_PT
