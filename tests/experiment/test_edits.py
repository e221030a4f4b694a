"""Edits make a new experiment, keep what they promise to keep, and change nothing in place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from tests.experiment.strategies import experiments, numbered

SHAPE = (2, 3, 4, 2)


def filling() -> Callable[[int], Floats]:
    """New weights -1, -2, …: told apart from all others by their sign."""
    source: Iterator[int] = count(1)
    return lambda number: np.array([-float(next(source)) for _ in range(number)])


def table(experiment: Experiment, layer: int) -> list[list[float]]:
    weights: list[list[float]] = experiment.network.weights(layer).tolist()
    return weights


def biases(experiment: Experiment, layer: int) -> list[float]:
    values: list[float] = experiment.network.biases(layer).tolist()
    return values


def assert_same_layer(one: Experiment, other: Experiment, layer: int, at: int) -> None:
    """Layer `layer` of `one` is layer `at` of `other`."""
    assert table(one, layer) == table(other, at)
    assert biases(one, layer) == biases(other, at)


# One weight or bias


def test_setting_a_weight_changes_it_alone() -> None:
    before = numbered(SHAPE)
    after = edits.with_parameter(before, 7, 0.5)
    changed = np.flatnonzero(after.network.parameters != before.network.parameters)
    assert changed.tolist() == [7]
    assert after.network.parameters[7] == 0.5
    assert (after.samples, after.training) == (before.samples, before.training)


@pytest.mark.parametrize("bias", [BiasPolicy.SHARED, BiasPolicy.FIXED])
def test_setting_a_layers_one_bias_sets_it_for_all_its_neurons(bias: BiasPolicy) -> None:
    before = numbered((2, 3, 2), bias)
    at = before.network.topology.bias_at(0, 1)
    after = edits.with_parameter(before, at, 0.5)
    assert biases(after, 0) == [0.5] * 3
    assert biases(after, 1) == biases(before, 1)


def test_setting_a_bias_of_a_neurons_own_leaves_the_others() -> None:
    before = numbered((2, 3, 2))
    after = edits.with_parameter(before, before.network.topology.bias_at(0, 1), 0.5)
    assert biases(after, 0) == [biases(before, 0)[0], 0.5, biases(before, 0)[2]]


def test_fixed_biases_that_differ_are_set_one_by_one() -> None:
    before = replace(numbered((2, 3, 2)), training=TrainingSettings(bias=BiasPolicy.FIXED))
    after = edits.with_parameter(before, before.network.topology.bias_at(0, 1), 0.5)
    assert biases(after, 0) == [biases(before, 0)[0], 0.5, biases(before, 0)[2]]


@pytest.mark.parametrize("bias", list(BiasPolicy))
def test_a_bias_of_zero_stays_zero(bias: BiasPolicy) -> None:
    before = numbered((2, 2, 1), bias)
    at = before.network.topology.bias_at(1, 0)
    assert edits.with_parameter(before, at, 0.0).network.parameters[at] == 0.0


def test_a_weight_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ExperimentError, match="finite"):
        edits.with_parameter(numbered((2, 1)), 0, float("nan"))


@pytest.mark.parametrize("at", [-1, 12, 10**9])
def test_there_is_no_weight_out_of_the_network(at: int) -> None:
    with pytest.raises(ExperimentError, match="a weight or bias that is there"):
        edits.with_parameter(numbered((2, 2, 2)), at, 0.5)


# Neurons


@pytest.mark.parametrize("neurons", [1, 2, 4, 5])
def test_resizing_a_hidden_layer_keeps_every_weight_that_remains(neurons: int) -> None:
    before = numbered(SHAPE)
    after = edits.with_neurons(before, 1, neurons, filling())
    kept = min(neurons, 3)
    assert after.network.topology.sizes == (2, neurons, 4, 2)
    assert table(after, 0)[:kept] == table(before, 0)[:kept]
    assert biases(after, 0)[:kept] == biases(before, 0)[:kept]
    assert [row[:kept] for row in table(after, 1)] == [row[:kept] for row in table(before, 1)]
    assert biases(after, 1) == biases(before, 1)
    assert_same_layer(after, before, 2, 2)
    assert after.samples == before.samples


def test_weights_of_new_neurons_come_from_the_caller() -> None:
    after = edits.with_neurons(numbered(SHAPE), 1, 5, filling())
    rows = table(after, 0)[3:] + [row[3:] for row in table(after, 1)]
    new = [x for row in rows for x in row]
    assert new == [-float(k) for k in range(1, 13)]


def test_a_new_neuron_has_the_last_ones_bias() -> None:
    before = numbered(SHAPE)
    assert biases(edits.with_neurons(before, 1, 5, filling()), 0)[3:] == [biases(before, 0)[2]] * 2


def test_shared_biases_stay_shared_when_a_layer_grows() -> None:
    after = edits.with_neurons(numbered(SHAPE, BiasPolicy.SHARED), 2, 6, filling())
    assert len(set(biases(after, 1))) == 1


@pytest.mark.parametrize(
    ("layer", "neurons", "inputs", "targets"),
    [
        (0, 3, [[1000, 1001, 0], [1002, 1003, 0]], [[2000, 2001], [2002, 2003]]),
        (0, 1, [[1000], [1002]], [[2000, 2001], [2002, 2003]]),
        (3, 3, [[1000, 1001], [1002, 1003]], [[2000, 2001, 0], [2002, 2003, 0]]),
        (3, 1, [[1000, 1001], [1002, 1003]], [[2000], [2002]]),
    ],
)
def test_samples_gain_columns_of_0_or_lose_their_last(
    layer: int, neurons: int, inputs: list[list[float]], targets: list[list[float]]
) -> None:
    after = edits.with_neurons(numbered(SHAPE), layer, neurons, filling())
    assert after.samples.inputs.tolist() == inputs
    assert after.samples.targets.tolist() == targets


@pytest.mark.parametrize("neuron", [0, 1, 2])
def test_a_removed_hidden_neuron_takes_only_its_own_numbers_along(neuron: int) -> None:
    before = numbered(SHAPE)
    after = edits.without_neuron(before, 1, neuron)
    left = [k for k in range(3) if k != neuron]
    assert table(after, 0) == [table(before, 0)[k] for k in left]
    assert biases(after, 0) == [biases(before, 0)[k] for k in left]
    assert table(after, 1) == [[row[k] for k in left] for row in table(before, 1)]
    assert biases(after, 1) == biases(before, 1)
    assert_same_layer(after, before, 2, 2)
    assert after.samples == before.samples


def test_a_removed_input_takes_its_samples_column_along() -> None:
    before = numbered(SHAPE)
    after = edits.without_neuron(before, 0, 0)
    assert after.samples.inputs.tolist() == [[1001], [1003]]
    assert after.samples.targets.tolist() == before.samples.targets.tolist()
    assert table(after, 0) == [row[1:] for row in table(before, 0)]
    assert biases(after, 0) == biases(before, 0)


def test_a_removed_output_takes_its_samples_column_along() -> None:
    before = numbered(SHAPE)
    after = edits.without_neuron(before, 3, 0)
    assert after.samples.targets.tolist() == [[2001], [2003]]
    assert after.samples.inputs.tolist() == before.samples.inputs.tolist()
    assert table(after, 2) == table(before, 2)[1:]
    assert biases(after, 2) == biases(before, 2)[1:]


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_layers_last_neuron_cannot_be_removed(layer: int) -> None:
    with pytest.raises(ExperimentError, match="at least one neuron"):
        edits.without_neuron(numbered((1, 1, 1)), layer, 0)
    with pytest.raises(ExperimentError, match="at least one neuron"):
        edits.with_neurons(numbered((1, 1, 1)), layer, 0, filling())


def test_a_network_that_grows_too_large_is_refused_before_it_is_filled() -> None:
    def never(_: int) -> Floats:
        raise AssertionError

    with pytest.raises(ExperimentError, match="at most"):
        edits.with_neurons(numbered((2, 3, 1)), 1, 10**9, never)
    with pytest.raises(ExperimentError, match="at most"):
        edits.with_layer(numbered((2, 3, 1)), 1, 10**9, Activation.TANH, never)


# Layers


def test_a_new_layer_and_the_one_after_it_are_filled_and_all_others_kept() -> None:
    before = numbered(SHAPE)
    after = edits.with_layer(before, 2, 5, Activation.TANH, filling())
    assert after.network.topology.sizes == (2, 3, 5, 4, 2)
    assert after.network.topology.activations[1] is Activation.TANH
    assert_same_layer(after, before, 0, 0)
    assert_same_layer(after, before, 3, 2)
    assert biases(after, 1) == [0.0] * 5
    assert biases(after, 2) == biases(before, 1)
    new = [x for layer in (1, 2) for row in table(after, layer) for x in row]
    assert new == [-float(k) for k in range(1, 36)]
    assert after.samples == before.samples


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_layer_fits_in_everywhere_between_input_and_output(layer: int) -> None:
    after = edits.with_layer(numbered(SHAPE), layer, 1, Activation.RELU, filling())
    sizes = list(SHAPE)
    sizes.insert(layer, 1)
    assert after.network.topology.sizes == tuple(sizes)


@pytest.mark.parametrize("layer", [-1, 0, 4])
def test_no_layer_goes_before_the_input_or_after_the_output(layer: int) -> None:
    with pytest.raises(ExperimentError, match="between the input and the output"):
        edits.with_layer(numbered(SHAPE), layer, 1, Activation.RELU, filling())


def test_a_removed_layer_leaves_all_but_the_next_ones_weights() -> None:
    before = numbered(SHAPE)
    after = edits.without_layer(before, 1, filling())
    assert after.network.topology.sizes == (2, 4, 2)
    assert all(x < 0 for row in table(after, 0) for x in row)
    assert biases(after, 0) == biases(before, 1)
    assert_same_layer(after, before, 1, 2)
    assert after.samples == before.samples


def test_a_removed_layer_takes_its_activation_along() -> None:
    before = edits.with_activation(numbered(SHAPE), 1, Activation.RELU)
    after = edits.without_layer(before, 1, filling())
    assert after.network.topology.activations == (Activation.LOGISTIC, Activation.LOGISTIC)


@pytest.mark.parametrize("layer", [0, 3])
def test_neither_the_input_nor_the_output_layer_can_be_removed(layer: int) -> None:
    with pytest.raises(ExperimentError, match="a hidden layer to remove"):
        edits.without_layer(numbered(SHAPE), layer, filling())


def test_an_activation_is_changed_for_its_layer_alone() -> None:
    before = numbered(SHAPE)
    after = edits.with_activation(before, 2, Activation.IDENTITY)
    expected = (Activation.LOGISTIC, Activation.IDENTITY, Activation.LOGISTIC)
    assert after.network.topology.activations == expected
    assert np.array_equal(after.network.parameters, before.network.parameters)


def test_the_input_layer_has_no_activation() -> None:
    with pytest.raises(ExperimentError, match="a layer of neurons"):
        edits.with_activation(numbered(SHAPE), 0, Activation.TANH)


# Network, samples, training


def test_another_network_keeps_the_samples_that_fit() -> None:
    after = edits.with_network(numbered((2, 3, 1)), numbered((3, 1)).network)
    assert after.samples.inputs.tolist() == [[1000, 1001, 0], [1002, 1003, 0]]
    assert after.samples.targets.tolist() == [[2000], [2001]]


def test_a_network_with_other_biases_is_given_shared_ones() -> None:
    after = edits.with_network(numbered((2, 1), BiasPolicy.SHARED), numbered((2, 4, 1)).network)
    assert biases(after, 0) == [np.mean([9, 10, 11, 12])] * 4


def test_unequal_biases_that_become_shared_become_their_mean() -> None:
    before = numbered((2, 3, 2))
    after = edits.with_training(before, TrainingSettings(bias=BiasPolicy.SHARED))
    assert biases(after, 0) == pytest.approx([np.mean(biases(before, 0))] * 3)
    assert table(after, 0) == table(before, 0)


def test_biases_that_are_equal_already_keep_their_bits() -> None:
    before = edits.with_parameter(numbered((2, 3, 2), BiasPolicy.FIXED), 6, 0.1)
    after = edits.with_training(before, TrainingSettings(bias=BiasPolicy.SHARED))
    assert after.network == before.network


def test_biases_near_the_largest_number_have_a_mean() -> None:
    before = numbered((1, 2))
    for neuron, value in enumerate((1.7e308, 1.6e308)):
        before = edits.with_parameter(before, 2 + neuron, value)
    after = edits.with_training(before, TrainingSettings(bias=BiasPolicy.SHARED))
    assert biases(after, 0) == pytest.approx([1.65e308] * 2)


def test_other_settings_leave_network_and_samples() -> None:
    before = numbered(SHAPE)
    training = TrainingSettings(0.1, SampleOrder.SHUFFLED, 9, BiasPolicy.FIXED)
    after = edits.with_training(before, training)
    assert (after.network, after.samples) == (before.network, before.samples)
    assert after.training == training


def test_other_samples_leave_the_network() -> None:
    before = numbered((2, 1))
    samples = Samples(np.zeros((5, 2)), np.ones((5, 1)))
    after = edits.with_samples(before, samples)
    assert (after.network, after.samples) == (before.network, samples)


def test_samples_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ExperimentError, match=r"samples\[0\].inputs"):
        edits.with_samples(numbered((2, 1)), Samples(np.zeros((5, 3)), np.ones((5, 1))))


@given(experiments(), st.data())
def test_no_edit_changes_what_it_is_given(before: Experiment, data: st.DataObject) -> None:
    copy = Experiment(
        before.network.with_parameters(before.network.parameters.copy()),
        Samples(before.samples.inputs.copy(), before.samples.targets.copy()),
        before.training,
    )
    layer = data.draw(st.integers(1, len(before.network.topology.layers)))
    edits.with_parameter(before, 0, 0.25)
    edits.with_neurons(before, layer, 3, filling())
    edits.with_layer(before, layer, 2, Activation.TANH, filling())
    edits.with_activation(before, layer, Activation.TANH)
    edits.with_training(before, TrainingSettings(bias=BiasPolicy.SHARED))
    assert before == copy


@given(experiments(), st.data())
def test_adding_neurons_and_taking_them_away_again_changes_nothing(
    before: Experiment, data: st.DataObject
) -> None:
    layer = data.draw(st.integers(0, len(before.network.topology.layers)))
    size = before.network.topology.sizes[layer]
    more = edits.with_neurons(before, layer, size + 2, filling())
    assert edits.with_neurons(more, layer, size, filling()) == before
    fewer = edits.without_neuron(edits.without_neuron(more, layer, size), layer, size)
    assert fewer == before


def test_the_first_of_several_hidden_layers_can_be_removed_and_the_last_too() -> None:
    for layer, sizes in ((1, (2, 4, 2)), (2, (2, 3, 2))):
        asked: list[int] = []

        def fill(number: int, asked: list[int] = asked) -> Floats:
            asked.append(number)
            return -np.ones(number)

        after = edits.without_layer(numbered(SHAPE), layer, fill)
        assert after.network.topology.sizes == sizes
        assert asked == [sizes[layer] * sizes[layer - 1]]


def test_setting_the_first_weight_after_a_layer_leaves_its_biases() -> None:
    before = numbered((2, 3, 2), BiasPolicy.FIXED)
    after = edits.with_parameter(before, before.network.topology.layers[0].end, 0.5)
    assert biases(after, 0) == biases(before, 0)
