"""What is to be said of a neuron."""

from PySide6.QtCore import Slot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import neuron_name
from backprop_gui.views.inspector.page import ActivationPage, layer_link, show_text
from backprop_gui.views.inspector.state import State
from backprop_gui.views.inspector.value import value_box, value_edit
from backprop_gui.views.parts.selection import Selection


class NeuronPage(ActivationPage):
    def __init__(self) -> None:
        super().__init__()
        self.layer_link = self._links("Layer")
        self.net = self._number("Net input", "Weighted sum of the inputs, plus the bias")
        self.output = self._number("Output", "The activation of the net input")
        self.target = self._number("Target", "What the output should be for the sample shown")
        self.bias = self._number("Bias", "The present bias")
        self.initial = value_box("Initial bias")
        self.initial.edited.connect(self._set_bias)
        self.rows.addRow("&Initial bias", self.initial)
        self._add_activation()
        self._add_break()

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        super().show_facts(experiment, selection)
        network, layer, at = experiment.network, selection.layer, selection.at
        topology = network.topology
        self.title.setText(f"Neuron {neuron_name(topology, layer, at)}")
        show_text(self.layer_link, layer_link(topology, layer))
        computes = layer > 0
        self.break_button.setText(f"Stop when {neuron_name(topology, layer, at)} crosses…")
        for row in (self.bias, self.initial, self.break_button):
            self.rows.setRowVisible(row, computes)
        self.rows.setRowVisible(self.target, layer == len(topology.sizes) - 1)
        self._show_activation(topology, layer)
        if computes:
            self.initial.show_number(float(network.biases(layer - 1)[at]))

    def show_numbers(self, state: State) -> None:
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

    def give_up_typing(self) -> None:
        self.initial.restore()

    @Slot(float, bool)
    def _set_bias(self, value: float, stepped: bool) -> None:
        topology = self._experiment.network.topology
        at = topology.bias_at(self._selection.layer - 1, self._selection.at)
        self.edited.emit(value_edit(self._experiment, at, value, stepped))
