"""The heat image: its pixels are the values, on the plot's axis of steps."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.engine.topology import Floats
from backprop_gui.training.heat import heat_of
from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.palette import LIGHT
from backprop_gui.views.parts.pictures.heat_picture import HeatPicture
from backprop_gui.views.parts.plot.curve_style import color_of
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.theme import Theme

STEPS = np.arange(0.0, 1001.0, 10.0)
COUNT = 20


class Desk(QWidget):
    """A picture above its plot, as in a panel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.plot = Plot(theme, "Value", "Nothing yet")
        self.picture = HeatPicture(theme, self.plot)
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture)
        layout.addWidget(self.plot)
        self.resize(420, 460)

    def feed(self, values: Floats) -> None:
        self.plot.show_rows(Rows(STEPS, np.empty((len(STEPS), 0))))
        self.picture.show_heat(heat_of(StateCurves(STEPS, values), self.picture.wish))


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    desk = Desk(theme)
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitExposed(desk)
    order = np.arange(COUNT)[::-1].copy()
    desk.picture.set_rows(
        order, lambda place: f"w{place + 1}", [("hidden", "h", 12), ("out", "o", 8)]
    )
    return desk


@pytest.fixture
def values() -> Floats:
    return np.random.default_rng(3).uniform(-1, 1, (len(STEPS), COUNT)) * np.linspace(0.2, 1, COUNT)


def mixed(value: float, full: float) -> tuple[int, ...]:
    """The colour that a value should have: as much of its sign's colour as the root of its size."""

    def channels(color: str) -> Floats:
        return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)

    # There are 126 steps from nothing to the full value.
    share = np.sqrt(round(min(abs(value) / full, 1.0) * 126) / 126)
    sign = LIGHT.positive if value > 0 else LIGHT.negative
    return tuple(share * channels(sign) + (1 - share) * channels(LIGHT.canvas))


