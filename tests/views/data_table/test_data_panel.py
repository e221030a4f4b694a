"""The table of samples, driven as a person would."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.data_table.data_panel import DataPanel
from backprop_gui.views.parts.icons import Icons
from tests.mouse import double_click

Key = Qt.Key
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Engine:
    """Gives, for each row, as many outputs as the network has neurons: the parameters' sum, 0.5."""

    def __init__(self) -> None:
        self.asked: list[int] = []  # rows each time
        self.is_ready = True

    def outputs_of(self, snapshot: Snapshot, inputs: Floats) -> Floats | None:
        self.asked.append(len(inputs))
        if not self.is_ready:
            return None
        outputs = np.full((len(inputs), snapshot.experiment.network.topology.neurons), 0.5)
        outputs[:, -1] = snapshot.parameters.sum()
        return outputs


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons, fill: Any, engine: Engine) -> DataPanel:
    panel = DataPanel(icons, fill, engine.outputs_of)
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    panel.show()
    panel.activateWindow()
    return panel


def counted(experiment: Experiment, count: int) -> Experiment:
    """With `count` samples of two inputs and two targets; row 3 is 30, 31 → 32, 33."""
    values = 10 * np.arange(float(count))[:, None] + np.arange(4.0)
    return replace(experiment, samples=Samples(values[:, :2], values[:, 2:]))


def cells(panel: DataPanel, row: int) -> list[str]:
    model = panel.table.model()
    texts = [model.index(row, column).data() for column in range(model.columnCount())]
    return [text.strip("\u2007\u2008 ") for text in texts]


def firsts(experiment: Experiment) -> list[int]:
    return [int(value) // 10 for value in experiment.samples.inputs[:, 0]]


def titles(panel: DataPanel) -> list[str]:
    model, across = panel.table.model(), Qt.Orientation.Horizontal
    return [model.headerData(at, across) for at in range(model.columnCount())]


def go(panel: DataPanel, row: int, column: int) -> None:
    panel.table.setFocus()
    index = panel.table.model().index(row, column)
    select = QItemSelectionModel.SelectionFlag.ClearAndSelect
    panel.table.selectionModel().setCurrentIndex(index, select)


def go_to_whole(panel: DataPanel, row: int) -> None:
    go(panel, row, 0)
    flags = QItemSelectionModel.SelectionFlag
    index = panel.table.model().index(row, 0)
    panel.table.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)


def press(panel: DataPanel, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.table, key, held)


def type_in(panel: DataPanel, text: str, end: Qt.Key = Key.Key_Return) -> None:
    """Types over the current cell."""
    QTest.keyClicks(panel.table, text[0])
    editor = panel.table.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)
    QApplication.processEvents()  # the view takes what was typed when the key is done with


