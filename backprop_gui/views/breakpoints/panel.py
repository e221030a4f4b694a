"""The panel of breakpoints: the list on one side, the form of the current one on the other."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QIcon, QKeySequence, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import MOST_BREAKPOINTS, Listed
from backprop_gui.views.breakpoints.context import Context
from backprop_gui.views.breakpoints.form import HOLDS, BreakpointForm
from backprop_gui.views.breakpoints.sentences import sentence
from backprop_gui.views.parts.captions import note, scrolling
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.labelled_button import labelled_button
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.side_by_side import SideBySide
from backprop_gui.views.parts.theme import Theme

_HINT = (
    "A breakpoint stops training at the exact step: when the error falls below a value, a weight "
    "or an output crosses one, or after so many steps. Add one to see its form here."
)
_LASTING = (
    "Where training stops. Breakpoints change nothing of the run, and are not saved: "
    "they last until another experiment is opened in this window"
)


class BreakpointsPanel(SideBySide):
    """Signals: `listEdited` the whole list as it is to be, a tuple of Listed."""

    listEdited = Signal(object)

    def __init__(self, _theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._listed: tuple[Listed, ...] = ()
        self._context: Context | None = None
        self._met: Breakpoint | None = None
        self._holding: frozenset[Breakpoint] = frozenset()
        self.list = self._make_list()
        self.form = BreakpointForm(icons)
        self._pages = QStackedWidget()
        self._pages.addWidget(note(_HINT))
        self._pages.addWidget(self.form)
        self.arrange(self._column(), scrolling(self._pages))
        self.list.currentRowChanged.connect(self._show_current)
        self.list.itemChanged.connect(self._switch)
        self.form.edited.connect(self._change)
        icons.changed.connect(self._show_rows)

    def show_experiment(self, experiment: Experiment) -> None:
        """The experiment that places and samples belong to."""
        selection = None if self._context is None else self._context.selection
        self._take(Context(experiment, selection))

    def select(self, selection: Selection | None) -> None:
        """What is selected in the network, to be used in the form."""
        if self._context is not None:
            self._take(replace(self._context, selection=selection))

    def show_list(self, listed: tuple[Listed, ...]) -> None:
        """These breakpoints."""
        if listed != self._listed:
            self._listed = listed
            self._show_rows()

    def show_met(self, met: Breakpoint | None) -> None:
        """Marks the one that has stopped training, or none."""
        if met != self._met:
            self._met = met
            self._show_rows()
            row = next((at for at, x in enumerate(self._listed) if x.breakpoint == met), -1)
            if row >= 0:
                self.list.scrollToItem(self.list.item(row))

    def show_holding(self, holding: frozenset[Breakpoint]) -> None:
        """Says of these that they hold now, so that they do not stop training yet."""
        if holding != self._holding:
            self._holding = holding
            self._show_rows()

    def add_for(self, selection: Selection) -> None:
        """Adds one for a weight, bias or neuron, and has its value typed."""
        is_neuron = selection.kind is Kind.NEURON
        crosses = Condition.OUTPUT_CROSSES if is_neuron else Condition.PARAMETER_CROSSES
        if self._context is not None:
            self._add(crosses, replace(self._context, selection=selection))

    def _take(self, context: Context) -> None:
        if context != self._context:
            self._context = context
            self._show_rows()

    def _make_list(self) -> QListWidget:
        view = QListWidget()
        view.setAccessibleName("Breakpoints")
        view.setToolTip(_LASTING)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMinimumHeight(6 * SPACING)
        view.setIconSize(QSize(2 * SPACING, 2 * SPACING))
        return view

    def _column(self) -> QWidget:
        self.add = QAction("Add", self)
        self._icons.bind(self.add, "add")
        self.add.triggered.connect(self._add_usual)
        self.remove = QAction("Remove", self.list)
        self._icons.bind(self.remove, "remove")
        self.remove.setToolTip("Remove this breakpoint (Delete)")
        self.remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self.remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.remove.triggered.connect(self._remove)
        self.list.addAction(self.remove)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        for action in (self.add, self.remove):
            buttons.addWidget(labelled_button(action))
        buttons.addStretch(1)
        column = QWidget()
        column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        return column

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        if self._context is None or not self.isVisible():
            return
        with QSignalBlocker(self.list):
            at = self.list.currentRow()
            while self.list.count() > len(self._listed):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(self._listed):
                self.list.addItem(QListWidgetItem())
            for row, listed in enumerate(self._listed):
                self._show_row(self.list.item(row), listed, self._context)
            self.list.setCurrentRow(min(max(at, 0), len(self._listed) - 1))
        is_full = len(self._listed) >= MOST_BREAKPOINTS
        self.add.setEnabled(not is_full)
        self.add.setToolTip(
            f"There can be {MOST_BREAKPOINTS} breakpoints at most"
            if is_full
            else "A new breakpoint"
        )
        self._show_current()

    def _show_row(self, item: QListWidgetItem, listed: Listed, context: Context) -> None:
        text = sentence(listed.breakpoint, listed.topology, context.one_bias)
        fits, is_met = listed.fits(context.experiment), listed.breakpoint == self._met
        holds = self._holds(listed)
        if not fits:
            text += " (not here)"
        elif holds:
            text += " (holds now)"
        item.setText(text)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        checked = Qt.CheckState.Checked if listed.is_on else Qt.CheckState.Unchecked
        item.setCheckState(checked)
        item.setIcon(self._icons.icon("breakpoint", "error") if is_met else QIcon())
        font = QFont(self.list.font())
        font.setBold(is_met)
        item.setFont(font)
        role = QPalette.ColorRole
        item.setForeground(self.palette().brush(role.Text if fits else role.PlaceholderText))
        item.setToolTip(f"{text}\n{_tip(fits, is_met, holds)}")

    def _holds(self, listed: Listed) -> bool:
        shown = listed.breakpoint
        return listed.is_on and shown in self._holding and shown != self._met

    @Slot()
    def _show_current(self) -> None:
        row = self._row
        self.remove.setEnabled(row >= 0)
        if row >= 0 and self._context is not None:
            listed = self._listed[row]
            self.form.show_breakpoint(listed, self._context, self._holds(listed))
        self._pages.setCurrentIndex(1 if row >= 0 else 0)

    @Slot(QListWidgetItem)
    def _switch(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        is_on = item.checkState() is Qt.CheckState.Checked
        if is_on != self._listed[row].is_on:
            self._put(row, replace(self._listed[row], is_on=is_on))

    @property
    def _row(self) -> int:
        """The one that is shown, or -1. While the panel is hidden the rows are as they were."""
        row = self.list.currentRow()
        return row if row < len(self._listed) else -1

    @Slot(object)
    def _change(self, breakpoint: Breakpoint) -> None:
        row = self._row
        if row >= 0 and self._context is not None:
            made = replace(self._context.listed(breakpoint), is_on=self._listed[row].is_on)
            if made != self._listed[row]:
                self._put(row, made)

    def _put(self, row: int, listed: Listed) -> None:
        self.listEdited.emit((*self._listed[:row], listed, *self._listed[row + 1 :]))

    @Slot()
    def _add_usual(self) -> None:
        """One for what is selected, else one for the error."""
        context = self._context
        if context is None:
            return
        if context.parameter is not None:
            self._add(Condition.PARAMETER_CROSSES, context)
        elif context.neuron is not None:
            self._add(Condition.OUTPUT_CROSSES, context)
        else:
            self._add(Condition.ERROR_BELOW, context)

    def _add(self, condition: Condition, context: Context) -> None:
        if len(self._listed) < MOST_BREAKPOINTS:
            self.listEdited.emit((*self._listed, context.listed(context.new(condition))))
            self.list.setCurrentRow(len(self._listed) - 1)
            self.form.focus_value()

    @Slot()
    def _remove(self) -> None:
        row = self._row
        if row >= 0:
            self.listEdited.emit((*self._listed[:row], *self._listed[row + 1 :]))


def _tip(fits: bool, is_met: bool, holds: bool) -> str:
    if not fits:
        return "Not looked at: it is about another network or other samples"
    if holds:
        return HOLDS
    return "This has stopped training" if is_met else _LASTING
