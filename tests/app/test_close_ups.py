"""Zooming into a long run, in the whole application: every step is there, and is the run's own."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.evaluate import outputs_of_samples
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.parts.curves.curve_panel import CurvePanel
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine
LONG = 1_000_000


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        lab.session.set_speed(None)
        yield lab


def run_to(lab: Lab, qtbot: QtBot, step: int) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    lab.session.run(step - lab.session.snapshot().step)
    qtbot.waitUntil(
        lambda: is_at_rest(lab) and lab.session.snapshot().step == step, timeout=PATIENCE_MS
    )
    for panel in panels(lab):
        qtbot.waitUntil(partial(ends_with, panel, step))


def ends_with(panel: CurvePanel, step: int) -> bool:
    return bool(panel.plot.drawn(0)[0][-1] == step)


def has_few_rows(panel: CurvePanel) -> bool:
    return len(panel.plot.drawn(0)[0]) < 2500


def is_at_rest(lab: Lab) -> bool:
    return lab.session.snapshot().activity is Activity.PAUSED


def panels(lab: Lab) -> tuple[CurvePanel, ...]:
    return lab.views.errors, lab.views.outputs, lab.views.weights


def wheel(panel: CurvePanel, turns: int) -> None:
    viewport = panel.plot.view.viewport()
    at = panel.plot.area.center()
    event = QWheelEvent(
        *(at, QPointF(viewport.mapToGlobal(at)), QPoint(), QPoint(0, 120 * turns)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(viewport, event)


def zoom(panel: CurvePanel, steps: float) -> tuple[float, float]:
    """With the wheel, until about so many steps are in view; which these are."""
    while width(panel) > steps:
        wheel(panel, 1)
    stretch = panel.plot.stretch
    assert stretch is not None
    return stretch


def width(panel: CurvePanel) -> float:
    low, high = panel.plot.stretch or (0.0, float("inf"))
    return high - low


def in_view(panel: CurvePanel, curve: int) -> tuple[list[int], list[float]]:
    stretch = panel.plot.stretch
    assert stretch is not None
    steps, values = panel.plot.drawn(curve)
    seen = (steps >= stretch[0]) & (steps <= stretch[1])
    return [int(step) for step in steps[seen]], values[seen].tolist()


def has_every_step(panel: CurvePanel) -> bool:
    return panel.plot.note.startswith("every step")


def states(experiment: Experiment, steps: list[int]) -> np.ndarray:
    run, found = Run(experiment, is_recorded=False), []
    for step in steps:
        run.advance(step)
        found.append(run.parameters)
    return np.array(found)


def test_every_step_of_a_long_run_is_there_when_zoomed_in(lab: Lab, qtbot: QtBot) -> None:
    run_to(lab, qtbot, LONG)
    experiment = lab.document.experiment
    for panel in panels(lab):
        low, high = zoom(panel, 300)
        qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
        steps, values = in_view(panel, 0)
        assert steps == list(range(int(np.ceil(low)), int(high) + 1))
        assert len(steps) > 100
        parameters = states(experiment, steps)
        topology, samples = experiment.network.topology, experiment.samples
        if panel is lab.views.weights:
            assert values == parameters[:, lab.views.weights.columns[0]].tolist()
            lab.views.weights.shown.change.trigger()
            start = experiment.network.parameters[lab.views.weights.columns[0]]
            changes = parameters[:, lab.views.weights.columns[0]] - start
            assert in_view(panel, 0)[1] == changes.tolist()
        elif panel is lab.views.outputs:
            neuron = int(lab.views.outputs.columns[0])
            outputs = [outputs_of_samples(topology, row, samples.inputs)[0] for row in parameters]
            assert values == [row[neuron] for row in outputs]
        else:
            run = Run(experiment, is_recorded=False)
            run.advance(steps[0])
            assert values[0] == run.total_error()
        panel.plot.follow()
        qtbot.waitUntil(partial(has_few_rows, panel))
        assert panel.plot.note == ""


def test_zooming_on_a_logarithmic_axis_and_panning_find_every_step_too(
    lab: Lab, qtbot: QtBot
) -> None:
    run_to(lab, qtbot, LONG)
    panel = lab.views.errors
    panel.log_x.trigger()
    zoom(panel, 400)
    qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
    before = panel.plot.stretch
    at = panel.plot.area.center().toPoint()
    viewport, left = panel.plot.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=at)
    for shift in range(10, 110, 10):
        QTest.qWait(20)  # moves that follow each other too soon are passed over
        QTest.mouseMove(viewport, at + QPoint(shift, 0))
    QTest.mouseRelease(viewport, left, pos=at + QPoint(100, 0))
    after = panel.plot.stretch
    assert before is not None
    assert after is not None
    assert after[0] < before[0]
    qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
    steps, _ = in_view(panel, 0)
    assert steps == list(range(steps[0], steps[-1] + 1))


def test_while_the_run_goes_on_its_past_can_be_zoomed_into(lab: Lab, qtbot: QtBot) -> None:
    run_to(lab, qtbot, LONG)
    lab.session.run()
    panel = lab.views.weights
    zoom(panel, 200)
    qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
    steps, values = in_view(panel, 0)
    lab.session.pause()
    expected = states(lab.document.experiment, steps)[:, lab.views.weights.columns[0]]
    assert values == expected.tolist()


def test_a_change_in_the_past_drops_what_was_seen_of_the_old_run(lab: Lab, qtbot: QtBot) -> None:
    run_to(lab, qtbot, LONG)
    panel = lab.views.weights
    zoom(panel, 200)
    qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
    steps, before = in_view(panel, 0)
    lab.session.seek(1000)
    qtbot.waitUntil(lambda: lab.session.snapshot().step == 1000)
    lab.editing.edit(Edit("change of w1", partial(edits.with_parameter, at=0, value=5.0)))
    run_on = LONG - 1000
    qtbot.waitUntil(lambda: lab.session.snapshot().experiment is lab.document.experiment)
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    lab.session.run(run_on)
    expected = states(lab.document.experiment, steps)[:, lab.views.weights.columns[0]].tolist()
    assert expected != before
    qtbot.waitUntil(lambda: in_view(panel, 0) == (steps, expected), timeout=PATIENCE_MS)


def test_a_click_with_ctrl_goes_to_the_step(lab: Lab, qtbot: QtBot) -> None:
    run_to(lab, qtbot, LONG)
    panel = lab.views.errors
    zoom(panel, 200)
    qtbot.waitUntil(partial(has_every_step, panel), timeout=PATIENCE_MS)
    stretch = panel.plot.stretch
    assert stretch is not None
    control, left = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
    QTest.mouseClick(panel.plot.view.viewport(), left, control, panel.plot.area.center().toPoint())
    middle = sum(stretch) / 2
    qtbot.waitUntil(lambda: abs(lab.session.snapshot().step - middle) < 2, timeout=PATIENCE_MS)
