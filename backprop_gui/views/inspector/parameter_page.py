"""What is to be said of a weight or a bias."""

from PySide6.QtCore import Slot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.inspector.page import Page, layer_link, neuron_link, show_text
from backprop_gui.views.inspector.state import State
from backprop_gui.views.inspector.value import parameter_rows, value_box, value_edit
from backprop_gui.views.parts.selection import Selection


class ParameterPage(Page):
    def __init__(self) -> None:
        super().__init__()
        self.start = self._links("From")
        self.end = self._links("To")
        self.present = self._number("Present value", "The value after the steps made so far")
        self.change = self._number("Change", "Present value minus initial value")
        self.initial = value_box("Initial value")
        self.initial.edited.connect(self._set_value)
        self.rows.addRow("&Initial value", self.initial)
        self._add_break()

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        super().show_facts(experiment, selection)
        topology = experiment.network.topology
        rows = parameter_rows(experiment)
        row = rows.row(selection.at)
        number = rows.layer(row)
        layer = topology.layers[number - 1]
        is_bias = selection.at >= layer.biases
        self.title.setText(f"{'Bias' if is_bias else 'Weight'} {rows.name(row)}")
        self.break_button.setText(f"Stop when {rows.name(row)} crosses…")
        self.rows.setRowVisible(self.start, not is_bias)
        if is_bias:
            neuron = selection.at - layer.biases
            link = neuron_link(topology, number, neuron)
            show_text(self.end, layer_link(topology, number) if rows.one_bias else link)
        else:
            source, neuron = divmod(selection.at - layer.weights, layer.neurons)
            show_text(self.start, neuron_link(topology, number - 1, source))
            show_text(self.end, neuron_link(topology, number, neuron))
        self.initial.show_number(float(experiment.network.parameters[selection.at]))

    def show_numbers(self, state: State) -> None:
        present = float(state.parameters[self._selection.at])
        self.present.show_number(present)
        initial = self._experiment.network.parameters[self._selection.at]
        self.change.show_number(present - float(initial))

    def give_up_typing(self) -> None:
        self.initial.restore()

    @Slot(float, bool)
    def _set_value(self, value: float, stepped: bool) -> None:
        self.edited.emit(value_edit(self._experiment, self._selection.at, value, stepped))
