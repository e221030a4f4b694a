"""Importing samples from a file, driven as a person would."""

import itertools
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
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

    def __init__(self, qtbot: QtBot, fill: Any, text: str, network: Topology) -> None:
        self.edits: list[Edit] = []
        self.dialog = ImportDialog(DelimitedText(Path("flowers.csv"), text), network, fill)
        qtbot.addWidget(self.dialog)
        self.dialog.edited.connect(self._keep)
        self.dialog.open()

    def _keep(self, edit: Edit) -> None:
        self.edits.append(edit)

    def titles(self) -> list[str]:
        model, across = self.dialog.table.model(), Qt.Orientation.Horizontal
        return [model.headerData(at, across) for at in range(model.columnCount())]

    def roles(self) -> list[str]:
        return [title.split("\n")[-1] for title in self.titles()]

    def row_numbers(self) -> list[int]:
        model, down = self.dialog.table.model(), Qt.Orientation.Vertical
        return [model.headerData(at, down) for at in range(model.rowCount())]

    def marked(self) -> list[tuple[int, int]]:
        """The cells with a frame, by the number of the row and the column's place."""
        model, numbers = self.dialog.table.model(), self.row_numbers()
        picture = self.dialog.table.viewport().grab().toImage()
        red = self.dialog.palette().brightText().color()
        cells = itertools.product(range(len(numbers)), range(model.columnCount()))
        boxes = ((cell, self.dialog.table.visualRect(model.index(*cell))) for cell in cells)
        return [
            (numbers[row], column)
            for (row, column), box in boxes
            if picture.pixelColor(box.left() + 1, box.center().y()) == red
        ]

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


def title_width(header: QHeaderView, column: int) -> int:
    """How far a title reaches in a column that has room for more than it."""
    header.resizeSection(column, 300)
    box = QRect(header.sectionViewportPosition(column), 0, 298, header.height() - 2)
    picture = header.grab(box).toImage()
    ground = picture.pixelColor(picture.width() - 1, 1)
    places = itertools.product(range(picture.width()), range(picture.height()))
    return 1 + max(x for x, y in places if picture.pixelColor(x, y) != ground)


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme, fill: Any) -> Any:
    def open_dialog(text: str, sizes: tuple[int, ...] = (2, 2, 2)) -> Desk:
        activations = (Activation.LOGISTIC,) * (len(sizes) - 1)
        return Desk(qtbot, fill, text, Topology(sizes, activations))

    return open_dialog


def test_an_import_replaces_the_samples_and_fits_the_network(
    open_on: Any, tutorial: Experiment, qtbot: QtBot
) -> None:
    desk = open_on(FLOWERS)
    with qtbot.waitSignal(desk.dialog.finished):
        click(desk.dialog.take)
    after = desk.edits[0].change(tutorial)
    assert desk.edits[0].text == "import of flowers.csv"
    assert desk.edits[0].name == "flowers"
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
    assert "1 input, 1 target and a target for each class." in desk.sentences()
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


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((2, 4, 2), "2 inputs, a target for each class. The network already fits."),
        ((3, 4, 2), "class. The network will have 2 inputs instead of 3."),
        ((2, 1), "class. The network will have 2 outputs instead of 1."),
        ((1, 4), "The network will have 2 inputs instead of 1 and 2 outputs instead of 4."),
    ],
)
def test_it_is_said_what_of_the_network_will_change(
    open_on: Any, sizes: tuple[int, ...], said: str
) -> None:
    assert said in open_on(FLOWERS, sizes).sentences()


def test_what_is_said_of_the_network_follows_the_roles(open_on: Any) -> None:
    desk = open_on(FLOWERS, (2, 2))
    assert "The network already fits." in desk.sentences()
    desk.give(1, Role.TARGET)
    assert "will have 1 input instead of 2 and 3 outputs instead of 2." in desk.sentences()
    desk.give(2, Role.IGNORED)
    assert "will have 1 input instead of 2 and 1 output instead of 2." in desk.sentences()


def test_classes_too_many_to_be_counted_at_once_are_not_numbered(open_on: Any) -> None:
    desk = open_on(FLOWERS + "1,2,ash\n" * 40_000, (2, 2, 2))
    assert "The network will have an output for each class." in desk.sentences()


@pytest.mark.parametrize(
    ("columns", "sizes"), [(5, (3, 4, 2)), (5, (4, 2, 1)), (5, (1, 4)), (3, (1, 2))]
)
def test_the_first_roles_fit_the_open_network_where_the_columns_can(
    open_on: Any, columns: int, sizes: tuple[int, ...]
) -> None:
    desk = open_on(",".join("1" * columns) + "\n", sizes)
    assert desk.roles() == ["Input"] * sizes[0] + ["Target"] * sizes[-1]
    assert "The network already fits." in desk.sentences()


