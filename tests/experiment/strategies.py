"""Experiments of every shape, with numbers of every kind, for hypothesis."""

import numpy as np
from hypothesis import strategies as st

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED, TrainingSettings

SPECIAL = [0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1e16]
numbers = st.sampled_from(SPECIAL) | st.floats(allow_nan=False, allow_infinity=False)

sizes = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(tuple)


def arrays(count: int) -> st.SearchStrategy[Floats]:
    return st.lists(numbers, min_size=count, max_size=count).map(np.array)


settings = st.builds(
    TrainingSettings,
    st.floats(0, MOST_RATE),
    st.sampled_from(SampleOrder),
    st.integers(0, MOST_SEED),
    st.sampled_from(BiasPolicy),
)


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    shape = draw(sizes)
    layers = len(shape) - 1
    activations = st.lists(st.sampled_from(Activation), min_size=layers, max_size=layers)
    return Topology(shape, tuple(draw(activations)))


@st.composite
def experiments(draw: st.DrawFn, most_changes: int = 0) -> Experiment:
    topology = draw(topologies())
    parameters = draw(arrays(topology.parameters))
    training = draw(settings)
    if training.bias is BiasPolicy.SHARED:
        for layer in topology.layers:
            parameters[layer.biases : layer.end] = parameters[layer.biases]
    steps = sorted(draw(st.sets(st.integers(1, 10**6), max_size=most_changes)))
    changes = tuple(draw(changes_at(step, topology)) for step in steps)
    samples = draw(tables(topology))
    return Experiment(Network(topology, parameters), samples, training, changes)


@st.composite
def tables(draw: st.DrawFn, topology: Topology) -> Samples:
    count = draw(st.integers(1, 3))
    inputs = draw(arrays(count * topology.inputs)).reshape(count, -1)
    targets = draw(arrays(count * topology.outputs)).reshape(count, -1)
    return Samples(inputs, targets)


@st.composite
def changes_at(draw: st.DrawFn, step: int, topology: Topology) -> Change:
    places = st.integers(0, topology.parameters - 1)
    parameters = draw(st.dictionaries(places, numbers, max_size=3))
    return Change(
        step,
        draw(st.none() | settings),
        draw(st.none() | tables(topology)),
        tuple(sorted(parameters.items())),
    )


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
