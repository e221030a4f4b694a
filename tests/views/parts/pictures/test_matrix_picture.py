"""The matrix of a layer's weights: each weight at its place, in its colour."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.engine.levels import HALF, NO_NUMBER, ZERO
from backprop_gui.views.parts.palette import LIGHT
from backprop_gui.views.parts.pictures.color_map import diverging
from backprop_gui.views.parts.pictures.level_image import fitted, levels_of
from backprop_gui.views.parts.pictures.matrix_picture import MatrixPicture, tile_side
from backprop_gui.views.parts.theme import Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def picture(qtbot: QtBot, theme: Theme) -> MatrixPicture:
    picture = MatrixPicture(theme)
    picture.set_captions("Hidden neurons", "Inputs")
    qtbot.addWidget(picture)
    picture.resize(320, 240)
    picture.show()
    return picture


def colors(values: np.ndarray, full: float) -> list[list[int]]:
    """The colour of each value, from the table of colours alone."""
    table = diverging(LIGHT)
    return [[table[ZERO + round(value / full * HALF)] for value in row] for row in values.tolist()]


def pixels(image: QImage | None) -> list[list[int]]:
    assert image is not None
    return [[image.pixel(x, y) for x in range(image.width())] for y in range(image.height())]


def test_a_row_is_a_neuron_and_a_column_an_input(picture: MatrixPicture) -> None:
    values = np.linspace(-2, 1.5, 12).reshape(3, 4)
    picture.show_values(values, 2.0, None)
    picture.grab()
    assert pixels(picture.image) == colors(values, 2.0)


def test_with_a_side_each_neuron_is_a_tile(picture: MatrixPicture) -> None:
    values = np.linspace(-1, 1, 54).reshape(6, 9)
    picture.show_values(values, 1.0, 3)
    picture.grab()
    shown = pixels(picture.image)
    for neuron in range(6):
        place = picture.place((neuron, 0)).topLeft() - picture.area.topLeft()
        across, down = (round(part / picture.place((0, 0)).width()) for part in place.toTuple())
        tile = [row[across : across + 3] for row in shown[down : down + 3]]
        assert tile == colors(values[neuron].reshape(3, 3), 1.0)


@pytest.mark.parametrize("side", [None, 3])
def test_what_is_below_the_pointer_is_the_weight_painted_there(
    picture: MatrixPicture, side: int | None, qtbot: QtBot
) -> None:
    picture.show_values(np.zeros((6, 9)), 1.0, side)
    for cell in ((0, 0), (2, 5), (5, 8)):
        assert picture.cell_at(picture.place(cell).center()) == cell
    at = picture.place((2, 5)).center().toPoint()
    with qtbot.waitSignals([picture.pointed, picture.clicked]):
        QTest.mouseMove(picture, at)
        QTest.mouseClick(picture, LEFT, pos=at)
    assert picture.pointed_cell == (2, 5)
    assert picture.cell_at(picture.rect().topLeft().toPointF()) is None


def test_where_pixels_are_few_the_largest_weights_are_seen() -> None:
    values = np.random.default_rng(0).normal(size=(100, 784))
    small = fitted(values, 30, 70)
    assert small.shape == (30, 70)
    down = np.repeat(np.arange(30), np.diff(np.append(np.arange(30) * 100 // 30, 100)))
    across = np.repeat(np.arange(70), np.diff(np.append(np.arange(70) * 784 // 70, 784)))
    for row, column in ((0, 0), (7, 33), (29, 69)):
        block = values[np.ix_(down == row, across == column)].ravel()
        assert small[row, column] == block[np.abs(block).argmax()]
    assert fitted(values, 100, 784) is values


def test_what_is_no_number_has_a_level_of_its_own() -> None:
    levels = levels_of(np.array([np.nan, np.inf, -np.inf, 0.0]), 1.0)
    assert levels.tolist() == [NO_NUMBER, ZERO + HALF, ZERO - HALF, ZERO]


@pytest.mark.parametrize(("inputs", "side"), [(784, 28), (9, 3), (4, None), (10, None), (1, None)])
def test_inputs_are_an_image_where_they_are_a_square(inputs: int, side: int | None) -> None:
    assert tile_side(inputs) == side


def test_a_smaller_matrix_has_no_weight_at_the_pointer_or_marked_of_the_larger_one(
    picture: MatrixPicture,
) -> None:
    picture.show_values(np.ones((6, 9)), 1.0, None)
    picture.mark((5, 8))
    QTest.mouseMove(picture, picture.place((5, 8)).center().toPoint())
    assert picture.pointed_cell == (5, 8)
    picture.show_values(np.ones((2, 3)), 1.0, None)
    assert picture.pointed_cell is None
    picture.grab()  # without the mark
