"""What does not fit is refused with one sentence: where it is, and what was expected there."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import data_edits, edits
from backprop_gui.experiment.change import MOST_STEPS, Change
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.initialise import Normal, Uniform
from backprop_gui.experiment.network import Network, check_size
from backprop_gui.experiment.samples import Samples
from tests.experiment.strategies import numbered

SHAPE = (2, 3, 1)
EXPERIMENT = numbered(SHAPE)
NARROW, WIDE = (Samples(np.zeros((1, n)), np.zeros((1, 1))) for n in (1, 3))

STEPS = "a step from 1 to 9007199254740991"
FINITE = "finite weights and biases"
RANGE = "a lowest weight that is not above the highest"
DEVIATION = "a standard deviation that is not negative"
BETWEEN = "a place between the input and the output layer"

LARGEST = (4999, 4000)  # (4999 + 1) · 4000 weights and biases are the most

CASES: list[tuple[Callable[[], object], str, str]] = [
    (lambda: Change(0), "changes", STEPS),
    (lambda: Change(MOST_STEPS + 1), "changes", STEPS),
    (lambda: Change(4, parameters=((0, math.inf),)), "changes at step 4", FINITE),
    (lambda: replace(EXPERIMENT, changes=(Change(3), Change(2))), "changes", "growing steps"),
    (lambda: replace(EXPERIMENT, changes=(Change(3), Change(3))), "changes", "growing steps"),
    (
        lambda: replace(EXPERIMENT, changes=(Change(3), Change(5, samples=WIDE))),
        "changes[1].samples[0].inputs",
        "2 numbers",
    ),
    (
        lambda: Network(EXPERIMENT.network.topology, np.zeros(12)),
        "network",
        "13 weights and biases",
    ),
    (lambda: check_size((2, 0, 1)), "network", "at least one neuron in a layer"),
    (lambda: check_size((1,) * 66), "network.layers", "at most 64 layers"),
    (lambda: check_size((1, 65537)), "network", "at most 65536 neurons in a layer"),
    (lambda: check_size((5000, 4000)), "network", "at most 20000000 weights and biases"),
    (
        lambda: replace(EXPERIMENT, changes=(Change(3), Change(5, parameters=((13, 0.0),)))),
        "changes[1].parameters",
        "weights and biases of the network",
    ),
    (lambda: Column("x" * 201), "name", "at most 200 characters"),
    (lambda: Column("a\nb"), "name", "a name on one line, without control characters"),
    (lambda: Column("a", math.inf), "offset", "a finite number"),
    (lambda: Column("a", 0.0, 0.0), "scale", "a finite number other than 0"),
    (lambda: Uniform(1.0, 0.0), "", RANGE),
    (lambda: Normal(0.0, -1.0), "", DEVIATION),
    (
        lambda: edits.with_activation(EXPERIMENT, 0, Activation.TANH),
        "network",
        "a layer of neurons",
    ),
    (lambda: edits.with_layer(EXPERIMENT, 0, 1, Activation.TANH, np.zeros), "network", BETWEEN),
    (lambda: edits.without_layer(EXPERIMENT, 2, np.zeros), "network", "a hidden layer to remove"),
    (
        lambda: data_edits.with_block(EXPERIMENT, 0, 1, np.zeros((1, 3))),
        "samples",
        "no more than 2 columns",
    ),
    (lambda: data_edits.without_column(EXPERIMENT, 2), "samples", "at least one target"),
    (
        lambda: data_edits.without_column(numbered((1, 2)), 0),
        "samples",
        "at least one input",
    ),
    (
        lambda: Samples(np.zeros((1, 2)), np.zeros((1, 1)), (Column("a"),)),
        "columns.inputs",
        "2 entries, one for each column",
    ),
    (
        lambda: Samples(np.zeros((1, 1)), np.zeros((1, 1)), (), (Column("a"),) * 2),
        "columns.targets",
        "1 entry, one for each column",
    ),
]


@pytest.mark.parametrize(("refused", "place", "expected"), CASES)
def test_a_refusal_says_where_and_what_was_expected(
    refused: Callable[[], object], place: str, expected: str
) -> None:
    with pytest.raises(ExperimentError) as caught:
        refused()
    assert (caught.value.place, caught.value.expected) == (place, expected)


def test_the_sentence_names_the_place_if_there_is_one() -> None:
    assert str(ExperimentError("samples", "tables")) == "at samples: expected tables"
    assert str(ExperimentError("", "tables")) == "expected tables"


@pytest.mark.parametrize("step", [1, MOST_STEPS])
def test_the_first_and_the_last_step_can_have_a_change(step: int) -> None:
    assert Change(step).step == step


@pytest.mark.parametrize("sizes", [(1,) * 65, (1, 65536), LARGEST])
def test_the_largest_networks_are_none_too_many(sizes: tuple[int, ...]) -> None:
    check_size(sizes)


def test_a_million_samples_are_none_too_many() -> None:
    assert len(Samples(np.zeros((10**6, 1)), np.zeros((10**6, 1)))) == 10**6


def test_a_deviation_of_zero_is_one() -> None:
    assert Normal(2.0, 0.0).draw(5, 3, 1, 1).tolist() == [2.0] * 3


def test_the_longest_name_is_a_name() -> None:
    assert Column("x" * 200).name == "x" * 200


def test_the_last_parameter_can_be_changed() -> None:
    last = EXPERIMENT.network.topology.parameters - 1
    assert replace(EXPERIMENT, changes=(Change(5, parameters=((last, 0.0),)),)).changes
