"""The examples hold what they promise."""

import json
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.experiment.initialise import Uniform, redraw
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.examples import examples, read_example
from backprop_gui.resources import list_names, read_bytes
from backprop_gui.training.run import Run

GATES = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}


def test_the_index_lists_every_example_file_and_begins_with_the_tutorial() -> None:
    listed = [example.name for example in examples()]
    assert sorted(listed) == sorted(set(list_names("examples", ".json")) - {"index"})
    assert listed[:2] == ["tutorial", "xor"]


def test_titles_and_descriptions_are_single_lines() -> None:
    for example in examples():
        for text in (example.title, example.description):
            assert text.strip() == text
            assert text.isprintable()
            assert 0 < len(text) <= 90


@pytest.mark.parametrize("name", [example.name for example in examples()])
def test_every_example_is_read(name: str) -> None:
    read_example(name)


def test_the_tutorial_holds_its_exact_numbers() -> None:
    tutorial = read_example("tutorial")
    network = tutorial.network
    assert network.topology.sizes == (2, 2, 2)
    assert network.topology.activations == (Activation.LOGISTIC, Activation.LOGISTIC)
    assert network.weights(0).tolist() == [[0.15, 0.20], [0.25, 0.30]]
    assert network.weights(1).tolist() == [[0.40, 0.45], [0.50, 0.55]]
    assert [network.biases(at).tolist() for at in (0, 1)] == [[0.35, 0.35], [0.60, 0.60]]
    assert tutorial.samples.inputs.tolist() == [[0.05, 0.10]]
    assert tutorial.samples.targets.tolist() == [[0.01, 0.99]]
    expected = TrainingSettings(0.5, SampleOrder.IN_TURN, 0, BiasPolicy.FIXED)
    assert tutorial.training == expected


def test_xor_is_the_seeds() -> None:
    xor = read_example("xor")
    assert xor.network.topology.sizes == (2, 5, 1)
    assert xor.training == TrainingSettings(0.5, SampleOrder.RANDOM, xor.training.seed)
    assert np.all((xor.network.parameters >= 0) & (xor.network.parameters < 1))


@pytest.mark.parametrize("name", GATES)
def test_a_gate_has_its_truth_table(name: str) -> None:
    gate = read_example(name)
    assert gate.samples.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert gate.samples.targets[:, 0].tolist() == GATES[name]


def test_not_has_its_truth_table() -> None:
    gate = read_example("not")
    assert gate.samples.inputs.tolist() == [[0], [1]]
    assert gate.samples.targets.tolist() == [[1], [0]]


@pytest.mark.parametrize("name", [*GATES, "not"])
def test_the_stored_seed_draws_the_stored_numbers(name: str) -> None:
    gate = read_example(name)
    network = gate.network
    blank = replace(gate, network=network.with_parameters(np.zeros(network.topology.parameters)))
    layers = range(1, len(network.topology.sizes))
    assert redraw(blank, Uniform(0, 1), layers, biases=True) == gate


@pytest.mark.parametrize("name", [*GATES, "not"])
def test_a_gate_is_learnt_in_ten_thousand_steps(name: str) -> None:
    gate = read_example(name)
    run = Run(gate)
    run.advance(10_000)
    assert run.total_error() < 0.01


def test_examples_are_stored_as_they_would_be_saved() -> None:
    from backprop_gui.files.experiment_file import experiment_to_bytes

    for example in examples():
        stored = read_bytes("examples", f"{example.name}.json")
        assert stored == experiment_to_bytes(read_example(example.name))


def test_the_index_is_plain_json() -> None:
    fields = {"name", "title", "description"}
    assert {*json.loads(read_bytes("examples", "index.json"))["examples"][0]} == fields
