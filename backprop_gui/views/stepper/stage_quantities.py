"""What a stage computes, as rows of a table: neurons with deltas, or weights and biases. No Qt.

Arithmetic on the topology, so that many rows cost nothing.
"""

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.stages import StageKind
from backprop_gui.experiment.names import neuron_name
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Kind, Selection

FORWARD = (
    ("Neuron", "All neurons, in the order of the forward pass"),
    ("Net input", "Weighted sum of the inputs, plus the bias"),
    ("Output", "The activation of the net input"),
)
DELTAS = (
    ("Delta of", "The neuron whose delta this stage computes"),
    ("Before", "Not known before this stage"),
    ("After", "The delta, ∂E/∂net"),
)
WEIGHTS = (
    ("Name", "The weights and biases that this stage changes"),
    ("Before", "The value before this stage"),
    ("Gradient", "∂E/∂w: delta · input"),
    ("After", "Before − learning rate · gradient"),
)


class StageQuantities:
    """The rows of one view: `columns` are (title, explanation)."""

    def __init__(self, view: StageView) -> None:
        self.view, stage = view, view.stage
        self._layer = 0 if stage is None else stage.layer
        self._rows: ParameterRows | None = None
        self.columns: tuple[tuple[str, str], ...] = FORWARD if stage is None else DELTAS
        if stage is not None and stage.kind is StageKind.WEIGHTS:
            self.columns = WEIGHTS
            self._rows = ParameterRows(view.topology, view.trace.one_bias)
            self._first = self._rows.row(view.topology.layers[stage.layer].weights)

    def __len__(self) -> int:
        topology = self.view.topology
        if self.columns is FORWARD:
            return topology.neurons - topology.inputs
        layer = topology.layers[self._layer]
        if self._rows is None:
            return layer.neurons
        biases = {BiasPolicy.FIXED: 0, BiasPolicy.SHARED: 1}
        return layer.inputs * layer.neurons + biases.get(self.view.trace.bias_policy, layer.neurons)

    def name(self, row: int) -> str:
        if self._rows is not None:
            return self._rows.name(self._first + row)
        layer, neuron = self._neuron(row)
        return neuron_name(self.view.topology, layer, neuron)

    def values(self, row: int) -> tuple[float | None, ...]:
        """The numbers of a row, None for what there is not."""
        trace, topology = self.view.trace, self.view.topology
        if self._rows is not None:
            at = self._rows.place(self._first + row)
            vectors = (trace.parameters, trace.gradients, trace.new_parameters)
            return tuple(float(vector[at]) for vector in vectors)
        if self.columns is FORWARD:
            place = topology.inputs + row
            return float(trace.nets[place]), float(trace.outputs[place])
        return None, float(trace.deltas[topology.layers[self._layer].outputs_at + row])

    def selection(self, row: int) -> Selection:
        """What a row is of."""
        if self._rows is not None:
            at = self._rows.place(self._first + row)
            return Selection(Kind.PARAMETER, self._layer + 1, at)
        layer, neuron = self._neuron(row)
        return Selection(Kind.NEURON, layer, neuron)

    def row_of(self, selection: Selection | None) -> int | None:
        """The row of what is selected, if there is one."""
        if selection is None or (selection.kind is Kind.PARAMETER) != (self._rows is not None):
            return None
        sizes, layer, at = self.view.topology.sizes, selection.layer, selection.at
        if self._rows is not None:
            if not 0 <= at < self.view.topology.parameters:
                return None
            row = self._rows.row(at) - self._first
            return row if 0 <= row < len(self) else None
        if selection.kind is not Kind.NEURON or not 0 < layer < len(sizes) or at >= sizes[layer]:
            return None
        if self.columns is FORWARD:
            return sum(sizes[1:layer]) + at
        return at if layer == self._layer + 1 else None

    def _neuron(self, row: int) -> tuple[int, int]:
        """The layer, 0 being the input layer, and the number in it."""
        if self.columns is not FORWARD:
            return self._layer + 1, row
        layer = 1
        while row >= self.view.topology.sizes[layer]:
            row -= self.view.topology.sizes[layer]
            layer += 1
        return layer, row
