"""Forks: an edit in the past puts the old future aside, and it comes back as it was."""

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.training import shelf, tables
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Progress, Snapshot
from backprop_gui.training.trainer import Trainer
from tests.training.conftest import LOGISTIC, PATIENCE_SECONDS, wait_for, wait_until_paused

MakeSession = Callable[[Experiment], Session]


def state_at(experiment: Experiment, step: int) -> bytes:
    run = Run(experiment)
    run.advance(step)
    return run.parameters.tobytes()


def ran_on(session: Session, steps: int) -> Snapshot:
    goal = session.snapshot().step + steps
    session.run(steps)
    return wait_for(session, lambda s: s.step == goal and s.activity is Activity.PAUSED)


def looked_at(session: Session, step: int) -> Snapshot:
    session.seek(step)
    return wait_for(session, lambda s: s.step == step and s.total_error_step == step)


def taken(session: Session, experiment: Experiment, head: int | None = None) -> Snapshot:
    """The state once the run of `experiment` is there."""
    session.take(experiment, head)

    def is_there(snapshot: Snapshot) -> bool:
        published = session._trainer.published[1]
        return (
            published is not None
            and published.experiment is experiment
            and snapshot.total_error_step == snapshot.step
        )

    wait_for(session, is_there)
    return session.snapshot()


def changed(experiment: Experiment, step: int, value: float = 0.5) -> Experiment:
    return replace(experiment, changes=(Change(step, parameters=((2, value),)),))


def left_for_its_past(session: Session, experiment: Experiment) -> Experiment:
    """An experiment that was trained to 400, and parts at 300 from the one that is present again,
    which was trained to 500.
    """
    wait_until_paused(session)
    ran_on(session, 500)
    looked_at(session, 300)
    fork = changed(experiment, 300)
    taken(session, fork)
    ran_on(session, 100)
    taken(session, experiment)
    return fork


def forget_nothing_trained(*_: object) -> None:
    raise AssertionError("it was trained anew")


def test_undo_of_an_edit_in_the_past_brings_back_the_future_without_training(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    there = ran_on(session, 10_000)
    looked_at(session, 300)
    fork = changed(xor, 300)
    snapshot = taken(session, fork)
    assert (snapshot.step, snapshot.head) == (300, 300)
    assert snapshot.parameters.tobytes() == state_at(fork, 300)
    after = taken(session, xor)
    assert (after.step, after.head) == (300, 10_000)
    assert after.parameters.tobytes() == state_at(xor, 300)
    monkeypatch.setattr(Run, "_train", forget_nothing_trained)
    last = looked_at(session, 10_000)
    assert last.parameters.tobytes() == there.parameters.tobytes()


def test_what_a_fork_has_been_trained_comes_back_too(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 5000)
    looked_at(session, 300)
    fork = changed(xor, 300)
    taken(session, fork)
    ran_on(session, 700)
    assert taken(session, xor).step == 1000
    again = taken(session, fork)
    assert (again.step, again.head) == (1000, 1000)
    assert again.parameters.tobytes() == state_at(fork, 1000)


def test_a_future_is_frozen_with_its_curves(xor: Experiment, session_of: MakeSession) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 5000)
    assert session.future(xor) is None
    looked_at(session, 300)
    taken(session, changed(xor, 300))
    future = session.future(xor)
    assert future is not None
    assert future.head == future.errors.steps[-1] == 5000
    states, outputs = future.states(np.arange(3)), future.outputs(1)
    assert states is not None
    assert outputs is not None
    assert states.values[-1].tobytes() == np.frombuffer(state_at(xor, 5000))[:3].tobytes()
    assert len(outputs.steps) == len(states.steps)
    assert future.states(np.array([10_000])) is None
    assert future.outputs(4) is None


