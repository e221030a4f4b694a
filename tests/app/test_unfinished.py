"""What is typed but not yet taken, or waits for training to rest, when the person goes on: it is
taken first, for what it was meant for, and is not lost."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import data_edits, edits
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import read_experiment
from backprop_gui.files.network_file import Trained, write_network
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.changes.panel import ChangesPanel
from backprop_gui.views.parameters_panel import ParametersPanel
from backprop_gui.views.parts.captions import Problem
from backprop_gui.views.parts.parameter_table import Column
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.randomize_dialog import RandomizeDialog
from tests.app.person import click, is_at_rest, train, wait_for

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FOUR = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]])


def type_without_enter(field: QLineEdit | QAbstractSpinBox, text: str) -> None:
    """Over what is there."""
    field.setFocus()
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def press(key: Qt.Key, held: Qt.KeyboardModifier = CONTROL) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, held)


def button_of(lab: Lab, action: object) -> QToolButton:
    found = lab.window.findChildren(QToolButton)
    (button,) = [button for button in found if button.defaultAction() is action]
    return button


def keep_running(lab: Lab, qtbot: QtBot) -> None:
    """Until the window shows it too."""
    lab.session.run()
    qtbot.waitUntil(lambda: lab.session.snapshot().step > 1000)
    qtbot.waitUntil(lab.views.timeline.scrubber.isEnabled)


def rest(lab: Lab, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab) and not lab.editing.is_waiting)


def with_layer(lab: Lab) -> None:
    """One more hidden layer of two neurons, before the one that is there."""
    kind = Activation.LOGISTIC
    change = partial(edits.with_layer, layer=1, count=2, activation=kind, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("a layer", change))


def with_four_samples(lab: Lab, qtbot: QtBot) -> None:
    samples = Samples(FOUR, FOUR[:, ::-1].copy())
    lab.document.replace(edits.with_samples(lab.document.experiment, samples), "Four")
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)


def open_cell(lab: Lab, row: int) -> QLineEdit:
    table = lab.views.data.table
    lab.window.reveal(lab.views.data)
    QApplication.processEvents()
    index = table.model().index(row, 0)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    return editor


def open_in_picture(lab: Lab, spot: Spot) -> QLineEdit:
    canvas = lab.views.canvas
    canvas.select(spot.selection())
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.hand.field.hasFocus()
    return canvas.hand.field


# Buttons


def test_a_layer_of_which_the_size_is_typed_has_it_before_another_is_inserted(lab: Lab) -> None:
    rows = lab.views.network.rows
    type_without_enter(rows[1].neurons.field, "7")
    click(rows[0].insert_button)
    assert lab.document.experiment.network.topology.sizes == (2, 7, 7, 2)


def test_a_layer_of_which_the_size_is_typed_has_it_before_another_is_removed(lab: Lab) -> None:
    with_layer(lab)
    rows = lab.views.network.rows
    type_without_enter(rows[2].neurons.field, "7")
    click(rows[1].remove_button)
    assert lab.document.experiment.network.topology.sizes == (2, 7, 2)


def test_a_bias_that_is_typed_goes_with_its_layer(lab: Lab) -> None:
    with_layer(lab)
    lab.document.replace(edits.with_parameter(lab.document.experiment, 4, 0.35), "Alike")
    lab.views.canvas.select(Selection(Kind.NEURON, 1, 0))
    lab.window.reveal(lab.views.inspector)
    QApplication.processEvents()
    type_without_enter(lab.views.inspector.neuron.initial.field, "7")
    click(lab.views.network.rows[1].remove_button)
    lab.views.canvas.setFocus()
    assert 7 not in lab.document.experiment.network.parameters


@pytest.mark.parametrize("deed", ["up", "add", "double"])
def test_a_cell_that_is_typed_is_of_its_own_sample_before_the_rows_change(
    lab: Lab, qtbot: QtBot, deed: str
) -> None:
    with_four_samples(lab, qtbot)
    type_without_enter(open_cell(lab, 2), "7")
    click(button_of(lab, getattr(lab.views.data, deed)))
    rest(lab, qtbot)
    inputs = lab.document.experiment.samples.inputs
    assert np.all(inputs[inputs[:, 0] == 7, 1] == 0.6)
    assert np.count_nonzero(inputs == 7) == (2 if deed == "double" else 1)


def test_a_cell_that_is_typed_is_of_its_own_sample_where_the_next_has_the_same_number(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.document.replace(read_example("xor"), "XOR")
    wait_for(lab, qtbot, lambda s: s.experiment is lab.document.experiment)
    assert lab.document.experiment.samples.inputs[:2].tolist() == [[0, 0], [0, 1]]
    type_without_enter(open_cell(lab, 1), "7")
    click(button_of(lab, lab.views.data.up))
    rest(lab, qtbot)
    assert lab.document.experiment.samples.inputs[:2].tolist() == [[7, 1], [0, 0]]


def test_an_input_typed_in_the_picture_is_of_the_sample_that_was_shown(
    lab: Lab, qtbot: QtBot
) -> None:
    with_four_samples(lab, qtbot)
    lab.views.data.sampleChosen.emit(2)
    QTest.qWait(60)  # a frame
    field = open_in_picture(lab, Spot(Part.NEURON, 0, 0))
    assert field.text() == "0.5"
    field.selectAll()
    QTest.keyClicks(field, "7")
    click(button_of(lab, lab.views.transport.stage))  # which shows the first sample
    rest(lab, qtbot)
    assert lab.document.experiment.samples.inputs.tolist()[2] == [7, 0.6]


def test_a_value_typed_for_a_breakpoint_is_of_that_before_another_is_added(lab: Lab) -> None:
    panel = lab.late.views.the(BreakpointsPanel)
    lab.window.reveal(panel)
    click(button_of(lab, panel.add))
    assert panel.form.magnitude.field.hasFocus()
    QTest.keyClicks(panel.form.magnitude.field, "0.7")
    click(button_of(lab, panel.add))
    lab.views.canvas.setFocus()
    assert [each.breakpoint.value for each in panel._listed] == [0.7, 0.001]


def test_a_value_typed_for_a_breakpoint_goes_with_it(lab: Lab) -> None:
    panel = lab.late.views.the(BreakpointsPanel)
    lab.window.reveal(panel)
    for _ in range(2):
        click(button_of(lab, panel.add))
    panel.list.setCurrentRow(0)
    type_without_enter(panel.form.magnitude.field, "0.7")
    click(button_of(lab, panel.remove))
    lab.views.canvas.setFocus()
    assert [each.breakpoint.value for each in panel._listed] == [0.001]


def test_a_value_typed_for_a_breakpoint_is_of_its_own_weight_while_the_network_loses_a_layer(
    lab: Lab, qtbot: QtBot
) -> None:
    with_layer(lab)
    rest(lab, qtbot)
    before = lab.document.experiment.network.topology
    lab.views.canvas.select(Selection(Kind.PARAMETER, 3, before.parameters - 1))
    panel = lab.late.views.the(BreakpointsPanel)
    lab.window.reveal(panel)
    click(button_of(lab, panel.add))
    QTest.keyClicks(panel.form.crossed.field, "0.7")
    click(lab.views.network.rows[1].remove_button)
    lab.views.canvas.setFocus()
    (listed,) = panel._listed
    assert (listed.breakpoint.value, listed.topology) == (0.7, before)


def test_a_value_typed_for_a_breakpoint_goes_with_the_place_of_that(lab: Lab, qtbot: QtBot) -> None:
    """As where an edit that has waited takes a layer away meanwhile."""
    with_layer(lab)
    rest(lab, qtbot)
    last = lab.document.experiment.network.topology.parameters - 1
    lab.views.canvas.select(Selection(Kind.PARAMETER, 3, last))
    panel = lab.late.views.the(BreakpointsPanel)
    lab.window.reveal(panel)
    click(button_of(lab, panel.add))
    QTest.keyClicks(panel.form.crossed.field, "0.7")
    lab.document.undo_stack.undo()
    QTest.qWait(60)  # a frame
    lab.views.canvas.setFocus()
    (listed,) = panel._listed
    assert listed.breakpoint.value == 0.5
    assert not listed.has_place(lab.document.experiment)


def test_a_number_that_cannot_be_taken_stays_in_its_field(lab: Lab) -> None:
    type_without_enter(lab.views.training.rate.field, "fast")
    click(button_of(lab, lab.views.transport.step))
    assert lab.views.training.rate.field.text() == "fast"
    assert lab.views.training.rate.problem


def test_a_cell_that_cannot_be_taken_stays_open(lab: Lab) -> None:
    editor = open_cell(lab, 0)
    type_without_enter(editor, "fast")
    click(button_of(lab, lab.views.transport.step))
    assert editor.hasFocus()
    assert editor.text() == "fast"


def test_the_table_has_the_focus_once_its_cell_is_taken(lab: Lab, qtbot: QtBot) -> None:
    type_without_enter(open_cell(lab, 0), "7")
    click(button_of(lab, lab.views.transport.step))
    wait_for(lab, qtbot, lambda s: s.step == 1)
    assert lab.views.data.table.hasFocus()


def test_one_types_on_where_one_was(lab: Lab) -> None:
    field = lab.views.training.rate.field
    type_without_enter(field, "0.1")
    click(button_of(lab, lab.views.transport.step))
    QTest.keyClicks(field, "5")
    assert field.text() == "0.15"


def test_a_sentence_about_what_is_typed_moves_nothing_away_under_the_mouse(
    lab: Lab, qtbot: QtBot
) -> None:
    lab.window.reveal(lab.views.training)
    QApplication.processEvents()
    training = lab.views.training
    type_without_enter(training.rate.field, "fast")
    (dice,) = training.seed.findChildren(QToolButton)
    window, place = lab.window.windowHandle(), dice.mapTo(lab.window, dice.rect().center())
    seed = lab.document.experiment.training.seed
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=place)
    QTest.qWait(60)  # a slow hand
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=place)
    assert lab.document.experiment.training.seed != seed
    below = partial(training.rate.findChildren, Problem)
    qtbot.waitUntil(lambda: all(sentence.isVisible() for sentence in below()))


def test_a_filter_keeps_what_is_selected_in_it(lab: Lab) -> None:
    panel = lab.late.views.the(ParametersPanel)
    lab.window.reveal(panel)
    QApplication.processEvents()
    type_without_enter(panel.filter, "w5")
    panel.filter.selectAll()
    click(button_of(lab, lab.views.transport.step))
    assert panel.filter.selectedText() == "w5"


def test_a_click_into_the_text_that_is_typed_takes_nothing_of_it(lab: Lab) -> None:
    field = lab.views.training.rate.field
    type_without_enter(field, "0.125")
    click(field, QPoint(20, field.height() // 2))
    assert field.text() == "0.125"
    assert lab.document.experiment.training.learning_rate == 0.5


# Menus and keys


def test_what_is_typed_is_saved(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "a.backprop.json"
    lab.document.save(path)
    type_without_enter(lab.views.training.rate.field, "0.125")
    press(Qt.Key.Key_S)
    assert read_experiment(path).training.learning_rate == 0.125
    assert not lab.document.is_modified


def test_closing_asks_about_what_is_typed(lab: Lab) -> None:
    type_without_enter(lab.views.training.rate.field, "0.125")
    lab.window.close()
    assert lab.window.isVisible()
    assert lab.document.experiment.training.learning_rate == 0.125


def test_another_experiment_asks_about_what_is_typed_and_takes_none_of_it(lab: Lab) -> None:
    type_without_enter(lab.views.training.rate.field, "0.125")
    press(Qt.Key.Key_N)
    (box,) = lab.window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.Discard).click()
    blank = lab.document.experiment
    assert lab.document.name == "Untitled"
    lab.views.canvas.setFocus()
    assert lab.document.experiment is blank


def test_redo_waits_for_what_is_typed(lab: Lab) -> None:
    with_layer(lab)
    lab.document.undo_stack.undo()
    type_without_enter(lab.views.network.rows[1].neurons.field, "7")
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    lab.views.canvas.setFocus()
    assert lab.document.experiment.network.topology.sizes == (2, 7, 2)


# Another experiment of the same shape


@pytest.mark.parametrize("where", ["picture", "selection", "weights", "samples"])
def test_what_is_typed_for_one_experiment_is_not_taken_for_another(lab: Lab, where: str) -> None:
    field: QLineEdit | QAbstractSpinBox | None
    if where == "picture":
        field = open_in_picture(lab, Spot(Part.WEIGHT, 1, 0))
    elif where == "samples":
        field = open_cell(lab, 0)
    elif where == "weights":
        panel = lab.late.views.the(ParametersPanel)
        lab.window.reveal(panel)
        QApplication.processEvents()
        panel.table.edit(panel.table.model().index(1, Column.INITIAL))
        field = panel.table.findChild(QLineEdit)
    else:
        lab.views.canvas.select(Selection(Kind.NEURON, 1, 0))
        lab.window.reveal(lab.views.inspector)
        QApplication.processEvents()
        field = lab.views.inspector.neuron.initial.field
    assert field is not None
    type_without_enter(field, "7")
    other = edits.with_parameter(read_example("tutorial"), 0, 0.99)
    lab.document.replace(other, "Other")
    lab.views.canvas.setFocus()
    assert lab.document.experiment is other


def test_a_drag_ends_with_its_experiment(lab: Lab) -> None:
    hand = lab.views.canvas.hand
    hand.start_drag(0, 0.15, 1.0, 100)
    hand.move_drag(95, False)
    other = edits.with_parameter(read_example("tutorial"), 0, 0.99)
    lab.document.replace(other, "Other")
    hand.move_drag(90, False)
    assert lab.document.experiment is other


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Delete])
def test_a_future_of_another_experiment_is_no_more(lab: Lab, qtbot: QtBot, key: Qt.Key) -> None:
    train(lab, qtbot, 20)
    lab.session.seek(5)
    wait_for(lab, qtbot, lambda s: s.step == 5)
    lab.editing.edit(Edit("a weight", partial(edits.with_parameter, at=0, value=0.3)))
    panel = lab.late.views.the(ChangesPanel)
    lab.window.reveal(panel)
    qtbot.waitUntil(lambda: panel.futures.rows.topLevelItemCount() == 1)
    panel.futures.rows.setFocus()
    lab.document.new()
    blank = lab.document.experiment
    QTest.keyClick(panel.futures.rows, key)  # before the next frame
    assert lab.document.experiment is blank
    assert not lab.document.is_modified


# Edits that wait for training to rest


def test_closing_asks_about_an_edit_that_waits(lab: Lab, qtbot: QtBot) -> None:
    keep_running(lab, qtbot)
    lab.views.training.rate.edited.emit(0.125, False)
    assert lab.editing.is_waiting
    lab.window.close()
    qtbot.waitUntil(lambda: len(lab.window.findChildren(QMessageBox)) == 1)
    assert lab.document.is_modified


def test_an_edit_that_waits_is_made_where_it_was_meant_before_another_step_is_looked_at(
    lab: Lab, qtbot: QtBot
) -> None:
    keep_running(lab, qtbot)
    type_without_enter(lab.views.training.rate.field, "0.125")
    scrubber = lab.views.timeline.scrubber
    click(scrubber, QPoint(20, scrubber.height() // 2))
    qtbot.waitUntil(lambda: len(lab.document.experiment.changes) == 1)
    (change,) = lab.document.experiment.changes
    assert change.step > 1000
    wait_for(lab, qtbot, lambda s: s.step < change.step <= s.head)


def held_up(lab: Lab) -> None:
    """An edit waits, as where the run is on a long way."""
    lab.views.training.rate.edited.emit(0.125, False)
    assert lab.editing.is_waiting


def test_of_a_save_and_a_close_that_wait_only_the_last_is_done(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.backprop.json"
    lab.document.save(path)
    keep_running(lab, qtbot)
    held_up(lab)
    lab.files.save()
    lab.files.save()
    lab.window.close()
    qtbot.waitUntil(lambda: len(lab.window.findChildren(QMessageBox)) == 1)
    assert lab.document.is_modified


@pytest.mark.parametrize("deed", ["run", "step"])
def test_a_run_and_a_step_come_after_an_edit_that_waits(lab: Lab, qtbot: QtBot, deed: str) -> None:
    keep_running(lab, qtbot)
    held_up(lab)
    if deed == "run":
        lab.editing.run()
    else:
        lab.moves.forward(1)
    qtbot.waitUntil(lambda: len(lab.document.experiment.changes) == 1)
    (change,) = lab.document.experiment.changes
    qtbot.waitUntil(lambda: lab.session.snapshot().step > change.step)
    lab.session.pause()
    rest(lab, qtbot)


def test_random_weights_are_offered_for_the_layers_that_are_left(lab: Lab, qtbot: QtBot) -> None:
    with_layer(lab)
    rest(lab, qtbot)
    keep_running(lab, qtbot)
    held_up(lab)
    change = partial(edits.without_layer, layer=1, fill=lab.editing.fill)
    lab.editing.edit_beginning(Edit("one layer less", change))
    lab.dialogs.randomize()
    qtbot.waitUntil(lambda: bool(lab.window.findChildren(RandomizeDialog)))
    (dialog,) = lab.window.findChildren(RandomizeDialog)
    assert dialog.layers.count() == len(("all", "hidden", "output"))
    dialog.close()


def test_samples_are_exported_as_an_edit_that_waits_leaves_them(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    with_four_samples(lab, qtbot)
    keep_running(lab, qtbot)
    change = partial(data_edits.with_value, row=0, column=0, value=7.5)
    lab.editing.edit(Edit("a value", change))
    assert lab.editing.is_waiting
    lab.dialogs._write_samples(tmp_path / "samples.csv")
    qtbot.waitUntil((tmp_path / "samples.csv").exists)
    assert "7.5" in (tmp_path / "samples.csv").read_text()


def test_a_pause_gives_up_the_run_that_waits(lab: Lab, qtbot: QtBot) -> None:
    keep_running(lab, qtbot)
    held_up(lab)
    lab.editing.run()
    lab.editing.stay_paused()
    rest(lab, qtbot)
    (change,) = lab.document.experiment.changes
    assert change.step == lab.session.snapshot().head


def test_an_edit_that_waits_is_not_lost_for_one_of_the_beginning(lab: Lab, qtbot: QtBot) -> None:
    lab.views.canvas.select(Selection(Kind.PARAMETER, 1, 0))
    lab.window.reveal(lab.views.inspector)
    keep_running(lab, qtbot)
    type_without_enter(lab.views.training.rate.field, "0.125")
    field = lab.views.inspector.parameter.initial.field
    field.setFocus()
    field.stepBy(1)
    qtbot.waitUntil(lambda: not lab.editing.is_waiting)
    lab.session.pause()
    rest(lab, qtbot)
    experiment = lab.document.experiment
    assert experiment.network.parameters[0] == 0.2
    rates = [each.training.learning_rate for each in experiment.changes if each.training]
    assert rates == [0.125]


def test_weights_of_another_shape_are_imported_also_after_changes(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    train(lab, qtbot, 10)
    lab.editing.edit(Edit("a weight", partial(edits.with_parameter, at=11, value=0.3)))
    rest(lab, qtbot)
    assert lab.document.experiment.changes
    network = read_example("not").network
    write_network(tmp_path / "n.json", network, Trained(0, 0.0))
    lab.files._import(tmp_path / "n.json")
    assert lab.document.experiment.network == network
