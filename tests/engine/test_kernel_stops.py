"""A run that is stopped while it measures a total error goes on as if it had not been."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine import board as boards
from backprop_gui.engine import kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import SampleOrder
from tests.engine import oracle
from tests.engine.learner import NEVER, Learner, random_task, same_bits

FOREVER = 2**61

TASK = random_task((2, 3, 1), samples=5, order=SampleOrder.RANDOM)

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


@pytest.mark.compiled
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
