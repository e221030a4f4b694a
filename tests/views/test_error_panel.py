"""The errors of a run as curves."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from backprop_gui.engine.topology import Floats
from backprop_gui.training.snapshot import ErrorCurve
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> ErrorPanel:
    panel = ErrorPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(420, 230)
    panel.setVisible(True)
    return panel


def curve(rows: int = 500) -> ErrorCurve:
    """Rows of ten steps each; the total error is known in every fifth, and 0 at the end."""
    steps: Floats = np.arange(0.0, 10.0 * rows, 10.0)
    decay: Floats = np.exp(-steps / 1000)
    mean: Floats = decay * 0.3
    mean[0] = np.nan
    total = np.full(rows, np.nan)
    total[::5] = 0.4 * decay[::5]
    total[-1] = 0.0
    return ErrorCurve(steps, mean * 0.5, mean * 1.5, mean, total)


def test_the_total_error_is_drawn_where_it_was_measured_and_is_not_0(panel: ErrorPanel) -> None:
    errors = curve()
    panel.show_curve(errors)
    panel.grab()
    steps, values = panel.plot.drawn(0)
    assert steps.tolist() == errors.steps[::5].tolist()
    assert values.tolist() == errors.total[::5].tolist()


def test_an_error_of_0_has_a_place_on_a_linear_axis(panel: ErrorPanel) -> None:
    panel.show_curve(curve())
    panel.log_y.setChecked(False)
    assert panel.plot.drawn(0)[1][-1] == 0.0


def test_the_axis_of_errors_is_logarithmic_at_first_and_that_of_steps_is_not(
    panel: ErrorPanel,
) -> None:
    assert (panel.log_y.isChecked(), panel.log_x.isChecked()) == (True, False)
    assert panel.plot.log == (False, True)
    panel.log_x.trigger()
    assert panel.plot.log == (True, True)


def test_the_highest_squared_error_is_in_view(panel: ErrorPanel) -> None:
    errors = curve()
    errors.high[250] = 50.0
    panel.show_curve(errors)
    assert panel.plot.view_range[1][1] >= np.log10(50.0)
    panel.log_y.setChecked(False)
    assert panel.plot.view_range[1][1] >= 50.0


def test_a_spike_of_a_single_step_is_painted(panel: ErrorPanel) -> None:
    panel.log_y.setChecked(False)
    errors = curve(2000)
    errors.high[1001] = 10.0
    panel.show_curve(errors)
    image = panel.plot.grab().toImage()
    area = panel.plot.area.toRect()
    half = area.top() + area.height() // 2
    ground = {panel.plot.picture.palette.canvas, panel.plot.picture.palette.grid}
    painted = [
        x
        for x in range(area.left() + 5, area.right())
        if image.pixelColor(x, half).name() not in ground
    ]
    assert len(painted) in (1, 2)


def test_before_the_first_step_it_says_what_to_do(panel: ErrorPanel) -> None:
    panel.show_curve(curve(1))
    assert panel.plot.hint == "Run or step to see the error"
    panel.show_curve(curve(2))
    assert panel.plot.hint == ""


def test_a_run_of_one_sample_that_is_learned_completely_can_be_shown(panel: ErrorPanel) -> None:
    zeros = np.zeros(10)
    panel.show_curve(ErrorCurve(np.arange(10.0), zeros, zeros, zeros, zeros))
    panel.grab()
    assert len(panel.plot.drawn(0)[0]) == 0


def test_it_shrinks_and_leaves_its_tools_in_the_menu(panel: ErrorPanel) -> None:
    def texts() -> set[str]:
        buttons = panel.findChildren(QToolButton)
        return {x.accessibleName() for x in buttons if x.isVisible()}

    assert {"Log y", "Log x", "View all"} <= texts()
    panel.resize(240, 160)
    assert panel.width() == 240
    assert "Log x" not in texts()
    assert [x.text() for x in panel.menu.actions()] == ["View all", "Log y", "Log x"]


def test_a_click_with_the_right_button_opens_the_menu_and_a_drag_zooms(
    panel: ErrorPanel,
) -> None:
    panel.show_curve(curve())
    inside, right = panel.plot.view.viewport(), Qt.MouseButton.RightButton
    at = panel.plot.area.center().toPoint()
    QTest.mousePress(inside, right, pos=at)
    assert not panel.menu.isVisible()
    QTest.mouseRelease(inside, right, pos=at)
    assert panel.menu.isVisible()
    panel.menu.close()
    QTest.mousePress(inside, right, pos=at)
    for shift in range(10, 60, 10):
        QTest.qWait(20)  # moves that follow each other too soon are passed over
        QTest.mouseMove(inside, at + QPoint(shift, 0))
    QTest.mouseRelease(inside, right, pos=at + QPoint(50, 0))
    assert not panel.menu.isVisible()
    assert not panel.plot.following
    assert panel.view_all.isEnabled()
    panel.view_all.trigger()
    assert panel.plot.following
    assert not panel.view_all.isEnabled()


def test_every_tool_has_a_name_a_tooltip_and_an_icon(panel: ErrorPanel) -> None:
    for action in panel.menu.actions():
        assert action.text()
        assert len(action.toolTip()) > len(action.text())
        assert not action.icon().isNull()


def test_no_timer_goes_on_in_a_panel_that_is_hidden(panel: ErrorPanel, qtbot: QtBot) -> None:
    panel.show_curve(curve())
    panel.hide()
    QTest.qWait(150)
    assert not any(timer.isActive() for timer in panel.findChildren(QTimer))
