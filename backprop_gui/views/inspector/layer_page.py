"""What is to be said of a layer."""

from PySide6.QtWidgets import QLabel

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name
from backprop_gui.views.inspector.page import ActivationPage
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.selection import Selection


class LayerPage(ActivationPage):
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
