"""The panel that shows, and lets edit, what is selected in the network."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name, neuron_name
from backprop_gui.views.parts.captions import form, note, scrolling
from backprop_gui.views.parts.choice_words import word
from backprop_gui.views.parts.fields.choice_box import ChoiceBox
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.number_label import NumberLabel
from backprop_gui.views.parts.fields.stepping import by_twentieths
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Kind, Selection

_HINT = "Click a neuron, a weight or a layer in the network to see its numbers here."


class Inspector(Panel):
    """Emits `edited`, and `selectionPicked` the Selection of what was clicked here.

    Signals: `breakRequested` the Selection at which training is to stop when it crosses a value.
    """

    breakRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self._selection: Selection | None = None
        self._state: _State | None = None
        self.neuron, self.parameter, self.layer = _NeuronPage(), _ParameterPage(), _LayerPage()
        self._nothing = QWidget()
        form(self._nothing).addRow(note(_HINT))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        for page in (self.neuron, self.parameter, self.layer):
            self._pages.addWidget(page)
            page.edited.connect(self.edited)
            page.selectionPicked.connect(self.selectionPicked)
            page.breakRequested.connect(self.breakRequested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(self._pages))

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows the selected thing as it is in this experiment, the hint where it is no more."""
        if experiment is not self._experiment:
            self._experiment = experiment
            self._show_facts()

    def select(self, selection: Selection | None) -> None:
        """Shows another thing, or the hint."""
        if selection != self._selection:
            self._selection = selection
            self._show_facts()

    def show_frame(self, frame: LiveFrame) -> None:
        nets = None if frame.trace is None else frame.trace.nets
        self.show_state(frame.parameters, frame.outputs, frame.sample, nets)

    def show_state(
        self,
        parameters: Floats,
        outputs: Floats | None = None,
        sample: int | None = None,
        nets: Floats | None = None,
    ) -> None:
        """Shows present numbers: of the parameter vector, and of `sample` the vectors of all
        outputs and net inputs, both with the input layer first. Those of another network are
        passed over.
        """
        self._state = _State(parameters, outputs, sample, nets)
        self._show_numbers()

    def _show_facts(self) -> None:
        page = self._page()
        if isinstance(page, _Page):
            assert self._experiment is not None
            assert self._selection is not None
            page.show_facts(self._experiment, self._selection)
            self._show_numbers()
        self._pages.setCurrentWidget(page)

    def _show_numbers(self) -> None:
        page, experiment = self._page(), self._experiment
        if isinstance(page, _Page) and experiment is not None:
            state = self._state or _State(experiment.network.parameters)
            page.show_numbers(state.of(experiment))

    def _page(self) -> QWidget:
        """The page for the selection; the hint for none, and for one of a former network."""
        if self._experiment is None or self._selection is None:
            return self._nothing
        topology, selection = self._experiment.network.topology, self._selection
        if selection.kind is Kind.PARAMETER:
            return self.parameter if selection.at < topology.parameters else self._nothing
        if selection.layer >= len(topology.sizes):
            return self._nothing
        if selection.kind is Kind.LAYER:
            return self.layer
        return self.neuron if selection.at < topology.sizes[selection.layer] else self._nothing


@dataclass(frozen=True)
class _State:
    """Present numbers, as Inspector.show_state is given them; None where not known."""

    parameters: Floats
    outputs: Floats | None = None
    sample: int | None = None
    nets: Floats | None = None

    def of(self, experiment: Experiment) -> "_State":
        """What of these belongs to a network and samples like the experiment's."""
        network, samples = experiment.network, experiment.samples
        if len(self.parameters) != network.topology.parameters:
            return _State(network.parameters)
        neurons = network.topology.neurons
        return _State(
            self.parameters,
            self.outputs if self.outputs is not None and len(self.outputs) == neurons else None,
            self.sample if self.sample is not None and self.sample < len(samples) else None,
            self.nets if self.nets is not None and len(self.nets) == neurons else None,
        )


