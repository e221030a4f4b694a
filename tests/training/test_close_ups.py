"""A stretch seen close up: bit for bit what a record of every step holds, in bounded memory.

The oracle is a fresh run that is advanced one step at a time, and looked at after each.
"""

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from queue import SimpleQueue

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.engine.evaluate import outputs_of_samples
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.close_up import MOST_ROWS, CloseUp, Stretch, Wish, stretch_around
from backprop_gui.training.close_ups import CloseUps
from backprop_gui.training.replay import Replay
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, ErrorCurve, Failure, StateCurves
from tests.training.conftest import LOGISTIC, make_xor, wait_for
from tests.training.test_changes import changes_of

PATIENCE_SECONDS = 60.0
MakeCloseUps = Callable[[Run], CloseUps]


@pytest.fixture
def close_ups_of() -> Iterator[MakeCloseUps]:
    """Makes those of runs; they are closed after the test, and must not have failed."""
    made: list[CloseUps] = []
    failures: SimpleQueue[Failure] = SimpleQueue()

    def make(run: Run) -> CloseUps:
        made.append(CloseUps(lambda: run, failures))
        return made[-1]

    yield make
    for each in made:
        each.close()
    assert failures.empty()


def answer(close_ups: CloseUps, wish: Wish, who: str = "me") -> CloseUp:
    close_ups.ask(who, wish)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = close_ups.answer(wish)
        if found is not None and found.is_done:
            return found
        time.sleep(0.001)
    raise AssertionError("no answer came")


def answered(run: Run, wish: Wish) -> ErrorCurve | StateCurves:
    *_, last = Replay(run).answers(wish)
    assert last.is_done
    return last.curves


def states(curves: ErrorCurve | StateCurves) -> StateCurves:
    assert isinstance(curves, StateCurves)
    return curves


def errors(curves: ErrorCurve | StateCurves) -> ErrorCurve:
    assert isinstance(curves, ErrorCurve)
    return curves


class Walk:
    """Fresh runs, step by step: the states, errors and total errors after first + 1, … last.

    At the step of a change they are those from before it, as a record has them.
    """

    def __init__(self, experiment: Experiment, first: int, last: int) -> None:
        self.errors: list[float] = []
        self.totals: list[float] = []
        self.parameters: list[Floats] = []
        walker = Run(experiment, is_recorded=False)
        walker.advance(first)
        for step in range(first + 1, last + 1):
            run = walker
            if any(change.step == step for change in experiment.changes):
                before = tuple(change for change in experiment.changes if change.step < step)
                run = Run(replace(experiment, changes=before), is_recorded=False)
                run.advance(step - 1)
            self.errors.append(run.advance(step).error)
            self.totals.append(run.total_error())
            self.parameters.append(run.parameters)
            walker.advance(step)


def bits(values: Floats | list[float] | list[Floats]) -> bytes:
    return np.ascontiguousarray(values, dtype=np.float64).tobytes()


spans = st.sampled_from([1, 2, 8])


@given(
    st.sampled_from(["in turn", "random", "shuffled"]),
    st.lists(st.integers(1, 260), max_size=5),
    st.integers(0, 20),
    st.integers(1, 20),
    spans,
)
@settings(max_examples=60)
def test_it_holds_what_every_step_had_bit_for_bit(
    order: str, steps: list[int], start: int, rows: int, span: int
) -> None:
    xor = make_xor(order)
    experiment = replace(xor, changes=changes_of(xor, steps))
    first, last = start * span, (start + rows) * span
    run = Run(experiment)
    run.advance(300)
    walk, stretch = Walk(experiment, first, last), Stretch(first, last, span)
    ends = slice(span - 1, None, span)

    curve = errors(answered(run, Wish(stretch, experiment)))
    assert curve.steps.tolist() == list(range(first + span, last + 1, span))
    assert bits(curve.total) == bits(walk.totals[ends])
    single = np.array(walk.errors).reshape(-1, span)
    assert bits(curve.low) == bits(single.min(axis=1))
    assert bits(curve.high) == bits(single.max(axis=1))
    np.testing.assert_allclose(curve.mean, single.mean(axis=1), rtol=1e-15)

    columns = (3, 0, 20)
    found = states(answered(run, Wish(stretch, experiment, columns)))
    assert bits(found.values) == bits(np.array(walk.parameters[ends])[:, columns])

    inputs = np.array([[0.0, 1.0]])
    found = states(answered(run, Wish(stretch, experiment, (7, 2), (0.0, 1.0))))
    topology = experiment.network.topology
    outputs = [outputs_of_samples(topology, each, inputs)[0] for each in walk.parameters[ends]]
    assert bits(found.values) == bits(np.array(outputs)[:, (7, 2)])


