"""The record of a run: whole, bounded, exact, and the same however the run was cut."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import Activation, SampleOrder
from backprop_gui.engine.readers import read_outputs
from backprop_gui.engine.record import ERRORS, GENERATION, HIGH, KEYFRAMES, LOW, MEAN, TOTAL
from backprop_gui.engine.topology import Floats
from tests.engine import oracle
from tests.engine.learner import NEVER, Definition, Learner, Task, random_task, same_bits

FOREVER = 2**61
even = st.integers(1, 20).map(lambda half: 2 * half)
spans = st.integers(0, 6).map(lambda power: 2**power)

TASK = random_task((2, 3, 1), samples=5, order=SampleOrder.RANDOM)


@dataclass
class Truth:
    """What happened at each step of a run: steps count from 1, row 0 is the beginning."""

    errors: list[float]
    totals: list[float]
    states: list[Floats]


def truth(task: Task, steps: int) -> Truth:
    definition = Definition(task)
    happened = Truth([], [definition.total_error()], [definition.parameters])
    for _ in range(steps):
        happened.errors.append(definition.learn())
        happened.totals.append(definition.total_error())
        happened.states.append(definition.parameters)
    return happened


LONGEST = 900
HAPPENED = truth(TASK, LONGEST)


@pytest.mark.compiled
@given(st.integers(0, LONGEST), even, even, spans, spans)
@settings(max_examples=200)
def test_rows_say_what_happened_in_the_steps_they_stand_for(
    steps: int, error_rows: int, keyframe_rows: int, total_every: int, keyframe_span: int
) -> None:
    learner = Learner(TASK, error_rows, keyframe_rows, total_every, keyframe_span)
    learner.advance(steps)

    span = learner.span(ERRORS)
    assert len(learner.errors) == steps // span < error_rows
    for row, written in enumerate(learner.errors):
        end = (row + 1) * span
        happened = HAPPENED.errors[end - span : end]
        assert written[LOW] == min(happened)
        assert written[HIGH] == max(happened)
        assert written[MEAN] == pytest.approx(math.fsum(happened) / span, rel=1e-12)
        if end % total_every == 0:
            assert written[TOTAL] == HAPPENED.totals[end]
        else:
            assert math.isnan(written[TOTAL])

    keyframe_span = learner.span(KEYFRAMES)
    assert len(learner.keyframes) == steps // keyframe_span < keyframe_rows
    for row, keyframe in enumerate(learner.keyframes):
        assert same_bits(keyframe, HAPPENED.states[(row + 1) * keyframe_span])


@given(st.integers(0, LONGEST), even, even)
def test_rows_cover_the_run_but_for_less_than_one_of_them(
    steps: int, error_rows: int, keyframe_rows: int
) -> None:
    learner = Learner(TASK, error_rows, keyframe_rows)
    learner.advance(steps)
    for rows, table, capacity in (
        (learner.errors, ERRORS, error_rows),
        (learner.keyframes, KEYFRAMES, keyframe_rows),
    ):
        span = learner.span(table)
        assert 0 <= steps - len(rows) * span < span
        assert span == 1 or len(rows) >= capacity // 2


@pytest.mark.compiled
@pytest.mark.parametrize("spike", [0, 1, 50_000, 77_777, 99_999])
def test_a_spike_in_one_step_is_never_missed(spike: int) -> None:
    task = random_task((2, 2, 1), rate=0.0, samples=1)
    learner = Learner(task, error_rows=8)
    learner.advance(spike)
    far = learner.plan._replace(targets=learner.plan.targets + 100.0)
    far.targets.flags.writeable = False
    usual, learner.plan = learner.plan, far
    learner.advance(spike + 1)
    learner.plan = usual
    learner.advance(131_072)
    spikes = np.flatnonzero(learner.errors[:, HIGH] > 1000.0)
    assert spikes.tolist() == [spike // learner.span(ERRORS)]
    assert (learner.errors[:, LOW] < 1.0).all()


def test_a_step_is_recorded_the_same_wherever_the_run_was_cut() -> None:
    at_once, in_parts = Learner(TASK, 16, 16), Learner(TASK, 16, 16)
    at_once.advance(LONGEST)
    for end in range(0, LONGEST + 1, 7):
        in_parts.advance(end)
    in_parts.advance(LONGEST)
    assert same_bits(in_parts.record.errors, at_once.record.errors)
    assert same_bits(in_parts.record.keyframes, at_once.record.keyframes)
    assert in_parts.record.cells.tolist() == at_once.record.cells.tolist()


def test_looking_at_the_total_error_leaves_no_trace_in_the_rows() -> None:
    usual, looking = Learner(TASK, total_every=1024), Learner(TASK, total_every=1024)
    usual.advance(LONGEST)
    looking.board.cells[boards.ASKED] = 1
    looking.advance(LONGEST, until=0.0, check_every=3)
    assert same_bits(looking.record.errors, usual.record.errors)
    assert same_bits(looking.record.keyframes, usual.record.keyframes)


def test_the_total_error_last_measured_is_kept_with_its_step() -> None:
    learner = Learner(TASK, total_every=8)
    learner.advance(7)
    assert learner.record.cells[records.TOTAL_STEP] == -1
    learner.advance(21)
    assert learner.record.cells[records.TOTAL_STEP] == 16
    assert learner.record.since[records.LAST_TOTAL] == HAPPENED.totals[16]


# A run that is stopped while it measures a total error


MANY = replace(
    TASK,
    inputs=np.tile(TASK.inputs, (1000, 1)),
    targets=np.tile(TASK.targets, (1000, 1)),
)


def advance_with_stops(
    learner: Learner, end: int, until: float = -1.0, check_every: int = NEVER
) -> int:
    """Advances with a stop at every look at the board; counts those in total errors."""
    learner.board.cells[boards.STOP] = 1
    stops = 0
    while True:
        reason, _, _ = learner.advance(end, until, check_every)
        if reason != kernel.STOPPED:
            return stops
        stops += int(learner.record.cells[records.UNFINISHED] > 0)


def test_a_stop_while_a_total_error_is_measured_leaves_no_trace_in_the_record() -> None:
    at_once, stopped = Learner(MANY, 8, 8, total_every=4), Learner(MANY, 8, 8, total_every=4)
    at_once.advance(50)
    assert advance_with_stops(stopped, 50) == 4 * 10  # 5 parts; steps 4, 8, … 32, 40, 48
    assert stopped.step == 50
    assert same_bits(stopped.record.errors, at_once.record.errors)
    assert same_bits(stopped.record.keyframes, at_once.record.keyframes)
    assert stopped.record.cells.tolist() == at_once.record.cells.tolist()
    assert same_bits(stopped.parameters, at_once.parameters)


@pytest.mark.compiled
def test_a_stop_while_a_total_error_is_measured_does_not_hide_that_it_is_low_enough() -> None:
    goal = Learner(MANY)
    goal.advance(40)
    until = goal.total_error()
    at_once, stopped = Learner(MANY), Learner(MANY)
    assert at_once.advance(10_000, until, check_every=5)[0] == kernel.LOW_ENOUGH
    assert advance_with_stops(stopped, 10_000, until, check_every=5) > 0
    assert stopped.step == at_once.step <= 40


def test_a_stop_while_measuring_says_which_sample_came_last() -> None:
    learner = Learner(MANY)
    learner.board.cells[boards.STOP] = 1
    reason, last, _ = learner.advance(100)
    assert (reason, learner.step) == (kernel.STOPPED, 1)
    assert last == oracle.sample_of("random", MANY.seed, 0, 5000) > 0
    reason, sample, error = learner.advance(100)
    assert (reason, sample, learner.step) == (kernel.STOPPED, last, 1)
    assert math.isnan(error)


def test_a_stop_while_showing_a_total_error_leaves_nothing_to_finish() -> None:
    task = replace(MANY, inputs=MANY.inputs[:4000], targets=MANY.targets[:4000])
    learner = Learner(task, total_every=NEVER)
    learner.board.cells[boards.STOP] = learner.board.cells[boards.ASKED] = 1
    assert learner.advance(FOREVER)[0] == kernel.STOPPED
    assert learner.board.cells[boards.SHOWN] == 1
    assert learner.board.cells[boards.TOTAL_STEP] == -1
    assert learner.record.cells[records.UNFINISHED] == 0


# Readers in another thread


@contextmanager
def training(learner: Learner) -> Iterator[None]:
    """The learner trains in another thread, without end, until the block is left."""
    thread = threading.Thread(target=learner.advance, args=(FOREVER,))
    thread.start()
    try:
        yield
    finally:
        learner.board.cells[boards.STOP] = 1
        thread.join()


def compile_kernels(task: Task) -> None:
    """So that threads start at once."""
    learner = Learner(task)
    learner.advance(4)
    read(learner, KEYFRAMES, 0, -1, np.zeros_like(learner.record.keyframes))


def read(
    learner: Learner, table: int, known: int, generation: int, out: Floats
) -> tuple[int, int, int]:
    record = learner.record
    rows = record.errors if table == ERRORS else record.keyframes
    columns = np.arange(rows.shape[1])
    found: tuple[int, int, int] = records.read_rows(
        rows, record.cells, table, columns, known, generation, out
    )
    return found


RUNS, READS = 10, 30


@pytest.mark.compiled
def test_keyframes_read_while_a_kernel_trains_are_never_torn() -> None:
    """Copying takes as long as the first merges are apart: many reads have one in between."""
    task = random_task((64, 128, 10), scale=0.1)
    compile_kernels(task)
    seen: dict[int, set[int]] = {}
    for _ in range(RUNS):
        learner = Learner(task, keyframe_rows=64)
        copy = np.zeros_like(learner.record.keyframes)
        with training(learner):
            while learner.step < 40:
                time.sleep(0)
            for _ in range(READS):
                rows, span, _ = read(learner, KEYFRAMES, 0, -1, copy)
                for row in range(max(rows, 0)):
                    seen.setdefault((row + 1) * span, set()).add(hash(copy[row].tobytes()))
    replay = Learner(task)
    for step in sorted(seen):
        replay.advance(step)
        assert seen[step] == {hash(replay.parameters.tobytes())}
    assert len(seen) > 32


def test_rows_fetched_one_by_one_while_a_kernel_trains_are_those_of_the_run() -> None:
    """As the history does: only new rows are copied, all of them after a merge."""
    task = random_task((2, 2, 1), samples=3)
    compile_kernels(task)
    for _ in range(RUNS):
        learner = Learner(task, error_rows=128)
        copy = np.full_like(learner.record.errors, math.nan)
        known, span, generation = 0, 1, -1
        with training(learner):
            for _ in range(READS):
                rows, new_span, new_generation = read(learner, ERRORS, known, generation, copy)
                if rows < 0:
                    known, generation = 0, -1
                else:
                    known, span, generation = rows, new_span, new_generation
        replay = Learner(task, error_rows=128)
        replay.advance(known * span)
        # The replay has the same rows, or, where a merge was just due, has merged them already.
        if replay.span(ERRORS) == span:
            assert same_bits(copy[:known], replay.errors)
        else:
            assert (replay.span(ERRORS), known) == (2 * span, 128)


def test_nothing_is_read_while_rows_are_being_merged() -> None:
    learner = Learner(TASK)
    learner.advance(10)
    copy = np.full_like(learner.record.errors, math.nan)
    learner.record.cells[ERRORS + GENERATION] += 1
    assert read(learner, ERRORS, 3, 7, copy) == (-1, 0, 7)
    assert np.isnan(copy).all()


def test_only_unknown_rows_and_wanted_columns_are_read() -> None:
    learner = Learner(TASK)
    learner.advance(10)
    copy = np.full((64, 2), math.nan)
    columns = np.array([TOTAL, LOW])
    rows = records.read_rows(
        learner.record.errors, learner.record.cells, ERRORS, columns, 6, 0, copy
    )
    assert rows == (10, 1, 0)
    assert np.isnan(copy[:6]).all()
    assert copy[6:10].tolist() == learner.errors[6:][:, columns].tolist()


def test_all_rows_are_read_again_after_a_merge() -> None:
    learner = Learner(TASK, error_rows=8)
    learner.advance(7)
    copy = np.full((8, 4), math.nan)
    assert read(learner, ERRORS, 0, -1, copy) == (7, 1, 0)
    learner.advance(10)
    assert read(learner, ERRORS, 7, 0, copy) == (5, 2, 2)
    assert same_bits(copy[:5], learner.errors)


def test_outputs_over_time_are_those_of_the_keyframes() -> None:
    learner = Learner(TASK, keyframe_rows=16)
    learner.advance(100)
    topology, inputs = TASK.topology, TASK.inputs[2:3].copy()
    out = np.full((16, topology.neurons), math.nan)
    width = learner.plan.width
    rows, span, generation = read_outputs(width, topology.table, learner.record, inputs, 0, -1, out)
    assert (rows, span) == (len(learner.keyframes), learner.span(KEYFRAMES))
    for row, keyframe in enumerate(learner.keyframes):
        expected = evaluate.outputs_of_samples(topology, keyframe, inputs)[0]
        assert same_bits(out[row], expected)
    out[:] = math.nan
    read_outputs(width, topology.table, learner.record, inputs, rows - 1, generation, out)
    assert np.isnan(out[: rows - 1]).all()
    assert not np.isnan(out[rows - 1]).any()
    learner.record.cells[KEYFRAMES + GENERATION] += 1
    stale = read_outputs(width, topology.table, learner.record, inputs, 0, generation, out)
    assert stale == (-1, 0, generation)


# A run that diverges


@pytest.mark.compiled
@pytest.mark.parametrize("hidden", [1, 17])
def test_a_run_that_diverges_comes_back_at_the_first_error_that_is_not_finite(
    hidden: int,
) -> None:
    identity = random_task((1, hidden, 1), activation=Activation.IDENTITY, rate=10.0, scale=3.0)
    learner, definition = Learner(identity), Definition(identity)
    reason, sample, error = learner.advance(10_000)
    errors = definition.advance(learner.step)
    assert reason == kernel.DIVERGED
    assert not math.isfinite(error)
    assert not math.isfinite(errors[-1])
    assert np.isfinite(errors[:-1]).all()
    assert sample == (learner.step - 1) % 4
    step = learner.step
    assert learner.advance(10_000)[0] == kernel.DIVERGED
    assert learner.step == step + 1


def test_the_row_in_which_a_run_diverged_shows_it() -> None:
    learner = Learner(random_task((1, 1, 1), activation=Activation.IDENTITY, rate=10.0, scale=3.0))
    learner.advance(10_000)
    assert learner.errors[-1, HIGH] == math.inf or math.isnan(learner.errors[-1, MEAN])
    assert np.isfinite(learner.errors[:-1, [LOW, HIGH, MEAN]]).all()
