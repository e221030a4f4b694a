"""A network as a value: its topology and the one vector of its weights and biases."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.checks import require

MOST_NEURONS = 65_536  # in one layer
MOST_LAYERS = 64
MOST_PARAMETERS = 20_000_000  # 160 MB in memory


def frozen(values: Floats) -> Floats:
    """A read-only float64 array of these values; copied only if it could be changed elsewhere."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    # A read-only view is no safer than what it looks at.
    if array.flags.writeable or not array.flags.owndata:
        array = array.copy()
        array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Network:
    """Equal when topology and every bit of every parameter are equal.

    Raises ExperimentError when the parameters do not fit the topology or are not finite.
    """

    topology: Topology
    parameters: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", frozen(self.parameters))
        check_size(self.topology.sizes)
        fits = self.parameters.shape == (self.topology.parameters,)
        require(fits, "network", f"{self.topology.parameters} weights and biases")
        require(bool(np.isfinite(self.parameters).all()), "network", "finite weights and biases")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return self.topology == other.topology and _same_bits(self.parameters, other.parameters)

    def __hash__(self) -> int:
        return hash((self.topology, self.parameters.tobytes()))

    def weights(self, layer: int) -> Floats:
        """The weights of `layer` as a read-only view [neuron][input]."""
        return self.topology.weights(self.parameters, layer)

    def biases(self, layer: int) -> Floats:
        """The biases of `layer` as a read-only view, one a neuron."""
        return self.topology.biases(self.parameters, layer)

    def with_parameters(self, parameters: Floats) -> Self:
        return type(self)(self.topology, parameters)


def check_size(sizes: Sequence[int]) -> None:
    """Raises ExperimentError when a network of these layer sizes is none, or too large to take."""
    require(min(sizes) >= 1, "network", "at least one neuron in a layer")
    most = f"at most {MOST_LAYERS} layers"
    require(len(sizes) - 1 <= MOST_LAYERS, "network.layers", most)
    require(max(sizes) <= MOST_NEURONS, "network", f"at most {MOST_NEURONS} neurons in a layer")
    parameters = sum((n + 1) * m for n, m in pairwise(sizes))
    most = f"at most {MOST_PARAMETERS} weights and biases"
    require(parameters <= MOST_PARAMETERS, "network", most)


def _same_bits(one: Floats, other: Floats) -> bool:
    return one is other or np.array_equal(one.view(np.uint64), other.view(np.uint64))


def same_table(one: Floats, other: Floats) -> bool:
    """Whether two tables have the same shape and bits."""
    return one is other or (one.shape == other.shape and _same_bits(one, other))
