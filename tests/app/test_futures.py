"""The other futures that a fork leaves: listed, drawn, returned to, thrown away, and undone.

The oracle for every trained number is a run of its own, made by the training room.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.training.run import Run
from backprop_gui.views.changes.panel import ChangesPanel
from backprop_gui.views.parts.numbers import short
from tests.app.person import click_button, open_tab, train, wait_for
from tests.mouse import double_click

W5 = 6
LONG, EARLY, SHORT = 2000, 500, 300  # steps: of the first run, before the fork, after it
ONE, TWO = "Without changes", "w5 = 2 at 500"


def trained(experiment: Experiment, step: int) -> bytes:
    run = Run(experiment)
    run.advance(step)
    return run.parameters.tobytes()


def set_w5(lab: Lab, value: float) -> None:
    change = partial(edits.with_parameter, at=W5, value=value)
    lab.editing.edit(Edit("change of w5", change))


def fork(lab: Lab, qtbot: QtBot) -> tuple[Experiment, Experiment]:
    """A run that was left for another in its past; both."""
    first = lab.document.experiment
    train(lab, qtbot, LONG)
    lab.session.seek(EARLY)
    wait_for(lab, qtbot, lambda s: s.step == EARLY)
    set_w5(lab, 2.0)
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    train(lab, qtbot, SHORT)
    open_tab(lab, "Changes")
    qtbot.waitUntil(lambda: len(names(lab)) == 1)
    return first, lab.document.experiment


def rows(lab: Lab) -> list[list[str]]:
    view = lab.late.views.the(ChangesPanel).futures.rows
    items = [view.topLevelItem(row) for row in range(view.topLevelItemCount())]
    return [
        [item.text(at).replace("\u202f", " ") for at in range(view.columnCount())]
        for item in items
        if item is not None
    ]


def names(lab: Lab) -> list[str]:
    return [row[0] for row in rows(lab)]


def drawn(lab: Lab) -> list[int]:
    """How many other runs each plot names."""
    panels = lab.views.errors, lab.views.outputs, lab.views.weights
    return [panel.plot.note.count("╌") for panel in panels]


def press(lab: Lab, key: Qt.Key) -> None:
    view = lab.late.views.the(ChangesPanel).futures.rows
    view.setFocus()
    QTest.keyClick(view, key)


def is_at(lab: Lab, experiment: Experiment, head: int) -> bool:
    snapshot = lab.session.snapshot()
    is_there = snapshot.experiment is experiment and snapshot.head == head
    return is_there and lab.document.experiment is experiment


def test_a_fork_leaves_the_old_future_in_the_list_and_in_the_plots(lab: Lab, qtbot: QtBot) -> None:
    first, _ = fork(lab, qtbot)
    run = Run(first)
    run.advance(LONG)
    expected = [ONE, "500", "2 000", short(run.total_error()).strip()]
    qtbot.waitUntil(lambda: rows(lab) == [expected])
    qtbot.waitUntil(lambda: drawn(lab) == [1, 1, 1])
    lab.document.undo_stack.undo()
    qtbot.waitUntil(lambda: not names(lab))
    qtbot.waitUntil(lambda: drawn(lab) == [0, 0, 0])


def test_return_gives_back_the_run_with_its_head_and_every_bit(lab: Lab, qtbot: QtBot) -> None:
    first, second = fork(lab, qtbot)
    click_button(lab.late.views.the(ChangesPanel).futures, "Return")
    qtbot.waitUntil(lambda: is_at(lab, first, LONG))
    lab.session.seek(LONG)
    snapshot = wait_for(lab, qtbot, lambda s: s.step == LONG)
    assert snapshot.parameters.tobytes() == trained(first, LONG)
    qtbot.waitUntil(lambda: names(lab) == [TWO])
    lab.document.undo_stack.undo()
    qtbot.waitUntil(lambda: is_at(lab, second, EARLY + SHORT))
    lab.session.seek(EARLY + SHORT)
    snapshot = wait_for(lab, qtbot, lambda s: s.step == EARLY + SHORT)
    assert snapshot.parameters.tobytes() == trained(second, EARLY + SHORT)
    qtbot.waitUntil(lambda: names(lab) == [ONE])


def test_what_is_thrown_away_is_gone_and_comes_back_with_undo(lab: Lab, qtbot: QtBot) -> None:
    fork(lab, qtbot)
    press(lab, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not names(lab))
    qtbot.waitUntil(lambda: drawn(lab) == [0, 0, 0])
    lab.document.undo_stack.undo()
    qtbot.waitUntil(lambda: names(lab) == [ONE])
    qtbot.waitUntil(lambda: drawn(lab) == [1, 1, 1])


def test_a_future_is_renamed_where_it_stands_and_in_the_plots(lab: Lab, qtbot: QtBot) -> None:
    fork(lab, qtbot)
    press(lab, Qt.Key.Key_F2)
    (editor,) = lab.late.views.the(ChangesPanel).futures.rows.findChildren(QLineEdit)
    QTest.keyClicks(editor, "Mine\r")
    qtbot.waitUntil(lambda: names(lab) == ["Mine"])
    qtbot.waitUntil(lambda: "╌ Mine" in lab.views.errors.plot.note)
    lab.document.undo_stack.undo()
    qtbot.waitUntil(lambda: names(lab) == [ONE])


def test_a_change_taken_out_leaves_a_future_and_undo_brings_it_back(lab: Lab, qtbot: QtBot) -> None:
    first, second = fork(lab, qtbot)
    view = lab.late.views.the(ChangesPanel).changes.rows
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert lab.document.experiment == first
    snapshot = wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    assert snapshot.parameters.tobytes() == trained(first, snapshot.step)
    qtbot.waitUntil(lambda: names(lab)[-1] == TWO)
    lab.document.undo_stack.undo()
    assert lab.document.experiment is second
    qtbot.waitUntil(lambda: is_at(lab, second, EARLY + SHORT))


def test_a_double_click_on_a_change_goes_to_its_step(lab: Lab, qtbot: QtBot) -> None:
    fork(lab, qtbot)
    view = lab.late.views.the(ChangesPanel).changes.rows
    item = view.topLevelItem(0)
    assert item is not None
    at = view.visualItemRect(item).center()
    double_click(view.viewport(), at)
    wait_for(lab, qtbot, lambda s: s.step == EARLY)


def leave(lab: Lab, qtbot: QtBot, edit: Edit) -> None:
    """A trained run for another from the start, both long enough to be drawn."""
    train(lab, qtbot, EARLY)
    lab.session.seek(0)
    wait_for(lab, qtbot, lambda s: s.step == 0)
    lab.editing.edit(edit)
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    train(lab, qtbot, SHORT)
    open_tab(lab, "Changes")


def replacing(other: str) -> Edit:
    return Edit("import", lambda _: read_example(other))


def test_a_run_of_another_network_or_other_samples_is_listed_by_these_and_not_drawn(
    lab: Lab, qtbot: QtBot
) -> None:
    leave(lab, qtbot, replacing("iris"))
    qtbot.waitUntil(lambda: names(lab) == ["2-2-2, 1 sample"])
    qtbot.waitUntil(lambda: drawn(lab) == [0, 0, 0])
    assert lab.views.errors.plot.picture.ghosts == ()
    assert lab.views.errors.plot.view_range[0][1] < EARLY
    click_button(lab.late.views.the(ChangesPanel).futures, "Return")
    qtbot.waitUntil(lambda: names(lab) == ["4-5-3, 150 samples"])
    qtbot.waitUntil(lambda: lab.views.errors.plot.last_step == EARLY)
    assert drawn(lab) == [0, 0, 0]


def test_what_another_beginning_left_is_drawn_and_named_by_that(lab: Lab, qtbot: QtBot) -> None:
    leave(lab, qtbot, Edit("change of w5", partial(edits.with_parameter, at=W5, value=2.0)))
    qtbot.waitUntil(lambda: names(lab) == ["initial w5 = 0.4"])
    qtbot.waitUntil(lambda: drawn(lab) == [1, 1, 1])


def test_a_run_that_was_left_earlier_is_drawn_only_beside_runs_of_its_own_task(
    lab: Lab, qtbot: QtBot
) -> None:
    fork(lab, qtbot)
    qtbot.waitUntil(lambda: drawn(lab) == [1, 1, 1])
    lab.document.apply(replacing("iris"), lab.editing.present_run())
    told = ["2-2-2, 1 sample", "2-2-2, 1 sample, w5 = 2 at 500"]
    qtbot.waitUntil(lambda: names(lab) == told)
    qtbot.waitUntil(lambda: drawn(lab) == [0, 0, 0])
    lab.document.undo_stack.undo()
    qtbot.waitUntil(lambda: names(lab) == [ONE])
    qtbot.waitUntil(lambda: drawn(lab) == [1, 1, 1])