def test_deep_in_a_long_run_every_step_can_be_had(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(3_000_000)
    stretch = stretch_around(2_345_000, 2_345_500, 3_000_000)
    assert stretch is not None
    assert stretch.span == 1
    found = states(answered(run, Wish(stretch, xor, (0, 1))))
    fresh = Run(xor, is_recorded=False)
    for row in (0, 1, 300, len(found.steps) - 1):
        fresh.advance(int(found.steps[row]))
        assert bits(found.values[row]) == bits(fresh.parameters[:2])


def test_a_stretch_has_a_row_for_every_step_where_that_is_few_enough() -> None:
    assert stretch_around(100.2, 200.0, 10**6) == Stretch(75, 225, 1)
    assert stretch_around(-50, 10.0, 10**6) == Stretch(0, 12, 1)
    wide = stretch_around(0, 10**9, 10**6)
    assert wide is not None
    assert MOST_ROWS / 2 <= wide.rows <= MOST_ROWS + 2
    assert wide.last <= 10**6
    assert stretch_around(50, 90, 40) is None
    assert stretch_around(90, 50, 400) is None


def test_of_a_wide_network_few_states_are_held_at_a_time() -> None:
    topology = Topology((100, 200, 10), (LOGISTIC, LOGISTIC))
    network = Network(topology, np.random.default_rng(1).uniform(-0.1, 0.1, topology.parameters))
    samples = Samples(np.full((1, 100), 0.1), np.full((1, 10), 0.2))
    experiment = Experiment(network, samples)
    run = Run(experiment)
    run.advance(3000)
    wish = Wish(Stretch(1000, 3000, 1), experiment, tuple(range(64)))
    replay = Replay(run)
    replay._step_seconds = 1e-9
    tracemalloc.start()
    *_, last = replay.answers(wish)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(last.curves.steps) == 2000
    assert peak < 20 << 20 < 2000 * topology.parameters * 8
    fresh = Run(experiment)
    fresh.advance(2500)
    np.testing.assert_allclose(states(last.curves).values[1499], fresh.parameters[:64], rtol=1e-12)


def test_the_answer_grows_until_it_is_done(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(1_000_000)
    wish = Wish(Stretch(0, 999_424, 512), xor)
    lengths = [len(each.curves.steps) for each in Replay(run).answers(wish)]
    assert lengths == sorted(set(lengths))
    assert lengths[-1] == wish.stretch.rows


def test_what_would_take_too_long_is_left_alone(xor: Experiment) -> None:
    run = Run(xor)
    (only,) = Replay(run).answers(Wish(Stretch(0, 2**40, 2**29), xor))
    assert only.is_done
    assert len(only.curves.steps) == 0


def test_it_ends_where_the_run_diverged() -> None:
    topology = Topology((1, 1), (LOGISTIC.IDENTITY,))
    samples = Samples(np.array([[1e3]]), np.array([[1.0]]))
    experiment = Experiment(Network(topology, np.array([1.0, 0.0])), samples)
    run = Run(experiment)
    run.advance(1000)
    found = errors(answered(run, Wish(Stretch(0, 1000, 1), experiment)))
    assert len(found.steps) == run.step < 1000


def test_close_ups_are_right_while_the_run_goes_on_and_merges_its_record(
    xor: Experiment, session_of: Callable[[Experiment], Session]
) -> None:
    session = session_of(xor)
    session.run()
    fresh = Run(xor, is_recorded=False)
    for _ in range(30):
        last = int(fresh.step)
        head = wait_for(session, lambda s, last=last: s.step > last + 5000).step  # type: ignore[misc]
        wish = Wish(Stretch(head - 200, head, 1), xor, (4, 5))
        found = states(answer(session.close_ups, wish).curves)
        fresh.advance(head - 100)
        assert bits(found.values[99]) == bits(fresh.parameters[4:6])


def test_a_newer_wish_takes_the_place_of_the_older_one_at_once(
    xor: Experiment, close_ups_of: MakeCloseUps
) -> None:
    run = Run(xor)
    run.advance(10_000)
    # As if ten thousand million steps had been made, and no keyframe kept: a way of many minutes.
    far = Wish(Stretch(10**10, 10**10 + 100, 1), xor)
    close_ups = close_ups_of(run)
    close_ups.ask("me", far)
    time.sleep(0.05)
    assert close_ups.is_at_work("me")
    near = Wish(Stretch(100, 200, 1), xor)
    assert len(answer(close_ups, near).curves.steps) == 100
    assert close_ups.answer(far) is None
    close_ups.ask("me", far)
    time.sleep(0.05)
    close_ups.withdraw("me")
    assert not close_ups.is_at_work("me")
    close_ups.ask("me", far)


def test_several_who_ask_are_all_answered(xor: Experiment, close_ups_of: MakeCloseUps) -> None:
    run = Run(xor)
    run.advance(10_000)
    close_ups = close_ups_of(run)
    wishes = [Wish(Stretch(at, at + 50, 1), xor, (0,)) for at in (0, 500, 1000)]
    for at, wish in enumerate(wishes):
        close_ups.ask(str(at), wish)
    for at, wish in enumerate(wishes):
        assert len(answer(close_ups, wish, str(at)).curves.steps) == 50


def test_of_another_experiment_there_is_no_answer_and_what_was_known_is_forgotten(
    xor: Experiment, tutorial: Experiment, close_ups_of: MakeCloseUps
) -> None:
    run = Run(xor)
    run.advance(1000)
    close_ups = close_ups_of(run)
    other = Wish(Stretch(0, 10, 1), replace(xor, changes=(Change(5),)))
    close_ups.ask("other", other)
    mine = Wish(Stretch(0, 10, 1), xor)
    assert answer(close_ups, mine) is close_ups.answer(mine)
    assert close_ups.answer(other) is None
    close_ups.forget()
    assert close_ups.answer(mine) is None
    assert len(answer(close_ups, mine).curves.steps) == 10


def test_only_the_last_answers_are_kept(xor: Experiment, close_ups_of: MakeCloseUps) -> None:
    run = Run(xor)
    run.advance(1000)
    close_ups = close_ups_of(run)
    wishes = [Wish(Stretch(at, at + 5, 1), xor) for at in range(40)]
    for wish in wishes:
        answer(close_ups, wish)
    assert [close_ups.answer(wish) is not None for wish in wishes] == [False] * 28 + [True] * 12


def test_an_exception_is_told_and_the_thread_lives(xor: Experiment) -> None:
    run = Run(xor)
    failures: SimpleQueue[Failure] = SimpleQueue()
    close_ups = CloseUps(lambda: run, failures)
    close_ups.ask("me", Wish(Stretch(0, 10, 1), xor, (1000,)))
    assert "more detail" in failures.get(timeout=PATIENCE_SECONDS).message
    assert len(answer(close_ups, Wish(Stretch(0, 10, 1), xor)).curves.steps) == 10
    close_ups.close()


def test_there_is_a_thread_only_from_the_first_wish_to_the_end(
    xor: Experiment, session_of: Callable[[Experiment], Session]
) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == "close-ups"]

    session = session_of(xor)
    session.run(20_000)
    wait_for(session, lambda s: s.step == 20_000 and s.activity is Activity.PAUSED)
    assert threads() == []
    session.close_ups.ask("me", Wish(Stretch(0, 10**12, 2**40), xor))
    assert threads() == ["close-ups"]
    session.close()
    assert threads() == []
    session.close_ups.ask("me", Wish(Stretch(0, 10, 1), xor))
    assert threads() == []
