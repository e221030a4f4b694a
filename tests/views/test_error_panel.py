"""The errors of a run as curves."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.sample_curves import SampleCurves
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
    in_menu = [x.text() for x in panel.menu.actions()]
    assert in_menu[-4:] == ["View all", "Log y", "Log x", "Legend"]


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


def test_every_tool_has_a_name_a_tooltip_and_an_icon(panel: ErrorPanel, icons: Icons) -> None:
    icons.load_late()
    for action in panel.menu.actions():
        if action.isSeparator():
            continue
        assert action.text()
        assert len(action.toolTip()) > len(action.text())
        assert not action.icon().isNull()


def test_no_timer_goes_on_in_a_panel_that_is_hidden(panel: ErrorPanel, qtbot: QtBot) -> None:
    panel.show_curve(curve())
    panel.hide()
    timers = panel.findChildren(QTimer)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))


def test_the_menu_goes_to_the_step_at_the_pointer(panel: ErrorPanel, qtbot: QtBot) -> None:
    panel.show_curve(curve())
    at = panel.plot.area.center().toPoint()
    inside = panel.plot.view.viewport()
    for place in (at + QPoint(9, 9), at):  # a pointer that is there already does not move
        QTest.qWait(20)
        QTest.mouseMove(inside, place)
    qtbot.waitUntil(lambda: panel.plot.pointed_step is not None)
    step = panel.plot.pointed_step
    QTest.mouseClick(inside, Qt.MouseButton.RightButton, pos=at)
    assert panel.plot_menu.go_to.isEnabled()
    assert panel.plot_menu.go_to.text().replace("\N{NARROW NO-BREAK SPACE}", "").endswith(str(step))
    with qtbot.waitSignal(panel.stepPicked) as picked:
        panel.plot_menu.go_to.trigger()
    assert picked.args == [step]
    panel.menu.close()


def test_a_close_up_brings_its_band_along(panel: ErrorPanel) -> None:
    errors = curve()
    panel.show_curve(errors)
    few = slice(101, 120)
    fine = ErrorCurve(
        errors.steps[100] + np.arange(1.0, 20.0),
        *(values[few] for values in (errors.low, errors.high, errors.mean, errors.mean)),
    )
    panel.show_close_up(fine)
    band = panel.plot.picture.band
    assert band is not None
    assert 10 ** band.high[101:110] == pytest.approx(errors.high[101:110])
    panel.drop_close_up()
    assert len(panel.plot.picture.x) == len(errors.steps)


# Single samples, and accuracy


def samples_of(count: int, are_classes: bool) -> Samples:
    targets = np.arange(count, dtype=np.float64)[:, None] % 2
    return Samples(np.zeros((count, 1)), targets if are_classes else targets + 0.25)


def measured(count: int, columns: int, missing: int = 0) -> SampleCurves:
    """Every 50 steps; column k is k + 1 times an error that decays."""
    steps: Floats = np.arange(0.0, 5000.0, 50.0)
    errors = np.exp(-steps / 1000)[:, None] * np.arange(1.0, columns + 1)
    return SampleCurves(count, steps, errors, np.linspace(50.0, 100.0, len(steps)), missing)


def names(panel: ErrorPanel) -> list[str]:
    return [curve.name for curve in panel.curves]


def test_few_samples_have_a_curve_each(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(9, are_classes=False))
    assert not panel.wants_samples
    panel.by_samples.trigger()
    assert panel.wants_samples
    found = measured(9, 9)
    panel.show_curve(curve(), found)
    assert names(panel) == [f"Sample {number}" for number in range(1, 10)]
    assert panel.show_legend.isChecked()
    assert "9 samples" in panel.readout.text()
    for at in range(9):
        steps, values = panel.plot.drawn(at)
        assert steps.tolist() == found.steps.tolist()
        assert values.tolist() == found.errors[:, at].tolist()
    colors = [panel.plot.picture.color(at) for at in range(7)]
    assert len(set(colors)) == 7


def test_many_samples_have_a_worst_a_median_and_a_band(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(500, are_classes=False))
    panel.by_samples.trigger()
    found = measured(500, 4)
    panel.show_curve(curve(), found)
    assert names(panel) == ["Worst", "Median"]
    assert panel.plot.drawn(0)[1].tolist() == found.errors[:, 3].tolist()
    assert panel.plot.drawn(1)[1].tolist() == found.errors[:, 1].tolist()
    band = panel.plot.picture.band
    assert band is not None
    np.testing.assert_allclose(10**band.low, found.errors[:, 0], rtol=1e-12)
    np.testing.assert_allclose(10**band.high, found.errors[:, 2], rtol=1e-12)


def test_accuracy_is_beside_the_total_error_where_targets_name_classes(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=True))
    assert panel.wants_samples
    found = measured(4, 4)
    panel.show_curve(curve(), found)
    assert names(panel) == ["Total error", "Mean of the steps", "Accuracy"]
    steps, values = panel.plot.drawn(2)
    assert steps.tolist() == found.steps.tolist()
    assert values.tolist() == found.right.tolist()
    panel.by_samples.trigger()
    assert names(panel)[-1] == "Accuracy"
    panel.show_samples(samples_of(4, are_classes=False))
    assert "Accuracy" not in names(panel)


def test_accuracy_leaves_the_axis_of_errors_to_the_errors(panel: ErrorPanel) -> None:
    panel.show_curve(curve())
    before = panel.plot.view_range
    panel.show_samples(samples_of(4, are_classes=True))
    panel.show_curve(curve(), measured(4, 4))
    assert panel.plot.view_range == before


def test_what_was_measured_of_other_samples_is_not_shown(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=True))
    panel.by_samples.trigger()
    panel.show_curve(curve(), measured(5, 5))
    assert len(panel.plot.drawn(0)[0]) == 0


def test_it_says_that_more_is_being_measured(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=True))
    panel.show_curve(curve(), measured(4, 4, missing=7))
    assert panel.is_measuring
    assert "being measured" in panel.plot.note
    panel.show_curve(curve(), measured(4, 4))
    assert not panel.is_measuring
    assert panel.plot.note == ""


def test_single_samples_have_no_close_ups_and_no_other_runs(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=False))
    panel.show_curve(curve(), measured(4, 4))
    panel.show_other_runs(["before"], [curve()])
    panel.plot.show_stretch(100, 2000)
    assert panel.stretch is not None
    assert len(panel.plot.picture.ghosts) == 1
    panel.by_samples.trigger()
    panel.show_curve(curve(), measured(4, 4))
    panel.show_close_up(curve())
    assert panel.stretch is None
    assert panel.plot.picture.ghosts == ()
    assert len(panel.plot.drawn(0)[0]) == 100
    panel.total.trigger()
    assert len(panel.plot.picture.ghosts) == 1


def test_a_close_up_keeps_the_accuracy_that_is_known_there(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=True))
    panel.show_curve(curve(), measured(4, 4))
    panel.show_close_up(curve(300))
    assert panel.plot.drawn(2)[0].tolist() == measured(4, 4).steps.tolist()


# Holding


def test_a_plot_that_is_held_says_at_which_step(panel: ErrorPanel) -> None:
    panel.show_curve(curve())
    assert panel.is_live
    panel.plot_menu.hold.trigger()
    assert not panel.is_live
    assert (panel.held_at, panel.plot.note) == (4990, "held at 4\N{NARROW NO-BREAK SPACE}990")
    held = [x for x in panel.findChildren(QToolButton) if x.accessibleName() == "Hold"]
    assert [x.isVisible() for x in held] == [True]
    panel.plot_menu.hold.trigger()
    assert panel.is_live
    assert panel.plot.note == ""
    assert [x.isVisible() for x in held] == [False]


def test_other_curves_end_the_hold(panel: ErrorPanel) -> None:
    panel.show_samples(samples_of(4, are_classes=False))
    panel.show_curve(curve())
    panel.plot_menu.hold.trigger()
    panel.by_samples.trigger()
    assert panel.is_live


def test_without_a_run_the_curves_of_the_last_one_are_gone(panel: ErrorPanel) -> None:
    panel.show_curve(curve())
    panel.show_no_run()
    assert len(panel.plot.drawn(0)[0]) == 0
    assert panel.plot.hint == "Run or step to see the error"
    panel.show_curve(curve(3))
    assert panel.plot.last_step == 20
