"""The running application: its parts tied together, driven as a person drives it, without a screen.

The oracle for every trained number is a run of its own, made by the training room.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import data_edits, edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import read_experiment
from backprop_gui.files.network_file import read_network
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        qtbot.waitUntil(lambda: is_ready(lab), timeout=PATIENCE_MS)
        yield lab


def is_ready(lab: Lab) -> bool:
    snapshot = lab.session.snapshot()
    is_paused = snapshot.activity is Activity.PAUSED
    return is_paused and snapshot.total_error_step == snapshot.step


def settled(lab: Lab, qtbot: QtBot, fits: Callable[[Snapshot], bool]) -> Snapshot:
    """The snapshot once the lab rests and it fits."""
    qtbot.waitUntil(lambda: is_ready(lab) and fits(lab.session.snapshot()), timeout=PATIENCE_MS)
    return lab.session.snapshot()


def trained(experiment: Experiment, step: int) -> bytes:
    run = Run(experiment)
    run.advance(step)
    return run.parameters.tobytes()


def press(lab: Lab, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(lab.window, key)


def button(lab: Lab, text: str) -> QToolButton:
    found = [b for b in lab.window.findChildren(QToolButton) if b.text() == text]
    assert len(found) == 1
    return found[0]


def texts(lab: Lab) -> set[str]:
    return {label.text().strip() for label in lab.window.findChildren(QLabel)}


def message(lab: Lab) -> QMessageBox:
    (box,) = [b for b in lab.window.findChildren(QMessageBox) if b.isVisible()]
    return box


def test_it_opens_on_the_tutorial_with_run_ready(lab: Lab, qtbot: QtBot) -> None:
    assert lab.window.windowTitle().startswith("Tutorial")
    assert button(lab, "Run").isEnabled()
    qtbot.waitUntil(lambda: "0.298371" in texts(lab))


def test_ten_thousand_steps_lead_to_the_published_error(lab: Lab, qtbot: QtBot) -> None:
    lab.session.set_speed(None)
    press(lab, qtbot, Qt.Key.Key_Right)
    settled(lab, qtbot, lambda s: s.step == 1)
    qtbot.waitUntil(lambda: "0.291028" in texts(lab))
    button(lab, "Run this many steps").click()
    settled(lab, qtbot, lambda s: s.step == 10_001)
    press(lab, qtbot, Qt.Key.Key_Home)
    settled(lab, qtbot, lambda s: s.step == 0)
    button(lab, "Run this many steps").click()
    snapshot = settled(lab, qtbot, lambda s: s.step == 10_000)
    assert snapshot.total_error == 3.510187782978859e-05
    qtbot.waitUntil(lambda: "3.51019e−5" in texts(lab))


def test_space_runs_and_pauses(lab: Lab, qtbot: QtBot) -> None:
    press(lab, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 10, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: button(lab, "Pause").isChecked())
    press(lab, qtbot, Qt.Key.Key_Space)
    snapshot = settled(lab, qtbot, lambda _: True)
    assert snapshot.parameters.tobytes() == trained(read_example("tutorial"), snapshot.step)


def set_weight(value: float) -> Edit:
    return Edit("change of w1", partial(edits.with_parameter, at=0, value=value))


def test_an_edit_at_a_later_step_holds_from_there_on_and_can_be_undone(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.session.set_speed(None)
    lab.session.run(100)
    settled(lab, qtbot, lambda s: s.step == 100)
    lab.editing.edit(set_weight(5.0))
    changed = lab.document.experiment
    assert changed.network == read_example("tutorial").network
    assert [change.step for change in changed.changes] == [100]
    lab.session.run(50)
    qtbot.waitUntil(lambda: lab.session.snapshot().parameters.tobytes() == trained(changed, 150))
    lab.document.undo_stack.undo()
    before = trained(read_example("tutorial"), 150)
    qtbot.waitUntil(lambda: lab.session.snapshot().parameters.tobytes() == before)
    assert lab.session.snapshot().step == 150


def test_an_edit_while_it_runs_rests_and_goes_on(lab: Lab, qtbot: QtBot) -> None:
    lab.session.set_speed(None)
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 1000, timeout=PATIENCE_MS)
    slow = replace(lab.document.experiment.training, learning_rate=0.01)
    lab.editing.edit(Edit("learning rate", partial(edits.with_training, training=slow)))
    qtbot.waitUntil(lambda: len(lab.document.experiment.changes) == 1)
    step = lab.document.experiment.changes[0].step
    qtbot.waitUntil(lambda: lab.session.snapshot().step > step + 1000, timeout=PATIENCE_MS)
    lab.session.pause()
    snapshot = settled(lab, qtbot, lambda s: s.step > step)
    assert snapshot.parameters.tobytes() == trained(lab.document.experiment, snapshot.step)


def test_an_edit_that_waits_is_given_up_when_another_experiment_comes(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.session.set_speed(None)
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 1000, timeout=PATIENCE_MS)
    lab.editing.edit(set_weight(5.0))
    lab.document.replace(read_example("xor"), "XOR")
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 1000, timeout=PATIENCE_MS)
    assert lab.document.experiment == read_example("xor")


def test_what_no_longer_has_its_place_among_edits_that_wait_is_given_up(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    lab.session.set_speed(None)
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 1000, timeout=PATIENCE_MS)
    remove_last = Edit("removal of a row", partial(data_edits.without_rows, rows=[3]))
    for _ in range(2):
        lab.editing.edit(remove_last)
    qtbot.waitUntil(lambda: lab.document.undo_stack.count() > 0, timeout=PATIENCE_MS)
    step = lab.document.experiment.changes[0].step
    assert len(lab.document.experiment.samples_at(step)) == 3


def test_undo_works_from_the_field_that_was_changed_once_nothing_typed_is_left(
    lab: Lab, qtbot: QtBot
) -> None:
    field = lab.views.training.rate.field
    with qtbot.waitActive(lab.window):
        lab.window.activateWindow()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.25\r")
    assert lab.document.experiment.training.learning_rate == 0.25
    QTest.keyClicks(field, "9")
    for expected in (0.25, 0.5):
        window = lab.window.windowHandle()
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert lab.document.experiment.training.learning_rate == expected
    qtbot.waitUntil(lambda: field.lineEdit().text() == "0.5")


def test_space_runs_from_the_field_that_was_changed_once_nothing_typed_is_left(
    lab: Lab, qtbot: QtBot
) -> None:
    field = lab.views.training.rate.field
    with qtbot.waitActive(lab.window):
        lab.window.activateWindow()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1 ")
    assert lab.session.snapshot().step == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 10, timeout=PATIENCE_MS)
    assert (lab.document.experiment.training.learning_rate, field.text()) == (1.0, "1.0")
    lab.session.pause()


def diverge(lab: Lab, qtbot: QtBot) -> None:
    lab.document.replace(read_example("sine"), "Sine")
    type_rate(lab, "1e6")
    settled(lab, qtbot, lambda s: s.experiment.training.learning_rate == 1e6)
    lab.session.run()
    settled(lab, qtbot, lambda s: s.diverged)
    qtbot.waitUntil(lambda: not button(lab, "Run").isEnabled())


def type_rate(lab: Lab, text: str) -> None:
    lab.views.training.rate.field.lineEdit().setText(text)
    lab.views.training.rate.commit()


def test_a_diverged_run_is_said_and_a_smaller_rate_begins_again(lab: Lab, qtbot: QtBot) -> None:
    diverge(lab, qtbot)
    assert any("A smaller learning rate" in text for text in texts(lab))
    type_rate(lab, "0.05")
    snapshot = settled(lab, qtbot, lambda s: s.experiment.training.learning_rate == 0.05)
    assert (snapshot.step, snapshot.diverged) == (0, False)
    qtbot.waitUntil(lambda: button(lab, "Run").isEnabled())
    lab.document.undo_stack.undo()
    assert lab.document.experiment.training.learning_rate == 1e6


def test_going_back_lets_a_diverged_run_run_again(lab: Lab, qtbot: QtBot) -> None:
    diverge(lab, qtbot)
    press(lab, qtbot, Qt.Key.Key_Home)
    settled(lab, qtbot, lambda s: s.step == 0)
    qtbot.waitUntil(lambda: button(lab, "Run").isEnabled())


def test_a_refused_setting_is_shown_as_it_is(lab: Lab, qtbot: QtBot) -> None:
    lab.document.editRefused.disconnect(lab._tell)
    refuse = "nothing of the kind"

    def refused(_: Experiment) -> Experiment:
        raise ExperimentError("training", refuse)

    lab.views.training.rate.show_number(7.0)
    lab.editing.edit(Edit("change of the learning rate", refused))
    qtbot.waitUntil(lambda: lab.views.training.rate.value == 0.5)


def test_a_new_shape_begins_at_the_start(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(10)
    settled(lab, qtbot, lambda s: s.step == 10)
    grow = partial(edits.with_neurons, layer=1, count=4, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("x", grow))
    snapshot = settled(lab, qtbot, lambda s: s.experiment.network.topology.sizes == (2, 4, 2))
    assert snapshot.step == 0
    assert lab.document.experiment.network.weights(0)[0, 0] == 0.15


def test_exported_weights_are_the_trained_ones_bit_for_bit(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    lab.session.set_speed(None)
    lab.session.run(1234)
    snapshot = settled(lab, qtbot, lambda s: s.step == 1234)
    lab.files.export_to(tmp_path / "trained.json")
    network = read_network(tmp_path / "trained.json")
    assert network.parameters.tobytes() == snapshot.parameters.tobytes()


def test_saving_and_opening_again_gives_the_same_experiment(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    lab.editing.edit_beginning(set_weight(0.7))
    assert lab.window.isWindowModified()
    lab.document.save(tmp_path / "mine.json")
    assert not lab.window.isWindowModified()
    assert read_experiment(tmp_path / "mine.json") == lab.document.experiment
    lab.files.open_path(tmp_path / "mine.json")
    snapshot = settled(lab, qtbot, lambda s: s.parameters[0] == 0.7)
    assert snapshot.experiment is lab.document.experiment


def test_a_file_that_is_not_right_leaves_what_is_open(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text('{"format": "backprop-experiment", "version": 99}')
    before = lab.document.experiment
    lab.files.open_path(tmp_path / "bad.json")
    assert "bad.json" in message(lab).text()
    message(lab).close()
    assert lab.document.experiment is before


def test_an_exception_in_the_thread_is_told_and_the_window_lives(
    lab: Lab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Run, "advance", fail)
    lab.session.run()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in lab.window.findChildren(QMessageBox)))
    assert "planted" in message(lab).text()
    message(lab).close()
    monkeypatch.undo()
    lab.session.run(3)
    settled(lab, qtbot, lambda s: s.step == 3)


def test_closing_asks_about_unsaved_changes_and_ends_a_run(lab: Lab, qtbot: QtBot) -> None:
    lab.editing.edit_beginning(set_weight(0.7))
    lab.session.run()
    lab.window.close()
    assert lab.window.isVisible()
    discard = message(lab).button(QMessageBox.StandardButton.Discard)
    QTest.mouseClick(discard, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lab.window.isVisible())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_can_be_set(lab: Lab, qtbot: QtBot, theme: str) -> None:
    lab.theme.set_choice("dark" if theme == "dark" else "light")
    ground = lab.window.palette().window().color().lightness()
    assert (ground < 128) == (theme == "dark")


def test_that_a_run_begins_again_is_told_until_it_is_back(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(10)
    settled(lab, qtbot, lambda s: s.step == 10)
    grow = partial(edits.with_neurons, layer=1, count=3, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("x", grow, note="Something else."))
    shown = lab.window.statusBar().currentMessage()
    assert shown == "Something else. The run begins again, as the network has another shape."
    lab.document.undo_stack.undo()
    assert not lab.window.statusBar().currentMessage()


def test_the_person_is_told_that_a_typed_step_is_beyond_the_last(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(3)
    settled(lab, qtbot, lambda now: now.step == 3)
    field = lab.views.timeline.field
    qtbot.waitUntil(lambda: field.text() == "3")
    field.setText("10000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert lab.window.statusBar().currentMessage() == "The last step so far is 3."


def test_the_left_arrow_goes_back_by_a_step_and_the_run_goes_on_from_there(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.session.set_speed(None)
    lab.session.run(100)
    settled(lab, qtbot, lambda s: s.step == 100)
    qtbot.waitUntil(lab.views.transport.step_back.isEnabled)
    press(lab, qtbot, Qt.Key.Key_Left)
    snapshot = settled(lab, qtbot, lambda s: s.step == 99)
    assert snapshot.head == 100
    assert snapshot.parameters.tobytes() == trained(read_example("tutorial"), 99)
    press(lab, qtbot, Qt.Key.Key_Right)
    assert settled(lab, qtbot, lambda s: s.step == 100).head == 100


def test_the_arrangement_of_the_window_is_kept(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    for is_second in (False, True):
        lab = open_lab(qapp, None, tmp_path / "preferences.json", tmp_path / "recovery")
        lab.start()
        dock = lab.views.weights.parentWidget()
        assert dock is not None
        assert dock.isHidden() == is_second
        dock.hide()
        lab.views.transport.slider.setValue(13)
        lab.window.close()
        qtbot.waitUntil(lab.window.isHidden)
        lab.stop()


def test_undoing_another_shape_after_other_samples_comes_back(lab: Lab, qtbot: QtBot) -> None:
    lab.session.run(50)
    settled(lab, qtbot, lambda s: s.step == 50)
    samples = lab.document.experiment.samples
    more = replace(samples, inputs=samples.inputs + 1.0)
    lab.editing.edit(Edit("samples", partial(edits.with_samples, samples=more)))
    grow = partial(edits.with_neurons, layer=0, count=3, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("shape", grow))
    lab.document.undo_stack.undo()
    there = lab.document.experiment
    settled(lab, qtbot, lambda s: s.experiment is there)
    assert len(there.changes) == 1


def test_another_thread_of_python_keeps_the_window_waiting_for_short_turns_only(lab: Lab) -> None:
    """`tests/benchmarks/turns.py` shows what that is worth."""
    assert sys.getswitchinterval() <= 1e-3


def test_the_usual_arrangement_comes_back(lab: Lab, qtbot: QtBot) -> None:
    dock = lab.views.weights.parentWidget()
    assert dock is not None
    dock.hide()
    lab.window.show_usual_arrangement()
    assert dock.isVisible()
