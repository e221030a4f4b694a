"""A plot as a picture and as a drawing."""

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.plot.export import picture_of, png_of, svg_of
from backprop_gui.views.parts.theme import Theme
from tests.views.test_error_panel import curve

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> ErrorPanel:
    panel = ErrorPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.show_legend.setChecked(True)
    panel.resize(420, 230)
    panel.show()
    panel.show_curve(curve())
    return panel


def test_a_picture_has_twice_the_pixels_and_all_but_the_header(panel: ErrorPanel) -> None:
    part = panel.picture_part
    assert part.bottom() == panel.rect().bottom()
    assert 0 < part.top() < 60
    image = picture_of(panel, part)
    assert image.size() == part.size() * 2
    colors = {image.pixelColor(x, y).name() for x in range(400) for y in range(0, 300, 3)}
    for color in (panel.plot.picture.color(0), panel.plot.picture.palette.canvas):
        assert QColor(color).name() in colors


def test_a_png_is_the_picture(panel: ErrorPanel) -> None:
    image = QImage.fromData(png_of(panel, panel.picture_part))
    assert image.size() == panel.picture_part.size() * 2


def test_in_a_drawing_text_is_text_and_curves_are_clipped_lines(panel: ErrorPanel) -> None:
    svg = svg_of(panel, panel.picture_part)
    assert QSvgRenderer(QByteArray(svg)).isValid()
    root = ElementTree.fromstring(svg)
    texts = {(each.text or "").strip() for each in root.iter(f"{SVG}text")}
    assert {"Total error", "0.01", "2k"} <= texts
    assert len(list(root.iter(f"{SVG}polyline"))) > 4
    assert not list(root.iter(f"{SVG}image"))
    color = panel.plot.picture.color(0)
    clipped = [
        group
        for group in root.iter(f"{SVG}g")
        if group.get("clip-path") and color in ElementTree.tostring(group, "unicode")
    ]
    assert clipped
