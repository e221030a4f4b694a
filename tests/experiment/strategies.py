"""Experiments of every shape, with numbers of every kind, for hypothesis."""

import numpy as np
from hypothesis import strategies as st

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED, TrainingSettings

SPECIAL = [0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1e16]
numbers = st.sampled_from(SPECIAL) | st.floats(allow_nan=False, allow_infinity=False)

sizes = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(tuple)


def arrays(count: int) -> st.SearchStrategy[Floats]:
    return st.lists(numbers, min_size=count, max_size=count).map(np.array)


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    shape = draw(sizes)
    layers = len(shape) - 1
    activations = st.lists(st.sampled_from(Activation), min_size=layers, max_size=layers)
    return Topology(shape, tuple(draw(activations)))


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    topology = draw(topologies())
    parameters = draw(arrays(topology.parameters))
    training = TrainingSettings(
        draw(st.floats(0, MOST_RATE)),
        draw(st.sampled_from(SampleOrder)),
        draw(st.integers(0, MOST_SEED)),
        draw(st.sampled_from(BiasPolicy)),
    )
    if training.bias is BiasPolicy.SHARED:
        for layer in topology.layers:
            parameters[layer.biases : layer.end] = parameters[layer.biases]
    count = draw(st.integers(1, 3))
    inputs = draw(arrays(count * topology.inputs)).reshape(count, -1)
    targets = draw(arrays(count * topology.outputs)).reshape(count, -1)
    return Experiment(Network(topology, parameters), Samples(inputs, targets), training)


def numbered(
    shape: tuple[int, ...], bias: BiasPolicy = BiasPolicy.PER_NEURON, samples: int = 2
) -> Experiment:
    """An experiment in which every number differs from every other, but shared biases."""
    topology = Topology(shape, (Activation.LOGISTIC,) * (len(shape) - 1))
    parameters = np.arange(1.0, topology.parameters + 1)
    if bias is not BiasPolicy.PER_NEURON:
        for layer in topology.layers:
            parameters[layer.biases : layer.end] = parameters[layer.biases]
    inputs = 1000 + np.arange(float(samples * topology.inputs)).reshape(samples, -1)
    targets = 2000 + np.arange(float(samples * topology.outputs)).reshape(samples, -1)
    return Experiment(
        Network(topology, parameters), Samples(inputs, targets), TrainingSettings(bias=bias)
    )
