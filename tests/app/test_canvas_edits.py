"""What is done with the network's picture in the running application, and taken back there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.canvas.spots import Part, Spot
from tests.app.person import PATIENCE_MS, train, wait_for
from tests.mouse import double_click

LEFT = Qt.MouseButton.LeftButton
W5 = Spot(Part.WEIGHT, 2, 6)


def drag(lab: Lab, qtbot: QtBot) -> QPoint:
    """Holds the button on w5 and moves up until the weight has followed; returns where that is."""
    canvas, before = lab.views.canvas, lab.document.experiment
    start = canvas.place_of(W5).toPoint()
    QTest.mousePress(canvas, LEFT, pos=start)
    for up in (15, 30):
        QTest.mouseMove(canvas, start - QPoint(0, up))
    qtbot.waitUntil(lambda: lab.document.experiment is not before, timeout=PATIENCE_MS)
    return start - QPoint(0, 30)


def escape(lab: Lab, place: QPoint) -> None:
    """Presses Escape, moves on, and lets go."""
    canvas = lab.views.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseMove(canvas, place - QPoint(0, 20))
    QTest.mouseRelease(canvas, LEFT, pos=place - QPoint(0, 20))


@pytest.mark.parametrize("looked_at", [0, 60, 100])
def test_escape_in_a_drag_gives_back_the_run_that_was(
    lab: Lab, qtbot: QtBot, looked_at: int
) -> None:
    train(lab, qtbot, 100)
    lab.session.seek(looked_at)
    wait_for(lab, qtbot, lambda now: now.step == looked_at)
    qtbot.waitUntil(lambda: lab._live._last is lab.session.snapshot())  # it is seen
    before = lab.session.snapshot()
    escape(lab, drag(lab, qtbot))
    after = wait_for(lab, qtbot, lambda now: now.head == 100)
    assert lab.document.experiment is before.experiment
    assert (after.step, after.parameters.tolist()) == (looked_at, before.parameters.tolist())
    assert lab.document.ghosts == ()
    stack = lab.document.undo_stack
    assert (stack.canUndo(), stack.canRedo()) == (False, False)
    assert not lab.document.is_modified


def test_escape_in_a_drag_during_training_lets_it_go_on_as_if_there_had_been_none(
    lab: Lab, qtbot: QtBot
) -> None:
    before = lab.document.experiment
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 0, timeout=PATIENCE_MS)
    escape(lab, drag(lab, qtbot))
    assert lab.document.experiment is before
    assert not lab.document.undo_stack.canUndo()
    qtbot.waitUntil(lambda: lab.session.snapshot().activity is Activity.RUNNING)
    lab.session.pause()
    wait_for(lab, qtbot, lambda now: now.step > 0)
    assert lab.document.experiment is before


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_so_many_steps_are_so_many_also_with_a_drag_in_between(
    lab: Lab, qtbot: QtBot, is_taken_back: bool
) -> None:
    lab.session.set_speed(1000)
    lab.session.run(3000)
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 0, timeout=PATIENCE_MS)
    place = drag(lab, qtbot)
    if is_taken_back:
        escape(lab, place)
    else:
        QTest.mouseRelease(lab.views.canvas, LEFT, pos=place)
    lab.session.set_speed(None)
    after = wait_for(lab, qtbot, lambda now: now.step == 3000)
    assert (after.activity, after.head) == (Activity.PAUSED, 3000)


def test_an_edit_that_still_waits_for_training_to_rest_is_taken_back_too(
    lab: Lab, qtbot: QtBot
) -> None:
    before, canvas = lab.document.experiment, lab.views.canvas
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().activity is Activity.RUNNING)
    start = canvas.place_of(W5).toPoint()
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, start - QPoint(0, 30))
    assert lab.editing.is_waiting
    escape(lab, start)
    assert not lab.editing.is_waiting
    assert lab.document.experiment is before
    QTest.qWait(100)
    assert lab.session.snapshot().activity is Activity.RUNNING
    lab.session.pause()
    wait_for(lab, qtbot, lambda now: now.step > 0)
    assert lab.document.experiment is before


@pytest.mark.parametrize(
    ("spot", "words"),
    [
        (Spot(Part.NEURON, 0, 1), "change of i2 of sample 1"),
        (Spot(Part.TARGET, 2, 1), "change of target o2 of sample 1"),
    ],
)
def test_a_number_of_the_sample_shown_is_typed_in_the_picture(
    lab: Lab, qtbot: QtBot, spot: Spot, words: str
) -> None:
    canvas, place = lab.views.canvas, lab.views.canvas.place_of(spot).toPoint()
    double_click(canvas, place)
    QTest.keyClicks(canvas.hand.field, "0.25")
    QTest.keyClick(canvas.hand.field, Qt.Key.Key_Return)
    samples = lab.document.experiment.samples
    values = samples.targets if spot.part is Part.TARGET else samples.inputs
    assert values[0, 1] == 0.25
    assert lab.document.undo_stack.undoText() == words


def test_it_is_the_sample_that_is_shown_that_changes(lab: Lab, qtbot: QtBot) -> None:
    lab.views.data.add_row()
    wait_for(lab, qtbot, lambda now: len(now.samples) == 2)
    lab.views.outputs.sampleChosen.emit(1)
    lab.views.canvas.sampleTyped.emit(2, 0.5)
    wait_for(lab, qtbot, lambda now: now.samples.targets[1, 0] == 0.5)
    assert lab.document.experiment.samples.targets[0, 0] == 0.01
