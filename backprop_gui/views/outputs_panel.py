"""The panel of the neurons' outputs for one sample, over the steps of a run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QSpinBox

from backprop_gui.engine.topology import Floats
from backprop_gui.training.heat_wish import HeatWish
from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curves.curve_panel import PICTURE_SHARE, CurvePanel
from backprop_gui.views.parts.curves.mode_switch import MOST_CURVES, Mode, ModeSwitch
from backprop_gui.views.parts.curves.neuron_curves import NeuronCurves
from backprop_gui.views.parts.curves.panel_tools import menu_button
from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.pictures.heat_picture import HeatPicture
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.training.heat import Heat  # loads Numba

_HINT = "Run or step to see the outputs"
_PICK = "Click a row for its curve"


class OutputsPanel(CurvePanel):
    """The outputs as lines, the targets as dashed ones in the colour of their neuron.

    Signals: `sampleChosen` the number of the sample to be shown; `selectionPicked` the Selection
    of the neuron that was clicked; `wishChanged` when `heat_wish` is another.
    """

    sampleChosen = Signal(int)
    wishChanged = Signal()
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Output", _HINT)
        self._chosen: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._names: list[str] = []
        self._sizes: tuple[int, ...] = ()
        self._columns: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._targets: Floats = np.empty(0)
        self._curves_now: StateCurves | None = None
        self._others: list[tuple[str, StateCurves]] = []
        self._selection: Selection | None = None
        self.samples = self._make_samples()
        self.layers = QMenu(self)
        self.modes = ModeSwitch((Mode.CURVES, Mode.HEAT), self)
        self.heat = HeatPicture(theme, self.plot)
        self.heat.hide()
        self.left.insertWidget(0, self.heat, PICTURE_SHARE)
        self.header.insertWidget(0, self.modes.button)
        self.header.insertWidget(1, self.samples)
        tip = "Choose the layers whose outputs are shown"
        self.header.addWidget(menu_button(icons, "layers", "Layers", tip, self.layers))
        self.menu.addActions(list(self.modes.actions.values()))
        self.menu.addSeparator()
        self.add_tools([self.view_all, self.log_x, self.show_legend])
        self.legend.can_pin = True
        self.curvePicked.connect(self._pick)
        self.pinnedChanged.connect(self._choose_columns)
        self.modes.modeChanged.connect(self._show_as)
        self.heat.placePicked.connect(self._pick)
        self.heat.pointed.connect(self.readout.show_text)
        self.heat.wishChanged.connect(self.wishChanged)

    @property
    def columns(self) -> npt.NDArray[np.int64]:
        """The numbers of the neurons that are drawn, among all of the network."""
        return self._columns

    @property
    def heat_wish(self) -> HeatWish | None:
        """The heat that `show_heat` wants, of the outputs of every neuron."""
        return self.heat.wish if self.modes.mode is Mode.HEAT else None

    @property
    def stretch(self) -> tuple[float, float] | None:
        return super().stretch if len(self._columns) else None

    def show_neurons(self, names: Sequence[str], layer_sizes: Sequence[int]) -> None:
        """The neurons of the network, input layer first, as all outputs have them."""
        if list(names) == self._names and tuple(layer_sizes) == self._sizes:
            return
        self._names, self._sizes = list(names), tuple(layer_sizes)
        self._curves_now, self._others = None, []
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
            has_curves = len(self._columns) > 0 or len(curves.steps) < 2
            self.plot.set_hint(_HINT if has_curves else _PICK)
            self.show_rows(Rows(curves.steps, curves.values[:, self._columns]))

    def show_heat(self, heat: "Heat") -> None:
        """What `heat_wish` wants."""
        self.heat.show_heat(heat)

    def show_outputs(self, outputs: Floats) -> None:
        """The present ones of every neuron, for the legend."""
        if len(outputs) == len(self._names):
            self.show_present(outputs[self._chosen])

    def show_close_up(self, curves: StateCurves) -> None:
        """A stretch in more detail, of the neurons at `columns` alone."""
        if curves.values.shape[1] == len(self._columns):
            self.show_close_up_rows(Rows(curves.steps, curves.values))

    def show_other_runs(self, names: Sequence[str], curves: Sequence[StateCurves]) -> None:
        """The outputs, of every neuron, in other runs behind those of this one."""
        self._others = list(zip(names, curves, strict=True))
        self._show_others()

    def select(self, selection: Selection | None) -> None:
        """Marks the curve of a selected neuron, and says nothing about it."""
        self._selection = selection
        if self._selected_curve() not in self.drawn or self.modes.mode is Mode.HEAT:
            self._choose_columns()
        else:
            self.select_curve(self._selected_curve())

    def _selected_curve(self) -> int | None:
        """The number of the selected neuron among the chosen ones."""
        selection = self._selection
        if selection is None or selection.kind is not Kind.NEURON:
            return None
        found = np.flatnonzero(self._chosen == self._number(selection))
        return int(found[0]) if len(found) else None

    def _make_samples(self) -> QSpinBox:
        box = QSpinBox()
        need_focus_for_wheel(box)
        share_keys(box)
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

    def _list_layers(self) -> None:
        """All layers but the inputs are shown at first."""
        self.layers.clear()
        last = len(self._sizes) - 1
        for layer, size in enumerate(self._sizes):
            action = QAction(f"{_captions(layer, last)[0]} ({steps(size)})", self.layers)
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
        self._chosen = np.concatenate(columns) if columns else np.empty(0, dtype=np.int64)
        numbers = self._chosen.tolist()
        self.set_list(NeuronCurves(self._names, numbers))
        sizes = [
            (*_captions(layer, len(self._sizes) - 1), size)
            for layer, (size, action) in enumerate(
                zip(self._sizes, self.layers.actions(), strict=True)
            )
            if action.isChecked()
        ]
        chosen = [self._names[at] for at in numbers]
        self.heat.set_rows(self._chosen, chosen.__getitem__, sizes)
        self.modes.show_count(len(self._chosen))
        self._choose_columns()

    @Slot(object)
    def _show_as(self, mode: Mode) -> None:
        self.heat.setVisible(mode is Mode.HEAT)
        self._choose_columns()
        self.wishChanged.emit()

    @Slot()
    def _choose_columns(self) -> None:
        """Which neurons are drawn: of too many the last ones, since the output layer matters most;
        none beside a picture; the pinned ones and the selected one in any case."""
        count, selected = len(self._chosen), self._selected_curve()
        is_curves = self.modes.mode is Mode.CURVES
        numbers = list(range(max(count - MOST_CURVES, 0), count)) if is_curves else []
        more = [*sorted(self.pinned), *([] if selected is None else [selected])]
        numbers += dict.fromkeys(at for at in more if at not in numbers)
        self._columns = self._chosen[numbers] if numbers else self._chosen[:0]
        if numbers != self.drawn:
            self.draw(numbers)
        self.show_count(min(count, MOST_CURVES) if is_curves else count, count)
        self._show_levels()
        if self._curves_now is not None:
            self.show_curves(self._curves_now)
        self._show_others()
        self.select_curve(selected)
        self.share_height(bool(numbers))
        styles = {at: int(self._chosen[at]) for at in more}
        self.heat.set_marked(styles, selected)

    def _show_others(self) -> None:
        fitting = [(n, c) for n, c in self._others if c.values.shape[1] == len(self._names)]
        rows = [Rows(curves.steps, curves.values[:, self._columns]) for _, curves in fitting]
        self.show_ghosts(rows, [name for name, _ in fitting])

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
    def _pick(self, number: int) -> None:
        at, layer = int(self._chosen[number]), 0
        while at >= self._sizes[layer]:
            at -= self._sizes[layer]
            layer += 1
        self.selectionPicked.emit(Selection(Kind.NEURON, layer, at))


def _captions(layer: int, last: int) -> tuple[str, str]:
    """What a layer is called, and in short."""
    if layer in (0, last):
        return ("Input layer", "i") if layer == 0 else ("Output layer", "o")
    return ("Hidden layer", "h") if last == 2 else (f"Hidden layer {layer}", f"h{layer}")
