"""Between what a file holds (`formats`) and the values of an experiment, shapes checked."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from msgspec import UNSET, UnsetType

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.edits import from_blocks
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.formats import (
    EXPERIMENT,
    VERSION,
    ChangeData,
    ColumnData,
    ColumnsData,
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
    samples = _samples_from(file, file.samples, inputs, outputs, "")
    return Experiment(network, samples, _training_from(file.training), changes)


def _samples_from(
    given: ExperimentFile | ChangeData,
    rows: Sequence[SampleData],
    inputs: int,
    outputs: int,
    before: str,
) -> Samples:
    """The samples `rows` with the columns of `given`, whose place is `before`."""
    for at, sample in enumerate(rows):
        if len(sample.inputs) != inputs or len(sample.targets) != outputs:
            _require_numbers(sample.inputs, inputs, f"{before}samples[{at}].inputs")
            _require_numbers(sample.targets, outputs, f"{before}samples[{at}].targets")
    columns = given.columns or ColumnsData((), ())
    return Samples(
        np.array([sample.inputs for sample in rows]),
        np.array([sample.targets for sample in rows]),
        _columns_from(columns.inputs, f"{before}columns.inputs"),
        _columns_from(columns.targets, f"{before}columns.targets"),
    )


def _columns_from(columns: tuple[ColumnData, ...], place: str) -> tuple[Column, ...]:
    return tuple(_column_from(data, f"{place}[{at}]") for at, data in enumerate(columns))


def _column_from(data: ColumnData, place: str) -> Column:
    try:
        return Column(data.name, data.offset, data.scale)
    except ExperimentError as error:
        raise ExperimentError(f"{place}.{error.place}", error.expected) from error


def _training_from(given: TrainingData) -> TrainingSettings:
    return TrainingSettings(given.learning_rate, given.order, given.seed, given.bias)


def _change_from(given: ChangeData, inputs: int, outputs: int, place: str) -> Change:
    training, samples = None, None
    if given.training is not UNSET:
        training = _training_from(given.training)
    if given.samples is not UNSET:
        samples = _samples_from(given, given.samples, inputs, outputs, f"{place}.")
    elif given.columns is not UNSET:
        raise ExperimentError(f"{place}.columns", "samples that these are the columns of")
    parameters = tuple((each.at, each.value) for each in given.parameters)
    return Change(given.step, training, samples, parameters)


def experiment_data(experiment: Experiment) -> ExperimentFile:
    return ExperimentFile(
        EXPERIMENT,
        VERSION,
        network_data(experiment.network),
        _samples_data(experiment.samples),
        _training_data(experiment.training),
        _columns_data(experiment.samples),
        tuple(map(_change_data, experiment.changes)),
    )


def _samples_data(samples: Samples) -> tuple[SampleData, ...]:
    pairs = zip(_rows(samples.inputs), _rows(samples.targets), strict=True)
    return tuple(SampleData(inputs, targets) for inputs, targets in pairs)


def _columns_data(samples: Samples) -> ColumnsData | UnsetType:
    if not samples.input_columns and not samples.target_columns:
        return UNSET
    inputs, targets = (
        tuple(map(_column_data, columns))
        for columns in (samples.input_columns, samples.target_columns)
    )
    return ColumnsData(inputs, targets)


def _column_data(column: Column) -> ColumnData:
    """Only with what differs from the defaults: msgspec leaves out no others than its own."""
    plain = asdict(Column())
    told = {name: value for name, value in asdict(column).items() if value != plain[name]}
    return ColumnData(**told)


def _training_data(training: TrainingSettings) -> TrainingData:
    return TrainingData(training.learning_rate, training.order, training.seed, training.bias)


def _change_data(change: Change) -> ChangeData:
    return ChangeData(
        change.step,
        UNSET if change.training is None else _training_data(change.training),
        UNSET if change.samples is None else _samples_data(change.samples),
        UNSET if change.samples is None else _columns_data(change.samples),
        tuple(ParameterData(at, value) for at, value in change.parameters),
    )


def _rows(table: Floats) -> tuple[Row, ...]:
    return tuple(tuple(row.tolist()) for row in table)  # other threads have a turn between rows


def _require_numbers(row: Row, count: int, place: str) -> None:
    if len(row) != count:
        numbers = "1 number" if count == 1 else f"{count} numbers"
        raise ExperimentError(place, f"{numbers}, found {len(row)}")