class _Page(QWidget):
    """The facts about one kind of thing."""

    edited = Signal(object)
    selectionPicked = Signal(object)
    breakRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._experiment: Experiment
        self._selection: Selection
        self.rows = form(self)
        self.title = QLabel()
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.rows.addRow(self.title)

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        """Shows all that does not change while the network learns."""
        self._experiment, self._selection = experiment, selection

    def show_numbers(self, state: _State) -> None:
        """Shows what changes; all of `state` fits the network."""

    def _number(self, caption: str, tip: str) -> NumberLabel:
        label = NumberLabel(caption, tip)
        self.rows.addRow(caption, label)
        return label

    def _links(self, caption: str) -> QLabel:
        """A label for names that can be clicked: `layer/neuron`, or `layer` alone."""
        label = QLabel()
        flags = Qt.TextInteractionFlag
        label.setTextInteractionFlags(
            flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setAccessibleName(caption)
        label.setToolTip("Select it")
        label.linkActivated.connect(self._follow)
        self.rows.addRow(caption, label)
        return label

    def _add_break(self) -> None:
        """A button for a breakpoint where the present thing crosses a value."""
        self.break_button = QPushButton()
        self.break_button.setToolTip("Add a breakpoint, which stops training there")
        self.break_button.clicked.connect(self._break)
        self.rows.addRow(self.break_button)

    @Slot()
    def _break(self) -> None:
        self.breakRequested.emit(self._selection)

    @Slot(str)
    def _follow(self, link: str) -> None:
        layer, _, neuron = link.partition("/")
        kind = Kind.NEURON if neuron else Kind.LAYER
        self.selectionPicked.emit(Selection(kind, int(layer), int(neuron or 0)))


class _ActivationPage(_Page):
    """A page with the activation of the selection's layer."""

    def _add_activation(self) -> None:
        self.activation = ChoiceBox("Activation of the layer", Activation)
        self.activation.chosen.connect(self._choose)
        self.rows.addRow("&Activation", self.activation)

    def _show_activation(self, topology: Topology, layer: int) -> None:
        self.rows.setRowVisible(self.activation, layer > 0)
        if layer > 0:
            self.activation.show_choice(topology.activations[layer - 1])

    @Slot(object)
    def _choose(self, activation: Activation) -> None:
        change = partial(edits.with_activation, layer=self._selection.layer, activation=activation)
        self.edited.emit(Edit(f"change of activation to {word(activation)}", change))


class _NeuronPage(_ActivationPage):
    def __init__(self) -> None:
        super().__init__()
        self.layer_link = self._links("Layer")
        self.net = self._number("Net input", "Weighted sum of the inputs, plus the bias")
        self.output = self._number("Output", "The activation of the net input")
        self.target = self._number("Target", "What the output should be for the sample shown")
        self.bias = self._number("Bias", "The present bias")
        self.initial = _value_box("Initial bias")
        self.initial.edited.connect(self._set_bias)
        self.rows.addRow("&Initial bias", self.initial)
        self._add_activation()
        self._add_break()

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        super().show_facts(experiment, selection)
        network, layer, at = experiment.network, selection.layer, selection.at
        topology = network.topology
        self.title.setText(f"Neuron {neuron_name(topology, layer, at)}")
        _show_text(self.layer_link, _layer_link(topology, layer))
        computes = layer > 0
        self.break_button.setText(f"Stop when {neuron_name(topology, layer, at)} crosses…")
        for row in (self.bias, self.initial, self.break_button):
            self.rows.setRowVisible(row, computes)
        self.rows.setRowVisible(self.target, layer == len(topology.sizes) - 1)
        self._show_activation(topology, layer)
        if computes:
            self.initial.show_number(float(network.biases(layer - 1)[at]))

    def show_numbers(self, state: _State) -> None:
        layer, at = self._selection.layer, self._selection.at
        topology = self._experiment.network.topology
        place = sum(topology.sizes[:layer]) + at
        nets, outputs, sample = state.nets, state.outputs, state.sample
        self.rows.setRowVisible(self.net, layer > 0 and nets is not None)
        self.net.show_number(None if nets is None else float(nets[place]))
        self.output.show_number(None if outputs is None else float(outputs[place]))
        if layer == len(topology.sizes) - 1:
            targets = self._experiment.samples.targets
            self.target.show_number(None if sample is None else float(targets[sample, at]))
        if layer > 0:
            bias = state.parameters[topology.bias_at(layer - 1, at)]
            self.bias.show_number(float(bias))

    @Slot(float, bool)
    def _set_bias(self, value: float, stepped: bool) -> None:
        topology = self._experiment.network.topology
        at = topology.bias_at(self._selection.layer - 1, self._selection.at)
        self.edited.emit(_value_edit(self._experiment, at, value, stepped))


class _ParameterPage(_Page):
    def __init__(self) -> None:
        super().__init__()
        self.start = self._links("From")
        self.end = self._links("To")
        self.present = self._number("Present value", "The value after the steps made so far")
        self.change = self._number("Change", "Present value minus initial value")
        self.initial = _value_box("Initial value")
        self.initial.edited.connect(self._set_value)
        self.rows.addRow("&Initial value", self.initial)
        self._add_break()

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        super().show_facts(experiment, selection)
        topology = experiment.network.topology
        rows = _parameter_rows(experiment)
        row = rows.row(selection.at)
        number = rows.layer(row)
        layer = topology.layers[number - 1]
        is_bias = selection.at >= layer.biases
        self.title.setText(f"{'Bias' if is_bias else 'Weight'} {rows.name(row)}")
        self.break_button.setText(f"Stop when {rows.name(row)} crosses…")
        self.rows.setRowVisible(self.start, not is_bias)
        if is_bias:
            neuron = selection.at - layer.biases
            link = _neuron_link(topology, number, neuron)
            _show_text(self.end, _layer_link(topology, number) if rows.one_bias else link)
        else:
            source, neuron = divmod(selection.at - layer.weights, layer.neurons)
            _show_text(self.start, _neuron_link(topology, number - 1, source))
            _show_text(self.end, _neuron_link(topology, number, neuron))
        self.initial.show_number(float(experiment.network.parameters[selection.at]))

    def show_numbers(self, state: _State) -> None:
        present = float(state.parameters[self._selection.at])
        self.present.show_number(present)
        initial = self._experiment.network.parameters[self._selection.at]
        self.change.show_number(present - float(initial))

    @Slot(float, bool)
    def _set_value(self, value: float, stepped: bool) -> None:
        self.edited.emit(_value_edit(self._experiment, self._selection.at, value, stepped))


class _LayerPage(_ActivationPage):
    def __init__(self) -> None:
        super().__init__()
        self.neurons = QLabel()
        self.rows.addRow("Neurons", self.neurons)
        self.weights = QLabel()
        self.rows.addRow("Weights", self.weights)
        self._add_activation()

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        super().show_facts(experiment, selection)
        topology, layer = experiment.network.topology, selection.layer
        self.title.setText(f"Layer {layer_name(topology, layer)}")
        self.neurons.setText(steps(topology.sizes[layer]))
        self.rows.setRowVisible(self.weights, layer > 0)
        if layer > 0:
            self.weights.setText(steps(topology.sizes[layer] * topology.sizes[layer - 1]))
        self._show_activation(topology, layer)


def _value_box(name: str) -> NumberBox:
    tip = f"{name}, before the first step. Wheel and arrow keys change it by 0.05"
    return NumberBox(name, tip, by_twentieths)


def _value_edit(experiment: Experiment, at: int, value: float, stepped: bool) -> Edit:
    rows = _parameter_rows(experiment)
    change = partial(edits.with_parameter, at=at, value=value)
    merge = f"value at {at}" if stepped else ""
    return Edit(f"change of {rows.name(rows.row(at))}", change, merge)


def _parameter_rows(experiment: Experiment) -> ParameterRows:
    return ParameterRows(experiment.network.topology, edits.has_one_bias(experiment))


def _neuron_link(topology: Topology, layer: int, neuron: int) -> str:
    return f'<a href="{layer}/{neuron}">{neuron_name(topology, layer, neuron)}</a>'


def _layer_link(topology: Topology, layer: int) -> str:
    return f'<a href="{layer}">{layer_name(topology, layer)}</a>'


def _show_text(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)
