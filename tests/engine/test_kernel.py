"""The parts of the training loop by themselves, as plain Python."""

import math

import numpy as np
import pytest

from backprop_gui.engine import board as boards
from backprop_gui.engine import kernel
from backprop_gui.engine import record as records
from backprop_gui.engine import watch as watching
from backprop_gui.engine.choices import Activation, SampleOrder
from backprop_gui.engine.record import ERRORS, KEYFRAMES, SPAN
from backprop_gui.engine.watch import Watch
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine import oracle
from tests.engine.learner import NEVER, Definition, Learner, Task, random_task, same_bits

pytestmark = pytest.mark.usefixtures("plain_python")


@pytest.mark.parametrize(
    ("parameters", "steps"),
    [(1, 1024), (1024, 1024), (1025, 1023), (2**20 // 3, 3), (2**20, 1), (2**20 + 1, 1)],
)
def test_the_larger_a_network_the_fewer_steps_between_looks_at_the_board(
    parameters: int, steps: int
) -> None:
    state = Learner(random_task((1, 1))).state._replace(parameters=np.zeros(parameters))
    assert kernel._steps_between_looks(state) == steps


@pytest.mark.parametrize(
    ("step", "every", "after"), [(0, 1, 1), (0, 4, 4), (3, 4, 4), (4, 4, 8), (7, 5, 10)]
)
def test_the_next_multiple_lies_after_a_step(step: int, every: int, after: int) -> None:
    assert kernel._after(step, every) == after


@pytest.mark.parametrize(
    ("error_span", "keyframe_span", "end", "check_every", "pause"),
    [
        (4, 16, 100, NEVER, 12),
        (16, 4, 100, NEVER, 12),
        (16, 32, 11, NEVER, 11),
        (16, 32, 100, 5, 15),
        (16, 32, 100, 3, 12),
        (16, 32, 100, 9, 16),
    ],
)
def test_training_pauses_where_the_first_thing_is_due(
    error_span: int, keyframe_span: int, end: int, check_every: int, pause: int
) -> None:
    record = Learner(random_task((1, 1))).record
    record.cells[ERRORS + SPAN], record.cells[KEYFRAMES + SPAN] = error_span, keyframe_span
    # 11 steps are made but for where the end is then.
    step = 9 if end == 11 else 11
    assert kernel._pause(record, step, end, check_every) == pause


# Whole calls


def watch_of(task: Task, *breakpoints: Breakpoint) -> Watch:
    watch = make_watch(task.topology, breakpoints)
    watch.cells[watching.LOOKS_AT_END] = 1
    return watch


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("order", list(SampleOrder))
@pytest.mark.parametrize("first", [0, 5, 7, 12])
def test_calls_from_any_step_learn_as_defined(
    order: SampleOrder, first: int, watched: bool
) -> None:
    task = random_task((2, 3, 1), samples=7, order=order)
    watch = watch_of(task, Breakpoint(Condition.STEP, 1000)) if watched else None
    learner, definition = Learner(task, watch=watch, total_every=NEVER), Definition(task)
    learner.record.cells[[ERRORS + SPAN, KEYFRAMES + SPAN]] = 16  # so that it does not pause
    learner.state.step[0] = definition.step = first
    errors = definition.advance(first + 18)
    reason, sample, error = learner.advance(first + 18)
    assert (reason, learner.step) == (kernel.REACHED, first + 18)
    assert same_bits(learner.parameters, definition.parameters)
    assert error == errors[-1]
    assert sample == oracle.sample_of(order.value, task.seed, first + 17, 7)


@pytest.mark.parametrize("watched", [False, True])
def test_the_first_error_that_is_not_finite_ends_a_call(watched: bool) -> None:
    task = random_task((1, 1, 1), Activation.IDENTITY, rate=10.0, scale=3.0)
    watch = watch_of(task, Breakpoint(Condition.STEP, 10**6)) if watched else None
    learner, definition = Learner(task, watch=watch, total_every=NEVER), Definition(task)
    learner.record.cells[[ERRORS + SPAN, KEYFRAMES + SPAN]] = 1024
    reason, sample, error = learner.advance(1000)
    errors = definition.advance(learner.step)
    assert reason == kernel.DIVERGED
    assert error == errors[-1] == math.inf
    assert [math.isfinite(each) for each in errors] == [True] * (learner.step - 1) + [False]
    assert sample == (learner.step - 1) % 4
    assert learner.advance(1000)[0] == kernel.DIVERGED


@pytest.mark.parametrize("watched", [False, True])
def test_a_stop_is_obeyed_at_the_first_look_and_not_between(
    watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_POLL_STEPS", 20)
    task = random_task((2, 3, 1), samples=1)
    watch = watch_of(task, Breakpoint(Condition.STEP, 10**6)) if watched else None
    learner = Learner(task, watch=watch, error_rows=8, total_every=NEVER)
    learner.board.cells[boards.STOP] = 1
    for step in (20, 40, 60):
        assert learner.advance(1000)[0] == kernel.STOPPED
        assert learner.step == step
    assert learner.advance(65)[0] == kernel.REACHED
    assert learner.advance(70)[0] == kernel.REACHED  # each call counts anew
    learner.board.cells[boards.STOP] = 0
    learner.board.cells[boards.ASKED] = 1
    assert learner.advance(89)[0] == kernel.REACHED
    assert learner.board.cells[boards.SHOWN] == 0
    assert learner.advance(1000)[0] == kernel.REACHED
    assert learner.board.cells[boards.STEP] == 109


@pytest.mark.parametrize(
    ("samples", "steps"),
    [(1, 20), (3, 6), (19, 1), (watching.EACH_STEP, 1), (watching.EACH_STEP + 1, 20)],
)
def test_with_total_errors_to_look_at_the_board_is_looked_at_more_often(
    samples: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_POLL_STEPS", 20)
    task = random_task((1, 1), samples=samples)
    watch = watch_of(task, Breakpoint(Condition.ERROR_ABOVE, 1e9))
    learner = Learner(task, watch=watch, total_every=NEVER)
    learner.board.cells[boards.STOP] = 1
    reasons = [learner.advance(0)[0] for _ in range(5)]
    measures = 3 if samples > watching.EACH_STEP else 0  # in parts of 20 samples
    assert reasons == [kernel.STOPPED] * measures + [kernel.REACHED] * (5 - measures)
    assert learner.advance(1000)[0] == kernel.STOPPED
    assert learner.step == steps


@pytest.mark.parametrize(("until_factor", "check_every"), [(1.0, 1), (1.0, 6), (0.999, 4)])
def test_a_run_until_an_error_ends_where_a_check_first_finds_it(
    until_factor: float, check_every: int
) -> None:
    task = random_task((2, 3, 1), samples=3)
    definition = Definition(task)
    totals = []
    for _ in range(80):
        definition.learn()
        totals.append(definition.total_error())
    until = totals[19] * until_factor
    expected = next(
        step for step in range(check_every, 81, check_every) if totals[step - 1] <= until
    )
    learner = Learner(task, total_every=NEVER)
    assert learner.advance(1000, until, check_every)[0] == kernel.LOW_ENOUGH
    assert learner.step == expected
    assert learner.record.cells[records.TOTAL_STEP] == expected
    assert learner.record.since[records.LAST_TOTAL] == totals[expected - 1]
    assert np.isnan(learner.errors[:, records.TOTAL]).all()
