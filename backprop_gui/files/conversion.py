"""Between what a file holds (`formats`) and the values of an experiment, shapes checked."""

from collections.abc import Sequence

import numpy as np
from msgspec import UNSET

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.edits import from_blocks
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.formats import (
    EXPERIMENT,
    VERSION,
    ChangeData,
    ExperimentFile,
    LayerData,
    NetworkData,
    ParameterData,
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
    changes = tuple(
        _change_from(change, inputs, outputs, f"changes[{at}]")
        for at, change in enumerate(file.changes)
    )
    samples = _samples_from(file.samples, inputs, outputs, "samples")
    return Experiment(network, samples, _training_from(file.training), changes)


def _samples_from(rows: Sequence[SampleData], inputs: int, outputs: int, place: str) -> Samples:
    for at, sample in enumerate(rows):
        if len(sample.inputs) != inputs or len(sample.targets) != outputs:
            _require_numbers(sample.inputs, inputs, f"{place}[{at}].inputs")
            _require_numbers(sample.targets, outputs, f"{place}[{at}].targets")
    return Samples(
        np.array([sample.inputs for sample in rows]),
        np.array([sample.targets for sample in rows]),
    )


def _training_from(given: TrainingData) -> TrainingSettings:
    return TrainingSettings(given.learning_rate, given.order, given.seed, given.bias)


def _change_from(given: ChangeData, inputs: int, outputs: int, place: str) -> Change:
    training, samples = None, None
    if given.training is not UNSET:
        training = _training_from(given.training)
    if given.samples is not UNSET:
        samples = _samples_from(given.samples, inputs, outputs, f"{place}.samples")
    parameters = tuple((each.at, each.value) for each in given.parameters)
    return Change(given.step, training, samples, parameters)


def experiment_data(experiment: Experiment) -> ExperimentFile:
    return ExperimentFile(
        EXPERIMENT,
        VERSION,
        network_data(experiment.network),
        _samples_data(experiment.samples),
        _training_data(experiment.training),
        tuple(map(_change_data, experiment.changes)),
    )


def _samples_data(samples: Samples) -> tuple[SampleData, ...]:
    pairs = zip(_rows(samples.inputs), _rows(samples.targets), strict=True)
    return tuple(SampleData(inputs, targets) for inputs, targets in pairs)


def _training_data(training: TrainingSettings) -> TrainingData:
    return TrainingData(training.learning_rate, training.order, training.seed, training.bias)


def _change_data(change: Change) -> ChangeData:
    return ChangeData(
        change.step,
        UNSET if change.training is None else _training_data(change.training),
        UNSET if change.samples is None else _samples_data(change.samples),
        tuple(ParameterData(at, value) for at, value in change.parameters),
    )


def _rows(table: Floats) -> tuple[Row, ...]:
    return tuple(map(tuple, table.tolist()))


def _require_numbers(row: Row, count: int, place: str) -> None:
    if len(row) != count:
        numbers = "1 number" if count == 1 else f"{count} numbers"
        raise ExperimentError(place, f"{numbers}, found {len(row)}")
