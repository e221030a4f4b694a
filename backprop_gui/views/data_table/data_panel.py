"""The panel of the samples: the table, what can be done with rows and columns, live outputs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QInputDialog, QLabel, QMenu, QVBoxLayout, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import data_edits
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.data_table.pasted_block import read_block
from backprop_gui.views.data_table.sample_model import SampleModel
from backprop_gui.views.data_table.sample_view import SampleView
from backprop_gui.views.data_table.tools import (
    button,
    make_action,
    menu_button,
    rule,
    separator,
    tool_row,
)
from backprop_gui.views.parts.captions import problem, tidy
from backprop_gui.views.parts.fields.number_delegate import NumberDelegate
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.throttle import Throttle

_REFRESH_MS = 100  # faster than this nobody reads numbers

OutputsOf = Callable[[Snapshot, Floats], Floats | None]
"""All outputs [row][neuron] of a snapshot's network for inputs [row][input]; None if not ready."""


class DataPanel(Panel):
    """Emits `edited`. Signals: `sampleChosen` the number of the sample that the person went to;
    `importRequested` and `exportRequested` when samples are to come from or go to a file.

    New weights of an edit come from `fill`, present outputs from `outputs_of`.
    """

    sampleChosen = Signal(int)
    importRequested = Signal()
    exportRequested = Signal()

    def __init__(self, icons: Icons, fill: Fill, outputs_of: OutputsOf) -> None:
        super().__init__()
        self._fill, self._outputs_of = fill, outputs_of
        self._experiment: Experiment | None = None
        self._snapshot: Snapshot | None = None
        self._samples: Samples | None = None
        # The first row and the number of rows to select when the edit that is under way is made.
        self._awaited: tuple[int, int] | None = None
        self._choosing = True  # whether a new current row was chosen by the person
        self._model = SampleModel(self)
        self.table = SampleView(self._model)
        delegate = NumberDelegate(self.table)
        self.table.setItemDelegate(delegate)
        delegate.problemChanged.connect(self._complain)
        self._model.valueTyped.connect(self._take_value)
        self.table.selectionModel().currentRowChanged.connect(self._tell_row)
        self.table.verticalScrollBar().valueChanged.connect(self._refresh)
        self._throttle = Throttle(_REFRESH_MS, self)
        self._throttle.due.connect(self._show_outputs)
        self._problem = problem()
        self._make_actions(icons)
        self._arrange()
        header = self.table.horizontalHeader()
        header.sectionDoubleClicked.connect(self._rename)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_column_menu)

    # Showing

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows the samples in force at the step that was shown last."""
        self._experiment = experiment
        self._show_samples(experiment.samples_at(self._snapshot.step if self._snapshot else 0))

    def show_frame(self, frame: LiveFrame) -> None:
        self.show_state(frame.snapshot)

    def show_state(self, snapshot: Snapshot) -> None:
        """Shows the samples of this state, and soon its outputs for the rows in sight."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            if snapshot.experiment is self._experiment:
                self._show_samples(snapshot.samples)
            self._refresh()

    def _show_samples(self, samples: Samples) -> None:
        """Stays at the current cell, as far as it is still there, or goes to what is new."""
        if samples is self._samples:
            return
        self._samples = samples
        at, scrolled = self.table.currentIndex(), self.table.verticalScrollBar().value()
        row, column = at.row(), at.column()
        self._choosing = False
        is_other = self._model.show_samples(samples)
        self.table.fit_columns(only_wider=not is_other)
        if is_other and row >= 0:
            row = min(row, self._model.rowCount() - 1)
            column = min(column, self._model.columnCount() - 1)
            self.table.setCurrentIndex(self._model.index(row, column))
            self.table.verticalScrollBar().setValue(scrolled)
        self._choosing = True
        if self._awaited is not None and self._awaited[0] < len(samples):
            self.table.select_rows(*self._awaited)
        self._awaited = None
        self.remove.setEnabled(len(samples) > 1)
        self._complain("")
        self._refresh()

    def choose_sample(self, sample: int) -> None:
        """Goes to the row of a sample, and says nothing about it."""
        if sample != self.table.currentIndex().row():
            self._choosing = False
            column = max(self.table.currentIndex().column(), 0)
            self.table.setCurrentIndex(self._model.index(sample, column))
            self._choosing = True

    @Slot()
    def _refresh(self) -> None:
        if self.isVisible():
            self._throttle.ask()

    @Slot()
    def _show_outputs(self) -> None:
        first, end = self.table.seen_rows()
        outputs = self._outputs(slice(first, end))
        if outputs is not None:
            self._model.show_outputs(first, outputs)

    def _outputs(self, rows: slice | list[int]) -> Floats | None:
        """The present outputs of those rows, [row][output]; None while there are none."""
        samples, snapshot = self._samples, self._snapshot
        if samples is None or snapshot is None:
            return None
        topology = snapshot.experiment.network.topology
        shape = samples.inputs.shape[1], samples.targets.shape[1]
        if shape != (topology.inputs, topology.outputs):
            return None  # the state of an experiment that is no longer shown
        outputs = self._outputs_of(snapshot, samples.inputs[rows])
        return None if outputs is None else outputs[:, -topology.outputs :]

    # Cells

    @Slot()
    def copy(self) -> None:
        """Puts the selected cells onto the clipboard: rows as lines, tabs between, all digits."""
        rows, columns = self.table.selected_rows(), self.table.selected_columns()
        if not rows:
            return
        outputs = self._outputs(rows) if columns[-1] >= self._model.editable else None
        cells = [self._model.texts(rows, column, outputs) for column in columns]
        lines = map("\t".join, zip(*cells, strict=True))
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def cut(self) -> None:
        self.copy()
        self.clear()

    @Slot()
    def paste(self) -> None:
        """Writes the numbers on the clipboard from the first selected cell on, adding rows."""
        rows, columns = self.table.selected_rows(), self.table.selected_columns()
        if not rows:
            self._complain("Choose the cell where the numbers are to begin.")
            return
        try:
            block = read_block(QGuiApplication.clipboard().text())
        except ValueError as error:
            self._complain(str(error))
            return
        room = self._model.editable - columns[0]
        if block.shape[1] == self._model.columnCount() - columns[0]:
            block = block[:, : max(room, 0)]  # whole rows, with the outputs that they had
        if not 0 < block.shape[1] <= room:
            self._complain(f"There is room for {max(room, 0)} columns here, not {block.shape[1]}.")
            return
        self._complain("")
        change = partial(data_edits.with_block, row=rows[0], column=columns[0], block=block)
        self.edited.emit(Edit("pasting of samples", change))

    @Slot()
    def clear(self) -> None:
        """Removes the selected rows; or, where single cells are selected, sets them to 0."""
        if self.table.has_whole_rows():
            self.remove_rows()
            return
        editable = self._model.editable
        blocks = [
            (rows, slice(columns.start, min(columns.stop, editable)))
            for rows, columns in self.table.selected_blocks()
            if columns.start < editable
        ]
        if blocks:
            change = partial(data_edits.with_cells_cleared, blocks=blocks)
            self.edited.emit(Edit("clearing of cells", change))

    @Slot(int, int, float)
    def _take_value(self, row: int, column: int, value: float) -> None:
        change = partial(data_edits.with_value, row=row, column=column, value=value)
        text = f"change of {self._model.title(column).lower()} of sample {row + 1}"
        self.edited.emit(Edit(text, change))

    # Rows

    @Slot()
    def add_row(self) -> None:
        """A new row below the selected ones, or at the end."""
        rows = self.table.selected_rows() or [self._model.rowCount() - 1]
        at = rows[-1] + 1
        self._awaited = at, 1
        self.edited.emit(Edit("new sample", partial(data_edits.with_new_row, at=at)))

    @Slot()
    def double_rows(self) -> None:
        if rows := self.table.selected_rows():
            change = partial(data_edits.with_rows_doubled, rows=rows)
            self._awaited = rows[-1] + 1, len(rows)
            self.edited.emit(Edit(f"duplicating of {_samples(rows)}", change))

    @Slot()
    def remove_rows(self) -> None:
        if rows := self.table.selected_rows():
            change = partial(data_edits.without_rows, rows=rows)
            self.edited.emit(Edit(f"removal of {_samples(rows)}", change))

    @Slot()
    def move_up(self) -> None:
        self._move(-1)

    @Slot()
    def move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        rows = self.table.selected_rows()
        if not rows:
            return
        at = min(max(rows[0] + by, 0), self._model.rowCount() - len(rows))
        change = partial(data_edits.with_rows_moved, rows=rows, by=by)
        self._awaited = at, len(rows)
        self.edited.emit(Edit(f"moving of {_samples(rows)}", change))

    @Slot(QModelIndex, QModelIndex)
    def _tell_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._choosing and current.isValid():
            self._awaited = None
            self.sampleChosen.emit(current.row())

    # Columns

    @Slot()
    def add_input(self) -> None:
        self.edited.emit(Edit("new input", partial(data_edits.with_new_input, fill=self._fill)))

    @Slot()
    def add_target(self) -> None:
        self.edited.emit(Edit("new target", partial(data_edits.with_new_target, fill=self._fill)))

    @Slot()
    def rename_column(self) -> None:
        self._rename(self.table.currentIndex().column())

    @Slot()
    def remove_column(self) -> None:
        """Takes the current column out, with its neuron."""
        column = self.table.currentIndex().column()
        change = partial(data_edits.without_column, column=column)
        self.edited.emit(Edit(f"removal of {self._model.title(column).lower()}", change))

    @Slot(int)
    def _rename(self, column: int) -> None:
        if not 0 <= column < self._model.editable:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Rename column")
        dialog.setLabelText(f"New name of {self._model.title(column).lower()}")
        label = dialog.findChild(QLabel)
        assert isinstance(label, QLabel)
        label.setTextFormat(Qt.TextFormat.PlainText)  # the name may come from any file
        dialog.setTextValue(self._model.name(column))
        dialog.textValueSelected.connect(partial(self._take_name, column))
        dialog.open()

    def _take_name(self, column: int, name: str) -> None:
        change = partial(data_edits.with_column_name, column=column, name=name.strip())
        self.edited.emit(Edit(f"renaming of {self._model.title(column).lower()}", change))

    @Slot(QPoint)
    def _open_column_menu(self, place: QPoint) -> None:
        header = self.table.horizontalHeader()
        column = header.logicalIndexAt(place)
        if column >= 0:
            row = max(self.table.currentIndex().row(), 0)
            self.table.setCurrentIndex(self._model.index(row, column))
            self.columns_menu.popup(header.viewport().mapToGlobal(place))

    @Slot()
    def _name_column(self) -> None:
        """Says in the menu of columns which one is meant."""
        column = self.table.currentIndex().column()
        is_editable = 0 <= column < self._model.editable
        name = self._model.name(column).replace("&", "&&") if is_editable else ""
        title = f"“{name}”" if is_editable else "the column"
        self.rename.setText(f"Re&name {title}…")
        self.rename.setEnabled(is_editable)
        self.drop.setText(f"&Remove {title}")
        self.drop.setEnabled(is_editable and self._has_others_like(column))

    def _has_others_like(self, column: int) -> bool:
        part, at = self._model.part(column)
        if at > 0:
            return True
        return self._model.part(column + 1)[0] is part

    # Building

    def _make_actions(self, icons: Icons) -> None:
        keys = QKeySequence.StandardKey
        make = partial(make_action, self, icons)
        self.add = make("Add a sample", "add", "Ins", self.add_row)
        self.double = make("Duplicate samples", "duplicate", "Ctrl+D", self.double_rows)
        self.remove = make("Remove samples", "remove", "Ctrl+Del", self.remove_rows)
        self.up = make("Move samples up", "move-up", "Alt+Up", self.move_up)
        self.down = make("Move samples down", "move-down", "Alt+Down", self.move_down)
        self.import_file = make("Import samples…", "import", "", self.importRequested)
        self.export_file = make("Export samples…", "export", "", self.exportRequested)
        cells = [
            make("Cu&t", "", keys.Cut, self.cut),
            make("&Copy", "copy", keys.Copy, self.copy),
            make("&Paste", "", keys.Paste, self.paste),
            make("C&lear", "", keys.Delete, self.clear),
        ]
        self.columns_menu = QMenu("Columns", self)
        self.columns_menu.addAction(make("Add &input", "", "", self.add_input))
        self.columns_menu.addAction(make("Add &target", "", "", self.add_target))
        self.columns_menu.addSeparator()
        self.rename = make("Rename column…", "", "", self.rename_column)
        self.drop = make("Remove column", "", "", self.remove_column)
        self.columns_menu.addActions([self.rename, self.drop])
        self.columns_menu.aboutToShow.connect(self._name_column)
        rows = [self.add, self.double, self.remove, self.up, self.down]
        self.table.addActions([*cells, separator(self), *rows])
        self.table.addAction(separator(self))
        self.table.addAction(self.columns_menu.menuAction())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _arrange(self) -> None:
        columns = menu_button("Columns", self.columns_menu)
        columns.setToolTip("Add, rename and remove inputs and targets")
        left: list[QWidget] = [button(x) for x in (self.add, self.double, self.remove)]
        left += [rule(), button(self.up), button(self.down), rule(), columns]
        right = [button(self.import_file), button(self.export_file)]
        layout = QVBoxLayout(self)
        tidy(layout)
        layout.setSpacing(SPACING)
        layout.addLayout(tool_row(left, right))
        layout.addWidget(self._problem)
        layout.addWidget(self.table, 1)

    @Slot(str)
    def _complain(self, sentence: str) -> None:
        self._problem.show_text(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()


def _samples(rows: list[int]) -> str:
    return f"sample {rows[0] + 1}" if len(rows) == 1 else f"{steps(len(rows))} samples"
