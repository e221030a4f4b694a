"""Experiments are values: checked when made, immutable, equal only bit for bit."""

import math
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment import network as networks
from backprop_gui.experiment import samples as sample_values
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network, frozen
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED, TrainingSettings
from tests.experiment.strategies import experiments, numbered

TOPOLOGY = Topology((2, 1), (Activation.LOGISTIC,))


def network(*parameters: float) -> Network:
    return Network(TOPOLOGY, np.array(parameters))


def table(*rows: tuple[float, ...]) -> Floats:
    return np.array(rows, dtype=float)


@given(experiments())
def test_the_same_numbers_make_an_equal_experiment_with_an_equal_hash(one: Experiment) -> None:
    other = Experiment(
        Network(one.network.topology, one.network.parameters.copy()),
        Samples(one.samples.inputs.copy(), one.samples.targets.copy()),
        replace(one.training),
    )
    assert one == other
    assert hash(one) == hash(other)


def test_minus_zero_is_another_weight_than_zero() -> None:
    assert network(1, 0.0, 3) != network(1, -0.0, 3)
    assert network(1, -0.0, 3) == network(1, -0.0, 3)


def test_minus_zero_is_another_input_or_target_than_zero() -> None:
    plain = Samples(table((0.0, 1)), table((0.0,)))
    assert plain != Samples(table((-0.0, 1)), table((0.0,)))
    assert plain != Samples(table((0.0, 1)), table((-0.0,)))


def test_the_next_float_is_another_weight() -> None:
    assert network(1, 2, 3) != network(1, 2, math.nextafter(3, 4))


def test_networks_with_other_activations_differ() -> None:
    tanh = Topology((2, 1), (Activation.TANH,))
    assert network(1, 2, 3) != Network(tanh, np.array([1.0, 2, 3]))


def test_samples_of_another_shape_differ_though_their_numbers_are_the_same() -> None:
    one = Samples(table((1, 2), (3, 4)), table((5,), (6,)))
    assert one != Samples(table((1, 2, 3, 4)), table((5, 6)))


def test_values_are_not_equal_to_something_else() -> None:
    assert network(1, 2, 3) != (1, 2, 3)
    assert Samples(table((1,)), table((1,))) != ((1,), (1,))


def test_an_array_changed_afterwards_does_not_change_the_network() -> None:
    parameters = np.array([1.0, 2, 3])
    made = Network(TOPOLOGY, parameters)
    parameters[0] = 9
    assert made == network(1, 2, 3)


def test_an_array_behind_a_read_only_view_does_not_change_the_network() -> None:
    parameters = np.array([1.0, 2, 3])
    view = parameters[:]
    view.flags.writeable = False
    made = Network(TOPOLOGY, view)
    parameters[0] = 9
    assert made == network(1, 2, 3)


def test_what_is_frozen_already_is_not_copied() -> None:
    array = frozen(np.array([1.0, 2]))
    assert frozen(array) is array


def test_no_array_of_an_experiment_can_be_written_to() -> None:
    made = numbered((2, 3, 1))
    arrays = (
        made.network.parameters,
        made.network.weights(0),
        made.network.biases(1),
        made.samples.inputs,
        made.samples.targets,
    )
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_no_field_can_be_set() -> None:
    made = numbered((2, 1))
    for value, name in ((made, "network"), (made.network, "parameters"), (made.training, "seed")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_weight_must_be_finite(wrong: float) -> None:
    with pytest.raises(ExperimentError, match="at network: expected finite weights"):
        network(1, wrong, 3)


def test_there_must_be_as_many_parameters_as_the_topology_says() -> None:
    with pytest.raises(ExperimentError, match="expected 3 weights and biases"):
        network(1, 2)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((1,) * (networks.MOST_LAYERS + 2), "at network.layers: expected at most 64 layers"),
        ((1, networks.MOST_NEURONS + 1), "expected at most 65536 neurons in a layer"),
        ((60_000, 60_000), "expected at most 20000000 weights and biases"),
        ((2, 0, 1), "expected at least one neuron in a layer"),
    ],
)
def test_a_network_has_its_limits(sizes: tuple[int, ...], expected: str) -> None:
    with pytest.raises(ExperimentError, match=expected):
        networks.check_size(sizes)


def test_the_largest_layer_is_allowed() -> None:
    networks.check_size((1, networks.MOST_NEURONS))


@pytest.mark.parametrize(
    ("inputs", "targets", "expected"),
    [
        (np.zeros((0, 2)), np.zeros((0, 1)), "at samples: expected at least one sample"),
        (np.zeros((2, 2)), np.zeros((3, 1)), "at samples: expected as many targets as inputs"),
        (np.zeros(2), np.zeros((2, 1)), "at samples: expected a table of inputs"),
        (table((0, 1), (2, math.nan)), np.zeros((2, 1)), r"at samples\[1\].inputs: .* finite"),
        (np.zeros((2, 1)), table((0,), (math.inf,)), r"at samples\[1\].targets: .* finite"),
        (
            np.zeros((sample_values.MOST_SAMPLES + 1, 1)),
            np.zeros((sample_values.MOST_SAMPLES + 1, 1)),
            "at samples: expected at most 1000000 samples",
        ),
    ],
)
def test_samples_that_do_not_fit_are_refused(
    inputs: Floats, targets: Floats, expected: str
) -> None:
    with pytest.raises(ExperimentError, match=expected):
        Samples(inputs, targets)


def test_samples_must_fit_the_network() -> None:
    right = numbered((2, 3, 1))
    with pytest.raises(ExperimentError, match=r"samples\[0\].inputs: expected 2 numbers"):
        replace(right, samples=Samples(np.zeros((1, 3)), np.zeros((1, 1))))
    with pytest.raises(ExperimentError, match=r"samples\[0\].targets: expected 1 number$"):
        replace(right, samples=Samples(np.zeros((1, 2)), np.zeros((1, 2))))


def test_shared_biases_must_be_equal() -> None:
    unequal = numbered((2, 2, 1)).network
    with pytest.raises(ExperimentError, match=r"network.layers\[0\].biases: expected equal biases"):
        replace(numbered((2, 2, 1), BiasPolicy.SHARED), network=unequal)


def test_fixed_biases_may_differ() -> None:
    fixed = replace(numbered((2, 2, 1)), training=TrainingSettings(bias=BiasPolicy.FIXED))
    assert list(fixed.network.biases(0)) == [5, 6]


@pytest.mark.parametrize("rate", [-0.1, MOST_RATE * 1.001, math.nan, math.inf])
def test_a_learning_rate_out_of_range_is_refused(rate: float) -> None:
    with pytest.raises(ExperimentError, match=r"at training\.learning_rate: expected a number"):
        TrainingSettings(learning_rate=rate)


@pytest.mark.parametrize("seed", [-1, MOST_SEED + 1])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ExperimentError, match=r"at training\.seed: expected a whole number"):
        TrainingSettings(seed=seed)


@pytest.mark.parametrize("rate", [0, MOST_RATE])
def test_the_ends_of_the_range_of_rates_are_allowed(rate: float) -> None:
    assert TrainingSettings(rate, SampleOrder.RANDOM, MOST_SEED).learning_rate == rate


def test_a_rate_of_minus_zero_is_one_of_zero() -> None:
    assert math.copysign(1, TrainingSettings(-0.0).learning_rate) == 1


def test_other_networks_have_other_hashes() -> None:
    before = numbered((2, 3, 1)).network
    others = [before.with_parameters(before.parameters + by) for by in range(8)]
    assert len({hash(network) for network in others}) == 8