def test_where_the_record_had_to_make_room_the_future_is_trained_anew(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "RECORD_BYTES", 0)
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 5000)
    forks = [changed(xor, 300, value) for value in (0.1, 0.2)]
    for fork in forks:
        looked_at(session, 300)
        taken(session, fork)
        ran_on(session, 100)
    future = session.future(xor)
    assert future is not None
    assert future.states(np.arange(3)) is None
    assert future.errors.steps[-1] == 5000
    after = taken(session, xor)
    assert (after.step, after.head) == (400, 5000)
    last = looked_at(session, 5000)
    assert last.parameters.tobytes() == state_at(xor, 5000)


def test_a_run_that_is_not_known_any_more_is_trained_to_its_head(
    tutorial: Experiment, xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(tutorial)
    wait_until_paused(session)
    snapshot = taken(session, xor, head=3000)
    assert (snapshot.step, snapshot.head) == (0, 3000)
    assert looked_at(session, 3000).parameters.tobytes() == state_at(xor, 3000)


def test_other_initial_weights_put_the_old_run_aside(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 5000)
    other = replace(xor, network=xor.network.with_parameters(xor.network.parameters * 2))
    assert taken(session, other).head == 0
    after = taken(session, xor)
    assert (after.step, after.head) == (5000, 5000)


def test_a_future_that_is_cut_short_stays_one_when_redo_leaves_it_again(
    xor: Experiment, session_of: MakeSession
) -> None:
    """The redo gives the document back its ghost of that run."""
    session = session_of(xor)
    fork = left_for_its_past(session, xor)
    looked_at(session, 0)
    ran_on(session, 200)
    again = taken(session, fork)
    assert (again.step, again.head) == (200, 400)
    future = session.future(xor)
    assert future is not None
    assert future.head == future.errors.steps[-1] == 200
    after = taken(session, xor)
    assert (after.step, after.head) == (200, 200)
    assert ran_on(session, 300).parameters.tobytes() == state_at(xor, 500)


def test_an_edit_of_a_future_that_came_back_leaves_that_as_it_was(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 500)
    looked_at(session, 300)
    taken(session, changed(xor, 300))
    taken(session, xor)
    looked_at(session, 500)
    later = changed(xor, 500)
    snapshot = taken(session, later)
    assert (snapshot.step, snapshot.head) == (500, 500)
    assert snapshot.parameters.tobytes() == state_at(later, 500)
    ran_on(session, 100)
    assert taken(session, xor).head == 500


def test_a_future_that_ends_before_it_parts_comes_back_there_also_without_its_record(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "RECORD_BYTES", 0)
    session = session_of(xor)
    fork = left_for_its_past(session, xor)
    taken(session, fork)
    looked_at(session, 0)
    ran_on(session, 200)
    taken(session, xor)
    ran_on(session, 300)
    other = changed(xor, 400)
    looked_at(session, 400)
    taken(session, other)
    after = taken(session, fork)
    assert (after.step, after.head) == (200, 200)
    assert after.parameters.tobytes() == state_at(fork, 200)


def test_a_run_that_begins_otherwise_comes_back_at_the_step_that_was_looked_at(
    xor: Experiment, tutorial: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    ran_on(session, 5000)
    looked_at(session, 300)
    assert taken(session, tutorial).step == 0
    ran_on(session, 1000)
    after = taken(session, xor)
    assert (after.step, after.head) == (300, 5000)
    assert after.parameters.tobytes() == state_at(xor, 300)
    again = taken(session, tutorial)
    assert (again.step, again.head) == (1000, 1000)


@pytest.mark.parametrize("at", [1, 2, 4095, 4096, 4097, 60_000, 99_999])
def test_a_fork_shares_the_record_of_its_past(xor: Experiment, at: int) -> None:
    run, fork = Run(xor), changed(xor, at)
    run.advance(100_000)
    before = run.record.keyframes.tobytes()
    other = run.fork(fork, run.step)
    other.advance(120_000)
    fresh = Run(fork)
    fresh.advance(120_000)
    assert other.parameters.tobytes() == fresh.parameters.tobytes()
    assert run.record.keyframes.tobytes() == before
    rows = int(other.record.cells[3])
    span = int(other.record.cells[4])
    assert rows * span <= 120_000 < (rows + 1) * span
    fresh = Run(fork)
    for row in (0, rows // 2, rows - 1):
        fresh.advance((row + 1) * span)
        kept = other.record.keyframes[row].tobytes()
        if (row + 1) * span != at:  # there the record has what was before the change
            assert kept == fresh.parameters.tobytes()


def test_a_short_past_of_a_long_run_is_seen_closely(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(1_000_000)
    other = run.fork(changed(xor, 300), run.step)
    other.advance(400)
    assert int(other.record.cells[0]) == 400


# Long ways


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    """A network whose record has room for two keyframes only."""
    monkeypatch.setattr(tables, "KEYFRAME_BYTES", 0)
    monkeypatch.setattr(tables, "FEWEST_KEYFRAMES", 2)
    topology, random = Topology((784, 64, 10), (LOGISTIC, LOGISTIC)), np.random.default_rng(1)
    network = Network(topology, random.normal(0, 0.1, topology.parameters))
    return Experiment(network, Samples(random.random((3, 784)), random.random((3, 10))))


def test_a_long_seek_tells_its_progress_and_can_be_given_up(
    wide: Experiment, session_of: MakeSession
) -> None:
    session = session_of(wide)
    wait_until_paused(session)
    there = ran_on(session, 30_000)
    session.seek(29_000)
    seen: list[Progress] = []
    while len(seen) < 3:
        progress = session.progress()
        if progress is not None and (not seen or progress != seen[-1]):
            seen.append(progress)
    assert session.snapshot().step == 30_000
    assert {progress.last for progress in seen} == {29_000}
    assert seen[0].first <= seen[0].now < seen[1].now < seen[2].now <= 29_000
    session.cancel()
    wait_for(session, lambda _: session.progress() is None)
    after = session.snapshot()
    assert (after.step, after.head) == (30_000, 30_000)
    assert after.parameters.tobytes() == there.parameters.tobytes()
    assert ran_on(session, 10).parameters.tobytes() == state_at(wide, 30_010)


def test_a_seek_given_up_leaves_the_step_that_was_looked_at_and_training_goes_on_there(
    wide: Experiment, session_of: MakeSession
) -> None:
    session = session_of(wide)
    wait_until_paused(session)
    ran_on(session, 30_000)
    looked_at(session, 5)
    session.seek(29_000)
    wait_for(session, lambda _: session.progress() is not None)
    session.cancel()
    wait_for(session, lambda _: session.progress() is None)
    session.pause()
    assert (session.snapshot().step, session.snapshot().head) == (5, 30_000)
    snapshot = ran_on(session, 10)
    assert snapshot.head == 15
    assert snapshot.parameters.tobytes() == state_at(wide, 15)


def test_a_return_given_up_stays_where_it_has_come_to(
    wide: Experiment, session_of: MakeSession
) -> None:
    session = session_of(wide)
    wait_until_paused(session)
    ran_on(session, 20_000)
    fork = changed(wide, 5)
    session.take(fork)
    assert session.snapshot().is_stale
    wait_for(session, lambda _: session.progress() is not None)
    session.cancel()
    snapshot = wait_for(session, lambda s: not s.is_stale)
    assert 0 <= snapshot.step < 20_000
    assert snapshot.head == snapshot.step
    assert snapshot.parameters.tobytes() == state_at(fork, snapshot.step)
    assert session.progress() is None


def test_seeks_that_were_overtaken_are_dropped(
    xor: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(xor)
    worker = session._trainer.worker
    session.run(1000)
    while not worker.is_idle:
        worker.work_once()
    session._trainer.preparing.close()  # it has orders too, which a seek would give way to
    repeated = []
    approach = Run.approach

    def noted(self: Run, other: Run, step: int) -> None:
        repeated.append(step)
        approach(self, other, step)

    monkeypatch.setattr(Run, "approach", noted)
    for step in range(100, 900):
        session.seek(step)
    while not worker.is_idle:
        worker.work_once()
    assert repeated == [899]
    assert session.snapshot().parameters.tobytes() == state_at(xor, 899)


# Breakpoints


def test_training_stops_at_a_breakpoint_and_says_which(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    stop = Breakpoint(Condition.STEP, 1234.0)
    session.set_breakpoints((Breakpoint(Condition.ERROR_BELOW, 0.0), stop))
    session.run()
    snapshot = wait_for(session, lambda s: s.met is not None)
    assert (snapshot.met, snapshot.step, snapshot.head) == (stop, 1234, 1234)
    assert snapshot.activity is Activity.PAUSED
    assert snapshot.parameters.tobytes() == state_at(xor, 1234)
    assert looked_at(session, 1000).met is None
    assert looked_at(session, 1234).met is stop
    session.run(10)
    snapshot = wait_for(session, lambda s: s.step == 1244)
    assert snapshot.met is None


def test_a_gradient_that_is_too_large_shows_the_step_that_makes_it(
    xor: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    run, lengths = Run(xor), []
    for step in range(200):
        before = run.parameters
        run.advance(step + 1)
        change = (run.parameters - before) / xor.training.learning_rate
        lengths.append(float(np.sqrt(np.sum(change**2))))
    least = (max(lengths[1:]) + sorted(lengths[1:])[-2]) / 2
    first = next(s for s in range(1, 200) if lengths[s] > least >= lengths[s - 1])
    session.set_breakpoints((Breakpoint(Condition.GRADIENT_ABOVE, least),))
    session.run()
    snapshot = wait_for(session, lambda s: s.met is not None)
    assert (snapshot.step, snapshot.head) == (first, first + 1)
    assert snapshot.parameters.tobytes() == state_at(xor, first)


def test_breakpoints_stay_where_another_run_comes(
    xor: Experiment, tutorial: Experiment, session_of: MakeSession
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    missing = Breakpoint(Condition.PARAMETER_CROSSES, 0.1, at=20)  # the tutorial has twelve
    session.set_breakpoints((missing, Breakpoint(Condition.STEP, 50.0)))
    session.take(tutorial)
    session.run()
    snapshot = wait_for(session, lambda s: s.met is not None)
    assert (snapshot.experiment, snapshot.step) == (tutorial, 50)


def test_no_step_is_shown_beyond_the_last_of_a_run_that_is_returned_to(
    xor: Experiment, session_of: MakeSession
) -> None:
    """As after the undo of what a longer run began with."""
    session = session_of(xor)
    ran_on(session, 500)
    longer = changed(xor, 500)
    taken(session, longer)
    ran_on(session, 1500)
    is_seen = threading.Event()

    def keep_the_thread_busy() -> None:
        is_seen.wait(PATIENCE_SECONDS)

    session._trainer.worker.order(keep_the_thread_busy)
    session.take(xor, 500)
    foreseen = session.snapshot()
    is_seen.set()
    assert (foreseen.step, foreseen.head, foreseen.is_stale) == (500, 500, True)


def test_no_step_is_shown_beyond_where_training_goes_on_from(xor: Experiment) -> None:
    """The run goes back to a keyframe and comes from there; a change is made at it on the way."""
    trainer = Trainer()
    trainer.take(changed(xor, 1000))
    trainer.run(5000)
    while trainer.published[1] is None or trainer.published[1].step < 5000:
        trainer.worker.work_once()
    trainer.seek(4097)
    trainer.run(None)
    latest = trainer.published[1]
    assert latest is not None
    assert latest.is_stale
    assert latest.step <= latest.head == 4097
    trainer.preparing.close()
