"""The error along a weight as it is plotted, pointed at, zoomed, and tried out."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from backprop_gui.engine.error_slice import ErrorSlice, point_of_samples
from backprop_gui.engine.forecast import Forecast, WhatIf, point_of_sample
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.derivation import slice_view
from backprop_gui.views.derivation.slice_plot import SlicePlot
from backprop_gui.views.parts.formulas.figures import brief, figure
from backprop_gui.views.parts.selection import Kind, Selection
from tests.engine.learner import TUTORIAL, Task, random_task
from tests.engine.tracing import trace_of
from tests.views.derivation.conftest import B1, H1, W5, Shown, experiment_of

MANY = random_task((3, 4, 2), samples=5)
NO_BUTTON = Qt.MouseButton.NoButton


def show(shown: Shown, task: Task, selection: Selection) -> SlicePlot:
    shown.panel.show_experiment(experiment_of(task))
    shown.panel.show_trace(trace_of(task), 0, Samples(task.inputs, task.targets))
    shown.panel.select(selection)
    shown.settle()
    return shown.panel.slice.plot


def moved_to(value: float) -> StepTrace:
    parameters = TUTORIAL.parameters.copy()
    parameters[W5.at] = value
    return trace_of(replace(TUTORIAL, parameters=parameters))


def tried(value: float) -> WhatIf:
    before, after = (point_of_sample(x, W5.at) for x in (trace_of(TUTORIAL), moved_to(value)))
    return WhatIf(W5.at, Forecast(before, after))


def words(shown: Shown) -> str:
    return shown.panel.slice.words.text().replace("\u00a0", " ")


def wheel(plot: SlicePlot, notches: int, keys: Qt.KeyboardModifier) -> bool:
    place = QPointF(plot.rect().center())
    event = QWheelEvent(
        place,
        plot.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        NO_BUTTON,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, event)
    return event.isAccepted()


def test_the_curve_is_the_error_of_the_sample_around_the_present_value(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    along = ErrorSlice(TUTORIAL.topology, trace_of(TUTORIAL), W5.at)
    assert shown.panel.slice.caption.text() == "Error along w5"
    assert plot.range_x == (0.4 - 2, 0.4 + 2)
    assert len(plot.values) > 100
    assert plot.errors.tolist() == [along.error(value) for value in plot.values.tolist()]


def test_the_tangent_touches_the_curve_where_the_weight_is(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    assert plot.start is not None
    assert plot.start.value == 0.4
    assert plot.start.error == 0.2983711087600027
    assert figure(plot.start.gradient) == "0.082167041"
    assert "0.082167041" in words(shown)
    gap = plot.errors - np.array([plot.start.tangent(value) for value in plot.values.tolist()])
    near = np.abs(plot.values - 0.4) < 0.05
    assert np.abs(gap[near]).max() < 1e-4 < np.abs(gap).max()


def test_a_neuron_has_no_slice_and_a_bias_has_one(shown: Shown) -> None:
    show(shown, TUTORIAL, H1)
    assert not shown.panel.slice.isVisible()
    plot = show(shown, TUTORIAL, B1)
    assert shown.panel.slice.isVisible()
    assert plot.name_x == "b1"


def test_all_samples_show_the_total_error(shown: Shown) -> None:
    at = Selection(Kind.PARAMETER, 1, 2)
    plot = show(shown, MANY, at)
    shown.panel.slice.all_samples.click()
    shown.settle()
    table = MANY.inputs, MANY.targets
    along = ErrorSlice(MANY.topology, trace_of(MANY), at.at, table)
    assert plot.name_y == "total error"
    assert plot.errors.tolist() == [along.error(value) for value in plot.values.tolist()]
    assert plot.start == point_of_samples(MANY.topology, trace_of(MANY), at.at, *table)


def test_one_sample_has_no_choice(shown: Shown) -> None:
    show(shown, TUTORIAL, W5)
    assert not shown.panel.slice.all_samples.isVisible()


def test_a_total_that_would_take_long_is_refused_with_a_reason(shown: Shown) -> None:
    task = random_task((3, 4, 2), samples=2000)
    show(shown, task, Selection(Kind.PARAMETER, 1, 2))
    assert not shown.panel.slice.all_samples.isEnabled()
    assert slice_view._TOO_MANY in words(shown)


def test_the_pointer_reads_the_values(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    assert plot.reading == "w5 0.4   E 0.298371"
    area = plot.area
    QTest.mouseMove(plot, area.center().toPoint() + QPoint(1, 0))
    QTest.mouseMove(plot, QPoint(round(area.left()), round(area.center().y())))
    QApplication.processEvents()
    assert plot.reading == f"w5 −1.6   E {brief(float(plot.errors[0]))}"
    assert f"{float(plot.errors[0])!r}" in plot.tip_at(area.left())


def test_the_keys_read_the_values_too(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    after = int(np.argmin(np.abs(plot.values - 0.4))) + 1
    assert plot.accessibleDescription() == plot.reading
    assert plot.reading.startswith(f"w5 {brief(float(plot.values[after]))} ")


def test_wheel_and_keys_zoom_and_zero_goes_back(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    first = plot.range_x
    assert not wheel(plot, 1, Qt.KeyboardModifier.NoModifier)  # it scrolls the panel
    assert plot.range_x == first
    assert wheel(plot, 2, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert np.diff(plot.range_x) == pytest.approx(np.diff(first) / 1.25**2)
    assert (plot.values[0], plot.values[-1]) == pytest.approx(plot.range_x)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert wheel(plot, -1, Qt.KeyboardModifier.NoModifier)
    shown.settle()
    assert np.diff(plot.range_x) == pytest.approx(np.diff(first))
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    QTest.keyClick(plot, Qt.Key.Key_0)
    shown.settle()
    assert plot.range_x == first


def test_what_is_tried_out_keeps_its_start_and_tangent(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    what_if = tried(-0.2)
    shown.panel.show_trace(moved_to(-0.2), 0, Samples(TUTORIAL.inputs, TUTORIAL.targets))
    shown.panel.show_what_if(what_if)
    shown.settle()
    assert plot.start == what_if.sample.start
    assert plot.now == what_if.sample.now
    assert words(shown) == "Δw5 −0.6 · forecast ΔE −0.0493 · true ΔE −0.0509"
    shown.panel.show_what_if(None)
    shown.settle()
    assert plot.start == plot.now == what_if.sample.now
    assert words(shown).startswith("The tangent")


def test_only_the_point_moves_while_all_else_stays(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = show(shown, TUTORIAL, W5)
    curves: list[object] = []
    show_curve = plot.show_curve

    def count(*curve: object) -> None:
        curves.append(curve)
        show_curve(*curve)  # type: ignore[arg-type]  # it only passes them on

    monkeypatch.setattr(plot, "show_curve", count)
    for value in (0.5, 0.6, 0.7):
        shown.panel.show_what_if(tried(value))
        shown.settle()
        assert plot.now == tried(value).sample.now
    assert curves == []


def test_the_window_follows_what_leaves_it(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    shown.panel.show_what_if(tried(9.0))
    shown.settle()
    low, high = plot.range_x
    assert low < 0.4 < 9.0 < high
    assert (plot.values[0], plot.values[-1]) == pytest.approx((low, high))


def test_a_hidden_panel_computes_no_slice(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    show(shown, TUTORIAL, W5)
    shown.panel.hide()
    asked: list[object] = []
    monkeypatch.setattr(shown.panel.slice, "_draw", lambda: asked.append(1))
    shown.panel.show_trace(moved_to(1.0), 0, Samples(TUTORIAL.inputs, TUTORIAL.targets))
    shown.panel.show_what_if(tried(1.0))
    QTest.qWait(130)
    assert asked == []


def test_without_finite_numbers_it_says_so(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    shown.panel.show_trace(moved_to(np.nan), 0)
    shown.settle()
    assert plot.start is None
    assert "no finite" in words(shown)


@pytest.mark.parametrize("value", [1e308, -1.5e308, 1e101])
def test_around_the_largest_numbers_it_says_that_there_is_no_plot(
    shown: Shown, value: float
) -> None:
    plot = show(shown, TUTORIAL, W5)
    shown.panel.show_trace(moved_to(value), 0)
    shown.settle()
    assert plot.start is None
    assert "too large" in words(shown)
    plot.grab()


def test_its_numbers_are_copied_in_full(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    what_if = tried(-0.2)
    shown.panel.show_what_if(what_if)
    shown.settle()
    plot.copy.trigger()
    copied = QGuiApplication.clipboard().text()
    for number in (what_if.sample.foretold, what_if.sample.true, what_if.sample.start.gradient):
        assert repr(number) in copied
    assert "w5 -0.2" in copied
    assert plot.now is not None
    assert plot.tip_at(plot.point(plot.now.value, 0).x()).startswith("w5 −0.1")
    check = shown.panel.check.plot
    check.copy.trigger()
    assert "central difference" in QGuiApplication.clipboard().text()


def test_it_is_painted_in_every_state(shown: Shown) -> None:
    plot = show(shown, TUTORIAL, W5)
    plain = plot.grab().toImage()
    shown.panel.show_what_if(tried(-1.2))
    shown.settle()
    assert plot.grab().toImage() != plain
    QTest.mouseMove(plot, plot.rect().center())
    plot.grab()
    plot.clear()
    plot.grab()
