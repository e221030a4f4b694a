"""Breakpoints made in the form stop training at the very step that a plain learner finds."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits
from backprop_gui.files.examples import read_example
from backprop_gui.training.breakpoint import Condition
from backprop_gui.training.run import Run
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.parts.selection import Kind, Selection
from tests.app.person import click, click_button, open_tab, train, type_into, wait_for
from tests.engine.learner import TUTORIAL, Definition

STEPS = 600  # enough for all conditions here
W5 = 6
RATE = 0.5


def plainly_learned() -> tuple[Floats, list[float]]:
    """Parameters [step][place] and the total error after 0, 1, 2, … steps, in plain Python."""
    learner = Definition(TUTORIAL)
    states, errors = [learner.parameters], [learner.total_error()]
    for _ in range(STEPS):
        learner.learn()
        states.append(learner.parameters)
        errors.append(learner.total_error())
    return np.array(states), errors


def begins(holds: list[bool]) -> int:
    """The first step at which it holds and did not before."""
    return next(at + 1 for at, (before, now) in enumerate(pairwise(holds)) if now and not before)


def add(lab: Lab, condition: Condition, place: str = "", value: str = "") -> None:
    """Makes a breakpoint as a person does."""
    panel = lab.late.views.the(BreakpointsPanel)
    open_tab(lab, "Breakpoints")
    click_button(panel, "Add")
    box = panel.form.condition
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(list(Condition).index(condition)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    if place:
        type_into(panel.form.place.field, place)
    for number in (panel.form.step, panel.form.magnitude, panel.form.crossed):
        if number.isVisible():
            type_into(number.field, value)


def run_until_met(lab: Lab, qtbot: QtBot) -> int:
    lab.views.canvas.setFocus()
    QTest.keyClick(lab.views.canvas, Qt.Key.Key_Space)
    return wait_for(lab, qtbot, lambda s: s.met is not None).step


def status(lab: Lab) -> str:
    texts = [x.text() for x in lab.window.statusBar().findChildren(QLabel)]
    return " ".join(texts).replace("\u202f", " ")


def weight_crosses(value: float) -> int:
    states, _ = plainly_learned()
    return begins([bool(w < value) for w in states[:, W5]])


def error_falls(value: float) -> int:
    return begins([error < value for error in plainly_learned()[1]])


def gradient_exceeds(value: float) -> int:
    states, _ = plainly_learned()
    sizes = np.abs(np.diff(states[:, W5])) / RATE
    return begins([bool(size > value) for size in sizes])


@pytest.mark.parametrize(
    ("condition", "place", "value", "brute_force", "words"),
    [
        (
            Condition.PARAMETER_CROSSES,
            "w5",
            "-1.25",
            lambda: weight_crosses(-1.25),
            "Stopped after {made} steps: w5 crossed −1.25.",
        ),
        (
            Condition.ERROR_BELOW,
            "",
            "0.01",
            lambda: error_falls(0.01),
            "Stopped after {made} steps: the total error fell below 0.01.",
        ),
        (
            Condition.GRADIENT_ABOVE,
            "w5",
            "0.085",
            lambda: gradient_exceeds(0.085),
            (
                "Stopped after {made} steps, just before step {next}: "
                "the gradient of w5 exceeds 0.085 in size."
            ),
        ),
        (
            Condition.STEP,
            "",
            "321",
            lambda: 321,
            "Stopped after {made} steps: step 321 was made.",
        ),
    ],
)
def test_training_stops_at_the_step_that_brute_force_finds(
    lab: Lab,
    qtbot: QtBot,
    condition: Condition,
    place: str,
    value: str,
    brute_force: Callable[[], int],
    words: str,
) -> None:
    expected = brute_force()
    add(lab, condition, place, value)
    assert run_until_met(lab, qtbot) == expected
    said = words.format(made=expected, next=expected + 1)
    qtbot.waitUntil(lambda: status(lab) == said)
    assert not lab.late.views.the(BreakpointsPanel).list.item(0).icon().isNull()


def rows(lab: Lab) -> list[str]:
    view = lab.late.views.the(BreakpointsPanel).list
    return [view.item(row).text() for row in range(view.count())]


@pytest.mark.parametrize(
    ("condition", "place", "value", "row"),
    [
        (Condition.ERROR_BELOW, "", "1", "total error falls below 1"),
        (Condition.GRADIENT_ABOVE, "w5", "0.001", "the gradient of w5 exceeds 0.001 in size"),
    ],
)
def test_one_that_holds_already_says_so_at_once_and_training_goes_on(
    lab: Lab, qtbot: QtBot, condition: Condition, place: str, value: str, row: str
) -> None:
    add(lab, condition, place, value)
    qtbot.waitUntil(lambda: rows(lab) == [f"{row} (holds now)"])
    train(lab, qtbot, 50)  # which stops at none
    qtbot.waitUntil(lambda: rows(lab) == [f"{row} (holds now)"])


def test_one_holds_now_as_soon_as_the_run_has_come_so_far(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 50)
    add(lab, Condition.STEP, "", "40")
    qtbot.waitUntil(lambda: rows(lab) == ["step 40 (holds now)"])
    lab.session.seek(10)
    qtbot.waitUntil(lambda: rows(lab) == ["step 40"])
    assert run_until_met(lab, qtbot) == 40
    assert rows(lab) == ["step 40"]


def test_it_stops_before_the_step_that_makes_a_number_not_finite(lab: Lab, qtbot: QtBot) -> None:
    lab.document.replace(read_example("sine"), "Sine")
    type_into(lab.views.training.rate.field, "1e6")
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    add(lab, Condition.NOT_FINITE)
    step = run_until_met(lab, qtbot)
    run = Run(lab.document.experiment)
    run.advance(step)
    assert np.isfinite(run.parameters).all()
    assert np.isfinite(lab.session.snapshot().parameters).all()
    run.advance(step + 1)
    assert run.step == step + 1
    assert not np.isfinite(run.total_error())


def test_one_that_is_switched_off_stops_nothing(lab: Lab, qtbot: QtBot) -> None:
    add(lab, Condition.STEP, value="20")
    lab.late.views.the(BreakpointsPanel).list.setFocus()
    QTest.keyClick(lab.late.views.the(BreakpointsPanel).list, Qt.Key.Key_Space)
    train(lab, qtbot, 40)


def test_the_button_of_a_selected_weight_makes_one_whose_value_is_typed_at_once(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.views.canvas.select(Selection(Kind.PARAMETER, 2, W5))
    button = lab.views.inspector.parameter.break_button
    assert button.text() == "Stop when w5 crosses…"
    lab.window.reveal(lab.views.inspector)
    click(button)
    field = lab.late.views.the(BreakpointsPanel).form.crossed.field
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "-1.25\r")
    assert run_until_met(lab, qtbot) == weight_crosses(-1.25)


def test_it_waits_while_the_network_has_another_shape_and_comes_back_with_undo(
    lab: Lab, qtbot: QtBot
) -> None:
    add(lab, Condition.PARAMETER_CROSSES, "w5", "-1.25")
    grow = partial(edits.with_neurons, layer=1, count=3, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("a neuron", grow))
    train(lab, qtbot, 2 * STEPS)
    lab.document.undo_stack.undo()
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    lab.session.seek(0)
    wait_for(lab, qtbot, lambda s: s.step == 0)
    assert run_until_met(lab, qtbot) == weight_crosses(-1.25)


def test_another_experiment_has_none(lab: Lab, qtbot: QtBot) -> None:
    add(lab, Condition.STEP, value="20")
    lab.document.new()
    assert lab.late.views.the(BreakpointsPanel).list.count() == 0
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    train(lab, qtbot, 40)


def test_a_step_breakpoint_is_marked_on_the_timeline_while_it_is_on(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 200)
    scrubber = lab.views.timeline.scrubber
    wait_for(lab, qtbot, lambda s: scrubber.value() == scrubber.maximum())
    plain = scrubber.grab().toImage()
    add(lab, Condition.STEP, value="100")
    assert scrubber.grab().toImage() != plain
    lab.late.views.the(BreakpointsPanel).list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert scrubber.grab().toImage() == plain
