"""An edit at a later step holds from there on, and leaves what was before as it was."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import edits
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.from_here_on import from_here_on
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings

PRESENT = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def experiment() -> Experiment:
    layer = np.array([[0.1, 0.2]]), np.array([0.3])
    network = edits.from_blocks((Activation.LOGISTIC,), [layer])
    return Experiment(network, Samples(np.array([[1.0, 0.0]]), np.array([[1.0]])))


def set_weight(at: int, value: float):  # type: ignore[no-untyped-def]
    return partial(edits.with_parameter, at=at, value=value)


def test_at_step_0_an_edit_is_the_edit_itself(experiment: Experiment) -> None:
    edited = from_here_on(experiment, set_weight(0, 7.0), 0, experiment.network.parameters)
    assert edited == edits.with_parameter(experiment, 0, 7.0)


def test_a_weight_at_a_later_step_leaves_the_initial_weights(experiment: Experiment) -> None:
    edited = from_here_on(experiment, set_weight(0, 7.0), 5, PRESENT)
    assert edited.network == experiment.network
    assert edited.changes == (Change(5, parameters=((0, 7.0),)),)


def test_edits_at_one_step_are_one_change(experiment: Experiment) -> None:
    edited = from_here_on(experiment, set_weight(0, 7.0), 5, PRESENT)
    edited = from_here_on(edited, set_weight(1, 8.0), 5, np.array([7.0, 2.0, 3.0]))
    settings = TrainingSettings(learning_rate=2.0)
    edited = from_here_on(
        edited, partial(edits.with_training, training=settings), 5, np.array([7.0, 8.0, 3.0])
    )
    assert edited.changes == (Change(5, settings, None, ((0, 7.0), (1, 8.0))),)


def test_an_edit_gives_up_the_changes_of_another_future(experiment: Experiment) -> None:
    before = replace(experiment, changes=(Change(3, parameters=((0, 1.0),)), Change(9)))
    edited = from_here_on(before, set_weight(1, 8.0), 5, PRESENT)
    assert [change.step for change in edited.changes] == [3, 5]


def test_a_network_of_another_shape_begins_anew(experiment: Experiment) -> None:
    before = replace(experiment, changes=(Change(3, parameters=((0, 1.0),)),))
    for step in (0, 5):
        grow = partial(edits.with_neurons, layer=0, count=3, fill=np.zeros)
        edited = from_here_on(before, grow, step, PRESENT)
        assert edited.changes == ()
        assert edited.network.topology.sizes == (3, 1)
        assert edited.network.weights(0)[0, 0] == 0.1


def test_an_edit_that_changes_nothing_is_no_change(experiment: Experiment) -> None:
    assert from_here_on(experiment, set_weight(0, 1.0), 5, PRESENT) is experiment


def test_settings_and_samples_in_force_are_those_of_the_last_change(
    experiment: Experiment,
) -> None:
    other = Samples(np.array([[0.0, 0.0]]), np.array([[0.0]]))
    fast = TrainingSettings(learning_rate=2.0)
    changed = replace(experiment, changes=(Change(3, training=fast), Change(6, samples=other)))
    assert [changed.training_at(step) is fast for step in (2, 3, 7)] == [False, True, True]
    assert [changed.samples_at(step) is other for step in (3, 6)] == [False, True]


def test_at_step_0_later_changes_stay_while_the_shape_does(experiment: Experiment) -> None:
    before = replace(experiment, changes=(Change(3, parameters=((0, 1.0),)),))
    edited = from_here_on(before, set_weight(0, 7.0), 0, experiment.network.parameters)
    assert edited == edits.with_parameter(before, 0, 7.0)
    assert edited.changes == before.changes


def test_the_settings_in_force_are_those_that_an_edit_changes(experiment: Experiment) -> None:
    slow = TrainingSettings(learning_rate=0.1)
    before = replace(experiment, changes=(Change(3, slow),))
    seen: list[TrainingSettings] = []

    def look(present: Experiment) -> Experiment:
        seen.append(present.training)
        return edits.with_parameter(present, 0, 7.0)

    edited = from_here_on(before, look, 5, PRESENT)
    assert seen == [slow]
    assert edited.changes == (Change(3, slow), Change(5, parameters=((0, 7.0),)))


def test_other_samples_at_a_later_step_are_a_change(experiment: Experiment) -> None:
    other = Samples(np.array([[0.0, 0.5]]), np.array([[0.0]]))
    edited = from_here_on(experiment, partial(edits.with_samples, samples=other), 5, PRESENT)
    assert edited.samples == experiment.samples
    assert edited.changes == (Change(5, samples=other),)
    again = from_here_on(edited, set_weight(0, 7.0), 5, PRESENT)
    assert again.changes == (Change(5, samples=other, parameters=((0, 7.0),)),)
