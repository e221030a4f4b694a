"""Edits: functions from one experiment to the next. None changes what it is given.

Layers count as in Topology.sizes: 0 is the input layer. Every function raises ExperimentError
when the result would not fit together. New weights are given by the caller, never drawn here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network, check_size
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings

Fill = Callable[[int], Floats]
"""Gives that many new weights."""


def with_parameter(experiment: Experiment, at: int, value: float) -> Experiment:
    """One weight or bias set; a bias that is one for its layer is set for the whole layer."""
    topology = experiment.network.topology
    require(0 <= at < topology.parameters, "network", "a weight or bias that is there")
    parameters = experiment.network.parameters.copy()
    for layer in topology.layers:
        if layer.biases <= at < layer.end and has_one_bias(experiment):
            parameters[layer.biases : layer.end] = value
    parameters[at] = value
    return with_parameters(experiment, parameters)


def with_parameters(experiment: Experiment, parameters: Floats) -> Experiment:
    return replace(experiment, network=experiment.network.with_parameters(parameters))


def with_network(experiment: Experiment, network: Network) -> Experiment:
    """Another network; samples keep their values where they fit, new columns are 0."""
    topology = network.topology
    samples = experiment.samples.resized(topology.inputs, topology.outputs)
    if experiment.training.bias is BiasPolicy.SHARED:
        network = _with_one_bias(network)
    return replace(experiment, network=network, samples=samples)


def with_samples(experiment: Experiment, samples: Samples) -> Experiment:
    return replace(experiment, samples=samples)


def with_training(experiment: Experiment, training: TrainingSettings) -> Experiment:
    """Other settings; where biases become shared, unequal ones of a layer become their mean."""
    network = experiment.network
    if training.bias is BiasPolicy.SHARED:
        network = _with_one_bias(network)
    return replace(experiment, network=network, training=training)


def with_activation(experiment: Experiment, layer: int, activation: Activation) -> Experiment:
    """Another activation for all neurons of `layer`, which is not the input layer."""
    require(layer > 0, "network", "a layer of neurons")
    topology = experiment.network.topology
    activations = list(topology.activations)
    activations[layer - 1] = activation
    topology = Topology(topology.sizes, tuple(activations))
    return replace(experiment, network=Network(topology, experiment.network.parameters))


def with_neurons(experiment: Experiment, layer: int, count: int, fill: Fill) -> Experiment:
    """`layer` resized at its end; all weights that remain keep their values.

    New weights come from `fill`, new biases are the layer's last one. Samples gain columns of 0
    or lose their last when the input or output layer is resized.
    """
    sizes = list(experiment.network.topology.sizes)
    sizes[layer] = count
    topology = _topology(sizes, experiment.network.topology.activations)
    return with_network(experiment, _carried_over(experiment.network, topology, fill))


def without_neuron(experiment: Experiment, layer: int, neuron: int) -> Experiment:
    """One neuron taken out with its weights, its bias and, at the ends, its samples' column."""
    old = experiment.network
    topology = old.topology
    blocks = [(old.weights(at), old.biases(at)) for at in range(len(topology.layers))]
    if layer > 0:
        weights, biases = blocks[layer - 1]
        blocks[layer - 1] = np.delete(weights, neuron, axis=0), np.delete(biases, neuron)
    if layer < len(blocks):
        weights, biases = blocks[layer]
        blocks[layer] = np.delete(weights, neuron, axis=1), biases
    network = from_blocks(topology.activations, blocks)
    samples = experiment.samples
    if layer == 0:
        samples = samples.without_input(neuron)
    if layer == len(topology.layers):
        samples = samples.without_target(neuron)
    return replace(experiment, network=network, samples=samples)


def with_layer(
    experiment: Experiment, layer: int, count: int, activation: Activation, fill: Fill
) -> Experiment:
    """A new hidden layer of `count` neurons that becomes number `layer`.

    Its weights and those of the layer after it, whose inputs it now is, come from `fill`; its
    biases are 0.
    """
    old = experiment.network
    sizes, activations = list(old.topology.sizes), list(old.topology.activations)
    require(0 < layer < len(sizes), "network", "a place between the input and the output layer")
    sizes.insert(layer, count)
    activations.insert(layer - 1, activation)
    topology = _topology(sizes, activations)
    blocks = [(old.weights(at), old.biases(at)) for at in range(len(old.topology.layers))]
    new = fill(count * sizes[layer - 1]).reshape(count, -1)
    after = fill(sizes[layer + 1] * count).reshape(-1, count)
    blocks[layer - 1 : layer] = [(new, np.zeros(count)), (after, blocks[layer - 1][1])]
    return replace(experiment, network=from_blocks(topology.activations, blocks))


def without_layer(experiment: Experiment, layer: int, fill: Fill) -> Experiment:
    """A hidden layer taken out; the weights of the layer after it come from `fill`."""
    old = experiment.network
    sizes, activations = list(old.topology.sizes), list(old.topology.activations)
    require(0 < layer < len(sizes) - 1, "network", "a hidden layer to remove")
    del sizes[layer], activations[layer - 1]
    blocks = [(old.weights(at), old.biases(at)) for at in range(len(old.topology.layers))]
    weights = fill(sizes[layer] * sizes[layer - 1]).reshape(sizes[layer], -1)
    blocks[layer - 1 : layer + 1] = [(weights, blocks[layer][1])]
    return replace(experiment, network=from_blocks(tuple(activations), blocks))


def has_one_bias(experiment: Experiment) -> bool:
    """Whether each layer has one bias for all its neurons, as in the tutorial."""
    if experiment.training.bias is BiasPolicy.PER_NEURON:
        return False
    network = experiment.network
    layers = range(len(network.topology.layers))
    return all(bool(np.all(network.biases(at) == network.biases(at)[0])) for at in layers)


def from_blocks(
    activations: tuple[Activation, ...], blocks: list[tuple[Floats, Floats]]
) -> Network:
    """A network from each layer's (weights [neuron][input], biases)."""
    sizes = (blocks[0][0].shape[1], *(len(biases) for _, biases in blocks))
    topology = _topology(sizes, activations)
    parameters = np.empty(topology.parameters)
    for at, (weights, biases) in enumerate(blocks):
        topology.weights(parameters, at)[:] = weights
        topology.biases(parameters, at)[:] = biases
    return Network(topology, parameters)


def _topology(sizes: Sequence[int], activations: Sequence[Activation]) -> Topology:
    check_size(sizes)
    return Topology(tuple(sizes), tuple(activations))


def _carried_over(old: Network, topology: Topology, fill: Fill) -> Network:
    """A network of `topology` with the weights of `old` where both have them."""
    blocks = []
    for at, layer in enumerate(topology.layers):
        before = old.weights(at)
        rows, columns = min(layer.neurons, len(before)), min(layer.inputs, before.shape[1])
        weights = np.empty((layer.neurons, layer.inputs))
        is_new = np.ones_like(weights, dtype=bool)
        is_new[:rows, :columns] = False
        weights[:rows, :columns] = before[:rows, :columns]
        weights[is_new] = fill(int(is_new.sum()))
        biases = np.full(layer.neurons, old.biases(at)[-1])
        biases[:rows] = old.biases(at)[:rows]
        blocks.append((weights, biases))
    return from_blocks(topology.activations, blocks)


def _with_one_bias(network: Network) -> Network:
    parameters = network.parameters.copy()
    for at in range(len(network.topology.layers)):
        biases = network.topology.biases(parameters, at)
        if not np.all(biases == biases[0]):
            biases[:] = np.sum(biases / len(biases))  # divided first: no sum overflows
    return network.with_parameters(parameters)
