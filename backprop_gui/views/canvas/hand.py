"""What a person does to the network on the canvas, turned into edits: fields, drags, buttons."""

from PySide6.QtCore import QObject, QPoint, QPointF, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.experiment.edits import Fill, has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name, neuron_name, parameter_name
from backprop_gui.experiment.network import MOST_LAYERS, MOST_NEURONS
from backprop_gui.views.canvas.curves import curve_icon
from backprop_gui.views.canvas.editing import Drag, ValueEditor
from backprop_gui.views.canvas.inks import Inks
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.parts import wishes
from backprop_gui.views.parts.choice_words import meaning, word
from backprop_gui.views.parts.fields.typed_number import read_number
from backprop_gui.views.parts.numbers import full

_QUANTA = 100  # pixels of a drag from nothing to full strength


class Hand(QObject):
    """Signals: `edited` an Edit; `takenBack` the merge key of edits that are to be taken back;
    `sampleTyped` a number for the sample shown, as NetworkCanvas says it."""

    edited = Signal(object)
    takenBack = Signal(str)
    sampleTyped = Signal(int, float)

    def __init__(self, canvas: QWidget, fill: Fill) -> None:
        super().__init__(canvas)
        self._canvas, self._fill = canvas, fill
        self._experiment: Experiment | None = None
        self._spot: Spot | None = None  # whose number the field shows
        self._drags = 0
        self.drag: Drag | None = None
        self.field = ValueEditor(canvas)
        self.field.accepted.connect(self._take)
        self.menu = QMenu(canvas)
        self.menu.setToolTipsVisible(True)
        self.menu.triggered.connect(self._choose)

    def show_experiment(self, experiment: Experiment) -> None:
        """From now on edits are meant for this experiment."""
        before, self._experiment = self._experiment, experiment
        if before is None or before.network.topology != experiment.network.topology:
            self.let_go()
            self.menu.hide()
            self.menu.clear()  # without a screen it may get keys when it is hidden

    def let_go(self) -> None:
        """Takes nothing more of what is being typed or dragged."""
        self.field.cancel()
        self.drag = None

    # In place

    def open_field(self, spot: Spot, value: float, place: QPointF) -> None:
        """Lets the number of a spot be typed: of a weight, bias, input or target, or a layer's
        size."""
        assert self._experiment is not None
        topology, at = self._experiment.network.topology, (place.x(), place.y())
        self._spot = spot
        if spot.part is Part.LAYER:
            name = f"{layer_name(topology, spot.layer)} neurons"
            self.field.open_at(*at, name, str(topology.sizes[spot.layer]), _read_count)
            return
        if spot.part in (Part.WEIGHT, Part.BIAS):
            name = parameter_name(topology, spot.at, has_one_bias(self._experiment))
        else:
            name = neuron_name(topology, spot.layer, spot.at)
            name = f"target {name}" if spot.part is Part.TARGET else name
        self.field.open_at(*at, name, full(value), read_number)

    @Slot(object)
    def _take(self, value: float) -> None:
        experiment, spot = self._experiment, self._spot
        assert experiment is not None
        assert spot is not None
        match spot.part:
            case Part.LAYER:
                self._wish(wishes.resize(experiment, spot.layer, int(value), self._fill))
            case Part.NEURON:
                self.sampleTyped.emit(spot.at, value)
            case Part.TARGET:
                self.sampleTyped.emit(experiment.network.topology.inputs + spot.at, value)
            case _:
                self._wish(wishes.set_parameter(experiment, spot.at, value))

    # Drags

    def start_drag(self, at: int, value: float, strength: float, y: float) -> None:
        """A weight or bias begins to follow the pointer; `strength` is the full one."""
        self._drags += 1
        merge = f"drag {self._drags} on the canvas"
        self.drag = Drag(at, value, strength / _QUANTA, merge, y)

    def move_drag(self, y: float, fine: bool) -> None:
        drag, experiment = self.drag, self._experiment
        if drag is not None and drag.follow(y, fine):
            assert experiment is not None
            self._wish(wishes.set_parameter(experiment, drag.at, drag.value, drag.merge))

    def end_drag(self) -> None:
        self.drag = None

    def take_back_drag(self) -> None:
        """Ends the drag as if it had not been."""
        drag, self.drag = self.drag, None
        if drag is not None:
            self.takenBack.emit(drag.merge)

    # Buttons and keys

    def add_neuron(self, layer: int) -> None:
        self._resize(layer, 1)

    def remove_last_neuron(self, layer: int) -> None:
        self._resize(layer, -1)

    def _resize(self, layer: int, by: int) -> None:
        assert self._experiment is not None
        count = self._experiment.network.topology.sizes[layer] + by
        if 1 <= count <= MOST_NEURONS:
            self._wish(wishes.resize(self._experiment, layer, count, self._fill))

    def insert_layer(self, layer: int) -> None:
        assert self._experiment is not None
        if len(self._experiment.network.topology.layers) < MOST_LAYERS:
            self._wish(wishes.insert_layer(self._experiment, layer, self._fill))

    def remove(self, spot: Spot) -> None:
        """Takes out a neuron that is not its layer's last one, or a hidden layer."""
        assert self._experiment is not None
        sizes = self._experiment.network.topology.sizes
        if spot.part is Part.NEURON and sizes[spot.layer] > 1:
            self._wish(wishes.remove_neuron(self._experiment, spot.layer, spot.at))
        elif spot.part is Part.LAYER and 0 < spot.layer < len(sizes) - 1:
            self._wish(wishes.remove_layer(self._experiment, spot.layer, self._fill))

    def offer_activations(self, layer: int, inks: Inks, place: QPoint) -> None:
        """Opens the menu of activations for a layer, at a point of the screen."""
        assert self._experiment is not None
        present = self._experiment.network.topology.activations[layer - 1]
        self.menu.clear()
        for activation in Activation:
            action = self.menu.addAction(curve_icon(activation, inks), word(activation))
            action.setToolTip(meaning(activation))
            action.setCheckable(True)
            action.setChecked(activation is present)
            action.setData((layer, activation))
        self.menu.popup(place)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        layer, activation = action.data()
        self._wish(wishes.choose_activation(layer, Activation(activation)))

    def _wish(self, edit: Edit) -> None:
        self.edited.emit(edit)


def _read_count(text: str) -> float:
    """A number of neurons; raises ValueError with a sentence."""
    value = read_number(text, 1, MOST_NEURONS)
    if value != int(value):
        raise ValueError("Expected a whole number of neurons.")
    return value
