"""What a run is called beside the present one."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.changes.run_name import run_name

SETTINGS = TrainingSettings


def changed(experiment: Experiment, *changes: Change) -> Experiment:
    return replace(experiment, changes=changes)


def shaped(experiment: Experiment, *sizes: int, activation: Activation) -> Experiment:
    topology = Topology(sizes, (activation,) * (len(sizes) - 1))
    network = Network(topology, np.zeros(topology.parameters))
    rows = len(experiment.samples)
    samples = Samples(np.zeros((rows, sizes[0])), np.zeros((rows, sizes[-1])))
    is_fitting = sizes[0] == sizes[-1] == 2
    return Experiment(network, experiment.samples if is_fitting else samples, experiment.training)


def sampled(experiment: Experiment, count: int) -> Experiment:
    samples = Samples(np.full((count, 2), 0.7), np.full((count, 2), 0.3))
    return replace(experiment, samples=samples)


def weighted(experiment: Experiment, *places: int) -> Experiment:
    parameters = experiment.network.parameters.copy()
    parameters[list(places)] = 0.75
    return replace(experiment, network=Network(experiment.network.topology, parameters))


def name(run: Experiment, present: Experiment) -> str:
    return run_name(run, present).replace("\u202f", " ")


def test_beside_a_run_that_begins_alike_its_last_change_names_it(tutorial: Experiment) -> None:
    present = changed(tutorial, Change(9, SETTINGS(seed=1)))
    assert name(tutorial, present) == "Without changes"
    run = changed(tutorial, Change(3, SETTINGS(seed=7)), Change(2000, parameters=((6, 0.3),)))
    assert name(run, present) == "w5 = 0.3 at 2 000"


def test_beside_another_network_or_other_samples_its_own_name_it(tutorial: Experiment) -> None:
    wider = shaped(tutorial, 2, 3, 2, activation=Activation.LOGISTIC)
    assert name(tutorial, wider) == "2-2-2"
    assert name(wider, tutorial) == "2-3-2"
    assert name(tutorial, sampled(tutorial, 1500)) == "1 sample"
    assert name(sampled(tutorial, 1500), tutorial) == "1 500 samples"
    assert name(tutorial, sampled(tutorial, 1)) == "other samples"
    imported = shaped(sampled(tutorial, 150), 4, 5, 3, activation=Activation.LOGISTIC)
    assert name(tutorial, imported) == "2-2-2, 1 sample"
    assert name(imported, tutorial) == "4-5-3, 150 samples"
    same_count = shaped(tutorial, 3, 4, 2, activation=Activation.LOGISTIC)
    assert name(tutorial, same_count) == "2-2-2"
    relu = shaped(tutorial, 2, 2, 2, activation=Activation.RELU)
    assert name(tutorial, relu) == "other activations"
    run = changed(tutorial, Change(500, parameters=((6, 2.0),)))
    assert name(run, imported) == "2-2-2, 1 sample, w5 = 2 at 500"


def test_of_other_samples_with_the_same_numbers_it_says_no_more(tutorial: Experiment) -> None:
    named = replace(tutorial.samples, input_columns=(Column("x"), Column("y")))
    assert name(tutorial, replace(tutorial, samples=named)) == "other columns"


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((6,), "initial w5 = 0.75"),
        ((4, 5), "initial b1 = 0.75"),
        ((6, 7), "other initial weights"),
        ((0, 1, 2, 3, 6), "other initial weights"),
    ],
)
def test_other_initial_weights_are_what_sets_it_apart(
    tutorial: Experiment, places: tuple[int, ...], words: str
) -> None:
    assert name(weighted(tutorial, *places), tutorial) == words


@pytest.mark.parametrize(
    ("training", "words"),
    [
        (SETTINGS(learning_rate=0.1), "learning rate 0.1"),
        (SETTINGS(order=SampleOrder.RANDOM, seed=7), "order: random, seed 7"),
        (SETTINGS(bias=BiasPolicy.SHARED), "biases: shared per layer"),
    ],
)
def test_other_settings_from_the_start_are_what_sets_it_apart(
    tutorial: Experiment, training: TrainingSettings, words: str
) -> None:
    run = replace(tutorial, training=training)
    assert name(run, tutorial) == words
    later = changed(weighted(run, 6), Change(500, parameters=((7, 2.0),)))
    assert name(later, tutorial) == f"initial w5 = 0.75, {words}, w7 = 2 at 500"


def test_beside_another_task_weights_and_settings_are_of_no_account(tutorial: Experiment) -> None:
    run = weighted(replace(tutorial, training=SETTINGS(learning_rate=0.1)), 6)
    assert name(run, sampled(tutorial, 3)) == "1 sample"
