"""The derivation of one gradient from the trace of a step, by the chain rule.

For a weight w into a neuron: ∂E/∂w = ∂E/∂out · ∂out/∂net · ∂net/∂w. A hidden neuron's ∂E/∂out is
a sum over paths, one through each neuron of the next layer, each of which is such a chain in turn.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from backprop_gui.engine.topology import Floats, Layer, Topology
from backprop_gui.engine.trace import StepTrace


class Path(NamedTuple):
    """What reaches the error through `neuron` of the next layer: delta · weight = product.

    The weight is that from before the update; it lies at `weight_at` of the parameter vector.
    """

    neuron: int
    weight_at: int
    delta: float
    weight: float
    product: float


@dataclass(frozen=True, eq=False)
class NeuronChain:
    """delta = ∂E/∂out · ∂out/∂net of one neuron; layer 0 is the first after the inputs.

    `next_deltas` and `weights` have one number a neuron of the next layer, the weights from
    `weights_at` of the parameter vector on; none for output neurons.
    """

    layer: int
    neuron: int
    error_by_output: float
    output_by_net: float
    delta: float
    next_deltas: Floats
    weights: Floats
    weights_at: int

    @property
    def paths(self) -> tuple[Path, ...]:
        """Added from 0 in this order, their products are ∂E/∂out; none for output neurons."""
        with np.errstate(over="ignore", invalid="ignore"):  # of a run that diverges
            products = self.next_deltas * self.weights
        columns = self.next_deltas, self.weights, products
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(Path(j, self.weights_at + j, *row) for j, row in enumerate(rows))

    def path(self, at: int) -> Path:
        """One of `paths`, without making the others."""
        only = slice(at, at + 1)
        (path,) = replace(
            self,
            next_deltas=self.next_deltas[only],
            weights=self.weights[only],
            weights_at=self.weights_at + at,
        ).paths
        return path._replace(neuron=at)


@dataclass(frozen=True, eq=False)
class PathLedger:
    """The gradient of one weight or bias: Σ delta · ∂net/∂parameter over `neurons`.

    There is one neuron, but where a layer has one bias, all of the layer. `places` are those of
    the parameter vector that hold this one number. ∂net/∂parameter is the output that a weight
    carries, and 1 for a bias.
    """

    places: range
    neurons: tuple[NeuronChain, ...]
    net_by_parameter: float
    gradient: float


def paths(topology: Topology, trace: StepTrace, at: int) -> PathLedger:
    """The chain of the parameter at `at` of the vector.

    Raises IndexError when there is none.
    """
    number, layer = _layer_of(topology, at)
    if at < layer.biases:
        source, neuron = divmod(at - layer.weights, layer.neurons)
        places, neurons = range(at, at + 1), range(neuron, neuron + 1)
        by_parameter = float(trace.outputs[layer.inputs_at + source])
    else:
        places = range(layer.biases, layer.end) if trace.one_bias else range(at, at + 1)
        neurons = range(places.start - layer.biases, places.stop - layer.biases)
        by_parameter = 1.0
    chains = tuple(neuron_chain(topology, trace, number, neuron) for neuron in neurons)
    return PathLedger(places, chains, by_parameter, float(trace.gradients[at]))


def neuron_chain(topology: Topology, trace: StepTrace, layer: int, neuron: int) -> NeuronChain:
    """The chain of one neuron; layer 0 is the first after the inputs.

    The chain of a path's neuron is that of `path.neuron` in `layer + 1`.
    """
    place = topology.layers[layer].outputs_at + neuron
    deltas = weights = trace.deltas[:0]
    at = topology.parameters
    if layer + 1 < len(topology.layers):
        following = topology.layers[layer + 1]
        at = following.weights + neuron * following.neurons
        weights = trace.parameters[at : at + following.neurons]
        deltas = trace.deltas[following.outputs_at : following.outputs_at + following.neurons]
    return NeuronChain(
        layer=layer,
        neuron=neuron,
        error_by_output=float(trace.error_by_output[place]),
        output_by_net=float(trace.slopes[place]),
        delta=float(trace.deltas[place]),
        next_deltas=deltas,
        weights=weights,
        weights_at=at,
    )


def _layer_of(topology: Topology, at: int) -> tuple[int, Layer]:
    for number, layer in enumerate(topology.layers):
        if layer.weights <= at < layer.end:
            return number, layer
    raise IndexError(at)
