"""The pictures of all weights: heat image, matrix of a layer, spread. Above the curves of a few."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.names import layer_name
from backprop_gui.training.heat_wish import HeatWish, SpreadWish
from backprop_gui.views.parts.curves.mode_switch import Mode
from backprop_gui.views.parts.curves.shown_switch import Shown
from backprop_gui.views.parts.numbers import plain, short
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.pictures.color_bar import ColorBar
from backprop_gui.views.parts.pictures.color_scale import ColorScale
from backprop_gui.views.parts.pictures.heat_picture import HeatPicture
from backprop_gui.views.parts.pictures.matrix_picture import Cell, MatrixPicture, tile_side
from backprop_gui.views.parts.pictures.spread_picture import SpreadPicture
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.training.heat import Heat  # load Numba
    from backprop_gui.training.spread import Spread


class WeightPictures(QStackedWidget):
    """`layers` is the menu that chooses the layer of matrix and spread.

    Signals: `rowPicked` the row of ParameterRows that was clicked; `pointed` what is at the
    pointer, as a text; `wishChanged` when `heat_wish` or `spread_wish` is another.
    """

    rowPicked = Signal(int)
    pointed = Signal(str)
    wishChanged = Signal()

    def __init__(self, theme: Theme, plot: Plot) -> None:
        super().__init__()
        self._palette = theme.palette
        self._mode = Mode.CURVES
        self._shown = Shown.VALUE
        self._rows: ParameterRows | None = None
        self._layer = 0  # the first after the inputs
        self._now: Floats | None = None
        self._before: Floats | None = None  # what was shown before
        self._initial: Floats | None = None
        self._selected: int | None = None
        self._scale = ColorScale()
        self.heat, self.spread = HeatPicture(theme, plot), SpreadPicture(theme, plot)
        self.matrix, self._bar = MatrixPicture(theme), ColorBar()
        self.layers = QMenu(self)
        self.layers.setToolTipsVisible(True)
        self._layer_choice = QActionGroup(self)
        self.tiles = QAction("Inputs as an image", self)
        self.tiles.setCheckable(True)
        self.tiles.setToolTip("A tile for each neuron: its inputs are a square image")
        self._pages = {
            Mode.HEAT: self.heat,
            Mode.MATRIX: self._matrix_page(),
            Mode.SPREAD: self.spread,
        }
        for page in self._pages.values():
            self.addWidget(page)
        self._tie(theme)

    def _tie(self, theme: Theme) -> None:
        self.tiles.toggled.connect(self._show_matrix)
        for picture in (self.heat, self.spread):
            picture.pointed.connect(self.pointed)
            picture.wishChanged.connect(self.wishChanged)
        self.heat.placePicked.connect(self.rowPicked)
        self.matrix.pointed.connect(self._point)
        self.matrix.clicked.connect(self._pick)
        theme.changed.connect(self._paint)

    # What is wanted

    @property
    def heat_wish(self) -> HeatWish | None:
        """The heat that `show_heat` wants."""
        return self.heat.wish if self._mode is Mode.HEAT else None

    @property
    def spread_wish(self) -> SpreadWish | None:
        """The spread that `show_spread` wants."""
        return self.spread.wish if self._mode is Mode.SPREAD else None

    # What is shown

    def show_parameters(self, rows: ParameterRows) -> None:
        """Another network."""
        self._rows, self._layer = rows, 0
        self._now = self._before = self._initial = None
        self.matrix.clear()  # its cells are weights of the network before
        self.heat.set_rows(rows.places(), rows.name, rows.groups())
        self._list_layers(rows)
        self._choose_layer()

    def set_mode(self, mode: Mode) -> None:
        """Which of the pictures is shown; in curves none is."""
        self._mode = mode
        self.setVisible(mode in self._pages)
        if mode in self._pages:
            self.setCurrentWidget(self._pages[mode])
        self._show_matrix()
        self.wishChanged.emit()

    def set_shown(self, shown: Shown) -> None:
        """Values or changes."""
        self._shown = shown
        self.heat.set_change(shown is not Shown.VALUE)
        self._choose_layer()

    def show_state(self, parameters: Floats, initial: Floats) -> None:
        """The parameters now, and those at step 0."""
        if parameters is not self._now:
            self._before, self._now = self._now, parameters
        self._initial = initial
        self._show_matrix()

    def show_heat(self, heat: "Heat") -> None:
        self.heat.show_heat(heat)

    def show_spread(self, spread: "Spread") -> None:
        self.spread.show_spread(spread)

    def set_marked(self, styles: Mapping[int, int], selected: int | None) -> None:
        """The rows that are curves too, each with its style, and the one that is selected."""
        self.heat.set_marked(styles, selected)
        if selected != self._selected and selected is not None and self._rows is not None:
            self.choose_layer(self._rows.layer(selected) - 1)
        self._selected = selected
        self._mark_cell()

    def choose_layer(self, layer: int) -> None:
        """Which layer's weights matrix and spread show."""
        self._layer_choice.actions()[layer].setChecked(True)
        self._choose_layer()

    # The layer

    def _list_layers(self, rows: ParameterRows) -> None:
        for action in self._layer_choice.actions():
            self._layer_choice.removeAction(action)
            action.deleteLater()
        self.layers.clear()
        for at, layer in enumerate(rows.topology.layers):
            name = layer_name(rows.topology, at + 1).capitalize()
            action = QAction(f"{name} ({layer.neurons} × {layer.inputs})", self.layers)
            action.setToolTip("The weights that lead into this layer: neurons × inputs")
            action.setCheckable(True)
            action.setChecked(at == 0)
            self._layer_choice.addAction(action)
            self.layers.addAction(action)
            action.triggered.connect(self._choose_layer)
        self.layers.addSeparator()
        self.layers.addAction(self.tiles)

    @Slot()
    def _choose_layer(self) -> None:
        rows, chosen = self._rows, self._layer_choice.checkedAction()
        if rows is None or chosen is None:
            return
        self._layer = self._layer_choice.actions().index(chosen)
        topology = rows.topology
        ends = [layer_name(topology, at).capitalize() for at in (self._layer + 1, self._layer)]
        neurons, inputs = (f"{name} neurons" for name in ends)
        self.matrix.set_captions(neurons, "Inputs" if self._layer == 0 else inputs)
        self.tiles.setEnabled(tile_side(topology.sizes[self._layer]) is not None)
        self.spread.set_wish(SpreadWish(self._layer, self._shown is not Shown.VALUE))
        self._scale.begin()
        self._show_matrix()
        self._mark_cell()

    # The matrix

    def _matrix_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.matrix, 1)
        layout.addWidget(self._bar)
        return page

    @Slot()
    def _show_matrix(self) -> None:
        values = self._values() if self._mode is Mode.MATRIX else None
        if values is None:
            return
        finite = np.abs(values[np.isfinite(values)])
        full_value = self._scale.follow(float(finite.max(initial=0.0)))
        side = tile_side(values.shape[1]) if self.tiles.isChecked() else None
        self.matrix.show_values(values, full_value, side)
        self._bar.align(self.matrix.area.left())
        self._bar.show_levels(self.matrix.colors, full_value, self._palette)
        self._point(self.matrix.pointed_cell)

    def _values(self) -> Floats | None:
        """What is shown of the layer's weights [neuron][input]."""
        rows, now, initial = self._rows, self._now, self._initial
        if rows is None or now is None or initial is None:
            return None
        values = rows.topology.weights(now, self._layer)
        if self._shown is Shown.CHANGE:
            return values - rows.topology.weights(initial, self._layer)
        if self._shown is Shown.LATEST:
            before = now if self._before is None else self._before
            return values - rows.topology.weights(before, self._layer)
        return values

    def _row(self, cell: Cell) -> int | None:
        rows = self._rows
        if rows is None:
            return None
        return rows.row(rows.topology.weight_at(self._layer, *cell))

    def _mark_cell(self) -> None:
        rows, cell = self._rows, None
        if rows is not None and self._selected is not None and self._selected < len(rows):
            layer = rows.topology.layers[self._layer]
            within = rows.place(self._selected) - layer.weights
            if 0 <= within < layer.inputs * layer.neurons:
                source, neuron = divmod(within, layer.neurons)
                cell = neuron, source
        self.matrix.mark(cell)

    @Slot(object)
    def _point(self, cell: Cell | None) -> None:
        values = self._values()
        row = None if cell is None else self._row(cell)
        if cell is None or values is None or row is None or self._rows is None:
            self.matrix.tip = ""
            if self._mode is Mode.MATRIX:
                self.pointed.emit("")
            return
        value = float(values[cell])
        name, ends = self._rows.name(row), self._rows.ends(row)
        self.matrix.tip = f"{name} {plain(value)}\n{ends}"
        self.pointed.emit(f"{name} {short(value).strip()}   {ends}")

    @Slot(object)
    def _pick(self, cell: Cell) -> None:
        row = self._row(cell)
        if row is not None:
            self.rowPicked.emit(row)

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._palette = palette
        self._show_matrix()