def color_at(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    color = image.pixelColor(x, y)
    return color.red(), color.green(), color.blue()


def assert_pixels(desk: Desk, shown: Floats, places: Sequence[float], full: float) -> None:
    """Each pixel against the value of largest size in its column; `places` of steps on the axis."""
    image = desk.picture.image.image
    assert image is not None
    low, high = desk.plot.view_range[0]
    columns = image.width()
    assert columns == round(desk.plot.area.width())
    for column in range(0, columns, 7):
        start, end = (low + (high - low) * at / columns for at in (column, column + 1))
        rows = [row for row, place in enumerate(places) if start <= place < end]
        if not rows and (start > places[-1] or end <= places[0]):
            assert image.pixelColor(column, 0).alpha() == 0
            continue
        rows = rows or [max(row for row, place in enumerate(places) if place < start)]
        for band in range(shown.shape[1]):
            value = max((shown[row, band] for row in rows), key=abs)
            expected = mixed(value, full)
            found = color_at(image, column, band)
            assert np.abs(np.subtract(found, expected)).max() <= 1


def test_each_pixel_has_the_colour_of_its_value(desk: Desk, values: Floats) -> None:
    desk.feed(values)
    assert desk.picture.wish.bands == COUNT
    assert_pixels(desk, values[:, ::-1], STEPS.tolist(), 1.0)


def test_the_columns_are_those_of_a_logarithmic_axis_too(desk: Desk, values: Floats) -> None:
    desk.plot.set_log(steps=True, values=False)
    desk.feed(values)
    assert_pixels(desk, values[:, ::-1], np.log10(np.maximum(STEPS, 0.5)).tolist(), 1.0)


def test_the_change_is_that_since_the_first_row(desk: Desk, values: Floats, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.picture.wishChanged):
        desk.picture.set_change(True)
    desk.feed(values)
    assert_pixels(desk, (values - values[0])[:, ::-1], STEPS.tolist(), 2.0)
    assert desk.picture.bar.ends() == ("\N{MINUS SIGN}2", "2")


def test_a_zoomed_plot_zooms_the_image(desk: Desk, values: Floats) -> None:
    desk.feed(values)
    before = desk.plot.view_range[0]
    view = desk.plot.view.viewport()
    QTest.mousePress(view, Qt.MouseButton.RightButton, pos=desk.plot.area.center().toPoint())
    QTest.mouseMove(view, desk.plot.area.center().toPoint() + QPoint(80, 0))
    QTest.mouseRelease(
        view, Qt.MouseButton.RightButton, pos=desk.plot.area.center().toPoint() + QPoint(80, 0)
    )
    assert desk.plot.view_range[0] != before
    assert_pixels(desk, values[:, ::-1], STEPS.tolist(), 1.0)


def test_of_more_rows_than_pixels_none_that_stands_out_is_lost(desk: Desk) -> None:
    count = 5000
    values = np.zeros((len(STEPS), count))
    values[50, 3333] = -2.0
    desk.picture.set_rows(np.arange(count), lambda place: f"w{place + 1}", [("all", "a", count)])
    bands = desk.picture.wish.bands
    assert bands <= desk.picture.image.rows_of_pixels
    desk.feed(values)
    image = desk.picture.image.image
    assert image is not None
    assert image.height() == bands
    canvas = tuple(mixed(0.0, 1.0))
    colored = [
        (x, y)
        for x in range(image.width())
        for y in range(bands)
        if image.pixelColor(x, y).alpha() and color_at(image, x, y) != canvas
    ]
    band = next(at for at in range(bands) if (at + 1) * count // bands > 3333)
    assert {y for _, y in colored} == {band}
    assert color_at(image, *colored[0]) == tuple(map(round, mixed(-2.0, 2.0)))


def at_row(desk: Desk, row: int, band: int) -> QPoint:
    """Where a row in time and a band are in the image."""
    area, (low, high) = desk.picture.image.area, desk.plot.view_range[0]
    x = area.left() + (STEPS[row] - low) / (high - low) * area.width()
    return QPointF(x, area.top() + (band + 0.5) / COUNT * area.height()).toPoint()


def test_the_pointer_reads_name_step_and_value_and_a_click_picks(
    desk: Desk, values: Floats, qtbot: QtBot
) -> None:
    desk.feed(values)
    with qtbot.waitSignal(desk.picture.pointed) as pointed:
        QTest.mouseMove(desk.picture.image, at_row(desk, 40, 6))
    assert pointed.args[0].startswith("Step 400   w7 ")
    image = desk.picture.image
    assert image.tip is not None
    assert image._spot is not None
    assert image.tip(image._spot) == f"w7 {values[40, COUNT - 7]!r}\nStep 400".replace(
        "np.float64(", ""
    ).replace(")", "")
    with qtbot.waitSignal(desk.picture.placePicked) as picked:
        QTest.mouseClick(image, Qt.MouseButton.LeftButton, pos=at_row(desk, 40, 6))
    assert picked.args == [6]


def test_a_picked_row_is_marked_in_the_colour_of_its_curve(desk: Desk, values: Floats) -> None:
    desk.feed(values)
    desk.picture.set_marked({5: 11}, 5)
    image = desk.picture.image
    picture, area = image.grab().toImage(), image.area
    y = round(area.top() + 5.5 / COUNT * area.height())
    color = picture.pixelColor(round(area.right()) + 7, y).name()
    assert color == color_of(LIGHT, 11)


def test_without_rows_there_is_nothing_to_point_at(
    desk: Desk, values: Floats, qtbot: QtBot
) -> None:
    desk.picture.set_rows(np.empty(0, dtype=np.int64), str, [])
    desk.feed(values)
    with qtbot.waitSignal(desk.picture.pointed) as pointed:
        QTest.mouseMove(desk.picture.image, at_row(desk, 30, 5))
    assert pointed.args == [""]
    with qtbot.assertNotEmitted(desk.picture.placePicked):
        QTest.mouseClick(desk.picture.image, Qt.MouseButton.LeftButton, pos=at_row(desk, 30, 5))


def test_what_was_wished_for_before_is_passed_over(desk: Desk, values: Floats) -> None:
    old = desk.picture.wish
    desk.picture.set_change(True)
    desk.picture.show_heat(heat_of(StateCurves(STEPS, values), old))
    assert desk.picture.image.image is None
