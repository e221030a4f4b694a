"""A live plot: what it shows, how it follows, and what the pointer finds."""

import gc
import sys
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from backprop_gui.views.parts.numbers import full
from backprop_gui.views.parts.palette import DARK
from backprop_gui.views.parts.plot.curve_style import Curve, color_of
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.theme import Theme

STEPS = np.arange(0.0, 101.0)
VALUES = np.column_stack((np.linspace(0, 1, 101), np.linspace(1, 0.5, 101)))


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> Plot:
    plot = Plot(theme, "Value", "Nothing yet")
    plot.set_curves([Curve("up", 0), Curve("down", 1)])
    qtbot.addWidget(plot)
    plot.resize(400, 240)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def inside(plot: Plot) -> QWidget:
    return plot.view.viewport()


def pixel(plot: Plot, step: float, value: float) -> QPoint:
    """Where a step and a value, both on linear axes, are in the widget that takes the mouse."""
    (left, right), (bottom, top) = plot.view_range
    area = plot.area
    x = area.left() + (step - left) / (right - left) * area.width()
    y = area.bottom() - (value - bottom) / (top - bottom) * area.height()
    return QPointF(x, y).toPoint()


def wheel(plot: Plot, turns: int = 1, at: QPointF | None = None) -> None:
    at = at or QPointF(pixel(plot, 50, 0.6))
    event = QWheelEvent(
        *(at, inside(plot).mapToGlobal(at), QPoint(), QPoint(0, 120 * turns)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(inside(plot), event)


def point(plot: Plot, step: float, value: float) -> None:
    at = pixel(plot, step, value)
    for place in (at + QPoint(9, 9), at):  # a pointer that is there already does not move
        QTest.qWait(20)  # moves that follow each other too soon are passed over
        QTest.mouseMove(inside(plot), place)


def test_what_is_drawn_is_what_was_given(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    for curve in (0, 1):
        steps, values = plot.drawn(curve)
        assert steps.tolist() == STEPS.tolist()
        assert values.tolist() == VALUES[:, curve].tolist()


def test_rows_without_a_value_are_passed_over(plot: Plot) -> None:
    values = VALUES.copy()
    values[3:90:2, 0] = np.nan
    plot.show_rows(Rows(STEPS, values))
    plot.grab()
    steps, kept = plot.drawn(0)
    assert len(steps) == 101 - 44
    assert np.isfinite(kept).all()
    assert len(plot.drawn(1)[0]) == 101


def test_a_gap_is_bridged_by_a_line(plot: Plot) -> None:
    plot.set_curves([Curve("flat", 0)])
    values = np.full((101, 1), 0.5)
    values[1:100] = np.nan
    plot.show_rows(Rows(STEPS, values))
    image = plot.grab().toImage()
    at = pixel(plot, 50, 0.5)
    column = [image.pixelColor(at.x(), at.y() + dy).name() for dy in range(-2, 3)]
    ground = QColor(plot.picture.palette.canvas).name()
    assert any(color not in (ground, plot.picture.palette.grid) for color in column)


def test_a_logarithmic_axis_drops_zeros(plot: Plot) -> None:
    plot.set_log(steps=False, values=True)
    plot.show_rows(Rows(STEPS, VALUES))
    assert plot.drawn(0)[0].tolist() == STEPS[1:].tolist()
    plot.set_log(steps=True, values=False)
    assert plot.drawn(0)[0].tolist() == STEPS.tolist()
    plot.grab()


def test_a_value_that_is_not_finite_does_not_spoil_the_view(plot: Plot) -> None:
    values = VALUES.copy()
    values[100] = (np.inf, 1e308)
    plot.show_rows(Rows(STEPS, values))
    plot.grab()
    assert np.isfinite(plot.view_range).all()
    assert len(plot.drawn(0)[0]) == 100


def test_a_hidden_curve_is_not_drawn_and_gives_its_room_to_the_others(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    plot.set_hidden(frozenset({0}))
    assert len(plot.drawn(0)[0]) == 0
    assert len(plot.drawn(1)[0]) == 101
    (bottom, top) = plot.view_range[1]
    assert 0.4 < bottom < 0.5
    assert 1.0 < top < 1.1
    plot.set_hidden(frozenset())
    assert plot.view_range[1][0] < 0


def test_the_view_follows_the_run_in_jumps(plot: Plot) -> None:
    ranges = []
    for rows in range(2, 101):
        plot.show_rows(Rows(STEPS[:rows], VALUES[:rows]))
        (left, right), (bottom, top) = plot.view_range
        assert left <= 0
        assert right >= STEPS[rows - 1]
        assert bottom <= VALUES[:rows].min()
        assert top >= VALUES[:rows].max()
        ranges.append((left, right))
    assert len(set(ranges)) < 15


def test_a_zoomed_view_stays_put_until_it_is_to_follow_again(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS[:50], VALUES[:50]))
    with qtbot.waitSignal(plot.followingChanged) as changed:
        wheel(plot)
    assert changed.args == [False]
    zoomed = plot.view_range
    plot.show_rows(Rows(STEPS, VALUES * 100))
    assert plot.view_range[0] == zoomed[0]
    with qtbot.waitSignal(plot.followingChanged):
        plot.follow()
    assert plot.view_range[1][1] >= 100


def test_only_the_start_is_a_dot_and_a_hint(plot: Plot) -> None:
    assert plot.hint == "Nothing yet"
    plot.show_rows(Rows(STEPS[:1], VALUES[:1]))
    assert plot.hint == "Nothing yet"
    at = pixel(plot, 0, 1)
    expected = QColor(color_of(plot.picture.palette, 1)).name()
    assert plot.grab().toImage().pixelColor(at).name() == expected
    plot.show_rows(Rows(STEPS[:2], VALUES[:2]))
    assert plot.hint == ""


def test_the_pointer_reads_the_nearest_row_and_curve(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS[::10], VALUES[::10]))
    seen: list[Any] = []
    plot.pointed.connect(seen.append)
    point(plot, 32, 0.28)
    qtbot.waitUntil(lambda: bool(seen))
    found = seen[-1]
    assert (found.row, found.step, found.curve) == (3, 30.0, 0)
    assert found.value == VALUES[30, 0]
    assert plot.values_to_read().tolist() == VALUES[30].tolist()
    lines = plot.pointer.tip.splitlines()
    assert lines == ["Step 30", f"up {full(VALUES[30, 0])}", f"down {full(VALUES[30, 1])}"]


def test_what_is_pointed_at_changes_while_the_data_move(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    point(plot, 30, 0.3)
    with qtbot.waitSignal(plot.pointed):
        plot.show_rows(Rows(STEPS, VALUES / 2))
    assert plot.values_to_read()[0] in VALUES[:, 0] / 2


def test_away_from_the_plot_the_last_row_is_read(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    point(plot, 30, 0.3)
    with qtbot.waitSignal(plot.pointed) as pointed:
        QApplication.sendEvent(inside(plot), QEvent(QEvent.Type.Leave))
    assert pointed.args == [None]
    assert plot.values_to_read().tolist() == VALUES[-1].tolist()


def test_a_click_picks_the_curve_below_it_and_none_far_from_all(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(plot.curveClicked) as picked:
        QTest.mouseClick(inside(plot), left, pos=pixel(plot, 20, 0.9))
    assert picked.args == [1]
    with qtbot.assertNotEmitted(plot.curveClicked, wait=10):
        QTest.mouseClick(inside(plot), left, pos=pixel(plot, 90, 0.2))


def test_another_theme_paints_all_in_its_colours(plot: Plot, theme: Theme) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    theme.set_choice("dark")
    image = plot.grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert {DARK.canvas, DARK.grid, DARK.border} <= colors
    assert plot.picture.palette is DARK


@pytest.mark.parametrize("size", [(20, 20), (80, 64), (240, 120), (1200, 900)])
def test_it_can_have_any_size(plot: Plot, size: tuple[int, int]) -> None:
    plot.show_rows(Rows(STEPS, VALUES, VALUES[:, 0], VALUES[:, 1], 2))
    plot.resize(*size)
    plot.grab()


def test_it_may_have_no_curves(plot: Plot) -> None:
    plot.set_curves([])
    plot.show_rows(Rows(np.arange(5000.0), np.empty((5000, 0))))
    plot.grab()


def test_repainting_a_live_plot_a_thousand_times_does_not_eat_references_to_none(
    plot: Plot,
) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    plot.grab()
    before = sys.getrefcount(None)
    for turn in range(1000):
        plot.show_rows(Rows(STEPS, VALUES + turn))
        inside(plot).repaint()
    assert sys.getrefcount(None) > before - 500


def test_nothing_is_left_of_it_after_deletion(theme: Theme, qapp: QApplication) -> None:
    plot = Plot(theme, "Value", "")
    plot.set_curves([Curve("up", 0)])
    plot.show_rows(Rows(STEPS, VALUES[:, :1]))
    plot.grab()
    scene: Any = plot.view.scene()
    plot.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert not isValid(plot)
    assert not isValid(scene)
    theme.set_choice("dark")


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("turns", [-10, 10])
def test_no_zoom_is_too_far(plot: Plot, log: bool, turns: int) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    plot.set_log(log, log)
    for _ in range(300):
        wheel(plot, turns)
    (left, right), (bottom, top) = plot.view_range
    assert np.isfinite([left, right, bottom, top]).all()
    assert left < right
    assert bottom < top


def test_zooming_with_the_wheel_keeps_the_curves_in_sight(plot: Plot) -> None:
    values = np.column_stack((np.linspace(0, 1000, 101), np.linspace(0, 500, 101)))
    plot.show_rows(Rows(STEPS, values))
    for _ in range(12):
        wheel(plot)
    (left, right), (bottom, top) = plot.view_range
    start, end = np.searchsorted(STEPS, left), np.searchsorted(STEPS, right, "right")
    seen = values[start:end]
    assert 0 < len(seen) < 40
    assert bottom <= seen.min() <= seen.max() <= top
    assert top - bottom < 700


def test_values_zoomed_by_hand_stay_so_until_it_follows_again(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    at = plot.area.center().toPoint()
    QTest.mousePress(inside(plot), Qt.MouseButton.RightButton, pos=at)
    for shift in range(10, 60, 10):
        QTest.qWait(20)  # moves that follow each other too soon are passed over
        QTest.mouseMove(inside(plot), at + QPoint(shift, -shift))
    QTest.mouseRelease(inside(plot), Qt.MouseButton.RightButton, pos=at + QPoint(50, -50))
    zoomed = plot.view_range[1]
    assert zoomed != (-0.05, 1.05)
    plot.show_rows(Rows(STEPS, VALUES * 100))
    wheel(plot)
    assert plot.view_range[1] == zoomed
    plot.follow()
    assert plot.view_range[1][1] > 100


def test_ghosts_are_drawn_behind_and_are_in_sight_beyond_the_head(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS[:50], VALUES[:50]))
    plot.set_ghosts([("before", Rows(STEPS * 3, VALUES[:, :1] * 4))])
    (left, right), (bottom, top) = plot.view_range
    assert left <= 0 <= 300 <= right
    assert bottom <= 0 <= 4 <= top
    assert "before" in plot.note
    plain = plot.grab().toImage()
    plot.set_ghosts([])
    assert plot.view_range[0][1] < 300
    assert plot.note == ""
    plot.set_ghosts([("before", Rows(STEPS * 3, VALUES[:, :1] * 4))])
    assert plot.grab().toImage() == plain
    pale = QColor(plot.picture.ghost_color(0)).name()
    at = pixel(plot, 200, 4 * 200 / 300)
    around = {
        plain.pixelColor(at.x() + dx, at.y() + dy).name()
        for dx in range(-6, 7)
        for dy in (-1, 0, 1)
    }
    assert any(abs(QColor(each).hue() - QColor(pale).hue()) < 12 for each in around)


def test_the_tip_tells_what_other_runs_had_near_the_pointer(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS, VALUES))
    plot.set_ghosts([("before", Rows(STEPS[::7], VALUES[::7, :1] * 0.9))])
    point(plot, 30, 0.3)
    qtbot.waitUntil(lambda: len(plot.pointer.tip.splitlines()) == 4)
    assert plot.pointer.tip.splitlines()[-1] == f"before: up {full(VALUES[28, 0] * 0.9)} at step 28"


def test_other_curves_leave_no_ghosts(plot: Plot) -> None:
    plot.set_ghosts([("before", Rows(STEPS, VALUES))])
    plot.set_curves([Curve("one", 0)])
    plot.show_rows(Rows(STEPS, VALUES[:, :1]))
    assert plot.picture.ghosts == ()
    plot.grab()


def test_very_many_ghosts_are_drawn_of_the_bold_curve_alone(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS, VALUES * 0.01))
    plot.set_ghosts([(f"{at}", Rows(STEPS, VALUES + at)) for at in range(20)])
    empty = plot.grab().toImage()
    plot.set_bold(0)
    assert plot.grab().toImage() != empty
    assert "17 more" in plot.note


def test_it_says_how_exact_it_is_where_one_looks_closely(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS * 128, VALUES))
    assert plot.note == ""
    wheel(plot)
    assert plot.note == "each point 128 steps"
    plot.show_refining(True)
    assert plot.note == "each point 128 steps …"
    plot.show_refining(False)
    plot.show_rows(Rows(STEPS + 6400 - 50, VALUES))
    assert plot.note == "every step"
    plot.follow()
    assert plot.note == ""


def test_a_click_with_ctrl_tells_the_step_and_picks_no_curve(plot: Plot, qtbot: QtBot) -> None:
    plot.show_rows(Rows(STEPS * 1e9, VALUES))
    at = pixel(plot, 20e9, 0.9)
    with (
        qtbot.waitSignal(plot.stepClicked) as clicked,
        qtbot.assertNotEmitted(plot.curveClicked),
    ):
        control = Qt.KeyboardModifier.ControlModifier
        QTest.mouseClick(inside(plot), Qt.MouseButton.LeftButton, control, at)
    assert clicked.args == [20_000_000_000]


def test_rows_far_beside_a_narrow_view_are_joined_through_it(plot: Plot) -> None:
    plot.set_curves([Curve("line", 0)])
    steps = np.array([0.0, 1e9])
    plot.show_rows(Rows(steps, steps[:, None]))
    while plot.stretch is None or plot.stretch[1] - plot.stretch[0] > 10:
        wheel(plot, 1, plot.area.center())
    image = plot.grab().toImage()
    middle = round(plot.area.center().x())
    column = {image.pixelColor(middle, y).name() for y in range(image.height())}
    line = QColor(color_of(plot.picture.palette, 0)).hue()
    assert any(abs(QColor(each).hue() - line) < 12 for each in column)


def test_keys_zoom_a_plot_whose_labels_leave_no_room_for_curves(plot: Plot) -> None:
    long = np.linspace(-1.234e-300, -1e-301, 101)  # each value is a long label
    plot.show_rows(Rows(STEPS, np.column_stack((long, long))))
    QTest.mouseMove(inside(plot), plot.area.center().toPoint())
    plot.view.resize(60, 60)
    QTest.qWait(50)
    plot.grab()
    assert plot.area.width() < 1
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    left, right = plot.view_range[0]
    assert left < right


def test_where_another_run_is_drawn_no_hint_lies_upon_it(plot: Plot) -> None:
    plot.show_rows(Rows(STEPS[:1], VALUES[:1]))
    plot.set_ghosts([("before", Rows(STEPS[:1], VALUES[:1]))])
    assert plot.hint == "Nothing yet"
    plot.set_ghosts([("before", Rows(STEPS, VALUES))])
    assert plot.hint == ""
    plot.set_ghosts([])
    assert plot.hint == "Nothing yet"


class PaintedPart(QObject):
    """What of a widget was painted since."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)


def test_where_the_axes_move_all_is_painted_again_so_that_no_text_stays_behind(
    plot: Plot, qtbot: QtBot
) -> None:
    plot.show_rows(Rows(STEPS * 100, VALUES))
    painted = PaintedPart(inside(plot))
    QApplication.processEvents()
    painted.region = QRegion()
    share = Curve("share", 2, in_percent=True)
    plot.set_curves([Curve("up", 0), share])
    plot.show_rows(Rows(STEPS, VALUES * 1e5))
    whole = QRegion(inside(plot).rect())
    qtbot.waitUntil(lambda: whole.subtracted(painted.region).isEmpty())
