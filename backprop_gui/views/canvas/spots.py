"""The places of the picture that can be pointed at, and which of them can be selected. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from backprop_gui.engine.topology import Topology
from backprop_gui.views.parts.selection import Kind, Selection


class Part(StrEnum):
    NEURON = "neuron"
    WEIGHT = "weight"
    BIAS = "bias"
    LAYER = "layer"
    ACTIVATION = "activation"
    TARGET = "target"  # `at` is that of its output neuron
    ADD = "add"
    REMOVE = "remove"
    INSERT = "insert"  # `layer` is the number that the new layer would get
    FOLD = "fold"


@dataclass(frozen=True)
class Spot:
    """`layer` counts from 0, the input layer; `at` is a neuron's number in its layer or a
    parameter's place in the vector; 0 for all other parts."""

    part: Part
    layer: int
    at: int = 0

    def selection(self) -> Selection | None:
        """The selection that a click here makes; None for buttons."""
        kind = _KINDS.get(self.part)
        return None if kind is None else Selection(kind, self.layer, self.at)


_KINDS = {
    Part.NEURON: Kind.NEURON,
    Part.WEIGHT: Kind.PARAMETER,
    Part.BIAS: Kind.PARAMETER,
    Part.LAYER: Kind.LAYER,
    Part.TARGET: Kind.NEURON,
}


def parameter_spot(topology: Topology, at: int, one_bias: bool) -> Spot:
    """Where the parameter at `at` of the vector is seen; a bias that is one for its layer is
    known by the first of its places."""
    for number, layer in enumerate(topology.layers, 1):
        if at < layer.biases:
            return Spot(Part.WEIGHT, number, at)
        if at < layer.end:
            return Spot(Part.BIAS, number, layer.biases if one_bias else at)
    raise IndexError(at)


def spot_of(topology: Topology, selection: Selection | None, one_bias: bool) -> Spot | None:
    """Where the selected thing is seen; None when this network has no such thing."""
    if selection is None or selection.at < 0:
        return None
    if selection.kind is Kind.PARAMETER:
        if selection.at >= topology.parameters:
            return None
        return parameter_spot(topology, selection.at, one_bias)
    if not 0 <= selection.layer < len(topology.sizes):
        return None
    if selection.kind is Kind.LAYER:
        return Spot(Part.LAYER, selection.layer)
    if selection.at >= topology.sizes[selection.layer]:
        return None
    return Spot(Part.NEURON, selection.layer, selection.at)


def ends(topology: Topology, spot: Spot) -> tuple[int, int]:
    """The source in the layer before, and the neuron, that the weight at `spot` joins."""
    layer = topology.layers[spot.layer - 1]
    return divmod(spot.at - layer.weights, layer.neurons)


@dataclass(frozen=True)
class Pointed:
    """What is selected, what the pointer is over, and what another view points at."""

    chosen: Spot | None = None
    hovered: Spot | None = None
    lit: frozenset[Spot] = frozenset()
