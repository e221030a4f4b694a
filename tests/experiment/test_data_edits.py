"""Edits of the samples change what they say and nothing else."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import data_edits, edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from tests.experiment.strategies import numbered

SCALED = Column("b", 10.0, 2.0)


def table(experiment: Experiment) -> list[list[float]]:
    samples = experiment.samples
    rows: list[list[float]] = np.hstack([samples.inputs, samples.targets]).tolist()
    return rows


def rows_of(count: int) -> Experiment:
    """Two inputs and one target; row 3 is [30, 31, 32]. The second input is scaled."""
    values = 10 * np.arange(float(count))[:, None] + np.arange(3.0)
    samples = Samples(values[:, :2], values[:, 2:], (Column(), SCALED))
    return edits.with_samples(numbered((2, 2, 1)), samples)


def firsts(experiment: Experiment) -> list[int]:
    """Which rows of `rows_of` are there, in order."""
    return [int(row[0]) // 10 for row in table(experiment)]


def sevens(count: int) -> Floats:
    return np.full(count, 7.0)


def test_a_cell_is_given_as_shown_and_stored_as_trained() -> None:
    after = data_edits.with_value(rows_of(3), 1, 1, 13.0)
    assert table(after) == [[0, 1, 2], [10, 1.5, 12], [20, 21, 22]]
    assert after.samples.columns == rows_of(3).samples.columns


def test_a_cell_can_be_given_as_trained() -> None:
    after = data_edits.with_trained_value(rows_of(3), 1, 1, 0.3)
    assert table(after) == [[0, 1, 2], [10, 0.3, 12], [20, 21, 22]]
    assert after.samples.columns == rows_of(3).samples.columns


def test_a_block_overwrites_and_adds_the_rows_that_are_missing() -> None:
    after = data_edits.with_block(rows_of(2), 1, 1, np.array([[10.0, 5], [12, 6]]))
    assert table(after) == [[0, 1, 2], [10, 0, 5], [0, 1, 6]]


def test_a_block_wider_than_the_samples_is_refused() -> None:
    with pytest.raises(ExperimentError, match="no more than 2 columns"):
        data_edits.with_block(rows_of(2), 0, 1, np.zeros((1, 3)))


def test_a_number_that_scaling_makes_infinite_is_refused() -> None:
    narrow = Samples(np.zeros((1, 1)), np.zeros((1, 1)), (Column("a", 0.0, 1e-10),))
    experiment = edits.with_samples(numbered((1, 1)), narrow)
    with pytest.raises(ExperimentError, match="finite"):
        data_edits.with_value(experiment, 0, 0, 1e300)


def test_cleared_cells_are_shown_as_zero() -> None:
    after = data_edits.with_cells_cleared(rows_of(2), [(slice(0, 1), slice(0, 2))])
    assert table(after) == [[0, -5, 2], [10, 11, 12]]
    assert SCALED.shown(-5) == 0


def test_a_new_row_is_shown_as_zeros() -> None:
    assert table(data_edits.with_new_row(rows_of(2), 1)) == [[0, 1, 2], [0, -5, 0], [10, 11, 12]]


def test_copies_stand_after_the_last_of_the_rows() -> None:
    assert firsts(data_edits.with_rows_doubled(rows_of(4), [2, 0])) == [0, 1, 2, 0, 2, 3]


@pytest.mark.parametrize(
    "edit",
    [
        lambda before: data_edits.with_trained_value(before, 4, 0, 1.0),
        lambda before: data_edits.with_new_row(before, 5),
        lambda before: data_edits.with_rows_doubled(before, [1, 4]),
        lambda before: data_edits.without_rows(before, [1, 4]),
        lambda before: data_edits.with_rows_moved(before, [1, 4], -1),
    ],
)
def test_rows_that_are_not_there_are_refused(edit: Callable[[Experiment], Experiment]) -> None:
    edit(rows_of(5))
    with pytest.raises(ExperimentError) as refused:
        edit(rows_of(4))
    assert (refused.value.place, refused.value.expected) == ("samples", "no row after number 4")


def test_the_last_row_cannot_be_removed() -> None:
    assert firsts(data_edits.without_rows(rows_of(4), [0, 2])) == [1, 3]
    with pytest.raises(ExperimentError, match="at least one sample"):
        data_edits.without_rows(rows_of(2), [0, 1])


@pytest.mark.parametrize(
    ("rows", "by", "expected"),
    [
        ([1], 1, [0, 2, 1, 3]),
        ([1], -1, [1, 0, 2, 3]),
        ([0], -1, [0, 1, 2, 3]),
        ([3], 1, [0, 1, 2, 3]),
        ([0, 1], 1, [2, 0, 1, 3]),
        ([0, 2], 1, [1, 0, 2, 3]),
        ([1, 2], 99, [0, 3, 1, 2]),
    ],
)
def test_rows_move_as_a_block(rows: list[int], by: int, expected: list[int]) -> None:
    assert firsts(data_edits.with_rows_moved(rows_of(4), rows, by)) == expected


@given(st.sets(st.integers(0, 5), min_size=1), st.integers(-7, 7))
def test_moving_loses_no_row(rows: set[int], by: int) -> None:
    assert sorted(firsts(data_edits.with_rows_moved(rows_of(6), sorted(rows), by))) == [*range(6)]


def test_a_name_changes_no_number() -> None:
    before = rows_of(2)
    after = data_edits.with_column_name(before, 2, "result")
    assert after.samples.target_columns == (Column("result"),)
    assert after.samples.input_columns[1] == SCALED
    assert after.samples.has_numbers_of(before.samples)


def test_a_new_column_brings_its_neuron() -> None:
    before = rows_of(2)
    wider = data_edits.with_new_input(before, sevens)
    assert wider.network.topology.sizes == (3, 2, 1)
    assert wider.network.weights(0)[:, 2].tolist() == [7, 7]
    assert wider.network.weights(0)[:, :2].tolist() == before.network.weights(0).tolist()
    assert wider.samples.inputs[:, 2].tolist() == [0, 0]
    taller = data_edits.with_new_target(before, sevens)
    assert taller.network.topology.sizes == (2, 2, 2)
    assert taller.samples.targets.tolist() == [[2, 0], [12, 0]]


def test_a_column_goes_with_its_neuron() -> None:
    before = rows_of(2)
    after = data_edits.without_column(before, 0)
    assert after.network.topology.sizes == (1, 2, 1)
    assert after.network.weights(0).tolist() == before.network.weights(0)[:, 1:].tolist()
    assert table(after) == [[1, 2], [11, 12]]
    assert after.samples.input_columns == (SCALED,)


def test_the_last_of_several_columns_leaves_the_names_of_the_others() -> None:
    after = data_edits.without_column(rows_of(2), 1)
    assert table(after) == [[0, 2], [10, 12]]
    assert after.samples.columns == ((Column(),), (Column(),))


def test_the_last_input_and_the_last_target_stay() -> None:
    with pytest.raises(ExperimentError, match="at least one target"):
        data_edits.without_column(rows_of(2), 2)
    with pytest.raises(ExperimentError, match="at least one input"):
        data_edits.without_column(numbered((1, 1)), 0)


def test_other_samples_resize_the_first_and_last_layer_and_keep_the_weights_between() -> None:
    before = rows_of(2)
    samples = Samples(np.ones((5, 4)), np.ones((5, 3)))
    after = data_edits.with_other_samples(before, samples, sevens)
    assert after.samples == samples
    assert after.network.topology.sizes == (4, 2, 3)
    assert after.network.weights(0)[:, :2].tolist() == before.network.weights(0).tolist()
    assert after.network.weights(1)[0].tolist() == before.network.weights(1)[0].tolist()
    same = data_edits.with_other_samples(before, rows_of(9).samples, sevens)
    assert same.network == before.network


def test_a_target_goes_with_its_neuron() -> None:
    before = data_edits.with_new_target(rows_of(2), sevens)
    after = data_edits.without_column(before, 2)
    assert after.network.topology.sizes == (2, 2, 1)
    assert table(after) == [[0, 1, 0], [10, 11, 0]]
    assert after.network.weights(1).tolist() == [[7, 7]]


def test_a_target_goes_also_where_there_are_more_inputs_than_targets() -> None:
    after = data_edits.without_column(numbered((3, 2)), 4)
    assert after.network.topology.sizes == (3, 1)
    assert after.samples.targets.tolist() == [[2000], [2002]]
    after = data_edits.without_column(numbered((3, 2)), 1)
    assert after.samples.inputs.tolist() == [[1000, 1002], [1003, 1005]]
