"""The histogram over the steps: a row for each range of values, the highest first."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.training.heat_wish import SpreadWish
from backprop_gui.training.spread import BINS, Spread
from backprop_gui.views.parts.palette import LIGHT
from backprop_gui.views.parts.pictures.spread_picture import SpreadPicture
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.theme import Theme

STEPS = np.arange(0.0, 101.0)
WISH = SpreadWish(1, change=False)


@pytest.fixture
def picture(qtbot: QtBot, theme: Theme) -> Iterator[SpreadPicture]:
    window = QWidget()
    plot = Plot(theme, "Norm", "Nothing yet")
    picture = SpreadPicture(theme, plot)
    layout = QVBoxLayout(window)
    layout.addWidget(picture)
    layout.addWidget(plot)
    qtbot.addWidget(window)
    window.resize(400, 400)
    window.show()
    qtbot.waitExposed(window)
    plot.show_rows(Rows(STEPS, np.empty((101, 0))))
    picture.set_wish(WISH)
    yield picture
    window.close()


def spread() -> Spread:
    """Ten weights that go from the lowest range to the highest."""
    counts = np.zeros((101, BINS))
    counts[np.arange(101), np.arange(101) * (BINS - 1) // 100] = 10
    return Spread(WISH, STEPS, np.ones((101, 2)), counts, 2.0)


def test_where_all_weights_are_the_colour_is_full(picture: SpreadPicture) -> None:
    picture.show_spread(spread())
    image = picture.image.image
    assert image is not None
    assert image.height() == BINS
    starts = picture.image.column_starts()
    for row in (0, 33, 100):
        column = int(np.flatnonzero((starts[:-1] <= row) & (starts[1:] > row))[0])
        below = row * (BINS - 1) // 100
        colors = [image.pixelColor(column, y).name() for y in range(BINS)]
        assert colors[BINS - 1 - below] == LIGHT.accent
        assert colors.count(LIGHT.canvas) >= BINS - 3


def test_the_pointer_tells_how_many_weights_are_between_which_values(
    picture: SpreadPicture, qtbot: QtBot
) -> None:
    picture.show_spread(spread())
    area = picture.image.area
    top_right = QPointF(area.right() - 6, area.top() + 1).toPoint()
    with qtbot.waitSignal(picture.pointed) as pointed:
        QTest.mouseMove(picture.image, top_right)
    assert pointed.args == ["Step 100   10 from 1.93750 to 2.00000"]


def test_a_spread_of_another_layer_is_passed_over(picture: SpreadPicture) -> None:
    picture.set_wish(SpreadWish(0, change=False))
    picture.show_spread(spread())
    assert picture.image.image is None
