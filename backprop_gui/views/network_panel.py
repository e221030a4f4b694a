"""The panel of the network's layers: how many, how wide, with which activation."""

from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment import edits
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name
from backprop_gui.experiment.network import MOST_LAYERS, MOST_NEURONS, MOST_PARAMETERS
from backprop_gui.views.parts import wishes
from backprop_gui.views.parts.captions import note, problem, scrolling, tidy
from backprop_gui.views.parts.fields.choice_box import ChoiceBox
from backprop_gui.views.parts.fields.count_box import CountBox
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING

_SMALL_ICON = 12  # device-independent pixels


class NetworkPanel(QWidget):
    """Signals: `edited` an Edit; `randomizeRequested` when new random weights are wanted.

    New weights of an edit come from `fill`.
    """

    edited = Signal(object)
    randomizeRequested = Signal()

    def __init__(self, icons: Icons, fill: Fill) -> None:
        super().__init__()
        self._icons, self._fill = icons, fill
        self._experiment: Experiment | None = None
        self.rows: list[LayerRow] = []
        self._total = note()
        self.randomize = QPushButton("New random &weights…")
        self.randomize.setToolTip("Draw all weights, or those of one layer, anew from a seed")
        icons.bind(self.randomize, "randomize")
        self.randomize.clicked.connect(self.randomizeRequested)
        self._grid = QGridLayout()
        self._arrange()

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows the layers; a row keeps the focus while its layer is there."""
        topology = experiment.network.topology
        before, self._experiment = self._experiment, experiment
        if before is None or topology != before.network.topology:
            self._show_layers(topology)
        biases = len(topology.layers)
        if not edits.has_one_bias(experiment):
            biases = topology.neurons - topology.inputs
        weights = topology.parameters - (topology.neurons - topology.inputs)
        self._total.setText(f"{_count(weights, 'weight')}, {_count(biases, 'bias', 'biases')}")

    def _show_layers(self, topology: Topology) -> None:
        if len(self.rows) != len(topology.sizes):  # what is being typed was for another layer
            for row in self.rows:
                row.neurons.restore()
        while len(self.rows) > len(topology.sizes):
            self.rows.pop().remove()
        while len(self.rows) < len(topology.sizes):
            self.rows.append(self._new_row(len(self.rows)))
        QWidget.setTabOrder(self.rows[-1].activation, self.randomize)
        for row in self.rows:
            row.show_layer(topology)

    def _new_row(self, layer: int) -> "LayerRow":
        row = LayerRow(layer, self._icons, self._grid, self)
        row.resized.connect(self._resize_layer)
        row.activationChosen.connect(self._choose_activation)
        row.removeRequested.connect(self._remove_layer)
        row.insertRequested.connect(self._insert_layer)
        return row

    def _arrange(self) -> None:
        self._grid.setHorizontalSpacing(SPACING // 2)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        content = QWidget()
        inner = QVBoxLayout(content)
        tidy(inner)
        inner.setSpacing(SPACING)
        inner.addLayout(self._grid)
        inner.addWidget(self._total)
        inner.addWidget(self.randomize, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))

    @Slot(int, int)
    def _resize_layer(self, layer: int, count: int) -> None:
        edit = wishes.resize(self._shown(), layer, count, self._fill)
        self.edited.emit(replace(edit, merge=f"neurons of layer {layer}"))

    @Slot(int, object)
    def _choose_activation(self, layer: int, activation: Activation) -> None:
        self.edited.emit(wishes.choose_activation(layer, activation))

    @Slot(int)
    def _remove_layer(self, layer: int) -> None:
        self.edited.emit(wishes.remove_layer(self._shown(), layer, self._fill))

    @Slot(int)
    def _insert_layer(self, layer: int) -> None:
        self.edited.emit(wishes.insert_layer(self._shown(), layer, self._fill))

    def _shown(self) -> Experiment:
        assert self._experiment is not None
        return self._experiment


class LayerRow(QObject):
    """The controls of one layer, in two rows of a grid: the layer's, and the gap after it.

    Signals, each with the layer's number first: `resized` its new size; `activationChosen`;
    `removeRequested`; `insertRequested` the number that a new layer would get.
    """

    resized = Signal(int, int)
    activationChosen = Signal(int, object)
    removeRequested = Signal(int)
    insertRequested = Signal(int)

    def __init__(self, layer: int, icons: Icons, grid: QGridLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._layer = layer
        self.name = QLabel()
        self.neurons = CountBox("Neurons", "", 1, MOST_NEURONS, below=False)
        self.neurons.field.setMinimumWidth(7 * SPACING)
        self._problem = problem()  # as wide as the row, below it
        self.activation = ChoiceBox("Activation", Activation)
        self.remove_button, self.insert_button = QToolButton(), QToolButton()
        icons.bind(self.remove_button, "remove")
        icons.bind(self.insert_button, "add")
        self.insert_button.setFixedHeight(3 * SPACING)  # between two rows, not one itself
        self.insert_button.setIconSize(QSize(_SMALL_ICON, _SMALL_ICON))
        self.neurons.edited.connect(self._resize)
        self.neurons.problemChanged.connect(self._complain)
        self.activation.chosen.connect(self._choose)
        self.remove_button.clicked.connect(self._ask_removal)
        self.insert_button.clicked.connect(self._ask_insertion)
        for column, widget in enumerate((self.name, self.neurons, self.activation)):
            grid.addWidget(widget, 2 * layer, column)
        grid.addWidget(self.remove_button, 2 * layer, 3)
        grid.addWidget(self.insert_button, 2 * layer + 1, 3)
        grid.addWidget(self._problem, 2 * layer + 1, 0, 1, 3)

    def show_layer(self, topology: Topology) -> None:
        """Shows the layer of this row's number."""
        layer, last = self._layer, len(topology.sizes) - 1
        name = layer_name(topology, layer)
        self.name.setText(name)
        self.neurons.set_range(1, most_neurons(topology, layer))
        self.neurons.show_number(topology.sizes[layer])
        self.activation.setVisible(layer > 0)
        if layer > 0:
            self.activation.show_choice(topology.activations[layer - 1])
        self.remove_button.setVisible(0 < layer < last)
        self.insert_button.setVisible(layer < last)
        self.insert_button.setEnabled(last < MOST_LAYERS)
        self._say(name, topology, layer)

    def remove(self) -> None:
        """Takes the row off the panel for good; what is still typed or chosen there is given up."""
        self.blockSignals(True)
        buttons = self.remove_button, self.insert_button
        for widget in (self.name, self.neurons, self._problem, self.activation, *buttons):
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    def _say(self, name: str, topology: Topology, layer: int) -> None:
        what = f"Neurons of layer {name}"
        self.neurons.describe(what, f"{what}, up to {steps(most_neurons(topology, layer))}")
        self.activation.setAccessibleName(f"Activation of layer {name}")
        self.remove_button.setAccessibleName(f"Remove layer {name}")
        self.remove_button.setToolTip(f"Remove layer {name}")
        if layer < len(topology.sizes) - 1:
            after = layer_name(topology, layer + 1)
            text = f"Insert a hidden layer between {name} and {after}"
            if not self.insert_button.isEnabled():
                text = f"A network has at most {MOST_LAYERS} layers of neurons"
            self.insert_button.setAccessibleName(text)
            self.insert_button.setToolTip(text)

    @Slot(float, bool)
    def _resize(self, count: float, _stepped: bool) -> None:
        self.resized.emit(self._layer, int(count))

    @Slot(str)
    def _complain(self, sentence: str) -> None:
        self._problem.show_text(sentence)

    @Slot(object)
    def _choose(self, activation: Activation) -> None:
        self.activationChosen.emit(self._layer, activation)

    @Slot()
    def _ask_removal(self) -> None:
        self.removeRequested.emit(self._layer)

    @Slot()
    def _ask_insertion(self) -> None:
        self.insertRequested.emit(self._layer + 1)


def most_neurons(topology: Topology, layer: int) -> int:
    """How large a layer may become before the network is larger than networks may be."""
    sizes = topology.sizes
    each = sizes[layer - 1] + 1 if layer > 0 else 0
    each += sizes[layer + 1] if layer + 1 < len(sizes) else 0
    room = (MOST_PARAMETERS - topology.parameters) // each
    return min(MOST_NEURONS, sizes[layer] + room)


def _count(count: int, one: str, many: str = "") -> str:
    return f"{steps(count)} {one if count == 1 else many or one + 's'}"
