"""Going back in time: the state of any step that was made can be had again, exactly."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.training.conftest import make_xor, wait_for

MakeSession = Callable[[Experiment], Session]


def state_at(experiment: Experiment, step: int) -> bytes:
    run = Run(experiment)
    run.advance(step)
    return run.parameters.tobytes()


def ran_to(session: Session, step: int) -> Snapshot:
    session.run(step)
    return wait_for(session, lambda s: s.step == step and s.activity is Activity.PAUSED)


def looked_at(session: Session, step: int) -> Snapshot:
    session.seek(step)
    return wait_for(session, lambda s: s.step == step and s.total_error_step == step)


@pytest.mark.parametrize("order", ["in turn", "random", "shuffled"])
def test_a_replay_repeats_any_step_in_any_order(order: str) -> None:
    changes = (Change(1000, parameters=((2, 0.5),)), Change(2048, parameters=((0, -1.0),)))
    experiment = replace(make_xor(order), changes=changes)
    run, replay = Run(experiment), Run(experiment, is_recorded=False)
    run.advance(20_000)
    steps = [0, 1, 999, 1000, 1001, 2047, 2048, 2049, 4096, 19_999, 20_000]
    random.Random(1).shuffle(steps)
    for step in steps:
        replay.repeat(run, step)
        assert replay.parameters.tobytes() == state_at(experiment, step), step
    assert run.parameters.tobytes() == state_at(experiment, 20_000)


def test_the_past_is_shown_as_it_was(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    ran_to(session, 50_000)
    for step in (49_999, 3, 0, 25_000, 25_001):
        snapshot = looked_at(session, step)
        assert snapshot.parameters.tobytes() == state_at(xor, step)
        assert snapshot.head == 50_000
        fresh = Run(xor)
        outcome = fresh.advance(step)
        assert snapshot.sample == (outcome.sample if step else None)
        assert snapshot.total_error == fresh.total_error()


def test_a_step_that_was_not_made_yet_is_the_last_one(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    ran_to(session, 100)
    looked_at(session, 10)
    session.seek(10**9)
    assert wait_for(session, lambda s: s.step == 100).head == 100


def test_training_goes_on_from_the_step_that_is_looked_at(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    ran_to(session, 5000)
    looked_at(session, 1234)
    session.run(6)
    snapshot = wait_for(session, lambda s: s.step == 1240 and s.activity is Activity.PAUSED)
    assert snapshot.head == 1240
    assert snapshot.parameters.tobytes() == state_at(xor, 1240)


def test_a_change_in_the_past_is_another_future(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    ran_to(session, 5000)
    looked_at(session, 100)
    other = replace(xor, changes=(Change(100, parameters=((2, 0.5),)),))
    session.take(other)
    there = state_at(other, 100)
    snapshot = wait_for(session, lambda s: s.parameters.tobytes() == there)
    assert snapshot.step == 100
    session.run(50)
    snapshot = wait_for(session, lambda s: s.step == 150 and s.activity is Activity.PAUSED)
    assert snapshot.parameters.tobytes() == state_at(other, 150)


def test_looking_around_quickly_ends_where_it_was_last_asked_for(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    session.run(2_000_000)
    wait_for(session, lambda s: s.step == 2_000_000 and s.activity is Activity.PAUSED)
    order = random.Random(2)
    for _ in range(200):
        session.seek(order.randrange(2_000_000))
        session.snapshot()
    snapshot = looked_at(session, 1_234_567)
    assert snapshot.parameters.tobytes() == state_at(xor, 1_234_567)


def test_looking_back_pauses_a_run(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    session.run()
    wait_for(session, lambda s: s.step > 1000)
    session.seek(500)
    snapshot = wait_for(session, lambda s: s.step == 500)
    assert snapshot.activity is Activity.PAUSED
    assert snapshot.head > 1000
