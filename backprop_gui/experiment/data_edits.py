"""Edits of the samples: cells, rows and columns, as functions from one experiment to the next.

Rows count from 0; columns count through the inputs and then the targets. Cells are given as
shown, and stored as trained. Every function raises ExperimentError when the result would not fit.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples


def with_block(experiment: Experiment, row: int, column: int, block: Floats) -> Experiment:
    """A block of values [row][column] written with its first one at (row, column).

    Rows that are missing below are added; what the block leaves open in them is shown as 0.
    """
    samples = experiment.samples
    columns = all_columns(samples)
    end = column + block.shape[1]
    require(end <= len(columns), "samples", f"no more than {len(columns) - column} columns")
    table = _table(samples)
    missing = row + len(block) - len(table)
    if missing > 0:
        table = np.vstack([table, _zeros(samples, missing)])
    offsets = np.array([each.offset for each in columns[column:end]])
    scales = np.array([each.scale for each in columns[column:end]])
    with np.errstate(over="ignore"):  # the samples refuse what is not finite
        table[row : row + len(block), column:end] = (block - offsets) / scales
    return _with_table(experiment, table)


def with_value(experiment: Experiment, row: int, column: int, value: float) -> Experiment:
    """One cell set."""
    return with_block(experiment, row, column, np.array([[value]]))


def with_trained_value(experiment: Experiment, row: int, column: int, value: float) -> Experiment:
    """One cell set to what is to be trained on, instead of as shown."""
    _require_rows(experiment.samples, row)
    table = _table(experiment.samples)
    table[row, column] = value
    return _with_table(experiment, table)


def with_cells_cleared(experiment: Experiment, blocks: Sequence[tuple[slice, slice]]) -> Experiment:
    """All cells of those blocks, each (rows, columns), set so that they show 0."""
    table, zeros = _table(experiment.samples), _zeros(experiment.samples, 1)[0]
    for rows, columns in blocks:
        table[rows, columns] = zeros[columns]
    return _with_table(experiment, table)


def with_new_row(experiment: Experiment, at: int) -> Experiment:
    """A row of zeros that becomes number `at`."""
    _require_rows(experiment.samples, at - 1)
    zeros = _zeros(experiment.samples, 1)
    return _with_table(experiment, np.insert(_table(experiment.samples), at, zeros, axis=0))


def with_rows_doubled(experiment: Experiment, rows: Sequence[int]) -> Experiment:
    """Copies of those rows, in their order, after the last of them."""
    _require_rows(experiment.samples, *rows)
    table, after = _table(experiment.samples), max(rows) + 1
    copies = table[sorted(rows)]
    return _with_table(experiment, np.concatenate([table[:after], copies, table[after:]]))


def without_rows(experiment: Experiment, rows: Sequence[int]) -> Experiment:
    """Without those rows; one must remain."""
    _require_rows(experiment.samples, *rows)
    return _with_table(experiment, np.delete(_table(experiment.samples), list(rows), axis=0))


def with_rows_moved(experiment: Experiment, rows: Sequence[int], by: int) -> Experiment:
    """Those rows moved down by so many places (up if negative), as a block, as far as there is."""
    _require_rows(experiment.samples, *rows)
    table, moved = _table(experiment.samples), sorted(rows)
    others = np.delete(np.arange(len(table)), moved)
    at = min(max(moved[0] + by, 0), len(others))
    return _with_table(experiment, table[np.insert(others, at, moved)])


def with_column_name(experiment: Experiment, column: int, name: str) -> Experiment:
    """Another name for a column; empty for that of its neuron."""
    columns = list(all_columns(experiment.samples))
    require(0 <= column < len(columns), "samples", "a column that is there")
    columns[column] = replace(columns[column], name=name)
    return _with_table(experiment, _table(experiment.samples), tuple(columns))


def with_new_input(experiment: Experiment, fill: Fill) -> Experiment:
    """One more input column, the last, and the neuron for it."""
    return edits.with_neurons(experiment, 0, experiment.network.topology.inputs + 1, fill)


def with_new_target(experiment: Experiment, fill: Fill) -> Experiment:
    """One more target column, the last, and the output neuron for it."""
    topology = experiment.network.topology
    return edits.with_neurons(experiment, len(topology.layers), topology.outputs + 1, fill)


def without_column(experiment: Experiment, column: int) -> Experiment:
    """Without a column and its neuron; of inputs and of targets, one must remain each."""
    topology = experiment.network.topology
    is_target = column >= topology.inputs
    count = topology.outputs if is_target else topology.inputs
    require(count > 1, "samples", f"at least one {'target' if is_target else 'input'}")
    layer = len(topology.layers) if is_target else 0
    neuron = column - topology.inputs if is_target else column
    return edits.without_neuron(experiment, layer, neuron)


def with_other_samples(experiment: Experiment, samples: Samples, fill: Fill) -> Experiment:
    """Other samples; the input and the output layer are resized to fit them."""
    inputs, targets = samples.inputs.shape[1], samples.targets.shape[1]
    fitting = replace(experiment, samples=_one_row(experiment.samples))
    fitting = edits.with_neurons(fitting, 0, inputs, fill)
    last = len(experiment.network.topology.layers)
    fitting = edits.with_neurons(fitting, last, targets, fill)
    return replace(fitting, samples=samples)


def all_columns(samples: Samples) -> tuple[Column, ...]:
    """Those of the inputs, then those of the targets."""
    input_columns, target_columns = samples.columns
    return input_columns + target_columns


def _table(samples: Samples) -> Floats:
    """Inputs and targets side by side, in an array of its own."""
    return np.hstack([samples.inputs, samples.targets])


def _require_rows(samples: Samples, *rows: int) -> None:
    """Raises ExperimentError unless they are there."""
    require(max(rows) < len(samples), "samples", f"no row after number {len(samples)}")


def _with_table(
    experiment: Experiment, table: Floats, columns: tuple[Column, ...] | None = None
) -> Experiment:
    inputs = experiment.network.topology.inputs
    columns = all_columns(experiment.samples) if columns is None else columns
    samples = Samples(table[:, :inputs], table[:, inputs:], columns[:inputs], columns[inputs:])
    return edits.with_samples(experiment, samples)


def _zeros(samples: Samples, count: int) -> Floats:
    """Rows that are shown as zeros."""
    row = [each.trained(0.0) for each in all_columns(samples)]
    return np.tile(row, (count, 1))


def _one_row(samples: Samples) -> Samples:
    """The first row alone: cheap to resize where the rest would be thrown away."""
    return Samples(samples.inputs[:1], samples.targets[:1])
