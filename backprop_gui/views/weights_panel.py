"""The panel of the weights and biases, over the steps of a run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSignalBlocker, Signal, Slot

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.names import layer_name
from backprop_gui.training.heat_wish import HeatWish, SpreadWish
from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curves.curve_panel import PICTURE_SHARE, CurvePanel
from backprop_gui.views.parts.curves.mode_switch import MOST_CURVES, Mode, ModeSwitch
from backprop_gui.views.parts.curves.panel_tools import menu_button
from backprop_gui.views.parts.curves.parameter_curves import ParameterCurves, ParameterValues
from backprop_gui.views.parts.curves.shown_switch import Shown, ShownSwitch
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.pictures.weight_pictures import WeightPictures
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.training.heat import Heat  # load Numba
    from backprop_gui.training.spread import Spread

Columns = npt.NDArray[np.int64]

_HINT = "Run or step to see the weights"
_PICK = "Click a row for its curve"


class WeightsPanel(CurvePanel):
    """Weights and biases as lines or as pictures: their values, or their change since the start.

    Signals: `selectionPicked` the Selection of the weight or bias that was clicked;
    `columnsChanged` when `columns` or wishes are others and what they tell is wanted.
    """

    selectionPicked = Signal(object)
    columnsChanged = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Value", _HINT)
        self._parameters: ParameterRows | None = None
        self._columns: Columns = np.empty(0, dtype=np.int64)
        # Which are hidden and which pinned, while the layers are listed instead.
        self._kept: tuple[frozenset[int], frozenset[int]] | None = None
        self._curves_now: StateCurves | None = None
        self._close_up_now: StateCurves | None = None
        self._others: list[tuple[str, StateCurves]] = []
        self._selection: Selection | None = None
        self.modes = ModeSwitch(list(Mode), self)
        self.pictures = WeightPictures(theme, self.plot)
        self.pictures.set_mode(self.modes.mode)
        self.left.insertWidget(0, self.pictures, PICTURE_SHARE)
        self.shown = ShownSwitch(self)
        for place, button in enumerate((self.modes.button, *self.shown.buttons)):
            self.header.insertWidget(place, button)
        self.layers = menu_button(
            icons, "layers", "Layer", "Choose the layer that is shown", self.pictures.layers
        )
        self.header.addWidget(self.layers)
        self.layers.hide()
        self.menu.addActions(list(self.modes.actions.values()))
        self.menu.addSeparator()
        self.add_tools([self.view_all, self.log_x, self.show_legend])
        self.legend.can_pin = True
        self.search.setToolTip("w17, b1.2, or a neuron such as h3 for all that it touches")
        self._tie_pictures()

    def _tie_pictures(self) -> None:
        self.curvePicked.connect(self._pick)
        self.pinnedChanged.connect(self._choose_columns)
        self.modes.modeChanged.connect(self._show_as)
        self.shown.shownChanged.connect(self._switch_to)
        self.pictures.rowPicked.connect(self._pick_row)
        self.pictures.pointed.connect(self.readout.show_text)
        self.pictures.wishChanged.connect(self.columnsChanged)

    @property
    def heat_wish(self) -> HeatWish | None:
        """The heat that `show_heat` wants."""
        return self.pictures.heat_wish

    @property
    def spread_wish(self) -> SpreadWish | None:
        """The spread that `show_spread` wants."""
        return self.pictures.spread_wish

    @property
    def stretch(self) -> tuple[float, float] | None:
        return super().stretch if len(self._columns) else None

    @property
    def columns(self) -> Columns:
        """The places in the parameter vector whose curves `show_curves` wants."""
        return self._columns

    def show_parameters(self, parameters: ParameterRows) -> None:
        """The weights and biases of the network."""
        if parameters != self._parameters:
            self._parameters, self._curves_now = parameters, None
            self._kept = None
            self._columns = np.empty(0, dtype=np.int64)
            self.pictures.show_parameters(parameters)
            with QSignalBlocker(self.modes):
                self.modes.show_count(len(parameters))
            self._show_as(self.modes.mode)

    def show_state(self, parameters: Floats, initial: Floats) -> None:
        """All parameters now, and those at step 0."""
        self.pictures.show_state(parameters, initial)
        rows = self._parameters
        if rows is not None and self.modes.mode is not Mode.SPREAD:
            start = None if self.shown.choice is Shown.VALUE else initial
            self.show_present(ParameterValues(rows, parameters, start))

    def show_heat(self, heat: "Heat") -> None:
        """What `heat_wish` wants."""
        self.pictures.show_heat(heat)

    def show_spread(self, spread: "Spread") -> None:
        """What `spread_wish` wants."""
        if spread.norms.shape[1] == len(self.drawn):
            self.pictures.show_spread(spread)
            self.show_rows(Rows(spread.steps.copy(), spread.norms.copy()))

    def show_curves(self, curves: StateCurves) -> None:
        """The parameters at `columns`; those of other columns are passed over."""
        if self.modes.mode is Mode.SPREAD or curves.values.shape[1] != len(self._columns):
            return
        self._curves_now = curves
        has_curves = len(self._columns) > 0 or len(curves.steps) < 2
        self.plot.set_hint(_HINT if has_curves else _PICK)
        self._show_again()

    def show_close_up(self, curves: StateCurves) -> None:
        """A stretch in more detail, of the parameters at `columns`."""
        if len(self._columns) and curves.values.shape[1] == len(self._columns):
            self._close_up_now = curves
            self._show_close_up_again()

    def drop_close_up(self) -> None:
        self._close_up_now = None
        super().drop_close_up()

    def show_other_runs(self, names: Sequence[str], curves: Sequence[StateCurves]) -> None:
        """The parameters at `columns` in other runs, from step 0 on, behind those of this one."""
        self._others = list(zip(names, curves, strict=True))
        self._show_others()

    def select(self, selection: Selection | None) -> None:
        """Marks the curve of a selected weight or bias, and says nothing about it."""
        self._selection = selection
        self._choose_columns()

    @Slot(object)
    def _show_as(self, mode: Mode) -> None:
        """Curves, or one of the pictures and the curves of a few."""
        parameters = self._parameters
        self.shown.offer_latest(mode is Mode.MATRIX)
        self.set_tools_visible(mode is not Mode.MATRIX)  # they are about steps
        self.layers.setVisible(mode in (Mode.MATRIX, Mode.SPREAD))
        self.pictures.tiles.setVisible(mode is Mode.MATRIX)
        self.pictures.set_mode(mode)
        if parameters is not None:
            self._list(parameters, mode)
            self._choose_columns()
        self._caption()

    def _list(self, parameters: ParameterRows, mode: Mode) -> None:
        """What the legend lists: the parameters, or for their spread the layers."""
        is_spread, listed = mode is Mode.SPREAD, ParameterCurves(parameters)
        self.legend.can_pin = not is_spread
        if is_spread:
            if self.lists(listed):
                self._kept = self.legend.hidden, self.legend.pinned
            layers = range(len(parameters.topology.layers))
            names = [layer_name(parameters.topology, at + 1) for at in layers]
            self.set_curves([Curve(name, at) for at, name in enumerate(names)])
        elif not self.lists(listed):
            self.set_list(listed)
            self.legend.set_match(lambda text: parameters.matching(text).tolist())
            if self._kept is not None:
                self.legend.set_hidden(self._kept[0])
                self.legend.set_pinned(self._kept[1])
                self._kept = None
        self._columns, self._curves_now = np.empty(0, dtype=np.int64), None

    @Slot()
    def _choose_columns(self) -> None:
        """Which parameters are drawn: of many the first ones as curves, none beside a picture; the
        pinned ones and the selected one in any case."""
        parameters = self._parameters
        if parameters is None or self.modes.mode is Mode.SPREAD:
            self.plot.setVisible(True)
            self.share_height(True)
            self.show_count(0, 0)
            return
        is_curves = self.modes.mode is Mode.CURVES
        rows = list(range(min(len(parameters), MOST_CURVES))) if is_curves else []
        selected = self._selected_row(parameters)
        more = [*sorted(self.pinned), *([] if selected is None else [selected])]
        rows += dict.fromkeys(row for row in more if row not in rows)
        columns = np.array([parameters.place(row) for row in rows], dtype=np.int64)
        if rows != self.drawn or len(columns) != len(self._columns):
            before, self._columns, self._others = self._columns, columns, []
            self._close_up_now = None
            self.draw(rows)
            self._keep_known(before)
            self.columnsChanged.emit()
        shown = min(len(parameters), MOST_CURVES) if is_curves else len(parameters)
        self.show_count(shown, len(parameters))
        self.plot.setVisible(self.modes.mode is not Mode.MATRIX or bool(rows))
        self.share_height(bool(rows))
        self.select_curve(selected)
        self.pictures.set_marked({row: row for row in more}, selected)

    def _selected_row(self, parameters: ParameterRows) -> int | None:
        selection = self._selection
        if selection is None or selection.kind is not Kind.PARAMETER:
            return None
        is_there = selection.at < parameters.topology.parameters
        return parameters.row(selection.at) if is_there else None

    def _keep_known(self, before: Columns) -> None:
        """Shows what is known of the new columns, until the next frame brings all."""
        known = self._curves_now
        if known is None or known.values.shape[1] != len(before):
            return
        found = {int(place): at for at, place in enumerate(before)}
        values = np.full((len(known.steps), len(self._columns)), np.nan)
        for at, place in enumerate(self._columns):
            if int(place) in found:
                values[:, at] = known.values[:, found[int(place)]]
        self.show_curves(StateCurves(known.steps, values))

    @Slot()
    def _switch_to(self) -> None:
        self.pictures.set_shown(self.shown.choice)
        self._caption()
        self._show_again()
        self._show_close_up_again()
        self._show_others()

    def _caption(self) -> None:
        caption = "Value" if self.shown.choice is Shown.VALUE else "Change"
        self.plot.set_caption("Norm" if self.modes.mode is Mode.SPREAD else caption)

    def _show_again(self) -> None:
        curves = self._curves_now
        if (
            curves is not None
            and curves.values.shape[1] == len(self._columns)
            and len(curves.steps)
        ):
            self.show_rows(self._rows_of(curves, curves.values[0]))

    def _show_close_up_again(self) -> None:
        fine, coarse = self._close_up_now, self._curves_now
        if fine is not None and coarse is not None and len(coarse.steps):
            self.show_close_up_rows(self._rows_of(fine, coarse.values[0]))

    def _show_others(self) -> None:
        fitting = [(n, c) for n, c in self._others if c.values.shape[1] == len(self._columns)]
        rows = [self._rows_of(curves, curves.values[0]) for _, curves in fitting]
        self.show_ghosts(rows, [name for name, _ in fitting])

    def _rows_of(self, curves: StateCurves, start: Floats) -> Rows:
        """`start` are the values at step 0."""
        return Rows(curves.steps, self._shown(curves.values, start))

    def _shown(self, values: Floats, start: Floats) -> Floats:
        """Themselves, or their change since the start."""
        if self.shown.choice is Shown.VALUE:
            return values
        with np.errstate(over="ignore", invalid="ignore"):  # of a run that diverges
            return values - start

    @Slot(int)
    def _pick(self, number: int) -> None:
        if self.modes.mode is Mode.SPREAD:
            self.pictures.choose_layer(number)
        else:
            self._pick_row(number)

    @Slot(int)
    def _pick_row(self, row: int) -> None:
        parameters = self._parameters
        assert parameters is not None
        at = parameters.place(row)
        self.selectionPicked.emit(Selection(Kind.PARAMETER, parameters.layer(row), at))