def notes(panel: DataPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def paste(panel: DataPanel, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(panel, Key.Key_V, CONTROL)


# Cells


def test_each_sample_is_a_row_of_inputs_and_targets(panel: DataPanel, tutorial: Experiment) -> None:
    panel.show_experiment(tutorial)
    assert titles(panel) == [
        "i1",
        "i2",
        "Target o1",
        "Target o2",
        "Output o1",
        "Output o2",
        "Error",
    ]
    assert cells(panel, 0) == ["0.05", "0.1", "0.01", "0.99", "", "", ""]


def test_typing_replaces_a_cell_and_enter_goes_down(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 3))
    go(panel, 1, 2)
    type_in(panel, "-0.25")
    assert done.experiment.samples.targets[1].tolist() == [-0.25, 13]
    assert [edit.text for edit in done.edits] == ["change of target o1 of sample 2"]
    assert (panel.table.currentIndex().row(), panel.table.currentIndex().column()) == (2, 2)


def test_escape_leaves_a_cell_as_it_was(panel: DataPanel, tutorial: Experiment, desk: Any) -> None:
    done = desk(panel, tutorial)
    go(panel, 0, 0)
    type_in(panel, "7", Key.Key_Escape)
    assert done.edits == []


def test_what_is_no_number_is_told_and_not_taken(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    go(panel, 0, 0)
    type_in(panel, "1x")
    assert "“1x” is not a number" in notes(panel)
    assert done.edits == []


def test_outputs_cannot_be_typed_over(panel: DataPanel, tutorial: Experiment, desk: Any) -> None:
    done = desk(panel, tutorial)
    go(panel, 0, 5)
    QTest.keyClicks(panel.table, "7")
    assert panel.table.viewport().findChild(QLineEdit) is None
    assert done.edits == []


def test_space_and_letters_are_left_to_the_window(panel: DataPanel, tutorial: Experiment) -> None:
    panel.show_experiment(tutorial)
    go(panel, 0, 0)
    for key in (Key.Key_Space, Key.Key_H):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, chr(key))
        panel.table.keyPressEvent(event)
        assert not event.isAccepted()
    assert panel.table.viewport().findChild(QLineEdit) is None


def test_scaled_columns_show_and_take_the_numbers_of_the_file(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    columns = (Column("length", 5.843333333333334, 0.8253012917851409), Column())
    table = Samples(
        np.array([[(5.1 - 5.843333333333334) / 0.8253012917851409, 0]]), np.ones((1, 2)), columns
    )
    done = desk(panel, replace(tutorial, samples=table))
    assert titles(panel)[:2] == ["length", "i2"]
    assert cells(panel, 0)[0] == "5.1"
    go(panel, 0, 0)
    type_in(panel, "6")
    assert done.experiment.samples.inputs[0, 0] == (6 - 5.843333333333334) / 0.8253012917851409
    assert cells(panel, 0)[0] == "6"
    tip = panel.table.model().headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "5.84333" in tip
    assert "0.825301" in tip


# The clipboard


def test_cells_are_copied_in_full_and_pasted_where_the_person_is(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 3))
    go(panel, 0, 1)
    press(panel, Key.Key_Right, SHIFT)
    press(panel, Key.Key_Down, SHIFT)
    press(panel, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1.0\t2.0\n11.0\t12.0"
    go(panel, 2, 0)
    press(panel, Key.Key_V, CONTROL)
    samples = done.experiment.samples
    assert np.hstack([samples.inputs, samples.targets]).tolist() == [
        [0, 1, 2, 3], [10, 11, 12, 13], [1, 2, 22, 23], [11, 12, 0, 0],
    ]  # fmt: skip
    assert len(done.edits) == 1


def test_whole_rows_are_copied_with_their_outputs_and_pasted_without(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    experiment = counted(tutorial, 2)
    done = desk(panel, experiment)
    panel.show_state(Snapshot(experiment, 0, np.zeros(12)))
    go_to_whole(panel, 0)
    press(panel, Key.Key_C, CONTROL)
    # ½ ((2 − 0.5)² + (3 − 0)²)
    assert QGuiApplication.clipboard().text() == "0.0\t1.0\t2.0\t3.0\t0.5\t0.0\t5.625"
    go_to_whole(panel, 1)
    press(panel, Key.Key_V, CONTROL)
    assert firsts(done.experiment) == [0, 0]


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (0, "1\tabc", "Pasted row 1, column 2"),
        (3, "1\t2", "There is room for 1 columns here, not 2."),
        (5, "1", "There is room for 0 columns here, not 1."),
    ],
)
def test_what_cannot_be_pasted_is_told(
    panel: DataPanel, tutorial: Experiment, desk: Any, column: int, text: str, sentence: str
) -> None:
    done = desk(panel, tutorial)
    go(panel, 0, column)
    paste(panel, text)
    assert sentence in notes(panel)
    assert done.edits == []


def test_delete_clears_cells_but_removes_whole_rows(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 3))
    go(panel, 1, 0)
    press(panel, Key.Key_Right, SHIFT)
    press(panel, Key.Key_Delete)
    assert done.experiment.samples.inputs.tolist() == [[0, 1], [0, 0], [20, 21]]
    go_to_whole(panel, 1)
    press(panel, Key.Key_Delete)
    assert firsts(done.experiment) == [0, 2]


