"""The symbols of a network: the tutorial's names, each with a note on what it is. No Qt."""

from dataclasses import dataclass, replace

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.names import layer_name, neuron_name, parameter_name
from backprop_gui.views.parts.formulas.formula import Fraction, Symbol
from backprop_gui.views.parts.selection import Kind, Selection


@dataclass(frozen=True)
class Notation:
    """Layers count from 0, the input layer. `one_bias`: each layer has one for all its neurons."""

    topology: Topology
    one_bias: bool

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.topology.sizes) - 1

    def name(self, layer: int, neuron: int) -> str:
        return neuron_name(self.topology, layer, neuron)

    def place(self, layer: int, neuron: int) -> int:
        """Where a neuron lies in the vector of all outputs."""
        if layer == 0:
            return neuron
        return self.topology.layers[layer - 1].outputs_at + neuron

    def neuron_spot(self, layer: int, neuron: int) -> Selection:
        return Selection(Kind.NEURON, layer, neuron)

    def layer_of(self, at: int) -> int:
        """The layer of neurons that the parameter at `at` of the vector belongs to."""
        ends = (number for number, x in enumerate(self.topology.layers, 1) if at < x.end)
        return next(ends)

    def parameter_spot(self, at: int) -> Selection:
        return Selection(Kind.PARAMETER, self.layer_of(at), at)

    def neurons_at(self, at: int) -> tuple[Selection, ...]:
        """The neurons that a weight joins, or the one that a bias is for; none for many."""
        number = self.layer_of(at)
        layer = self.topology.layers[number - 1]
        if at < layer.biases:
            source, neuron = divmod(at - layer.weights, layer.neurons)
            return self.neuron_spot(number - 1, source), self.neuron_spot(number, neuron)
        return () if self.one_bias else (self.neuron_spot(number, at - layer.biases),)

    # Symbols

    def out(self, layer: int, neuron: int) -> Symbol:
        name, spot = self.name(layer, neuron), self.neuron_spot(layer, neuron)
        if layer == 0:
            return Symbol(name[0], name[1:], note=f"{name}: an input of the sample", target=spot)
        note = f"out of {name}: its output, the activation of its net input"
        return Symbol("out", name, note=note, target=spot)

    def net(self, layer: int, neuron: int) -> Symbol:
        name = self.name(layer, neuron)
        note = f"net of {name}: its net input, the weighted sum of what comes in, plus the bias"
        return Symbol("net", name, note=note, target=self.neuron_spot(layer, neuron))

    def delta(self, layer: int, neuron: int) -> Symbol:
        name = self.name(layer, neuron)
        note = f"δ of {name}: ∂E/∂net, how fast the error grows with its net input"
        return Symbol("δ", name, note=note, target=self.neuron_spot(layer, neuron))

    def target(self, neuron: int) -> Symbol:
        name = self.name(self.last, neuron)
        note = f"target of {name}: what its output should be for this sample"
        return Symbol("target", name, note=note, target=self.neuron_spot(self.last, neuron))

    def error(self, neuron: int | None = None) -> Symbol:
        """E of the sample, or the part of one output neuron."""
        if neuron is None:
            note = "E: the error of this sample, the sum of ½ (target − out)² over its outputs"
            return Symbol("E", note=note, source=Selection(Kind.LAYER, self.last))
        name = self.name(self.last, neuron)
        note = f"E of {name}: its part of the error, ½ (target − out)²"
        return Symbol("E", name, note=note, target=self.neuron_spot(self.last, neuron))

    def rate(self) -> Symbol:
        return Symbol("η", note="η: the learning rate")

    def parameter(self, at: int) -> Symbol:
        name = parameter_name(self.topology, at, self.one_bias)
        note = f"{name}: {self.described(at)}"
        return Symbol(name[0], name[1:], note=note, target=self.parameter_spot(at))

    def new_parameter(self, at: int) -> Symbol:
        symbol = self.parameter(at)
        return replace(symbol, sup="+", note=f"{symbol.plain}⁺: {symbol.plain} after this step")

    def described(self, at: int) -> str:
        """What a weight or bias is, in words."""
        number = self.layer_of(at)
        layer = self.topology.layers[number - 1]
        if at < layer.biases:
            source, neuron = divmod(at - layer.weights, layer.neurons)
            return f"the weight from {self.name(number - 1, source)} to {self.name(number, neuron)}"
        if self.one_bias:
            return f"the one bias of layer {layer_name(self.topology, number)}"
        return f"the bias of {self.name(number, at - layer.biases)}"


def partial(of: Symbol, by: Symbol) -> Fraction:
    """∂of / ∂by."""
    note = f"∂{of.plain}/∂{by.plain}: how fast {of.plain} grows with {by.plain}, all else kept"
    return Fraction((_small(of),), (_small(by),), note)


def _small(symbol: Symbol) -> Symbol:
    return replace(symbol, text=f"∂{symbol.text}")
