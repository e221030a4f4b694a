"""Between what a file holds (`formats`) and the values of an experiment, shapes checked."""

from collections.abc import Sequence

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.edits import from_blocks
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.formats import (
    EXPERIMENT,
    VERSION,
    ExperimentFile,
    LayerData,
    NetworkData,
    Row,
    SampleData,
    TrainingData,
)


def network_from(inputs: int, layers: Sequence[LayerData]) -> Network:
    """Raises ExperimentError when the layers do not fit together."""
    before = inputs
    for at, layer in enumerate(layers):
        place = f"network.layers[{at}]"
        for neuron, weights in enumerate(layer.weights):
            _require_numbers(weights, before, f"{place}.weights[{neuron}]")
        before = len(layer.weights)
        _require_numbers(layer.biases, before, f"{place}.biases")
    blocks = [(np.array(layer.weights), np.array(layer.biases)) for layer in layers]
    return from_blocks(tuple(layer.activation for layer in layers), blocks)


def network_data(network: Network) -> NetworkData:
    layers = tuple(
        LayerData(activation, _rows(network.weights(at)), tuple(network.biases(at).tolist()))
        for at, activation in enumerate(network.topology.activations)
    )
    return NetworkData(network.topology.inputs, layers)


def experiment_from(file: ExperimentFile) -> Experiment:
    """Raises ExperimentError when the parts do not fit together."""
    network = network_from(file.network.inputs, file.network.layers)
    inputs, outputs = network.topology.inputs, network.topology.outputs
    for at, sample in enumerate(file.samples):
        if len(sample.inputs) != inputs or len(sample.targets) != outputs:
            _require_numbers(sample.inputs, inputs, f"samples[{at}].inputs")
            _require_numbers(sample.targets, outputs, f"samples[{at}].targets")
    samples = Samples(
        np.array([sample.inputs for sample in file.samples]),
        np.array([sample.targets for sample in file.samples]),
    )
    given = file.training
    training = TrainingSettings(given.learning_rate, given.order, given.seed, given.bias)
    return Experiment(network, samples, training)


def experiment_data(experiment: Experiment) -> ExperimentFile:
    training, samples = experiment.training, experiment.samples
    pairs = zip(_rows(samples.inputs), _rows(samples.targets), strict=True)
    return ExperimentFile(
        EXPERIMENT,
        VERSION,
        network_data(experiment.network),
        tuple(SampleData(inputs, targets) for inputs, targets in pairs),
        TrainingData(training.learning_rate, training.order, training.seed, training.bias),
    )


def _rows(table: Floats) -> tuple[Row, ...]:
    return tuple(map(tuple, table.tolist()))


def _require_numbers(row: Row, count: int, place: str) -> None:
    if len(row) != count:
        numbers = "1 number" if count == 1 else f"{count} numbers"
        raise ExperimentError(place, f"{numbers}, found {len(row)}")
