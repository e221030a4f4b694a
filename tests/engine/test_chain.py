"""The derivation of one gradient."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.engine.chain import NeuronChain, neuron_chain, paths
from backprop_gui.engine.choices import BiasPolicy
from tests.engine.learner import TUTORIAL, Task, random_task
from tests.engine.test_exactness import narrow_tasks
from tests.engine.tracing import trace_of

W1, W3, B1, W5, W7, B2 = 0, 1, 4, 6, 7, 10  # places in the tutorial's vector


def added(chain: NeuronChain) -> float:
    total = 0.0
    for path in chain.paths:
        total += path.product
    return total


def test_the_factors_for_w5_are_those_that_the_tutorial_prints() -> None:
    ledger = paths(TUTORIAL.topology, trace_of(TUTORIAL), W5)
    (chain,) = ledger.neurons
    assert f"{chain.error_by_output:.8f}" == "0.74136507"
    assert f"{chain.output_by_net:.9f}" == "0.186815602"
    assert f"{ledger.net_by_parameter:.9f}" == "0.593269992"
    assert f"{ledger.gradient:.9f}" == "0.082167041"
    assert (chain.layer, chain.neuron, chain.paths) == (1, 0, ())


def test_the_paths_for_w1_are_those_that_the_tutorial_prints() -> None:
    ledger = paths(TUTORIAL.topology, trace_of(TUTORIAL), W1)
    (chain,) = ledger.neurons
    first, second = chain.paths
    assert (first.neuron, first.weight_at, first.weight) == (0, W5, 0.40)
    assert (second.neuron, second.weight_at, second.weight) == (1, W7, 0.50)
    assert f"{first.delta:.9f}" == "0.138498562"
    assert f"{first.product:.9f}" == "0.055399425"
    assert second.product == pytest.approx(-0.019049119, abs=1e-9)
    assert f"{chain.error_by_output:.9f}" == "0.036350306"
    assert f"{chain.output_by_net:.9f}" == "0.241300709"
    assert ledger.net_by_parameter == 0.05
    assert f"{ledger.gradient:.9f}" == "0.000438568"


def test_one_bias_has_a_chain_through_every_neuron_of_its_layer() -> None:
    trace = trace_of(TUTORIAL)
    for place in (B1, B1 + 1):
        ledger = paths(TUTORIAL.topology, trace, place)
        assert [(chain.layer, chain.neuron) for chain in ledger.neurons] == [(0, 0), (0, 1)]
        assert list(ledger.places) == [B1, B1 + 1]
        assert ledger.net_by_parameter == 1.0
        assert ledger.gradient == sum(chain.delta for chain in ledger.neurons)


def test_a_bias_of_its_own_has_the_chain_of_its_neuron() -> None:
    task = random_task((2, 2, 2), bias=BiasPolicy.PER_NEURON)
    ledger = paths(task.topology, trace_of(task), B2 + 1)
    assert [(chain.layer, chain.neuron) for chain in ledger.neurons] == [(1, 1)]
    assert list(ledger.places) == [B2 + 1]


@pytest.mark.parametrize("at", [-1, 12])
def test_a_parameter_that_is_not_there_has_no_paths(at: int) -> None:
    with pytest.raises(IndexError, match=str(at)):
        paths(TUTORIAL.topology, trace_of(TUTORIAL), at)


def test_every_weight_has_the_chain_of_its_neuron_and_the_output_that_it_carries() -> None:
    task = random_task((2, 3, 4, 2), bias=BiasPolicy.PER_NEURON)
    trace, topology = trace_of(task), task.topology
    for number, layer in enumerate(topology.layers):
        for neuron in range(layer.neurons):
            for source in range(layer.inputs):
                at = topology.weight_at(number, neuron, source)
                ledger = paths(topology, trace, at)
                (chain,) = ledger.neurons
                assert (chain.layer, chain.neuron) == (number, neuron)
                assert ledger.places == range(at, at + 1)
                assert ledger.net_by_parameter == trace.outputs[layer.inputs_at + source]
                assert ledger.gradient == chain.delta * ledger.net_by_parameter


def test_products_that_are_too_large_or_no_numbers_are_told_in_silence() -> None:
    deltas, weights = np.array([1e200, math.inf, 2.0]), np.array([1e200, 0.0, 3.0])
    chain = NeuronChain(0, 0, math.nan, 1.0, math.nan, deltas, weights, 5)
    products = [path.product for path in chain.paths]
    assert products[0] == math.inf
    assert math.isnan(products[1])
    assert products[2] == 6.0


@pytest.mark.compiled
@given(narrow_tasks(), st.data())
@settings(max_examples=150)
def test_of_a_narrow_network_the_factors_give_the_gradient_bit_for_bit(
    task: Task, data: st.DataObject
) -> None:
    trace, topology = trace_of(task), task.topology
    at = data.draw(st.integers(0, topology.parameters - 1))
    ledger = paths(topology, trace, at)
    total = 0.0
    for chain in ledger.neurons:
        assert chain.error_by_output * chain.output_by_net == chain.delta
        total += chain.delta * ledger.net_by_parameter
    assert ledger.gradient == total == trace.gradients[at]


@given(narrow_tasks())
@settings(max_examples=100)
def test_paths_can_be_followed_to_the_outputs_and_add_up_bit_for_bit(task: Task) -> None:
    trace, topology = trace_of(task), task.topology
    last = len(topology.layers) - 1
    for layer in range(last):
        following = topology.layers[layer + 1]
        for neuron in range(topology.layers[layer].neurons):
            chain = neuron_chain(topology, trace, layer, neuron)
            assert added(chain) == chain.error_by_output
            assert [path.neuron for path in chain.paths] == list(range(following.neurons))
            for path in chain.paths:
                next_chain = neuron_chain(topology, trace, layer + 1, path.neuron)
                assert chain.path(path.neuron) == path
                assert path.delta == next_chain.delta
                assert path.weight_at == topology.weight_at(layer + 1, path.neuron, neuron)
                assert path.weight == task.parameters[path.weight_at]
                assert path.product == path.delta * path.weight
    assert neuron_chain(topology, trace, last, 0).paths == ()


def test_of_a_wide_network_paths_add_up_but_for_rounding() -> None:
    task = random_task((3, 18, 20, 2))
    trace = trace_of(task)
    for neuron in range(18):
        chain = neuron_chain(task.topology, trace, 0, neuron)
        np.testing.assert_allclose(added(chain), chain.error_by_output, rtol=1e-12)
        product = chain.error_by_output * chain.output_by_net
        np.testing.assert_allclose(product, chain.delta, rtol=1e-12)
