"""The dialog that imports samples: a preview, what each column becomes, scaling, progress."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QRadioButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment import data_edits
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.delimited import DELIMITERS, PREVIEWED, DelimitedText, Dialect, Preview
from backprop_gui.files.errors import FileError
from backprop_gui.files.sample_preview import count_targets, doubts, fitting_roles
from backprop_gui.files.sample_table import Choices, Role, Scaling, check_samples, guess_roles
from backprop_gui.views.import_data.bad_cell_frame import BadCellFrame
from backprop_gui.views.import_data.import_job import ImportJob
from backprop_gui.views.import_data.preview_model import ROLE_WORDS, PreviewModel
from backprop_gui.views.import_data.sentences import (
    change_of,
    counted,
    doubt_about,
    doubts_in_short,
)
from backprop_gui.views.parts.captions import form, note, problem
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.palette import SPACING

_ROLE_TIPS = {
    Role.INPUT: "Its numbers go into the network",
    Role.TARGET: "Its numbers are what the network is to give",
    Role.CLASSES: "Each class in it becomes a target: 1 for the samples of the class, else 0",
    Role.IGNORED: "It is left out",
}
_SCALINGS = {
    Scaling.NONE: "As they are",
    Scaling.UNIT: "To the range from 0 to 1",
    Scaling.STANDARD: "To mean 0 and deviation 1",
}
_MOST_FITTED = 100  # columns that are as wide as what they hold
_WHOLE = 1000  # of the progress bar


class ImportDialog(QDialog):
    """Shown with `open()`. Signals: `edited` an Edit, when the samples are there.

    `network` is the open one's. New weights that another number of inputs or targets takes come
    from `fill`.
    """

    edited = Signal(object)

    def __init__(
        self, table: DelimitedText, network: Topology, fill: Fill, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {table.path.name}")
        self._source, self._network, self._fill = table, network, fill
        self._roles: tuple[Role, ...] = ()
        self._doubts: dict[int, str] = {}
        self._job: ImportJob | None = None
        self._make_controls()
        self._make_table()
        self._make_roles()
        self._arrange()
        self._tie()
        self._show_dialect(table.guess())
        self._split()

    @property
    def choices(self) -> Choices:
        """What is chosen now."""
        return Choices(
            Dialect(self.delimiter.currentData(), self.header.isChecked(), self.comma.isChecked()),
            self._roles,
            Scaling(self.input_scaling.currentData()),
            Scaling(self.target_scaling.currentData()),
        )

    # What the person does

    @Slot()
    def _split(self) -> None:
        """Splits the text anew, and guesses what its columns hold."""
        dialect = self.choices.dialect
        column = max(self.table.currentIndex().column(), 0)
        try:
            preview = self._source.preview(dialect)
        except FileError as error:
            self._show(Preview(), dialect)
            self._allow(str(error))
            return
        self._show(preview, dialect)
        self.table.setCurrentIndex(self._model.index(0, min(column, len(self._roles) - 1)))
        self._check()

    def _show(self, preview: Preview, dialect: Dialect) -> None:
        """With the roles that the columns seem to have, and what may be wrong in them."""
        roles = guess_roles(preview, dialect)
        inputs, outputs = self._network.inputs, self._network.outputs
        self._roles = fitting_roles(self._source, dialect, roles, inputs, outputs)
        self._doubts = {
            at: doubt_about(preview.names[at], self._roles[at], reason)
            for at, reason in doubts(preview, dialect, self._roles).items()
        }
        self._model.show_preview(preview, dialect, self._roles, self._doubts)
        self._doubt.show_text(doubts_in_short(self._doubts))
        if len(preview.names) <= _MOST_FITTED:
            self.table.resizeColumnsToContents()

    @Slot(int)
    def _set_role(self, button: int) -> None:
        role = list(Role)[button]
        chosen = {index.column() for index in self.table.selectionModel().selectedColumns()}
        chosen.add(self.table.currentIndex().column())
        self._roles = tuple(role if at in chosen else old for at, old in enumerate(self._roles))
        self._doubts = {at: doubt for at, doubt in self._doubts.items() if at not in chosen}
        self._model.show_roles(self._roles, self._doubts)
        self._doubt.show_text(doubts_in_short(self._doubts))
        self._check()

    @Slot()
    def _show_role(self) -> None:
        column = self.table.currentIndex().column()
        if 0 <= column < len(self._roles):
            self.roles[self._roles[column]].setChecked(True)

    @Slot()
    def _check(self) -> None:
        """Reads the rows of the preview as they would be imported."""
        if not self._roles:
            return  # there is no table, as is said already
        try:
            samples = check_samples(self._source, self.choices, PREVIEWED + 1)
        except FileError as error:
            self._allow(str(error))
            return
        self._allow("")
        self._summary.setText(self._said(samples))

    def _said(self, samples: Samples) -> str:
        inputs = samples.inputs.shape[1]
        all_targets = count_targets(self._source, self.choices.dialect, self._roles)
        targets = counted(samples.targets.shape[1], "target")
        if Role.CLASSES in self._roles:
            numbers = self._roles.count(Role.TARGET)
            others = f"{counted(numbers, 'target')} and " if numbers else ""
            targets = f"{others}a target for each class"
        change = change_of(self._network, inputs, all_targets)
        return f"{counted(inputs, 'input')}, {targets}. {change}"

    def _allow(self, complaint: str) -> None:
        self._problem.show_text(complaint)
        self._summary.setVisible(not complaint)
        self.take.setEnabled(not complaint)

    # The import

    @Slot()
    def _begin(self) -> None:
        self._job = ImportJob(self._source, self.choices, self)
        self._job.progressed.connect(self._show_progress)
        self._job.done.connect(self._finish)
        self._job.failed.connect(self._fail)
        self._set_busy(True)
        self._job.start()

    @Slot(float)
    def _show_progress(self, fraction: float) -> None:
        self.progress.setValue(round(fraction * _WHOLE))

    @Slot(object)
    def _finish(self, samples: Samples) -> None:
        self._job = None
        change = partial(data_edits.with_other_samples, samples=samples, fill=self._fill)
        path = self._source.path
        self.edited.emit(Edit(f"import of {path.name}", change, name=path.stem))
        self.accept()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._job = None
        self._set_busy(False)
        self._allow(sentence)
        self.take.setEnabled(True)

    def done(self, result: int) -> None:
        """Closes the dialog; an import that goes on is given up."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)

    def _set_busy(self, is_busy: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(is_busy)
        self._controls.setEnabled(not is_busy)
        self.take.setEnabled(not is_busy)

    # Building

    def _make_controls(self) -> None:
        self.delimiter = _combo("Delimiter", "What stands between two cells", DELIMITERS)
        self.header = QCheckBox("First row holds &names")
        self.header.setToolTip("The first row names the columns")
        self.comma = QCheckBox("Decimal &comma")
        self.comma.setToolTip("Numbers are written as 0,5 and not as 0.5")
        tip = "The numbers are trained on as scaled, and shown as they are in the file"
        self.input_scaling = _combo("Scaling of inputs", tip, _SCALINGS)
        self.target_scaling = _combo("Scaling of targets", tip, _SCALINGS)
        self.progress = QProgressBar()
        self.progress.setRange(0, _WHOLE)
        self.progress.setAccessibleName("Progress of the import")
        self.progress.hide()
        self._summary, self._doubt, self._problem = note(), problem(), problem()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.take.setToolTip("Replace all samples by these; Undo brings them back")

    def _make_table(self) -> None:
        self.table = QTableView()
        self._model = PreviewModel()
        self._model.setParent(self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName("First rows of the file")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.setItemDelegate(BadCellFrame(self.table))
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.table.fontMetrics().height() + SPACING)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setHighlightSections(False)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)  # titles in bold would find no room
        header.ensurePolished()
        words = map(header.fontMetrics().horizontalAdvance, ROLE_WORDS.values())
        header.setMinimumSectionSize(max(words) + 3 * SPACING)  # whatever role a column gets
        header.setDefaultSectionSize(self.table.fontMetrics().horizontalAdvance("0") * 16)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _make_roles(self) -> None:
        self.roles = {role: QRadioButton(word) for role, word in ROLE_WORDS.items()}
        self.role_group = QButtonGroup(self)
        for at, (role, button) in enumerate(self.roles.items()):
            button.setToolTip(_ROLE_TIPS[role])
            self.role_group.addButton(button, at)

    def _arrange(self) -> None:
        self.resize(90 * SPACING, 70 * SPACING)
        top = QHBoxLayout()
        top.setSpacing(SPACING)
        caption = QLabel("&Delimiter")
        caption.setBuddy(self.delimiter)
        for widget in (caption, self.delimiter, self.header, self.comma):
            top.addWidget(widget)
        top.addStretch(1)
        roles = QHBoxLayout()
        roles.setSpacing(SPACING)
        roles.addWidget(QLabel("Selected columns:"))
        for button in self.roles.values():
            roles.addWidget(button)
        roles.addStretch(1)
        scaling = form()
        scaling.setContentsMargins(0, 0, 0, 0)
        scaling.addRow("&Scaling of inputs", self.input_scaling)
        scaling.addRow("Scaling of &targets", self.target_scaling)
        self._controls = QWidget()
        inner = QVBoxLayout(self._controls)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING)
        inner.addLayout(top)
        inner.addWidget(self.table, 1)
        inner.addLayout(roles)
        inner.addLayout(scaling)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self._controls, 1)
        for below in (self._doubt, self._summary, self._problem, self.progress, self.buttons):
            layout.addWidget(below)

    def _tie(self) -> None:
        self.delimiter.currentIndexChanged.connect(self._split)
        self.header.toggled.connect(self._split)
        self.comma.toggled.connect(self._split)
        self.input_scaling.currentIndexChanged.connect(self._check)
        self.target_scaling.currentIndexChanged.connect(self._check)
        self.table.selectionModel().currentColumnChanged.connect(self._show_role)
        self.role_group.idClicked.connect(self._set_role)
        self.buttons.accepted.connect(self._begin)
        self.buttons.rejected.connect(self.reject)

    def _show_dialect(self, dialect: Dialect) -> None:
        for widget in (self.delimiter, self.header, self.comma):
            widget.blockSignals(True)
        self.delimiter.setCurrentIndex(self.delimiter.findData(dialect.delimiter))
        self.header.setChecked(dialect.has_header)
        self.comma.setChecked(dialect.decimal_comma)
        for widget in (self.delimiter, self.header, self.comma):
            widget.blockSignals(False)


def _combo(name: str, tip: str, entries: dict[Scaling, str] | dict[str, str]) -> QComboBox:
    box = QComboBox()
    for value, text in entries.items():
        box.addItem(text, value)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    need_focus_for_wheel(box)
    return box
