"""Rows read while a kernel trains in another thread are whole, and those of the run."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import SampleOrder
from backprop_gui.engine.readers import read_outputs
from backprop_gui.engine.record import ERRORS, GENERATION, KEYFRAMES, LOW, TOTAL
from backprop_gui.engine.topology import Floats
from tests.engine.learner import Learner, Task, random_task, same_bits

FOREVER = 2**61

TASK = random_task((2, 3, 1), samples=5, order=SampleOrder.RANDOM)


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


@pytest.mark.compiled
def test_rows_fetched_one_by_one_while_a_kernel_trains_are_those_of_the_run() -> None:
    """As the history does: only new rows are copied, all of them after a merge."""
    task = random_task((2, 2, 1), samples=3)
    compile_kernels(task)
    for _ in range(RUNS):
        learner = Learner(task, error_rows=128)
        copy = np.full_like(learner.record.errors, math.nan)
        known, span, generation = 0, 1, -1
        whole = 0  # reads with no merge in between; the last one is, so that there is something
        with training(learner):
            while whole < READS:
                rows, new_span, new_generation = read(learner, ERRORS, known, generation, copy)
                if rows < 0:
                    known, generation = 0, -1
                else:
                    known, span, generation = rows, new_span, new_generation
                    whole += 1
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
