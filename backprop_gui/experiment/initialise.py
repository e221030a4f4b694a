"""Initial weights and biases, drawn as functions of a seed alone.

Every number belongs to one place of the parameter vector: redrawing one layer gives it what
redrawing all would give it. No generator has a state.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from backprop_gui.engine import counter
from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.edits import with_parameters
from backprop_gui.experiment.experiment import Experiment

# Sets these draws apart from those of the samples' order, which has the same seed.
_STREAM = 0x2545F4914F6CDD1D


@dataclass(frozen=True)
class Initialiser(ABC):
    """A distribution of initial weights."""

    @abstractmethod
    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        """Turns numbers uniform on [0, 1) into weights of a layer of this size, one by one."""

    def draw(self, seed: int, count: int, inputs: int, neurons: int, start: int = 0) -> Floats:
        """`count` weights of a layer of this size: those of places start, start + 1, …"""
        fractions = counter.uniform(seed ^ _STREAM, count, start=start)
        return self.weights(fractions, inputs, neurons)


@dataclass(frozen=True)
class Uniform(Initialiser):
    """Uniform on [low, high), whatever the layer. Raises ExperimentError when not low <= high."""

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        fits = self.low <= self.high and math.isfinite(self.high - self.low)
        require(fits, "", "a lowest weight that is not above the highest")

    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        return self.low + fractions * (self.high - self.low)


@dataclass(frozen=True)
class Normal(Initialiser):
    """Normal, whatever the layer. Raises ExperimentError when the deviation is negative."""

    mean: float = 0.0
    deviation: float = 1.0

    def __post_init__(self) -> None:
        require(self.deviation >= 0, "", "a standard deviation that is not negative")

    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        return self.mean + self.deviation * _normal(fractions)


@dataclass(frozen=True)
class Xavier(Initialiser):
    """Uniform on ±√(6 / (inputs + neurons)), for logistic and tanh.

    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", 2010, equation 16.
    """

    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        limit = math.sqrt(6 / (inputs + neurons))
        return limit * (2 * fractions - 1)


@dataclass(frozen=True)
class He(Initialiser):
    """Normal with mean 0 and standard deviation √(2 / inputs), for ReLU.

    He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015, section 2.2.
    """

    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        return math.sqrt(2 / inputs) * _normal(fractions)


@dataclass(frozen=True)
class Constant(Initialiser):
    """The same number everywhere."""

    value: float = 0.0

    def weights(self, fractions: Floats, inputs: int, neurons: int) -> Floats:
        return np.full(len(fractions), self.value)


def redraw(
    experiment: Experiment, initialiser: Initialiser, layers: Collection[int], biases: bool
) -> Experiment:
    """New weights, and if `biases` new biases, in `layers`, from the experiment's own seed.

    Layers count as in Topology.sizes, so the first is 1. Unless biases are per neuron, a layer
    gets one number for all of them.
    """
    network, training = experiment.network, experiment.training
    parameters = network.parameters.copy()
    for number, layer in enumerate(network.topology.layers, 1):
        if number not in layers:
            continue
        end = layer.end if biases else layer.biases
        parameters[layer.weights : end] = initialiser.draw(
            training.seed, end - layer.weights, layer.inputs, layer.neurons, layer.weights
        )
        if biases and training.bias is not BiasPolicy.PER_NEURON:
            parameters[layer.biases : layer.end] = parameters[layer.biases]
    return with_parameters(experiment, parameters)


_LOWEST = 2.0**-54  # stands for 0, of which the inverse is minus infinity


def _normal(fractions: Floats) -> Floats:
    """Turns numbers uniform on [0, 1) into standard normal ones, by the inverse distribution."""
    inverse = map(NormalDist().inv_cdf, np.maximum(fractions, _LOWEST).tolist())
    return np.fromiter(inverse, dtype=np.float64, count=len(fractions))
