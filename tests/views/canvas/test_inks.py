"""Edges are seen on their ground in both themes."""

import pytest
from PySide6.QtGui import QColor

from backprop_gui.views.canvas.inks import Inks
from backprop_gui.views.canvas.strength import LEVELS
from backprop_gui.views.parts.palette import DARK, LIGHT, Palette

ALL = range(-LEVELS, LEVELS + 1)
WEIGHTS = [level for level in ALL if level != 0]


def luminance(colour: QColor) -> float:
    """As WCAG 2.2 defines it."""
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_weakest_of_dimmed_edges_is_seen(palette: Palette) -> None:
    inks = Inks(palette)
    assert min(contrast(inks.dim_edges[level], inks.canvas) for level in ALL) >= 1.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_lit_edge_stands_out_from_the_dimmed_ones(palette: Palette) -> None:
    inks = Inks(palette)
    weakest = min(contrast(inks.lit_edges[level], inks.canvas) for level in WEIGHTS)
    strongest = max(contrast(inks.dim_edges[level], inks.canvas) for level in WEIGHTS)
    assert weakest > 1.2 * strongest


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_stronger_weight_has_more_contrast(palette: Palette) -> None:
    inks = Inks(palette)
    for edges in (inks.edges, inks.lit_edges, inks.dim_edges):
        for sign in (-1, 1):
            seen = [contrast(edges[sign * size], inks.canvas) for size in range(1, LEVELS + 1)]
            assert seen == sorted(seen)