def test_cut_is_copy_and_clear(panel: DataPanel, tutorial: Experiment, desk: Any) -> None:
    done = desk(panel, counted(tutorial, 2))
    go(panel, 1, 3)
    press(panel, Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "13.0"
    assert done.experiment.samples.targets.tolist() == [[2, 3], [12, 0]]


# Rows


def test_a_new_sample_comes_below_and_is_gone_to(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 3))
    go(panel, 1, 2)
    press(panel, Key.Key_Insert)
    assert done.experiment.samples.inputs.tolist() == [[0, 1], [10, 11], [0, 0], [20, 21]]
    assert panel.table.currentIndex().row() == 2


def test_rows_are_duplicated_moved_and_removed(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 4))
    go(panel, 1, 0)
    press(panel, Key.Key_Down, SHIFT)
    press(panel, Key.Key_D, CONTROL)
    assert firsts(done.experiment) == [0, 1, 2, 1, 2, 3]
    assert panel.table.selected_rows() == [3, 4]
    press(panel, Key.Key_Down, ALT)
    assert firsts(done.experiment) == [0, 1, 2, 3, 1, 2]
    press(panel, Key.Key_Up, ALT)
    press(panel, Key.Key_Up, ALT)
    assert firsts(done.experiment) == [0, 1, 1, 2, 2, 3]
    assert panel.table.selected_rows() == [2, 3]
    press(panel, Key.Key_Delete, CONTROL)
    assert firsts(done.experiment) == [0, 1, 2, 3]
    assert all(edit.merge == "" for edit in done.edits)


