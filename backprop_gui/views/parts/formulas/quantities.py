"""The numbers of a trace as parts of formulas: each with what it is and where it is. No Qt."""

from dataclasses import dataclass

from backprop_gui.engine.chain import NeuronChain
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.parts.formulas.formula import Number
from backprop_gui.views.parts.formulas.notation import Notation


@dataclass(frozen=True)
class Quantities:
    """Layers count from 0, the input layer. Computes nothing: every value is the engine's."""

    trace: StepTrace
    topology: Topology
    notation: Notation

    @classmethod
    def of(cls, topology: Topology, trace: StepTrace) -> "Quantities":
        return cls(trace, topology, Notation(topology, trace.one_bias))

    def out(self, layer: int, neuron: int) -> Number:
        note = self.notation
        spot, symbol = note.neuron_spot(layer, neuron), note.out(layer, neuron)
        value = self.trace.outputs[note.place(layer, neuron)]
        return Number(float(value), symbol.note, spot)

    def net(self, layer: int, neuron: int) -> Number:
        note = self.notation
        value = self.trace.nets[note.place(layer, neuron)]
        symbol = note.net(layer, neuron)
        return Number(float(value), symbol.note, symbol.target)

    def target(self, neuron: int) -> Number:
        symbol = self.notation.target(neuron)
        return Number(float(self.trace.targets[neuron]), symbol.note, symbol.target)

    def error(self, neuron: int | None = None) -> Number:
        symbol = self.notation.error(neuron)
        value = self.trace.error if neuron is None else self.trace.errors[neuron]
        return Number(float(value), symbol.note, symbol.target or symbol.source)

    def parameter(self, at: int) -> Number:
        symbol = self.notation.parameter(at)
        return Number(float(self.trace.parameters[at]), symbol.note, symbol.target)

    def new_parameter(self, at: int) -> Number:
        symbol = self.notation.new_parameter(at)
        return Number(float(self.trace.new_parameters[at]), symbol.note, symbol.target)

    def update(self, at: int) -> Number:
        symbol = self.notation.parameter(at)
        note = f"η · ∂E/∂{symbol.plain}: what this step takes from {symbol.plain}"
        return Number(float(self.trace.updates[at]), note, symbol.target)

    def gradient(self, at: int) -> Number:
        symbol = self.notation.parameter(at)
        note = f"∂E/∂{symbol.plain}: the gradient, how fast the error grows with {symbol.plain}"
        return Number(float(self.trace.gradients[at]), note, symbol.target)

    def rate(self) -> Number:
        return Number(float(self.trace.learning_rate), self.notation.rate().note)

    # What a chain holds of its neuron

    def error_by_output(self, chain: NeuronChain) -> Number:
        name = self._name(chain)
        note = f"∂E/∂out of {name}: how fast the error grows with its output"
        return self._of(chain, chain.error_by_output, note)

    def output_by_net(self, chain: NeuronChain) -> Number:
        note = f"∂out/∂net of {self._name(chain)}: the slope of its activation"
        return self._of(chain, chain.output_by_net, note)

    def delta(self, chain: NeuronChain) -> Number:
        note = self.notation.delta(chain.layer + 1, chain.neuron).note
        return self._of(chain, chain.delta, note)

    def _name(self, chain: NeuronChain) -> str:
        return self.notation.name(chain.layer + 1, chain.neuron)

    def _of(self, chain: NeuronChain, value: float, note: str) -> Number:
        return Number(value, note, self.notation.neuron_spot(chain.layer + 1, chain.neuron))
