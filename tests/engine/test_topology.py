"""Where each number of a network lies, and the codes of choices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine import activation, backward, order
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.state import Narrow, Wide, width_of
from backprop_gui.engine.topology import Topology
from tests.engine import oracle

LOGISTIC = Activation.LOGISTIC

all_sizes = st.lists(st.integers(1, 20), min_size=2, max_size=5).map(tuple)


def topology_of(sizes: tuple[int, ...]) -> Topology:
    return Topology(sizes, (LOGISTIC,) * (len(sizes) - 1))


@given(all_sizes)
def test_weights_lie_input_by_input_and_biases_after_them(sizes: tuple[int, ...]) -> None:
    topology = topology_of(sizes)
    vector = np.arange(topology.parameters, dtype=float)
    network = oracle.network(list(sizes), ["logistic"] * (len(sizes) - 1), vector.tolist())
    assert network.vector() == vector.tolist()
    for number, layer in enumerate(network.layers):
        weights = [neuron.weights for neuron in layer]
        assert topology.weights(vector, number).tolist() == weights
        assert topology.biases(vector, number).tolist() == [neuron.bias for neuron in layer]
        for place, neuron in enumerate(layer):
            assert topology.bias_at(number, place) == neuron.bias
            for source, weight in enumerate(neuron.weights):
                assert topology.weight_at(number, place, source) == weight


def test_weights_and_biases_are_views() -> None:
    topology = topology_of((2, 3, 1))
    vector = np.zeros(topology.parameters)
    topology.weights(vector, 0)[2, 1] = 5.0
    topology.biases(vector, 1)[0] = 7.0
    assert vector[topology.weight_at(0, 2, 1)] == 5.0
    assert vector[topology.bias_at(1, 0)] == 7.0
    assert np.count_nonzero(vector) == 2


@given(all_sizes)
def test_outputs_lie_layer_by_layer(sizes: tuple[int, ...]) -> None:
    topology = topology_of(sizes)
    assert topology.neurons == sum(sizes)
    assert topology.inputs == sizes[0]
    assert topology.outputs == sizes[-1]
    at = 0
    for layer, size in zip(topology.layers, sizes, strict=False):
        assert layer.inputs_at == at
        at += size
        assert layer.outputs_at == at


@pytest.mark.parametrize(
    ("sizes", "activations"),
    [((2,), 0), ((2, 2), 2), ((2, 2, 2), 1), ((2, 0, 2), 2), ((0, 2), 1), ((2, -1), 1)],
)
def test_a_network_that_cannot_be_is_refused(sizes: tuple[int, ...], activations: int) -> None:
    with pytest.raises(ValueError):
        Topology(sizes, (LOGISTIC,) * activations)


@pytest.mark.parametrize(
    ("sizes", "mark"),
    [((16, 16), Narrow()), ((17, 1), Wide()), ((1, 17, 1), Wide()), ((1, 17), Wide())],
)
def test_the_widest_layer_chooses_the_kernels(sizes: tuple[int, ...], mark: Narrow | Wide) -> None:
    assert type(width_of(topology_of(sizes))) is type(mark)


def test_the_table_for_the_kernels_cannot_be_written() -> None:
    table = topology_of((2, 3, 1)).table
    assert table.dtype == np.uint64
    assert table.tolist() == [[2, 3, 0, 6, 0, 2, 0], [3, 1, 9, 12, 2, 5, 0]]
    with pytest.raises(ValueError):
        table[0, 0] = 1


def test_kernels_and_choices_have_the_same_codes() -> None:
    assert [choice.code for choice in Activation] == list(range(len(Activation)))
    for choice in Activation:
        assert choice.code == getattr(activation, choice.name)
    assert BiasPolicy.FIXED.code == backward.FIXED
    assert BiasPolicy.SHARED.code == backward.SHARED
    assert SampleOrder.IN_TURN.code == order.IN_TURN
    assert SampleOrder.RANDOM.code == order.RANDOM