SPOILT = "a;price;y\n0,1;1;5\n0,2;;6\n0,3;3;7\n0,4;1.000,5;8\n"


def test_why_a_column_of_numbers_is_not_used_is_said_without_being_asked(open_on: Any) -> None:
    desk = open_on(SPOILT, (1, 1))
    assert desk.roles() == ["Input", "Not used", "Target"]
    reason = 'Column "price" is not used: expected a number in row 3, found nothing.'
    assert reason in desk.sentences()
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    assert desk.dialog.table.model().headerData(1, across, tip) == reason
    assert desk.dialog.take.isEnabled()


def test_a_last_column_of_numbers_that_is_taken_as_classes_says_why(open_on: Any) -> None:
    desk = open_on("a,y\n1,0.5\n2,0.7\n3,n/a\n")
    assert 'Column "y" is taken as classes: expected a number in row 4, found “n/a”.' in (
        desk.sentences()
    )


def test_of_several_such_columns_the_first_is_named_and_the_others_are_counted(
    open_on: Any,
) -> None:
    desk = open_on("1,2,3,4\n5,,,8\n9,7,,5\n")
    assert 'Column "column 2" is not used: expected a number in row 2, found nothing.' in (
        desk.sentences()
    )
    assert "There are such cells in 1 more column." in desk.sentences()


def test_rows_have_their_numbers_in_the_file_and_bad_cells_a_frame(open_on: Any) -> None:
    desk = open_on(SPOILT)
    assert desk.row_numbers() == [2, 3, 4, 5]
    assert desk.marked() == [(3, 1), (5, 1)]
    desk.give(1, Role.INPUT)  # which also selects them
    assert desk.marked() == [(3, 1), (5, 1)]
    assert 'row 3, column "price": expected a number, found nothing' in desk.sentences()
    tip = desk.dialog.table.model().index(3, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "1.000,5\nExpected a number"


def test_a_column_that_the_person_leaves_out_needs_no_reason(open_on: Any) -> None:
    desk = open_on(SPOILT)
    desk.give(1, Role.IGNORED)
    assert "is not used" not in desk.sentences()
    assert desk.marked() == []


def test_a_missing_class_and_a_missing_cell_are_framed(open_on: Any) -> None:
    desk = open_on("a,b,kind\n1,2,oak\n3,4,\n5,6\n7,8,ash\n")
    assert desk.marked() == [(3, 2), (4, 2)]


def test_a_text_that_is_left_out_is_no_fault(open_on: Any) -> None:
    desk = open_on("a,note,y\n1,fine,2\n3,,4\n")
    assert desk.roles() == ["Input", "Not used", "Target"]
    assert "is not used" not in desk.sentences()
    assert desk.marked() == []


def test_selecting_a_column_changes_nothing_in_its_title(open_on: Any) -> None:
    desk = open_on("a,b,c\n1,2,3\n")
    header = desk.dialog.table.horizontalHeader()
    before = header.grab().toImage()
    desk.dialog.table.selectAll()
    assert header.grab().toImage() == before


def test_a_narrow_column_has_room_for_whatever_role_it_gets(open_on: Any) -> None:
    desk = open_on("a,b,c\n1,2,3\n")
    header = desk.dialog.table.horizontalHeader()
    widths = [header.sectionSize(at) for at in range(3)]
    for role in Role:
        desk.give(1, role)
        assert [header.sectionSize(at) for at in range(3)] == widths
        assert title_width(header, 1) < widths[1] - 1  # where the line between them is
        header.resizeSection(1, widths[1])


def test_what_cannot_be_split_leaves_no_columns_to_choose(open_on: Any) -> None:
    desk = open_on("1,2\n")
    desk.dialog.header.setChecked(True)
    assert desk.titles() == []
    click(desk.dialog.roles[Role.CLASSES])
    desk.choose(desk.dialog.input_scaling, "To the range from 0 to 1")
    assert "flowers.csv: expected rows of numbers" in desk.sentences()
    assert not desk.dialog.take.isEnabled()
    desk.dialog.header.setChecked(False)
    assert desk.roles() == ["Input", "Target"]
    assert desk.dialog.take.isEnabled()


def test_several_columns_get_a_role_at_once(open_on: Any) -> None:
    desk = open_on("1,2,3,4\n5,6,7,8\n", (3, 1))
    table = desk.dialog.table
    table.setFocus()
    table.selectColumn(0)
    QTest.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    click(desk.dialog.roles[Role.IGNORED])
    assert desk.roles() == ["Not used", "Not used", "Input", "Target"]


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
