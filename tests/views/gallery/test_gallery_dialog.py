"""The gallery of examples: every card has a picture, and one of them is opened."""

from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from backprop_gui.files.examples import examples, read_example
from backprop_gui.views.gallery.gallery_dialog import GalleryDialog
from backprop_gui.views.gallery.picture import draw_picture
from backprop_gui.views.parts.palette import DARK, LIGHT, Palette
from backprop_gui.views.parts.theme import Theme
from tests.mouse import double_click

NAMES = [example.name for example in examples()]


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> GalleryDialog:
    dialog = GalleryDialog(theme, [(each, read_example(each.name)) for each in examples()])
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def colours(name: str, palette: Palette) -> dict[str, int]:
    """How many pixels of each colour the picture of an example has."""
    image = QImage(200, 112, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.canvas))
    painter = QPainter(image)
    draw_picture(painter, QRectF(0, 0, 200, 112), read_example(name), palette)
    painter.end()
    counts: dict[str, int] = {}
    for y in range(112):
        for x in range(200):
            colour = image.pixelColor(x, y).name()
            counts[colour] = counts.get(colour, 0) + 1
    return counts


def test_every_example_has_a_card_with_title_and_description(dialog: GalleryDialog) -> None:
    model = dialog.cards.model()
    assert model.rowCount() == len(NAMES)
    for row, example in enumerate(examples()):
        assert model.index(row, 0).data() == example.title
        assert model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) == example.description


def test_enter_opens_the_card_that_the_keys_went_to(dialog: GalleryDialog, qtbot: QtBot) -> None:
    QTest.keyClick(dialog.cards, Qt.Key.Key_Right)
    with qtbot.waitSignal(dialog.chosen) as signal:
        QTest.keyClick(dialog.cards, Qt.Key.Key_Return)
    assert signal.args == [NAMES[1]]
    assert dialog.isHidden()


def test_a_double_click_opens_a_card(dialog: GalleryDialog, qtbot: QtBot) -> None:
    index = dialog.cards.model().index(2, 0)
    dialog.cards.scrollTo(index)
    place = dialog.cards.visualRect(index).center()
    viewport = dialog.cards.viewport()
    with qtbot.waitSignal(dialog.chosen) as signal:
        double_click(viewport, place)
    assert signal.args == [NAMES[2]]


def test_cancel_opens_nothing(dialog: GalleryDialog, qtbot: QtBot) -> None:
    chosen: list[Any] = []
    dialog.chosen.connect(chosen.append)
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == []
    assert dialog.isHidden()


def test_cards_follow_the_theme(dialog: GalleryDialog, theme: Theme) -> None:
    theme.set_choice("dark")
    place = dialog.cards.visualRect(dialog.cards.model().index(1, 0)).topLeft()
    image = dialog.cards.viewport().grab().toImage()
    assert image.pixelColor(place.x() + 20, place.y() + 60).name() == DARK.canvas


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["circle", "spiral", "two-moons"])
def test_two_classes_are_two_colours_in_like_measure(name: str, palette: Palette) -> None:
    counts = colours(name, palette)
    one, other = counts[palette.categorical[0]], counts[palette.categorical[1]]
    assert 0.5 < one / other < 2
    assert palette.categorical[2] not in counts


def test_three_species_are_three_colours() -> None:
    assert set(LIGHT.categorical[:3]) <= set(colours("iris", LIGHT))


def test_a_curve_is_one_colour() -> None:
    counts = colours("sine", LIGHT)
    assert counts[LIGHT.categorical[0]] > 100
    assert LIGHT.categorical[1] not in counts


def test_the_points_of_a_gate_differ_by_more_than_colour() -> None:
    """XOR: two full discs for 1, two rings for 0, so the colour of 1 covers more."""
    counts = colours("xor", LIGHT)
    assert counts[LIGHT.categorical[1]] > 1.5 * counts[LIGHT.categorical[0]]


def test_a_single_sample_is_shown_as_its_network() -> None:
    counts = colours("tutorial", LIGHT)
    assert counts[LIGHT.neuron_high] > 100
    assert counts[LIGHT.positive] > 50
