"""The panel of the neurons' outputs for one sample, over the steps of a run."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QSpinBox, QToolButton

from backprop_gui.engine.topology import Floats
from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curve_panel import CurvePanel
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.plot import Rows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.parts.undo_keys import share_undo_keys
from backprop_gui.views.parts.wheel import need_focus_for_wheel

_MOST_CURVES = 64
_HINT = "Run or step to see the outputs"


class OutputsPanel(CurvePanel):
    """The outputs as lines, the targets as dashed ones in the colour of their neuron.

    Signals: `sampleChosen` the number of the sample to be shown; `selectionPicked` the Selection
    of the neuron whose curve was clicked.
    """

    sampleChosen = Signal(int)
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Output", _HINT)
        self._names: list[str] = []
        self._sizes: tuple[int, ...] = ()
        self._columns: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._targets: Floats = np.empty(0)
        self._curves_now: StateCurves | None = None
        self._selection: Selection | None = None
        self.samples = self._make_samples()
        self.layers = QMenu(self)
        self.header.insertWidget(0, self.samples)
        self.header.addWidget(self._layers_button())
        self.add_tools([self.view_all, self.log_x, self.show_legend])
        self.curvePicked.connect(self._pick)

    def show_neurons(self, names: Sequence[str], layer_sizes: Sequence[int]) -> None:
        """The neurons of the network, input layer first, as all outputs have them."""
        if list(names) == self._names and tuple(layer_sizes) == self._sizes:
            return
        self._names, self._sizes = list(names), tuple(layer_sizes)
        self._curves_now = None
        self._list_layers()
        self._choose_layers()

    def show_samples(self, count: int) -> None:
        """How many samples there are; the one chosen stays so while there are enough."""
        with QSignalBlocker(self.samples):
            self.samples.setRange(1, count)
        self.samples.setVisible(count > 1)

    def choose_sample(self, sample: int) -> None:
        """The sample that is shown, counted from 0; says nothing about it."""
        with QSignalBlocker(self.samples):
            self.samples.setValue(sample + 1)

    def show_targets(self, targets: Floats) -> None:
        """The targets of the sample shown, one for each neuron of the output layer."""
        if not np.array_equal(targets, self._targets):
            self._targets = targets
            self._show_levels()

    def show_curves(self, curves: StateCurves) -> None:
        """The outputs of every neuron, inputs first; those of another network are passed over."""
        if curves.values.shape[1] == len(self._names):
            self._curves_now = curves
            self.show_rows(Rows(curves.steps, curves.values[:, self._columns]))

    def select(self, selection: Selection | None) -> None:
        """Marks the curve of a selected neuron, and says nothing about it."""
        self._selection = selection
        curve = None
        if selection is not None and selection.kind is Kind.NEURON:
            found = np.flatnonzero(self._columns == self._number(selection))
            curve = int(found[0]) if len(found) else None
        self.select_curve(curve)

    def _make_samples(self) -> QSpinBox:
        box = QSpinBox()
        need_focus_for_wheel(box)
        share_undo_keys(box)
        box.setPrefix("sample ")
        box.setAccessibleName("Sample")
        box.setToolTip("The sample whose outputs and targets are shown")
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.hide()
        box.valueChanged.connect(self._choose)
        return box

    @Slot(int)
    def _choose(self, number: int) -> None:
        self.sampleChosen.emit(number - 1)

    def _layers_button(self) -> QToolButton:
        button = QToolButton()
        self._icons.bind(button, "layers")
        button.setAccessibleName("Layers")
        button.setToolTip("Choose the layers whose outputs are shown")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.layers)
        return button

    def _list_layers(self) -> None:
        """All layers but the inputs are shown at first."""
        self.layers.clear()
        last = len(self._sizes) - 1
        for layer, size in enumerate(self._sizes):
            action = QAction(f"{_caption(layer, last)} ({size})", self.layers)
            action.setCheckable(True)
            action.setChecked(layer > 0)
            action.toggled.connect(self._choose_layers)
            self.layers.addAction(action)

    @Slot()
    def _choose_layers(self) -> None:
        ends = np.cumsum(self._sizes)
        columns = [
            np.arange(end - size, end)
            for end, size, action in zip(ends, self._sizes, self.layers.actions(), strict=True)
            if action.isChecked()
        ]
        chosen = np.concatenate(columns) if columns else np.empty(0, dtype=np.int64)
        # The last ones of too many: the output layer matters most.
        self._columns = chosen[-_MOST_CURVES:]
        self.set_curves([Curve(self._names[at], int(at)) for at in self._columns])
        self.show_count(len(self._columns), len(chosen))
        self._show_levels()
        if self._curves_now is not None:
            self.show_curves(self._curves_now)
        self.select(self._selection)

    def _show_levels(self) -> None:
        first = len(self._names) - len(self._targets)
        places = {int(at): curve for curve, at in enumerate(self._columns)}
        self.plot.set_levels(
            [
                (places[first + at], float(target))
                for at, target in enumerate(self._targets)
                if first + at in places
            ]
        )

    def _number(self, selection: Selection) -> int:
        return sum(self._sizes[: selection.layer]) + selection.at

    @Slot(int)
    def _pick(self, curve: int) -> None:
        at, layer = int(self._columns[curve]), 0
        while at >= self._sizes[layer]:
            at -= self._sizes[layer]
            layer += 1
        self.selectionPicked.emit(Selection(Kind.NEURON, layer, at))


def _caption(layer: int, last: int) -> str:
    if layer in (0, last):
        return "Input layer" if layer == 0 else "Output layer"
    return "Hidden layer" if last == 2 else f"Hidden layer {layer}"
