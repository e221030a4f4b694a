"""Two runs are one up to the first change that only one of them has."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import NEVER, begin_alike, parting
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from tests.experiment.strategies import numbered

EXPERIMENT = numbered((2, 2, 1))
ONE, TWO, OTHER_TWO = Change(5), Change(9), Change(9, parameters=((0, 1.0),))

OTHERS = [
    replace(EXPERIMENT, network=EXPERIMENT.network.with_parameters(-EXPERIMENT.network.parameters)),
    replace(EXPERIMENT, samples=Samples(np.zeros((1, 2)), np.zeros((1, 1)))),
    replace(EXPERIMENT, training=TrainingSettings(learning_rate=0.25)),
]


def with_changes(*changes: Change) -> Experiment:
    return replace(EXPERIMENT, changes=changes)


def test_the_same_runs_never_part() -> None:
    assert parting(EXPERIMENT, EXPERIMENT) == NEVER == 2**62
    assert parting(with_changes(ONE, TWO), with_changes(ONE, TWO)) == NEVER


@pytest.mark.parametrize("other", OTHERS)
def test_runs_that_begin_differently_part_at_0(other: Experiment) -> None:
    for pair in ((EXPERIMENT, other), (other, EXPERIMENT)):
        assert not begin_alike(*pair)
        assert parting(*pair) == 0


def test_changes_alone_are_no_other_beginning() -> None:
    assert begin_alike(with_changes(ONE), with_changes(TWO))


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        ((), (ONE,), 5),
        ((ONE, TWO), (ONE,), 9),
        ((ONE, TWO), (ONE, OTHER_TWO), 9),
        ((ONE,), (TWO,), 5),
        ((ONE, TWO), (TWO,), 5),
        ((), (ONE, TWO), 5),
    ],
)
def test_runs_part_at_the_first_change_that_differs(
    one: tuple[Change, ...], other: tuple[Change, ...], step: int
) -> None:
    assert parting(with_changes(*one), with_changes(*other)) == step
    assert parting(with_changes(*other), with_changes(*one)) == step
