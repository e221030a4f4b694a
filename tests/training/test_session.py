"""The session: orders take effect, answers come, and nothing depends on how it was driven."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.training.conftest import LOGISTIC, wait_for, wait_until_paused


def is_after(step: int, snapshot: Snapshot) -> bool:
    return snapshot.step > step


MakeSession = Callable[[Experiment], Session]


def test_it_begins_paused_at_step_0_with_the_total_error(
    tutorial: Experiment, session_of: MakeSession
) -> None:
    snapshot = wait_until_paused(session_of(tutorial))
    assert snapshot.step == 0
    assert snapshot.total_error == 0.2983711087600027
    assert snapshot.sample is None


def test_n_steps_are_n_steps(tutorial: Experiment, session_of: MakeSession) -> None:
    session = session_of(tutorial)
    session.run(10_000)
    snapshot = wait_for(session, lambda s: s.step == 10_000 and s.activity is Activity.PAUSED)
    assert snapshot.total_error == 3.510187782978859e-05


def test_a_run_that_goes_on_after_a_pause_ends_where_it_was_to(
    tutorial: Experiment, xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(tutorial)
    session.set_speed(2000)
    session.run(600)
    wait_for(session, lambda s: s.step > 0)
    session.pause()
    assert 0 < wait_until_paused(session).step < 600
    session.go_on()
    session.take(xor)  # which begins anew
    session.set_speed(None)
    wait_for(session, lambda s: s.step == 600 and s.activity is Activity.PAUSED)
    session.pause()
    session.go_on()  # it has come to its end
    assert wait_until_paused(session).step == 600


def test_a_pause_stops_a_run_without_end(tutorial: Experiment, session_of: MakeSession) -> None:
    session = session_of(tutorial)
    session.run()
    wait_for(session, lambda s: s.step > 100_000)
    session.pause()
    paused = wait_until_paused(session)
    time.sleep(0.02)
    assert session.snapshot().step == paused.step


def test_what_is_seen_while_it_runs_is_the_state_of_that_very_step(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    session.run()
    seen: list[Snapshot] = []
    for _ in range(20):
        last = seen[-1].step if seen else 0
        seen.append(wait_for(session, partial(is_after, last)))
    session.pause()
    seen.append(wait_until_paused(session))
    replay = Run(xor)
    for snapshot in seen:
        replay.advance(snapshot.step)
        assert snapshot.parameters.tobytes() == replay.parameters.tobytes()


@pytest.mark.parametrize("speed", [300.0, 20_000.0, None])
def test_the_speed_changes_no_bit(
    xor: Experiment, session_of: MakeSession, speed: float | None
) -> None:
    session = session_of(xor)
    session.set_speed(speed)
    session.run(60)
    snapshot = wait_for(session, lambda s: s.step == 60 and s.activity is Activity.PAUSED)
    fresh = Run(xor)
    fresh.advance(60)
    assert snapshot.parameters.tobytes() == fresh.parameters.tobytes()


def test_reset_goes_back_to_the_initial_weights(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    session.run()
    wait_for(session, lambda s: s.step > 1000)
    session.reset()
    snapshot = wait_for(session, lambda s: s.step == 0 and s.activity is Activity.PAUSED)
    assert snapshot.parameters.tobytes() == xor.network.parameters.tobytes()


def test_another_experiment_is_trained_from_step_0_while_it_runs(
    tutorial: Experiment, xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(tutorial)
    session.run()
    wait_for(session, lambda s: s.step > 1000)
    session.take(xor)
    assert session.snapshot().experiment is xor
    assert session.snapshot().step == 0 or session.snapshot().activity is Activity.RUNNING
    session.pause()
    snapshot = wait_until_paused(session)
    fresh = Run(xor)
    fresh.advance(snapshot.step)
    assert snapshot.parameters.tobytes() == fresh.parameters.tobytes()


def test_other_settings_take_effect_without_a_new_start(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    session.run(500)
    wait_for(session, lambda s: s.step == 500 and s.activity is Activity.PAUSED)
    change = Change(500, training=replace(xor.training, learning_rate=0.0))
    still = replace(xor, changes=(change,))
    session.take(still)
    session.run(500)
    snapshot = wait_for(session, lambda s: s.step == 1000 and s.activity is Activity.PAUSED)
    assert snapshot.experiment is still
    fresh = Run(xor)
    fresh.advance(500)
    assert snapshot.parameters.tobytes() == fresh.parameters.tobytes()


def test_an_exception_in_the_thread_is_told_and_the_session_lives(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(xor)
    wait_until_paused(session)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Run, "advance", fail)
    session.run()
    deadline = time.monotonic() + 10
    failure = None
    while failure is None and time.monotonic() < deadline:
        failure = session.take_failure()
    assert failure is not None
    assert "planted" in failure.message
    assert "ZeroDivisionError" in failure.details
    monkeypatch.undo()
    assert wait_until_paused(session).step == 0
    session.run(5)
    wait_for(session, lambda s: s.step == 5)


def test_a_run_that_diverged_says_so_and_does_not_go_on(session_of: MakeSession) -> None:
    topology = Topology((1, 1), (LOGISTIC.IDENTITY,))
    samples = Samples(np.array([[1e3]]), np.array([[1.0]]))
    session = session_of(Experiment(Network(topology, np.array([1.0, 0.0])), samples))
    session.run()
    snapshot = wait_for(session, lambda s: s.diverged)
    assert snapshot.activity is Activity.PAUSED
    session.run(10)
    time.sleep(0.05)
    assert session.snapshot().step == snapshot.step


def test_it_can_be_closed_at_any_moment(tutorial: Experiment) -> None:
    Session(tutorial).close()
    session = Session(tutorial)
    session.start()
    session.close()
    running = Session(tutorial)
    running.start()
    wait_until_paused(running)
    running.run()
    running.close()


def test_curves_can_be_read_while_it_runs(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    session.run()
    for _ in range(200):
        snapshot, history = session.snapshot(), session.history()
        assert history is not None
        curve = history.errors(snapshot)
        assert np.all(np.diff(curve.steps) > 0)
        states = history.states(snapshot, np.arange(2))
        assert np.all(np.diff(states.steps) > 0)


def test_undoing_a_change_far_back_ends_at_the_step_where_it_was(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    session.run(200_000)
    wait_for(session, lambda s: s.step == 200_000 and s.activity is Activity.PAUSED)
    for at in (90_000, 70_000, 150_000):
        changed = replace(xor, changes=(Change(at, parameters=((2, 0.5),)),))
        session.take(changed)
    fresh = Run(changed)
    fresh.advance(200_000)
    there = fresh.parameters.tobytes()
    snapshot = wait_for(session, lambda s: s.parameters.tobytes() == there)
    assert snapshot.step == 200_000
    assert snapshot.experiment is changed


def test_the_trace_of_a_step_ends_where_the_step_ends(
    tutorial: Experiment, session_of: MakeSession
) -> None:
    session = session_of(tutorial)
    before = wait_until_paused(session)
    deadline = time.monotonic() + 60
    while (trace := session.trace(before, 0)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    session.run(1)
    after = wait_for(session, lambda s: s.step == 1)
    assert trace is not None
    assert trace.new_parameters.tobytes() == after.parameters.tobytes()
