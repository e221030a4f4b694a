"""The panel of the weights and biases, over the steps of a run."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QToolButton

from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curve_panel import CurvePanel
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.plot import Rows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

_MOST_CURVES = 64
_HINT = "Run or step to see the weights"


class WeightsPanel(CurvePanel):
    """Weights and biases as lines: their values, or their change since the start.

    Signals: `selectionPicked` the Selection of the weight or bias whose curve was clicked.
    """

    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Value", _HINT)
        self._parameters: ParameterRows | None = None
        self._columns: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._curves_now: StateCurves | None = None
        self._selection: Selection | None = None
        self.value = self._choice("Value", "The weights and biases themselves")
        self.change = self._choice("Change", "Their change since the start")
        self._switch = QActionGroup(self)
        for place, action in enumerate((self.value, self.change)):
            self._switch.addAction(action)
            button = QToolButton()
            button.setDefaultAction(action)
            self.header.insertWidget(place, button)
        self.value.setChecked(True)
        self.change.toggled.connect(self._show_again)
        self.add_tools([self.log_x, self.show_legend, self.view_all])
        self.curvePicked.connect(self._pick)

    @property
    def columns(self) -> npt.NDArray[np.int64]:
        """The places in the parameter vector whose curves `show_curves` wants."""
        return self._columns

    def show_parameters(self, parameters: ParameterRows) -> None:
        """The weights and biases of the network: the first ones, if they are very many."""
        if parameters != self._parameters:
            self._parameters = parameters
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
