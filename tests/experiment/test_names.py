"""Neurons, weights and biases bear the tutorial's names, continued for larger networks."""

import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment import names


def topology(*sizes: int) -> Topology:
    return Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))


def test_the_tutorials_neurons_have_its_names() -> None:
    assert names.neuron_names(topology(2, 2, 2)) == ["i1", "i2", "h1", "h2", "o1", "o2"]


def test_with_several_hidden_layers_a_neurons_name_tells_its_layer() -> None:
    shape = topology(1, 2, 3, 1)
    expected = ["i1", "h1.1", "h1.2", "h2.1", "h2.2", "h2.3", "o1"]
    assert names.neuron_names(shape) == expected


def test_without_a_hidden_layer_there_are_inputs_and_outputs() -> None:
    assert names.neuron_names(topology(2, 1)) == ["i1", "i2", "o1"]


def test_the_tutorials_weights_are_numbered_neuron_by_neuron_input_by_input() -> None:
    shape = topology(2, 2, 2)
    # (layer, neuron, source) as the tutorial draws them: w2 goes from i2 to h1.
    drawn = {"w1": (0, 0, 0), "w2": (0, 0, 1), "w3": (0, 1, 0), "w4": (0, 1, 1)}
    drawn |= {"w5": (1, 0, 0), "w6": (1, 0, 1), "w7": (1, 1, 0), "w8": (1, 1, 1)}
    for name, place in drawn.items():
        assert names.parameter_name(shape, shape.weight_at(*place), True) == name


def test_a_layers_one_bias_has_one_name() -> None:
    shape = topology(2, 2, 2)
    found = [
        names.parameter_name(shape, shape.bias_at(*at), True) for at in [(0, 0), (0, 1), (1, 1)]
    ]
    assert found == ["b1", "b1", "b2"]


def test_biases_of_their_own_are_numbered_in_their_layer() -> None:
    shape = topology(2, 2, 3)
    assert names.parameter_name(shape, shape.bias_at(0, 1), False) == "b1.2"
    assert names.parameter_name(shape, shape.bias_at(1, 2), False) == "b2.3"


def test_all_names_come_in_the_order_of_the_vector() -> None:
    found = names.parameter_names(topology(2, 2, 1), False)
    assert found == ["w1", "w3", "w2", "w4", "b1.1", "b1.2", "w5", "w6", "b2.1"]


def test_no_two_parameters_share_a_name_unless_biases_are_one() -> None:
    found = names.parameter_names(topology(3, 4, 2, 2), False)
    assert len(set(found)) == len(found) == topology(3, 4, 2, 2).parameters


@pytest.mark.parametrize("at", [-1, 9])
def test_a_place_outside_of_the_vector_has_no_name(at: int) -> None:
    with pytest.raises(IndexError):
        names.parameter_name(topology(2, 2, 1), at, True)


def test_layers_are_called_after_what_they_do() -> None:
    shape = topology(1, 2, 3, 1)
    found = [names.layer_name(shape, layer) for layer in range(4)]
    assert found == ["input", "hidden 1", "hidden 2", "output"]
    assert names.layer_name(topology(1, 2, 1), 1) == "hidden"


def test_a_layers_letter_is_what_its_neurons_names_begin_with() -> None:
    for shape in (topology(2, 1), topology(2, 2, 2), topology(1, 2, 3, 1)):
        for layer in range(len(shape.sizes)):
            letter = names.layer_letter(shape, layer)
            separator = "." if len(letter) > 1 else ""
            assert names.neuron_name(shape, layer, 0) == f"{letter}{separator}1"


def test_all_names_of_layers_with_one_bias_have_it_once() -> None:
    found = names.parameter_names(topology(2, 2, 1), True)
    assert found == ["w1", "w3", "w2", "w4", "b1", "b1", "w5", "w6", "b2"]
