"""The record of a run: whole, bounded, exact, and the same however the run was cut."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.engine import board as boards
from backprop_gui.engine import kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import Activation, SampleOrder
from backprop_gui.engine.record import ERRORS, GENERATION, HIGH, KEYFRAMES, LOW, MEAN, TOTAL
from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats
from tests.engine.learner import Definition, Learner, Task, random_task, same_bits

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
    assert_rows_say_what_happened(steps, error_rows, keyframe_rows, total_every, keyframe_span)


@pytest.mark.parametrize("steps", [0, 1, 3, 4, 5, 31, 32, 33, 50])
@pytest.mark.parametrize(("error_rows", "keyframe_rows"), [(4, 6), (8, 2), (40, 40)])
@pytest.mark.parametrize(("total_every", "keyframe_span"), [(1, 1), (4, 2)])
def test_rows_of_a_short_run_say_what_happened(
    steps: int, error_rows: int, keyframe_rows: int, total_every: int, keyframe_span: int
) -> None:
    assert_rows_say_what_happened(steps, error_rows, keyframe_rows, total_every, keyframe_span)


def assert_rows_say_what_happened(
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


@pytest.mark.compiled
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


# The parts by themselves, as plain Python


@pytest.mark.usefixtures("plain_python")
def test_a_generation_is_odd_while_rows_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = Learner(TASK, 4, 4)
    learner.advance(3)
    cells, seen = learner.record.cells, []

    def halved(cells: Integers, table: int) -> None:
        seen.append((table, int(cells[table + GENERATION])))

    monkeypatch.setattr(records, "_halved", halved)
    records._merge_errors(learner.record)
    records._merge_keyframes(learner.record)
    assert seen == [(ERRORS, 1), (KEYFRAMES, 1)]
    assert cells[ERRORS + GENERATION] == cells[KEYFRAMES + GENERATION] == 2


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
