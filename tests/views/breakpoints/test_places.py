"""The names that a form takes for weights, biases and neurons."""

from collections.abc import Callable

import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import neuron_names, parameter_names
from backprop_gui.views.breakpoints.places import neuron_places, parameter_places


@pytest.mark.parametrize("one_bias", [True, False])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 1), (2, 3, 4, 1)])
def test_every_weight_and_bias_is_found_by_its_name(
    make_experiment: Callable[..., Experiment], sizes: tuple[int, ...], one_bias: bool
) -> None:
    topology = make_experiment(*sizes).network.topology
    places, names = parameter_places(topology, one_bias), parameter_names(topology, one_bias)
    for at, name in enumerate(names):
        assert places.find(name) == names.index(name)
        assert places.name(at) == name
    assert set(places.offered) == set(names)


@pytest.mark.parametrize("text", ["", "w", "b", "h1", "w9", "w0", "b3", "w1 w2", "o1", "5"])
def test_what_names_no_single_weight_or_bias_is_not_found(tutorial: Experiment, text: str) -> None:
    assert parameter_places(tutorial.network.topology, True).find(text) is None


def test_neurons_are_found_in_the_vector_of_all_outputs_but_no_inputs(
    make_experiment: Callable[..., Experiment],
) -> None:
    topology = make_experiment(2, 3, 4, 1).network.topology
    places, names = neuron_places(topology), neuron_names(topology)
    assert [places.find(name) for name in names] == [None, None, *range(2, 10)]
    assert places.find(" H2.3 ") == names.index("h2.3")
    assert [places.name(at) for at in range(10)] == names
    assert places.offered == tuple(names[2:])
