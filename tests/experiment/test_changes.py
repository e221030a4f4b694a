"""Taking a change out of a run leaves all other changes as they were meant."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, SampleOrder
from backprop_gui.experiment import edits
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.changes import without_change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings

SLOW = TrainingSettings(learning_rate=0.1)
SLOW_AND_RANDOM = TrainingSettings(learning_rate=0.1, order=SampleOrder.RANDOM)


@pytest.fixture
def experiment() -> Experiment:
    layer = np.array([[0.1, 0.2]]), np.array([0.3])
    network = edits.from_blocks((Activation.LOGISTIC,), [layer])
    return Experiment(network, Samples(np.array([[1.0, 0.0]]), np.array([[1.0]])))


def with_changes(experiment: Experiment, *changes: Change) -> Experiment:
    return replace(experiment, changes=changes)


def test_only_the_change_at_that_step_goes(experiment: Experiment) -> None:
    one, two, three = (Change(step, parameters=((0, float(step)),)) for step in (3, 5, 8))
    run = with_changes(experiment, one, two, three)
    assert without_change(run, 5) == with_changes(experiment, one, three)


def test_without_a_change_at_that_step_all_stays(experiment: Experiment) -> None:
    run = with_changes(experiment, Change(3, SLOW), Change(5, SLOW_AND_RANDOM))
    assert without_change(run, 4) == run


def test_a_setting_that_a_later_change_only_carried_along_goes_too(
    experiment: Experiment,
) -> None:
    run = with_changes(experiment, Change(3, SLOW), Change(5, SLOW_AND_RANDOM))
    after = without_change(run, 3)
    assert after.changes == (Change(5, TrainingSettings(order=SampleOrder.RANDOM)),)


def test_a_setting_that_a_later_change_made_itself_stays(experiment: Experiment) -> None:
    faster = TrainingSettings(learning_rate=2.0, order=SampleOrder.RANDOM)
    random = TrainingSettings(order=SampleOrder.RANDOM)
    run = with_changes(experiment, Change(3, random), Change(5, faster))
    assert without_change(run, 3).changes == (Change(5, TrainingSettings(learning_rate=2.0)),)


def test_a_later_change_back_is_gone_with_the_change(experiment: Experiment) -> None:
    run = with_changes(experiment, Change(3, SLOW), Change(5, TrainingSettings()))
    assert without_change(run, 3) == experiment


def test_a_later_change_back_keeps_what_else_it_changes(experiment: Experiment) -> None:
    back = Change(5, TrainingSettings(), parameters=((1, 4.0),))
    run = with_changes(experiment, Change(3, SLOW), back)
    assert without_change(run, 3).changes == (Change(5, parameters=((1, 4.0),)),)
