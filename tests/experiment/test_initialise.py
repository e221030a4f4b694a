"""Initial weights are functions of the seed, and of nothing else."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backprop_gui.engine import counter
from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.initialise import He, Normal, Uniform, Xavier, redraw
from tests.experiment.strategies import numbered


def seeded(experiment: Experiment, seed: int) -> Experiment:
    return replace(experiment, training=replace(experiment.training, seed=seed))


WIDE = numbered((20, 30, 10))


def test_the_same_seed_draws_the_same_weights() -> None:
    one, other = (redraw(seeded(WIDE, 5), Uniform(), [1, 2], True) for _ in range(2))
    assert one == other


def test_another_seed_draws_other_weights() -> None:
    one, other = (redraw(seeded(WIDE, seed), Uniform(), [1, 2], True) for seed in (5, 6))
    assert not np.intersect1d(one.network.parameters, other.network.parameters).size


def test_what_was_there_does_not_matter() -> None:
    zeros = replace(WIDE, network=WIDE.network.with_parameters(WIDE.network.parameters * 0))
    assert redraw(zeros, Uniform(), [1, 2], True) == redraw(WIDE, Uniform(), [1, 2], True)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-0.5, 0.5), (3.0, 3.0)])
def test_uniform_weights_fill_their_range(low: float, high: float) -> None:
    drawn = redraw(WIDE, Uniform(low, high), [1, 2], True).network.parameters
    spread = high - low
    assert low <= drawn.min() <= low + 0.02 * spread
    assert high - 0.02 * spread <= drawn.max() <= high
    assert drawn.mean() == pytest.approx(low + spread / 2, abs=0.03 * spread + 1e-12)


def test_no_two_weights_are_the_same() -> None:
    drawn = redraw(WIDE, Uniform(), [1, 2], True).network.parameters
    assert len(np.unique(drawn)) == len(drawn)


def test_one_layer_is_given_what_redrawing_all_gives_it() -> None:
    every, second = (redraw(WIDE, Uniform(), layers, True).network for layers in ([1, 2], [2]))
    assert np.array_equal(second.weights(1), every.weights(1))
    assert np.array_equal(second.biases(1), every.biases(1))


def test_layers_not_named_keep_their_numbers() -> None:
    drawn = redraw(WIDE, Uniform(), [2], True).network
    assert np.array_equal(drawn.weights(0), WIDE.network.weights(0))
    assert np.array_equal(drawn.biases(0), WIDE.network.biases(0))


def test_biases_are_kept_unless_asked_for() -> None:
    drawn = redraw(WIDE, Uniform(), [1, 2], False).network
    for layer in (0, 1):
        assert np.array_equal(drawn.biases(layer), WIDE.network.biases(layer))
        assert not np.any(drawn.weights(layer) == WIDE.network.weights(layer))


@pytest.mark.parametrize("bias", [BiasPolicy.FIXED, BiasPolicy.SHARED])
def test_a_layer_has_one_bias_where_biases_are_not_per_neuron(bias: BiasPolicy) -> None:
    drawn = redraw(numbered((2, 5, 3), bias), Uniform(), [1, 2], True).network
    assert [len(set(drawn.biases(layer))) for layer in (0, 1)] == [1, 1]
    assert drawn.biases(0)[0] != drawn.biases(1)[0]


def test_biases_per_neuron_are_drawn_one_by_one() -> None:
    drawn = redraw(numbered((2, 5, 3)), Uniform(), [1, 2], True).network
    assert [len(set(drawn.biases(layer))) for layer in (0, 1)] == [5, 3]


def test_weights_are_not_the_numbers_that_choose_the_samples() -> None:
    drawn = redraw(seeded(WIDE, 5), Uniform(), [1, 2], True).network.parameters
    order = counter.uniform(5, 10 * len(drawn))
    assert not np.intersect1d(drawn, order).size


@pytest.mark.parametrize("range_", [(1.0, 0.0), (0.0, np.inf), (np.nan, 1.0), (-1.7e308, 1.7e308)])
def test_a_range_must_be_one(range_: Any) -> None:
    with pytest.raises(ExperimentError):
        Uniform(*range_)


def test_without_a_start_the_first_place_is_0() -> None:
    assert np.array_equal(Uniform().draw(5, 4, 1, 1), Uniform().draw(5, 4, 1, 1, start=0))


@pytest.mark.parametrize("layer", [1, 2])
def test_a_layers_weights_follow_its_own_size(layer: int) -> None:
    """He and Xavier scale the same draws by what each layer has: 20, 30 and 10 neurons."""
    inputs, neurons = ((20, 30), (30, 10))[layer - 1]
    drawn, unit, limited = (
        redraw(WIDE, how, [layer], False).network.weights(layer - 1)
        for how in (He(), Normal(), Xavier())
    )
    np.testing.assert_allclose(drawn, unit * np.sqrt(2 / inputs), rtol=1e-12)
    assert abs(limited).max() == pytest.approx(np.sqrt(6 / (inputs + neurons)), rel=0.03)
