"""A plot's pins, smoothing, keys, second axis, linked view, and how little it paints."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.plot.item import PlotItem
from backprop_gui.views.parts.plot.menu import Copy, PlotMenu
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.plot.smoothing import Smoothing
from backprop_gui.views.parts.theme import Theme

STEPS: Floats = np.arange(0.0, 1001.0)
VALUES = np.column_stack((np.sin(STEPS), STEPS / 1000))


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> Plot:
    plot = Plot(theme, "Value", "Nothing yet")
    plot.set_curves([Curve("wave", 0), Curve("line", 1)])
    plot.show_rows(Rows(STEPS, VALUES))
    qtbot.addWidget(plot)
    plot.resize(400, 240)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


@pytest.fixture
def menu(plot: Plot, icons: Icons, qtbot: QtBot) -> PlotMenu:
    menu = QMenu()
    qtbot.addWidget(menu)
    return PlotMenu(menu, plot, icons)


def across(plot: Plot, step: float) -> int:
    low, high = plot.view_range[0]
    return round(plot.area.left() + (step - low) / (high - low) * plot.area.width())


def places(plot: Plot, step: float, color: str) -> list[int]:
    """How far down, of 200 parts, there is about this colour at a step or a pixel beside it."""
    image, area = plot.grab().toImage(), plot.area
    ys = range(int(area.top()), int(area.bottom()) - 1)
    xs = [across(plot, step) + beside for beside in (-1, 0, 1)]
    found = [y for y in ys if any(is_about(image.pixelColor(x, y), color) for x in xs)]
    return [round(200 * (y - area.top()) / area.height()) for y in found]


def is_about(one: QColor, other: str) -> bool:
    """As lines that lie between pixels are a little paler."""
    wanted = QColor(other)
    return (
        abs(one.red() - wanted.red()) < 70
        and abs(one.green() - wanted.green()) < 70
        and abs(one.blue() - wanted.blue()) < 70
    )


# Pins


def test_a_pin_is_a_line_with_a_head(plot: Plot) -> None:
    accent = plot.picture.palette.accent
    plot.set_hidden(frozenset({0}))
    assert not places(plot, 700, accent)
    plot.set_pins([300, 700])
    for step in (300, 700):
        assert len(places(plot, step, accent)) > 100
    plot.set_pins([300])
    assert not places(plot, 700, accent)


def test_the_key_pins_the_step_at_the_pointer_or_else_the_last(plot: Plot, menu: PlotMenu) -> None:
    found: list[int] = []
    menu.pinToggled.connect(found.append)
    QTest.keyClick(plot, Qt.Key.Key_P)
    plot.pointer.move_to(QPointF(across(plot, 500), plot.area.center().y()))
    QTest.keyClick(plot, Qt.Key.Key_P)
    assert found[0] == 1000
    assert found[1] == plot.pointed_step
    assert 490 < found[1] < 510


def test_pins_are_listed_to_go_to_and_to_remove(plot: Plot, menu: PlotMenu) -> None:
    assert not menu.pins.menuAction().isEnabled()
    menu.set_pins([20, 30])
    texts = [action.text() for action in menu.pins.actions() if not action.isSeparator()]
    assert texts == [
        *("Step 20", "Step 30", "Remove the pin at step 20", "Remove the pin at step 30"),
        "Remove all pins",
    ]
    gone: list[int] = []
    removed: list[int] = []
    menu.stepPicked.connect(gone.append)
    menu.pinToggled.connect(removed.append)
    actions = {action.text(): action for action in menu.pins.actions()}
    actions["Step 30"].trigger()
    actions["Remove the pin at step 20"].trigger()
    assert (gone, removed) == ([30], [20])


def test_the_menu_pins_and_unpins_the_step_at_the_pointer(menu: PlotMenu) -> None:
    menu.point_at(None)
    assert not menu.pin.isEnabled()
    menu.point_at(40)
    assert menu.pin.text() == "Pin step 40"
    found: list[int] = []
    menu.pinToggled.connect(found.append)
    menu.pin.trigger()
    menu.set_pins([40])
    menu.point_at(40)
    assert (menu.pin.text(), found) == ("Unpin step 40", [40])


# Smoothing


def test_smoothing_draws_a_mean_and_leaves_the_numbers(plot: Plot, menu: PlotMenu) -> None:
    light, strong = menu.smoothing.actions()[1:]
    assert menu.smoothing.actions()[0].isChecked()
    plot.set_hidden(frozenset({1}))
    color = plot.picture.color(0)
    before = places(plot, 500, color)
    assert len(before) > 60  # the wave goes up and down within a pixel
    strong.trigger()
    assert plot.note == "smoothed 10 %"
    pixels = places(plot, 500, color)
    assert 0 < len(pixels) < 8
    assert np.mean(pixels) == pytest.approx(100, abs=5)  # its mean is 0
    assert len(places(plot, 500, plot.picture.color_behind(0))) > 60
    assert plot.drawn(0)[1].tolist() == VALUES[:, 0].tolist()
    light.trigger()
    assert plot.picture.smoothing is Smoothing.LIGHT
    menu.smoothing.actions()[0].trigger()
    assert plot.note == ""
    assert places(plot, 500, color) == before


def test_smoothing_works_where_there_is_little_to_smooth(plot: Plot) -> None:
    plot.set_smoothing(Smoothing.STRONG)
    for rows in (0, 1, 2):
        plot.show_rows(Rows(STEPS[:rows], VALUES[:rows]))
        plot.grab()
    plot.show_rows(Rows(STEPS, np.full_like(VALUES, np.nan)))
    plot.grab()


# Keys, and views of the same steps


def test_plus_minus_and_0_zoom_the_steps(plot: Plot) -> None:
    def width() -> float:
        low, high = plot.view_range[0]
        return high - low

    whole = width()
    QTest.keyClick(plot, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)
    assert not plot.following
    once = width()
    QTest.keyClick(plot, Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    assert width() < once < whole
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert width() == pytest.approx(once)
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert plot.following
    assert width() == pytest.approx(whole)


def test_a_key_zooms_around_the_pointer(plot: Plot) -> None:
    at = across(plot, 200)
    plot.pointer.move_to(QPointF(at, plot.area.center().y()))
    for _ in range(5):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert abs(across(plot, 200) - at) <= 1


def test_other_keys_are_left_to_the_window(plot: Plot, qtbot: QtBot) -> None:
    for key, modifier in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(plot, key, modifier)
        assert plot.following


def test_the_keyboards_focus_is_seen(plot: Plot) -> None:
    plot.set_hidden(frozenset({0, 1}))

    def edge() -> list[int]:
        return [at for at in places(plot, 200, plot.picture.palette.accent) if at < 3]

    for reason, seen in (("Tab", True), ("Mouse", False)):
        event = QFocusEvent(QEvent.Type.FocusIn, getattr(Qt.FocusReason, f"{reason}FocusReason"))
        QApplication.sendEvent(plot, event)
        assert bool(edge()) is seen
        QApplication.sendEvent(plot, QFocusEvent(QEvent.Type.FocusOut))
        assert not edge()


@pytest.mark.parametrize("log", [False, True])
def test_the_steps_of_another_plot_can_be_shown(plot: Plot, log: bool) -> None:
    plot.set_log(steps=log, values=False)
    plot.show_stretch(200.0, 400.0)
    assert plot.stretch == pytest.approx((200.0, 400.0))
    assert not plot.following


def test_the_table_holds_the_visible_curves_in_sight(plot: Plot) -> None:
    plot.show_stretch(200.5, 203.0)
    plot.set_hidden(frozenset({0}))
    names, steps, values = plot.table()
    assert names == ["line"]
    assert steps.tolist() == [201.0, 202.0, 203.0]
    assert values.tolist() == [[0.201], [0.202], [0.203]]


# The axis to the right


@pytest.mark.parametrize("log", [False, True])
def test_percents_have_an_axis_of_their_own(plot: Plot, log: bool) -> None:
    plot.set_curves([Curve("error", 0), Curve("accuracy", 1, in_percent=True)])
    plot.set_log(steps=False, values=log)
    values = np.column_stack((np.full(1001, 1e-3), np.full(1001, 50.0)))
    plot.show_rows(Rows(STEPS, values))
    assert plot.drawn(1)[1].tolist() == values[:, 1].tolist()
    found = places(plot, 500, plot.picture.color(1))
    assert len(found) in (1, 2, 3)
    assert np.mean(found) == pytest.approx(100, abs=3)
    plot.pointer.move_to(QPointF(across(plot, 500), plot.area.center().y()))
    assert "accuracy 50" in plot.pointer.tip.splitlines()


# What is painted


def test_a_view_in_which_nothing_changes_is_not_painted_again(
    plot: Plot, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: list[bool] = []
    monkeypatch.setattr(PlotItem, "change", lambda item: changes.append(True))
    plot.show_stretch(100.0, 200.0)
    changes.clear()
    longer = np.vstack((VALUES, VALUES[-1:]))
    plot.show_rows(Rows(np.append(STEPS, 1001.0), longer))
    assert not changes
    other = longer.copy()
    other[150, 1] += 1e-9
    plot.show_rows(Rows(np.append(STEPS, 1001.0), other))
    assert changes
    changes.clear()
    plot.set_hidden(frozenset({1}))
    assert changes


def test_following_shows_what_comes(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[bool] = []
    monkeypatch.setattr(PlotItem, "change", lambda item: changes.append(True))
    plot.show_rows(Rows(np.append(STEPS, 1001.0), np.vstack((VALUES, VALUES[-1:]))))
    assert changes


# Taking it along


def test_the_menu_offers_files_and_the_clipboard(menu: PlotMenu) -> None:
    found: list[Copy] = []
    menu.copyRequested.connect(found.append)
    for action in menu.files.actions():
        action.trigger()
    assert found == [Copy.PNG, Copy.SVG, Copy.CSV]
