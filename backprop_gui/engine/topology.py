"""The shape of a network and where each weight and bias lies in its flat parameter vector."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.choices import Activation

Floats = npt.NDArray[np.float64]

NARROW = 16
"""Widest layer whose results must equal the per-neuron definition bit for bit."""


@dataclass(frozen=True)
class Layer:
    """One layer of neurons: sizes and offsets, all counted in numbers.

    Weights lie input-major at `weights`: all that leave input 0, then input 1, …; so the weight
    from input i to neuron j is at `weights + i * neurons + j`. Biases follow them, one a neuron.
    `inputs_at` and `outputs_at` are offsets in the vector of all outputs, input layer first.
    """

    inputs: int
    neurons: int
    weights: int
    biases: int
    activation: Activation
    inputs_at: int
    outputs_at: int

    @property
    def end(self) -> int:
        return self.biases + self.neurons


@dataclass(frozen=True)
class Topology:
    """Sizes of all layers (the input layer first) and an activation for each but the input."""

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or len(self.activations) != len(self.sizes) - 1:
            raise ValueError("a network needs an input layer and one activation per further layer")
        if min(self.sizes) < 1:
            raise ValueError("every layer needs at least one neuron")

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(self._lay_out())

    def _lay_out(self) -> Iterator[Layer]:
        at, outputs = 0, 0
        pairs = zip(self.sizes, self.sizes[1:], self.activations, strict=False)
        for inputs, neurons, activation in pairs:
            biases = at + inputs * neurons
            yield Layer(inputs, neurons, at, biases, activation, outputs, outputs + inputs)
            at, outputs = biases + neurons, outputs + inputs

    @property
    def inputs(self) -> int:
        return self.sizes[0]

    @property
    def outputs(self) -> int:
        return self.sizes[-1]

    @property
    def parameters(self) -> int:
        """How many numbers the parameter vector holds."""
        return self.layers[-1].end

    @property
    def neurons(self) -> int:
        """How many numbers the vector of all outputs holds: the inputs and every neuron."""
        return sum(self.sizes)

    @property
    def is_narrow(self) -> bool:
        return max(self.sizes) <= NARROW

    @cached_property
    def table(self) -> npt.NDArray[np.uint64]:
        """The layers as the kernels read them, one row a layer.

        Columns: inputs, neurons, weights, biases, inputs_at, outputs_at, activation code.
        Unsigned, because Numba guards signed indices against negative ones on every access.
        """
        rows = [
            (x.inputs, x.neurons, x.weights, x.biases, x.inputs_at, x.outputs_at, x.activation.code)
            for x in self.layers
        ]
        table = np.array(rows, dtype=np.uint64)
        table.flags.writeable = False
        return table

    def weights(self, parameters: Floats, layer: int) -> Floats:
        """The weights of `layer` (0 is the first after the inputs) as a view [neuron][input]."""
        at = self.layers[layer]
        return parameters[at.weights : at.biases].reshape(at.inputs, at.neurons).T

    def biases(self, parameters: Floats, layer: int) -> Floats:
        """The biases of `layer` as a view, one a neuron."""
        at = self.layers[layer]
        return parameters[at.biases : at.end]

    def weight_at(self, layer: int, neuron: int, source: int) -> int:
        """Where the weight from `source` in the layer before to `neuron` lies in the vector."""
        at = self.layers[layer]
        return at.weights + source * at.neurons + neuron

    def bias_at(self, layer: int, neuron: int) -> int:
        """Where the bias of `neuron` lies in the vector."""
        return self.layers[layer].biases + neuron
