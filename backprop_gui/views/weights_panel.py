"""The panel of the weights and biases, over the steps of a run."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup

from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curve_panel import CurvePanel, tool_button
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.plot import Rows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

Columns = npt.NDArray[np.int64]

_MOST_CURVES = 64
_HINT = "Run or step to see the weights"


class WeightsPanel(CurvePanel):
    """Weights and biases as lines: their values, or their change since the start.

    Signals: `selectionPicked` the Selection of the weight or bias whose curve was clicked;
    `columnsChanged` when `columns` are others and their curves are wanted.
    """

    selectionPicked = Signal(object)
    columnsChanged = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Value", _HINT)
        self._parameters: ParameterRows | None = None
        self._columns: Columns = np.empty(0, dtype=np.int64)
        self._curves_now: StateCurves | None = None
        self._selection: Selection | None = None
        self.value = self._choice("Value", "The weights and biases themselves")
        self.change = self._choice("Change", "Their change since the start")
        self._switch = QActionGroup(self)
        for place, action in enumerate((self.value, self.change)):
            self._switch.addAction(action)
            self.header.insertWidget(place, tool_button(action))
        self.value.setChecked(True)
        self.change.toggled.connect(self._switch_to)
        self.add_tools([self.view_all, self.log_x, self.show_legend])
        self.curvePicked.connect(self._pick)

    @property
    def columns(self) -> Columns:
        """The places in the parameter vector whose curves `show_curves` wants."""
        return self._columns

    def show_parameters(self, parameters: ParameterRows) -> None:
        """The weights and biases of the network: the first ones, if they are very many."""
        if parameters != self._parameters:
            self._parameters, self._curves_now = parameters, None
            self._choose_columns()

    def show_curves(self, curves: StateCurves) -> None:
        """The parameters at `columns`; those of other columns are passed over."""
        if curves.values.shape[1] == len(self._columns):
            self._curves_now = curves
            self._show_again()

    def select(self, selection: Selection | None) -> None:
        """Marks the curve of a selected weight or bias, and says nothing about it."""
        self._selection = selection
        self._choose_columns()

    def _choice(self, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setToolTip(tip)
        return action

    def _choose_columns(self) -> None:
        """The first parameters, and the selected one in any case."""
        parameters = self._parameters
        if parameters is None:
            return
        rows = list(range(min(len(parameters), _MOST_CURVES)))
        selected = self._selected_row(parameters)
        if selected is not None and selected not in rows:
            rows.append(selected)
        columns = np.array([parameters.place(row) for row in rows], dtype=np.int64)
        curves = [Curve(parameters.name(row), row) for row in rows]
        if curves != self.curves or not np.array_equal(columns, self._columns):
            before, self._columns = self._columns, columns
            self.set_curves(curves)
            self.show_count(min(len(parameters), _MOST_CURVES), len(parameters))
            self._keep_known(before)
            self.columnsChanged.emit()
        self.select_curve(None if selected is None else rows.index(selected))

    def _selected_row(self, parameters: ParameterRows) -> int | None:
        selection = self._selection
        if selection is None or selection.kind is not Kind.PARAMETER:
            return None
        is_there = selection.at < parameters.topology.parameters
        return parameters.row(selection.at) if is_there else None

    def _keep_known(self, before: Columns) -> None:
        """Shows what is known of the new columns, until the next frame brings all."""
        known = self._curves_now
        if known is None or not len(before):
            return
        found = {int(place): at for at, place in enumerate(before)}
        values = np.full((len(known.steps), len(self._columns)), np.nan)
        for at, place in enumerate(self._columns):
            if int(place) in found:
                values[:, at] = known.values[:, found[int(place)]]
        self.show_curves(StateCurves(known.steps, values))

    @Slot(bool)
    def _switch_to(self, change: bool) -> None:
        self.plot.set_caption("Change" if change else "Value")
        self._show_again()

    def _show_again(self) -> None:
        curves, is_change = self._curves_now, self.change.isChecked()
        if curves is not None and len(curves.steps):
            values = curves.values - curves.values[0] if is_change else curves.values
            self.show_rows(Rows(curves.steps, values))

    @Slot(int)
    def _pick(self, curve: int) -> None:
        parameters = self._parameters
        assert parameters is not None
        at = int(self._columns[curve])
        layer = parameters.layer(parameters.row(at))
        self.selectionPicked.emit(Selection(Kind.PARAMETER, layer, at))
