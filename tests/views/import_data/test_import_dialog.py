"""Importing samples from a file, driven as a person would."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.document.edit import Edit
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.delimited import DelimitedText
from backprop_gui.files.sample_table import Choices, Progress, Role
from backprop_gui.views.import_data import import_job
from backprop_gui.views.import_data.import_dialog import ImportDialog
from backprop_gui.views.parts.theme import Theme

FLOWERS = "length,width,kind\n1,2,oak\n3,4,ash\n5,6,oak\n"


class Desk:
    """Opens the dialog on a text, and keeps the edits that it wishes."""

    def __init__(self, qtbot: QtBot, fill: Any, text: str) -> None:
        self.edits: list[Edit] = []
        self.dialog = ImportDialog(DelimitedText(Path("flowers.csv"), text), fill)
        qtbot.addWidget(self.dialog)
        self.dialog.edited.connect(self._keep)
        self.dialog.open()

    def _keep(self, edit: Edit) -> None:
        self.edits.append(edit)

    def titles(self) -> list[str]:
        model, across = self.dialog.table.model(), Qt.Orientation.Horizontal
        return [model.headerData(at, across) for at in range(model.columnCount())]

    def sentences(self) -> str:
        labels = self.dialog.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def give(self, column: int, role: Role) -> None:
        self.dialog.table.selectColumn(column)
        self.dialog.table.setCurrentIndex(self.dialog.table.model().index(0, column))
        click(self.dialog.roles[role])

    def choose(self, box: Any, text: str) -> None:
        box.setCurrentIndex(box.findText(text))


def click(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center() / 4)


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme, fill: Any) -> Any:
    return lambda text: Desk(qtbot, fill, text)


def test_an_import_replaces_the_samples_and_fits_the_network(
    open_on: Any, tutorial: Experiment, qtbot: QtBot
) -> None:
    desk = open_on(FLOWERS)
    with qtbot.waitSignal(desk.dialog.finished):
        click(desk.dialog.take)
    after = desk.edits[0].change(tutorial)
    assert desk.edits[0].text == "import of flowers.csv"
    assert after.network.topology.sizes == (2, 2, 2)
    assert after.network.weights(0).tolist() == tutorial.network.weights(0).tolist()
    assert after.samples.inputs.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert after.samples.targets.tolist() == [[0, 1], [1, 0], [0, 1]]
    assert after.samples.target_columns == (Column("ash"), Column("oak"))
    assert desk.dialog.isHidden()


def test_a_preview_shows_names_roles_and_rows(open_on: Any) -> None:
    desk = open_on(FLOWERS)
    assert desk.titles() == ["length\nInput", "width\nInput", "kind\nClasses"]
    model = desk.dialog.table.model()
    assert [model.index(1, at).data() for at in range(3)] == ["3", "4", "ash"]
    assert "2 inputs, a target for each class." in desk.sentences()


def test_roles_and_scaling_are_as_the_person_chooses(
    open_on: Any, tutorial: Experiment, qtbot: QtBot
) -> None:
    desk = open_on(FLOWERS)
    desk.give(1, Role.TARGET)
    desk.give(2, Role.IGNORED)
    assert desk.titles() == ["length\nInput", "width\nTarget", "kind\nNot used"]
    assert "1 input, 1 target." in desk.sentences()
    desk.choose(desk.dialog.input_scaling, "To the range from 0 to 1")
    desk.choose(desk.dialog.target_scaling, "To mean 0 and deviation 1")
    with qtbot.waitSignal(desk.dialog.finished):
        click(desk.dialog.take)
    samples = desk.edits[0].change(tutorial).samples
    assert samples.inputs.tolist() == [[0], [0.5], [1]]
    assert samples.input_columns == (Column("length", 1.0, 4.0),)
    assert np.allclose(samples.targets[:, 0], [-(1.5**0.5), 0, 1.5**0.5])


def test_several_columns_get_a_role_at_once(open_on: Any) -> None:
    desk = open_on("1,2,3,4\n5,6,7,8\n")
    table = desk.dialog.table
    table.setFocus()
    table.selectColumn(0)
    QTest.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    click(desk.dialog.roles[Role.IGNORED])
    assert [title.split("\n")[1] for title in desk.titles()] == [
        "Not used",
        "Not used",
        "Input",
        "Target",
    ]


def test_the_role_of_the_current_column_is_the_one_that_is_marked(open_on: Any) -> None:
    desk = open_on(FLOWERS)
    assert desk.dialog.roles[Role.INPUT].isChecked()
    desk.dialog.table.setCurrentIndex(desk.dialog.table.model().index(0, 2))
    assert desk.dialog.roles[Role.CLASSES].isChecked()


def test_what_does_not_fit_is_told_at_once(open_on: Any) -> None:
    desk = open_on(FLOWERS)
    desk.give(2, Role.TARGET)
    assert 'row 2, column "kind": expected a number, found “oak”' in desk.sentences()
    assert not desk.dialog.take.isEnabled()
    desk.give(2, Role.CLASSES)
    assert desk.dialog.take.isEnabled()


def test_another_delimiter_splits_anew(open_on: Any) -> None:
    desk = open_on("1,5;2\n2,5;3\n")
    assert desk.dialog.comma.isChecked()
    assert desk.dialog.delimiter.currentText() == "Semicolon"
    desk.choose(desk.dialog.delimiter, "Vertical bar")
    assert len(desk.titles()) == 1
    assert not desk.dialog.take.isEnabled()
    desk.choose(desk.dialog.delimiter, "Semicolon")
    assert desk.dialog.take.isEnabled()


def test_the_first_row_may_be_data_after_all(open_on: Any) -> None:
    desk = open_on("a,1\nb,2\n")
    assert not desk.dialog.header.isChecked()
    desk.dialog.header.setChecked(True)
    assert desk.titles()[0].startswith("a\n")
    assert desk.dialog.table.model().rowCount() == 1


def test_a_bad_cell_below_the_preview_ends_the_import_and_is_named(
    open_on: Any, qtbot: QtBot
) -> None:
    desk = open_on("1,2\n" * 9000 + "1,x\n")
    click(desk.dialog.take)
    qtbot.waitUntil(lambda: "row 9001" in desk.sentences())
    assert 'flowers.csv: row 9001, column "column 2": expected a number' in desk.sentences()
    assert desk.edits == []
    assert desk.dialog.isVisible()
    assert desk.dialog.progress.isHidden()
    assert desk.dialog.take.isEnabled()


@pytest.fixture
def slow_read(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Makes reading stop at a half until the event is set or the import is cancelled."""
    go_on = threading.Event()

    def read(table: DelimitedText, choices: Choices, progress: Progress) -> Samples | None:
        while not go_on.wait(0.01):
            if not progress(0.5):
                return None
        return Samples(np.zeros((1, 1)), np.zeros((1, 1)))

    monkeypatch.setattr(import_job, "read_samples", read)
    return go_on


def test_progress_is_shown_while_the_window_goes_on(
    open_on: Any, qtbot: QtBot, slow_read: threading.Event
) -> None:
    desk = open_on(FLOWERS)
    click(desk.dialog.take)
    qtbot.waitUntil(lambda: desk.dialog.progress.value() == 500)
    assert desk.dialog.progress.isVisible()
    assert not desk.dialog.take.isEnabled()
    with qtbot.waitSignal(desk.dialog.finished):
        slow_read.set()
    assert len(desk.edits) == 1


@pytest.mark.parametrize("how", ["button", "escape", "close"])
def test_an_import_is_cancelled_and_leaves_no_thread(
    open_on: Any, qtbot: QtBot, slow_read: threading.Event, how: str
) -> None:
    desk = open_on(FLOWERS)
    click(desk.dialog.take)
    qtbot.waitUntil(lambda: desk.dialog.progress.value() == 500)
    if how == "button":
        click(desk.dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    elif how == "escape":
        QTest.keyClick(desk.dialog, Qt.Key.Key_Escape)
    else:
        desk.dialog.close()
    assert desk.dialog.isHidden()
    assert not [each for each in threading.enumerate() if each.name == "import"]
    assert desk.edits == []
