"""The gradient check of the whole network: one button, a verdict, and a table of the worst ten."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation.checks import Checked, NetworkCheck
from backprop_gui.views.derivation.slices import Slices
from backprop_gui.views.derivation.valley_plot import tip
from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.copying import FULL, Copying
from backprop_gui.views.parts.formulas.figures import brief, rough
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.numbers import full
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOTHING = QModelIndex()

_COLUMNS = (
    ("Name", "The weight or bias. Double-click to select it"),
    ("Rel. error", "The difference of the two, relative to the larger"),
    ("Gradient", "By backpropagation"),
    ("Verdict", "Whether the two agree, as far as rounding lets one tell"),
)
_SAMPLES = ("w1234", "Rel. error", "−0.123456", "agrees")  # of their widths
_ROOM = 1000  # steps of the progress bar


class WorstModel(QAbstractTableModel):
    """The parameters with the largest relative errors, the worst first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worst: list[Checked] = []
        self._notation: Notation | None = None
        self._font = number_font()

    def show_worst(self, notation: Notation | None, worst: list[Checked]) -> None:
        self.beginResetModel()
        self._notation, self._worst = notation, worst
        self.endResetModel()

    def at(self, row: int) -> int:
        """The place in the parameter vector of a row."""
        return self._worst[row].at

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._worst)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role in (Role.DisplayRole, Role.ToolTipRole):
                return _COLUMNS[section][role == Role.ToolTipRole]
            if role == Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        checked, check = self._worst[index.row()], self._worst[index.row()].check
        assert self._notation is not None
        if role == Role.DisplayRole:
            name = self._notation.parameter(checked.at).plain
            error = rough(check.relative_error)
            return (name, error, brief(check.analytic), checked.verdict)[index.column()]
        if role == Role.ToolTipRole:
            return f"{self._notation.described(checked.at)}: {checked.verdict}\n{tip(check)}"
        if role == FULL:
            number = (None, check.relative_error, check.analytic, None)[index.column()]
            return None if number is None else full(number)
        return self._font if role == Role.FontRole else None


class NetworkCheckView(QWidget):
    """Signals: `selectionPicked` the Selection of a row that was double-clicked."""

    selectionPicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._subject: tuple[Topology, StepTrace] | None = None
        self._check: NetworkCheck | None = None
        self._slices = Slices(self)
        self.button = QPushButton("Check the whole network")
        self.button.setToolTip("Check the gradient of every weight and bias, at the present step")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop the check and show what it has found so far")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Gradients checked")
        self.progress.setRange(0, _ROOM)
        self.verdict = note()
        self.model = WorstModel(self)
        self.table = self._make_table()
        self._arrange()
        self.button.clicked.connect(self.start)
        self.cancel.clicked.connect(self.stop)
        self._slices.advanced.connect(self._show_progress)
        self._slices.finished.connect(self._show_result)

    def show_trace(self, topology: Topology, trace: StepTrace | None) -> None:
        """What the next check will be of. A result of another network goes away."""
        if self._check is not None and self._check.topology != topology:
            self.stop()
            self._check = None
            self.verdict.setText("")
            self._show_table()
        self._subject = None if trace is None else (topology, trace)
        self.button.setEnabled(trace is not None)

    @property
    def is_working(self) -> bool:
        return self._slices.is_working

    @Slot()
    def start(self) -> None:
        """Checks all, slice by slice."""
        if self._subject is None:
            return
        self._check = NetworkCheck(*self._subject)
        self.verdict.setText("")
        self._show_table()
        self._show_working(True)
        self._slices.start(self._check.run())

    @Slot()
    def stop(self) -> None:
        """Ends a check under way; what it found stays."""
        if self._slices.is_working:
            self._slices.stop()
            self._show_result()
            self.verdict.setText(f"{self.verdict.text()} Cancelled.")

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("The largest relative errors")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.setTabKeyNavigation(False)
        metrics = QFontMetrics(number_font())
        table.verticalHeader().setDefaultSectionSize(metrics.height() + SPACING)
        for column, text in enumerate(_SAMPLES):
            table.setColumnWidth(column, metrics.horizontalAdvance(text) + 2 * SPACING)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.activated.connect(self._pick)
        self.copying = Copying(table)
        return table

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(row)
        layout.addWidget(self.verdict)
        layout.addWidget(self.table)
        self._show_working(False)
        self._show_table()
        self.verdict.hide()

    def _show_working(self, works: bool) -> None:
        self.button.setVisible(not works)
        self.progress.setVisible(works)
        self.cancel.setVisible(works)

    @Slot()
    def _show_progress(self) -> None:
        if self._check is not None:
            self.progress.setValue(_ROOM * self._check.done // self._check.total)

    @Slot()
    def _show_result(self) -> None:
        self._show_working(False)
        if self._check is not None:
            self.verdict.setText(self._check.summary)
        self._show_table()

    def _show_table(self) -> None:
        check, worst = self._check, []
        if check is not None and not self.is_working:
            worst = check.worst
        notation = None if check is None else Notation(check.topology, check.trace.one_bias)
        self.model.show_worst(notation, worst)
        self.verdict.setVisible(bool(self.verdict.text()))
        self.table.setVisible(bool(worst))
        rows = len(worst) * self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows + header + 2 * self.table.frameWidth())

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        if self._check is not None:
            notation = Notation(self._check.topology, self._check.trace.one_bias)
            self.selectionPicked.emit(notation.parameter_spot(self.model.at(index.row())))