def test_the_only_sample_cannot_be_removed(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    assert not panel.remove.isEnabled()
    panel.add.trigger()
    assert len(done.experiment.samples) == 2
    assert panel.remove.isEnabled()


def test_an_edit_that_waits_for_training_to_rest_selects_its_rows_when_it_is_made(
    panel: DataPanel, tutorial: Experiment
) -> None:
    experiment = counted(tutorial, 3)
    waiting: list[Edit] = []
    panel.edited.connect(waiting.append)
    panel.show_experiment(experiment)
    go(panel, 0, 1)
    panel.double.trigger()
    assert panel.table.selected_rows() == [0]
    panel.show_experiment(waiting[0].change(experiment))
    assert panel.table.selected_rows() == [1]


def test_the_person_stays_at_a_row_when_others_change(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, counted(tutorial, 3))
    go(panel, 2, 1)
    done.show(counted(tutorial, 2))
    assert (panel.table.currentIndex().row(), panel.table.currentIndex().column()) == (1, 1)


def test_going_to_a_row_chooses_its_sample_and_being_sent_there_does_not(
    panel: DataPanel, tutorial: Experiment
) -> None:
    chosen: list[int] = []
    panel.show_experiment(counted(tutorial, 3))
    panel.sampleChosen.connect(chosen.append)
    go(panel, 0, 0)
    press(panel, Key.Key_Down)
    panel.choose_sample(2)
    assert panel.table.currentIndex().row() == 2
    assert chosen == [0, 1]
    panel.show_experiment(counted(tutorial, 1))
    assert chosen == [0, 1]


# Columns


def test_new_columns_change_the_network_in_the_same_step(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    panel.columns_menu.actions()[0].trigger()
    assert done.experiment.network.topology.sizes == (3, 2, 2)
    panel.columns_menu.actions()[1].trigger()
    assert done.experiment.network.topology.sizes == (3, 2, 3)
    assert len(done.edits) == 2
    assert titles(panel)[:6] == ["i1", "i2", "i3", "Target o1", "Target o2", "Target o3"]


def test_the_column_of_the_current_cell_is_removed_with_its_neuron(
    panel: DataPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    go(panel, 0, 0)
    panel.columns_menu.aboutToShow.emit()
    assert panel.drop.text() == "&Remove “i1”"
    panel.drop.trigger()
    assert done.experiment.network.topology.sizes == (1, 2, 2)
    assert done.experiment.samples.inputs.tolist() == [[0.10]]
    panel.columns_menu.aboutToShow.emit()
    assert not panel.drop.isEnabled()  # the last input
    go(panel, 0, 4)
    panel.columns_menu.aboutToShow.emit()
    assert not panel.drop.isEnabled()  # the error
    assert not panel.rename.isEnabled()


def test_a_double_click_on_a_header_renames_its_column(
    panel: DataPanel, tutorial: Experiment, desk: Any, qtbot: QtBot
) -> None:
    done = desk(panel, tutorial)
    header = panel.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 20, 5)
    double_click(header.viewport(), place)
    dialog = panel.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    assert field.text() == "o1"
    field.selectAll()
    QTest.keyClicks(field, " price ")
    QTest.keyClick(field, Key.Key_Return)
    assert done.experiment.samples.target_columns[0].name == "price"
    assert titles(panel)[2:6] == ["Target price", "Target o2", "Output price", "Output o2"]


# Live


def test_outputs_and_errors_are_those_of_the_present_state(
    panel: DataPanel, tutorial: Experiment, qtbot: QtBot
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(Snapshot(tutorial, 0, np.full(12, 1 / 12)))
    # ½ ((0.01 − 0.5)² + (0.99 − 1)²) = 0.1201
    qtbot.waitUntil(lambda: cells(panel, 0)[4:] == ["0.500000", "1.00000", "0.120100"])
    panel.show_state(Snapshot(tutorial, 1, np.zeros(12)))
    qtbot.waitUntil(lambda: cells(panel, 0)[5] == "0.00000")


def test_outputs_are_blank_until_the_engine_is_ready(
    panel: DataPanel, tutorial: Experiment, engine: Engine, qtbot: QtBot
) -> None:
    engine.is_ready = False
    panel.show_experiment(tutorial)
    panel.show_state(Snapshot(tutorial, 0, np.zeros(12)))
    assert cells(panel, 0)[4:] == ["", "", ""]
    engine.is_ready = True
    panel.show_state(Snapshot(tutorial, 0, np.zeros(12)))
    qtbot.waitUntil(lambda: cells(panel, 0)[4] == "0.500000")


def test_only_rows_in_sight_are_computed_and_scrolling_computes_others(
    panel: DataPanel, tutorial: Experiment, engine: Engine, qtbot: QtBot
) -> None:
    experiment = counted(tutorial, 100_000)
    panel.show_experiment(experiment)
    panel.show_state(Snapshot(experiment, 0, np.zeros(12)))
    qtbot.waitUntil(lambda: cells(panel, 0)[4] == "0.500000")
    panel.table.scrollToBottom()
    qtbot.waitUntil(lambda: cells(panel, 99_999)[4] == "0.500000")
    assert max(engine.asked) < 100


def test_a_hidden_panel_computes_nothing(
    panel: DataPanel, tutorial: Experiment, engine: Engine, qtbot: QtBot
) -> None:
    panel.hide()
    panel.show_experiment(tutorial)
    panel.show_state(Snapshot(tutorial, 0, np.zeros(12)))
    QApplication.processEvents()
    assert engine.asked == []
    panel.show()
    qtbot.waitUntil(lambda: engine.asked == [1])


def test_samples_that_changed_during_the_run_are_shown_from_their_step_on(
    panel: DataPanel, tutorial: Experiment
) -> None:
    later = Change(10, samples=Samples(np.array([[7.0, 8.0]]), np.zeros((1, 2))))
    experiment = replace(tutorial, changes=(later,))
    panel.show_experiment(experiment)
    assert cells(panel, 0)[:2] == ["0.05", "0.1"]
    panel.show_state(Snapshot(experiment, 10, np.zeros(12)))
    assert cells(panel, 0)[:2] == ["7", "8"]
    panel.show_state(Snapshot(experiment, 9, np.zeros(12)))
    assert cells(panel, 0)[:2] == ["0.05", "0.1"]


def test_a_state_of_another_network_is_passed_over(
    panel: DataPanel,
    tutorial: Experiment,
    make_experiment: Callable[..., Experiment],
    engine: Engine,
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(Snapshot(make_experiment(3, 1), 0, np.zeros(4)))
    assert engine.asked == []


def test_every_button_says_what_it_does(panel: DataPanel) -> None:
    for button in panel.findChildren(QToolButton):
        if button.isVisible():
            assert button.toolTip()
            assert button.text()
    assert "Ins" in panel.add.toolTip()


def test_files_are_asked_for(panel: DataPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.importRequested):
        panel.import_file.trigger()
    with qtbot.waitSignal(panel.exportRequested):
        panel.export_file.trigger()
