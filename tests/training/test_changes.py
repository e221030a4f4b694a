"""Changes during a run: they take effect at their step, and any history of edits gives one state.

The oracle is a chain of runs without changes, each begun where the one before ended.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.run import Run
from tests.training.conftest import make_xor


def chained(experiment: Experiment, end: int) -> bytes:
    """The state at `end`, by runs that know of no changes; samples in turn, one for all epochs."""
    parameters, step = experiment.network.parameters.copy(), 0
    training, samples = experiment.training, experiment.samples
    for change in (*experiment.changes, Change(end + 1)):
        stop = min(change.step, end)
        parameters = advanced(experiment, parameters, training, samples, step, stop)
        step = stop
        if change.step <= end:
            for at, value in change.parameters:
                parameters[at] = value
            training = change.training or training
            samples = change.samples or samples
    return parameters.tobytes()


def advanced(
    experiment: Experiment,
    parameters: Floats,
    training: TrainingSettings,
    samples: Samples,
    first: int,
    last: int,
) -> Floats:
    """Trains on one sample after another, each in an experiment of its own."""
    for step in range(first, last):
        row = step % len(samples)
        one = replace(samples, inputs=samples.inputs[[row]], targets=samples.targets[[row]])
        network = experiment.network.with_parameters(parameters)
        run = Run(Experiment(network, one, training))
        run.advance(1)
        parameters = run.parameters.copy()
    return parameters


def changes_of(experiment: Experiment, steps: list[int]) -> tuple[Change, ...]:
    """One change a step, of each kind in turn."""
    flipped = replace(experiment.samples, targets=1 - experiment.samples.targets)
    kinds: tuple[dict[str, Any], ...] = (
        {"training": replace(experiment.training, learning_rate=0.1)},
        {"parameters": ((3, 0.25), (7, -1.5))},
        {"samples": flipped},
        {"training": replace(experiment.training, learning_rate=2.0), "parameters": ((0, 9.0),)},
    )
    return tuple(Change(step, **kinds[step % 4]) for step in sorted(set(steps)))


in_turn = make_xor(order="in turn")
steps_of_changes = st.lists(st.integers(1, 60), max_size=5)


@given(steps_of_changes, st.integers(0, 70))
def test_changes_take_effect_at_their_steps(steps: list[int], end: int) -> None:
    experiment = replace(in_turn, changes=changes_of(in_turn, steps))
    run = Run(experiment)
    run.advance(end)
    assert run.parameters.tobytes() == chained(experiment, end)


@given(st.lists(st.tuples(steps_of_changes, st.integers(0, 80)), min_size=1, max_size=6))
def test_taking_other_changes_at_any_step_leads_where_a_fresh_run_leads(
    edits: list[tuple[list[int], int]],
) -> None:
    run = Run(in_turn)
    for steps, further in edits:
        experiment = replace(in_turn, changes=changes_of(in_turn, steps))
        run.advance(run.step + further)
        step = run.step
        run.take(experiment)
        run.advance(step)
        fresh = Run(experiment)
        fresh.advance(run.step)
        assert run.parameters.tobytes() == fresh.parameters.tobytes()


@pytest.mark.parametrize("change", [5000, 5001, 65_536, 99_999, 100_000])
def test_a_change_far_back_in_a_long_run_is_trained_anew_from_there(change: int) -> None:
    run = Run(in_turn)
    run.advance(100_000)
    experiment = replace(in_turn, changes=(Change(change, parameters=((2, 0.5),)),))
    run.take(experiment)
    run.advance(100_000)
    fresh = Run(experiment)
    fresh.advance(100_000)
    assert run.parameters.tobytes() == fresh.parameters.tobytes()
    run.take(in_turn)
    run.advance(100_000)
    fresh = Run(in_turn)
    fresh.advance(100_000)
    assert run.parameters.tobytes() == fresh.parameters.tobytes()


def test_the_record_after_going_back_is_that_of_the_new_run() -> None:
    run = Run(in_turn)
    run.advance(5000)
    experiment = replace(in_turn, changes=(Change(2500, parameters=((2, 0.5),)),))
    run.take(experiment)
    run.advance(6000)
    fresh = Run(experiment)
    fresh.advance(6000)
    for table in (0, 3):
        assert run.record.cells[table] == fresh.record.cells[table]
    rows = int(run.record.cells[0])
    # Means of merged rows may differ in the last bit: the rows were merged at other times.
    np.testing.assert_allclose(
        run.record.errors[:rows], fresh.record.errors[:rows], rtol=1e-14, atol=0
    )
