"""Stepping through a step in the whole application: forth and back, by keys, with all shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.files.examples import read_example
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.wishes import set_parameter
from backprop_gui.views.stepper.panel import StepperPanel
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
W1, W5 = 0, 6  # places in the tutorial's parameter vector


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        lab.session.set_speed(None)
        wait_for_view(lab, qtbot)
        yield lab


def wait_for_view(lab: Lab, qtbot: QtBot) -> StageView:
    qtbot.waitUntil(lambda: view(lab) is not None, timeout=PATIENCE_MS)
    found = view(lab)
    assert found is not None
    return found


def view(lab: Lab) -> StageView | None:
    return lab.stages.view(lab.session.snapshot())


def press(lab: Lab, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    lab._live.tick()  # which moves are possible
    QTest.keyClick(lab.window, key, held)


def step_in(lab: Lab, qtbot: QtBot, done: int) -> StageView:
    """Presses Shift+Right until so many stages of a step are done."""
    before = wait_for_view(lab, qtbot)
    press(lab, Qt.Key.Key_Right, SHIFT)
    wait_for_stage(lab, qtbot, done)
    after = wait_for_view(lab, qtbot)
    assert after is not before
    return after


def wait_for_stage(lab: Lab, qtbot: QtBot, done: int) -> None:
    def is_there() -> bool:
        found = view(lab)
        return found is not None and found.done == done

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)


def wait_for_step(lab: Lab, qtbot: QtBot, step: int) -> Snapshot:
    return settled(lab, qtbot, lambda s: s.step == step)


def settled(lab: Lab, qtbot: QtBot, fits: Callable[[Snapshot], bool]) -> Snapshot:
    def is_there() -> bool:
        snapshot = lab.session.snapshot()
        return snapshot.activity is Activity.PAUSED and fits(snapshot)

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)
    lab._live.tick()
    return lab.session.snapshot()


def shown(lab: Lab) -> list[float]:
    """Weights as the canvas shows them, to the published places."""
    lab._live.tick()
    state = lab.views.canvas._state
    assert state is not None
    return [round(float(x), 9) for x in state.parameters[[W1, W5]]]


def status(lab: Lab) -> str:
    lab._live.tick()
    labels = lab.window.statusBar().findChildren(QLabel)
    return labels[0].text()


def trained(step: int, example: str = "tutorial") -> bytes:
    run = Run(read_example(example))
    run.advance(step)
    return run.parameters.tobytes()


def test_the_tutorial_can_be_gone_through_stage_by_stage(lab: Lab, qtbot: QtBot) -> None:
    view = step_in(lab, qtbot, 1)
    assert [round(float(x), 9) for x in view.trace.deltas[4:]] == [0.138498562, -0.038098237]
    assert status(lab) == "Step 1, sample 1: output deltas (1 of 4)"
    view = step_in(lab, qtbot, 2)
    assert round(float(view.trace.deltas[2]), 9) == 0.008771355
    assert shown(lab) == [0.15, 0.4]  # hidden deltas use the weights from before
    step_in(lab, qtbot, 3)
    assert shown(lab) == [0.15, 0.35891648]
    assert status(lab) == "Step 1, sample 1: weights of the output layer (3 of 4)"
    step_in(lab, qtbot, 4)
    assert shown(lab) == [0.149780716, 0.35891648]
    assert status(lab) == "Step 1, sample 1: weights of the hidden layer (4 of 4)"
    snapshot = lab.session.snapshot()
    assert (snapshot.step, snapshot.head) == (1, 1)
    assert snapshot.parameters.tobytes() == trained(1)
    assert step_in(lab, qtbot, 1).step == 1  # on to the second step


def test_back_goes_through_the_same_stages(lab: Lab, qtbot: QtBot) -> None:
    for done in (1, 2, 3, 4):
        step_in(lab, qtbot, done)
    for done, weights in ((3, [0.15, 0.35891648]), (2, [0.15, 0.4]), (1, [0.15, 0.4])):
        press(lab, Qt.Key.Key_Left, SHIFT)
        wait_for_stage(lab, qtbot, done)
        assert shown(lab) == weights
        assert lab.session.snapshot().step == 0
    press(lab, Qt.Key.Key_Left, SHIFT)
    assert wait_for_view(lab, qtbot).done == 0
    lab._live.tick()
    assert not lab.views.transport.stage_back.isEnabled()


def test_stepping_in_the_past_cuts_no_future(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(100)
    wait_for_step(lab, qtbot, 100)
    lab.moves.seek(40)
    wait_for_step(lab, qtbot, 40)
    press(lab, Qt.Key.Key_Right)
    assert wait_for_step(lab, qtbot, 41).head == 100
    for done in (1, 2, 3, 4):
        step_in(lab, qtbot, done)
    snapshot = wait_for_step(lab, qtbot, 42)
    assert snapshot.head == 100
    assert snapshot.parameters.tobytes() == trained(42)
    press(lab, Qt.Key.Key_End)
    wait_for_step(lab, qtbot, 100)
    lab.views.transport.count.show_number(30)
    press(lab, Qt.Key.Key_Left, CONTROL)
    wait_for_step(lab, qtbot, 70)
    lab.views.transport.count.show_number(50)
    press(lab, Qt.Key.Key_Right, CONTROL)
    assert wait_for_step(lab, qtbot, 120).head == 120


def test_epochs_go_to_multiples_of_the_number_of_samples(lab: Lab, qtbot: QtBot) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    wait_for_view(lab, qtbot)
    lab.session.run(3)
    wait_for_step(lab, qtbot, 3)
    for key, step in (
        (Qt.Key.Key_PageDown, 4),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_PageUp, 4),
        (Qt.Key.Key_PageUp, 0),
    ):
        press(lab, key)
        wait_for_step(lab, qtbot, step)


def test_the_sample_that_is_trained_on_is_shown(lab: Lab, qtbot: QtBot) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    wait_for_view(lab, qtbot)
    for step in range(3):
        inside = step_in(lab, qtbot, 1)
        assert inside.step == step
        lab._live.tick()
        assert lab._showing._sample == inside.sample
        press(lab, Qt.Key.Key_Right)
        assert wait_for_step(lab, qtbot, step + 1).sample == inside.sample


@pytest.mark.parametrize("way", ["run", "seek", "edit", "sample"])
def test_any_other_move_leaves_the_step(lab: Lab, qtbot: QtBot, way: str) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    wait_for_view(lab, qtbot)
    lab.session.run(5)
    wait_for_step(lab, qtbot, 5)
    step_in(lab, qtbot, 1)
    inside = step_in(lab, qtbot, 2)
    if way == "run":
        press(lab, Qt.Key.Key_Space)
        press(lab, Qt.Key.Key_Space)
    elif way == "seek":
        lab.moves.seek(3)
        wait_for_step(lab, qtbot, 3)
        lab.moves.seek(5)
        wait_for_step(lab, qtbot, 5)
    elif way == "edit":
        lab.editing.edit(set_parameter(lab.document.experiment, 0, 2.0))
    else:
        lab._showing.choose_sample((inside.sample + 1) % 4)
    wait_for_stage(lab, qtbot, 0)
    qtbot.waitUntil(lambda: status(lab).startswith(("Weights after", "Step 5 of")))


def test_left_goes_out_of_a_step_to_its_beginning(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(5)
    wait_for_step(lab, qtbot, 5)
    step_in(lab, qtbot, 1)
    step_in(lab, qtbot, 2)
    press(lab, Qt.Key.Key_Left)
    wait_for_stage(lab, qtbot, 0)
    assert lab.session.snapshot().step == 5


def test_a_diverged_run_can_be_looked_into_but_not_gone_on_with(lab: Lab, qtbot: QtBot) -> None:
    sine = read_example("sine")
    lab.document.replace(replace(sine, training=replace(sine.training, learning_rate=1e6)), "Sine")
    lab.session.run()
    end = settled(lab, qtbot, lambda s: s.diverged)
    qtbot.waitUntil(lambda: lab.session.next_sample(end) is not None, timeout=PATIENCE_MS)
    press(lab, Qt.Key.Key_Right, SHIFT)
    assert lab.stages.done(lab.session.snapshot()) == 0
    press(lab, Qt.Key.Key_Left, SHIFT)
    wait_for_step(lab, qtbot, end.step - 1)
    inside = wait_for_view(lab, qtbot)
    assert inside.done == len(inside.stages) - 1
    lab.late.views.the(StepperPanel).show_view(inside, lab.session.snapshot())
    press(lab, Qt.Key.Key_Right, SHIFT)
    settled(lab, qtbot, lambda s: s.step == end.step and s.diverged)


def test_the_panel_follows_and_leads(lab: Lab, qtbot: QtBot) -> None:
    panel = lab.late.views.the(StepperPanel)
    dock = panel.parentWidget()
    assert dock is not None
    dock.raise_()
    qtbot.waitUntil(lambda: panel.isVisible() and panel.list.count() == 5, timeout=PATIENCE_MS)
    panel.list.setCurrentRow(3)
    qtbot.waitUntil(lambda: status(lab).endswith("(3 of 4)"))
    assert any(line.endswith("= 0.358916") or "0.35891648" in line for line in panel.code.lit)
    panel.list.setCurrentRow(4)
    wait_for_step(lab, qtbot, 1)
    qtbot.waitUntil(lambda: panel.list.currentRow() == 4)
    panel.list.setCurrentRow(1)
    wait_for_step(lab, qtbot, 0)
    qtbot.waitUntil(lambda: status(lab).endswith("(1 of 4)"))
    panel.table.selectRow(1)
    assert lab.views.canvas.selection == Selection(Kind.NEURON, 2, 1)


def test_while_it_trains_the_panel_asks_to_pause(lab: Lab, qtbot: QtBot) -> None:
    panel = lab.late.views.the(StepperPanel)
    dock = panel.parentWidget()
    assert dock is not None
    dock.raise_()
    qtbot.waitUntil(lambda: panel.list.count() == 5, timeout=PATIENCE_MS)
    press(lab, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.sentence.text().startswith("Pause"), timeout=PATIENCE_MS)
    assert not lab.views.transport.stage.isEnabled()
    press(lab, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.list.isVisible(), timeout=PATIENCE_MS)


def test_shift_and_an_arrow_step_also_while_something_is_selected(lab: Lab, qtbot: QtBot) -> None:
    canvas = lab.views.canvas
    canvas.setFocus()
    chosen = Selection(Kind.NEURON, 1, 0)
    canvas.select(chosen)
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    wait_for_stage(lab, qtbot, 1)
    assert canvas.selection == chosen
