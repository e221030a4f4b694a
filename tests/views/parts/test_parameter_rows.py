"""The order of rows, the names in them, and finding them by name."""

from collections.abc import Callable

import numpy as np
import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import parameter_names
from backprop_gui.views.parts.parameter_rows import ParameterRows

Make = Callable[..., Experiment]


def found(rows: ParameterRows, text: str) -> list[str]:
    return [rows.name(int(row)) for row in rows.matching(text)]


def test_rows_follow_the_tutorials_names(tutorial: Experiment) -> None:
    rows = ParameterRows(tutorial.network.topology, one_bias=True)
    names = [rows.name(row) for row in range(len(rows))]
    assert names == ["w1", "w2", "w3", "w4", "b1", "w5", "w6", "w7", "w8", "b2"]
    parameters = tutorial.network.parameters
    values = [parameters[rows.place(row)] for row in range(len(rows))]
    assert values == [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]


def test_rows_say_what_is_connected(tutorial: Experiment) -> None:
    rows = ParameterRows(tutorial.network.topology, one_bias=True)
    ends = [rows.ends(row) for row in range(5)]
    assert ends == ["i1 → h1", "i2 → h1", "i1 → h2", "i2 → h2", "→ hidden"]
    each = ParameterRows(tutorial.network.topology, one_bias=False)
    assert [each.ends(row) for row in (4, 5)] == ["→ h1", "→ h2"]


def test_every_parameter_has_its_row_and_every_row_its_place(make_experiment: Make) -> None:
    topology = make_experiment(3, 4, 2, 5).network.topology
    rows = ParameterRows(topology, one_bias=False)
    assert len(rows) == topology.parameters
    places = [rows.place(row) for row in range(len(rows))]
    assert sorted(places) == list(range(topology.parameters))
    assert [rows.row(place) for place in places] == list(range(len(rows)))
    names = parameter_names(topology, one_bias=False)
    assert [rows.name(row) for row in range(len(rows))] == [names[place] for place in places]


def test_all_biases_of_a_layer_share_the_row_of_their_one_bias(make_experiment: Make) -> None:
    topology = make_experiment(2, 3, 2).network.topology
    rows = ParameterRows(topology, one_bias=True)
    assert {rows.row(topology.bias_at(0, neuron)) for neuron in range(3)} == {6}


def test_putting_a_layers_one_bias_sets_all_its_biases(make_experiment: Make) -> None:
    topology = make_experiment(2, 3, 2).network.topology
    parameters = np.zeros(topology.parameters)
    ParameterRows(topology, one_bias=True).put(parameters, 6, 0.5)
    assert topology.biases(parameters, 0).tolist() == [0.5, 0.5, 0.5]
    assert np.count_nonzero(parameters) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("w5", ["w5"]),
        (" W5 ", ["w5"]),
        ("b2", ["b2"]),
        ("b", ["b1", "b2"]),
        ("h1", ["w1", "w2", "b1", "w5", "w7"]),
        ("i2", ["w2", "w4"]),
        ("o2", ["w7", "w8", "b2"]),
    ],
)
def test_a_name_finds_what_it_means(tutorial: Experiment, text: str, names: list[str]) -> None:
    rows = ParameterRows(tutorial.network.topology, one_bias=True)
    assert found(rows, text) == names


@pytest.mark.parametrize(
    "text", ["w0", "w9", "h3", "h0", "o", "b3", "b1.1", "x1", "h1.1", "w1.2", "0.5", "w" * 99]
)
def test_a_name_of_nothing_finds_nothing(tutorial: Experiment, text: str) -> None:
    assert found(ParameterRows(tutorial.network.topology, one_bias=True), text) == []


def test_names_with_a_point_find_one_neuron_and_without_it_a_layer(make_experiment: Make) -> None:
    rows = ParameterRows(make_experiment(1, 2, 2, 1).network.topology, one_bias=False)
    assert found(rows, "h2.1") == ["w3", "w4", "b2.1", "w7"]
    assert found(rows, "h2") == ["w3", "w4", "w5", "w6", "b2.1", "b2.2"]
    assert found(rows, "b2.2") == ["b2.2"]
    assert found(rows, "h3.1") == []


@pytest.mark.parametrize("one_bias", [False, True])
def test_all_places_at_once_are_those_of_each_row(make_experiment: Make, one_bias: bool) -> None:
    rows = ParameterRows(make_experiment(3, 4, 5, 2).network.topology, one_bias)
    assert rows.places().tolist() == [rows.place(row) for row in range(len(rows))]


def test_the_groups_are_the_layers_and_have_all_rows(make_experiment: Make) -> None:
    rows = ParameterRows(make_experiment(3, 4, 5, 2).network.topology, one_bias=False)
    assert rows.groups() == [("hidden 1", "h1", 16), ("hidden 2", "h2", 25), ("output", "o", 12)]
