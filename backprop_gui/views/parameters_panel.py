"""The panel of all weights and biases as a table, to read, edit, copy and paste them."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
)

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.captions import note, problem, tidy
from backprop_gui.views.parts.fields.number_delegate import NumberDelegate
from backprop_gui.views.parts.fields.pasted_numbers import read_numbers
from backprop_gui.views.parts.fields.unfinished import take_at_once
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.long_lists import MOST_ROWS
from backprop_gui.views.parts.numbers import short, steps
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.parameter_table import Column, ParameterTable
from backprop_gui.views.parts.quick_header import look_for_no_selection
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.parts.throttle import Throttle

_REFRESH_MS = 100  # faster than this nobody reads numbers


class ParametersPanel(Panel):
    """Emits `edited`, and `selectionPicked` the Selection of the row picked."""

    def __init__(self, _theme: Theme, _icons: Icons) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self._rows: ParameterRows | None = None
        self._latest: Floats | None = None
        self._picking = True  # whether a new current row was picked by the person
        self.filter = self._make_filter()
        self.table = self._make_table()
        self._problem = problem()
        self._rest = note(f"Only the first {steps(MOST_ROWS)} are listed. Filter to see others.")
        self._rest.hide()
        self._throttle = Throttle(_REFRESH_MS, self)
        self._throttle.due.connect(self._show_latest)
        self._arrange()

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows other initial values; the rows stay where they are unless they are others."""
        before, self._experiment = self._experiment, experiment
        if experiment is before:
            return
        rows = ParameterRows(experiment.network.topology, edits.has_one_bias(experiment))
        if rows != self._rows:
            self._rows = rows
            self._reset()
        elif before is None or experiment.network is not before.network:
            self._model.show_initial(experiment.network.parameters, *self._seen())

    def show_frame(self, frame: LiveFrame) -> None:
        self.show_state(frame.parameters)

    def show_state(self, parameters: Floats) -> None:
        """Shows these present values, a frozen copy, soon; those of another network not at all."""
        if parameters is not self._latest:
            self._latest = parameters
            self._throttle.ask()

    def select(self, selection: Selection | None) -> None:
        """Goes to the row of a selected weight or bias, and says nothing about it."""
        row = None
        if selection is not None and selection.kind is Kind.PARAMETER and self._rows is not None:
            row = self._model.table_row(self._rows.row(selection.at))
        if row == self._current():
            return
        self._picking = False
        if row is None:
            self.table.selectionModel().clear()
        else:
            index = self._model.index(row, max(self.table.currentIndex().column(), 0))
            flags = QItemSelectionModel.SelectionFlag
            whole_row = flags.ClearAndSelect | flags.Rows
            self.table.selectionModel().setCurrentIndex(index, whole_row)
            self.table.scrollTo(index)
        self._picking = True

    def _make_filter(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("w5, b1, h1, o1")
        field.setClearButtonEnabled(True)
        field.setAccessibleName("Filter")
        field.setToolTip("Show only a weight, a bias, or all those of a neuron: w5, b1, h1, o1")
        field.textChanged.connect(self._filter)
        take_at_once(field)
        return field

    def _make_table(self) -> QTableView:
        table = QTableView()
        self._model = ParameterTable(table)
        self._delegate = NumberDelegate(table)
        self._delegate.problemChanged.connect(self._complain)
        self._model.valueTyped.connect(self._edit)
        table.setModel(self._model)
        table.setItemDelegate(self._delegate)
        table.setAccessibleName("Weights and biases")
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setWordWrap(False)
        table.setStyleSheet("QTableView::item { padding: 0 4px; }")
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        look_for_no_selection(table)
        self._size_cells(table)
        table.selectionModel().currentRowChanged.connect(self._pick)
        for text, key, do in (
            ("Copy", QKeySequence.StandardKey.Copy, self.copy),
            ("Paste into initial values", QKeySequence.StandardKey.Paste, self.paste),
        ):
            action = QAction(text, table)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(do)
            table.addAction(action)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return table

    def _size_cells(self, table: QTableView) -> None:
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + SPACING)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        width = table.fontMetrics().horizontalAdvance
        number = max(width(short(-1e-300)), width("Present value"))
        widths = {Column.NAME: width("w100000"), Column.ENDS: width("h1.32 → h2.32")}
        for column in Column:
            table.setColumnWidth(column, widths.get(column, number) + 2 * SPACING)

    def _arrange(self) -> None:
        caption = QLabel("F&ilter")
        caption.setBuddy(self.filter)
        top = QHBoxLayout()
        top.setSpacing(SPACING)
        top.addWidget(caption)
        top.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        tidy(layout)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(self._problem)
        layout.addWidget(self._rest)
        layout.addWidget(self.table, 1)

    @Slot()
    def copy(self) -> None:
        """Puts the selected cells onto the clipboard: rows as lines, tabs between, all digits."""
        ranges = self.table.selectionModel().selection().toList()
        rows = sorted({row for x in ranges for row in range(x.top(), x.bottom() + 1)})
        columns = sorted({at for x in ranges for at in range(x.left(), x.right() + 1)})
        lines = ("\t".join(self._model.cell(row, at) for at in columns) for row in rows)
        if rows:
            QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def paste(self) -> None:
        """Takes the numbers on the clipboard as initial values of this row and those below."""
        first = self._current()
        if first is None or self._experiment is None or self._rows is None:
            self._complain("Choose the row where the numbers are to begin.")
            return
        try:
            values = read_numbers(QGuiApplication.clipboard().text())
        except ValueError as error:
            self._complain(str(error))
            return
        room = self._model.rowCount() - first
        if len(values) > room:
            rows, count = steps(room), steps(len(values))
            self._complain(f"From here on there are {rows} rows, but {count} numbers.")
            return
        self._complain("")
        parameters = self._experiment.network.parameters.copy()
        for row, value in enumerate(values, first):
            self._rows.put(parameters, self._model.source_row(row), value)
        change = partial(edits.with_parameters, parameters=parameters)
        self.edited.emit(Edit("pasting of initial values", change))

    @Slot(object, float)
    def _edit(self, place: int, value: float) -> None:
        assert self._rows is not None
        name = self._rows.name(self._rows.row(place))
        change = partial(edits.with_parameter, at=place, value=value)
        self.edited.emit(Edit(f"change of {name}", change))

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._picking and current.isValid() and self._rows is not None:
            row = self._model.source_row(current.row())
            at = self._rows.place(row)
            self.selectionPicked.emit(Selection(Kind.PARAMETER, self._rows.layer(row), at))

    @Slot()
    def _filter(self) -> None:
        if self._experiment is not None:
            self._reset()

    def _reset(self) -> None:
        """Shows the rows that the filter leaves; the current one stays so if it is among them."""
        assert self._experiment is not None
        assert self._rows is not None
        text = self.filter.text().strip()
        filtered = self._rows.matching(text) if text else None
        scrolled = self.table.verticalScrollBar().value()
        self._model.show_rows(self._rows, filtered, self._experiment.network.parameters)
        self.table.verticalScrollBar().setValue(scrolled)
        self._rest.setVisible(self._model.rowCount() == MOST_ROWS)
        if filtered is not None and not len(filtered):
            self._complain(f"There is no weight, bias or neuron named “{text}”.")
        else:
            self._complain("")

    @Slot()
    def _show_latest(self) -> None:
        if self._latest is not None:
            self._model.show_present(self._latest, *self._seen())

    @Slot(str)
    def _complain(self, sentence: str) -> None:
        self._problem.show_text(sentence)

    def _current(self) -> int | None:
        index = self.table.currentIndex()
        return index.row() if index.isValid() else None

    def _seen(self) -> tuple[int, int]:
        """The first and the last row in sight."""
        last = self.table.rowAt(self.table.viewport().height() - 1)
        return self.table.rowAt(0), last if last >= 0 else self._model.rowCount() - 1
