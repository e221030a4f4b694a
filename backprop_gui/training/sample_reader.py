"""Measures the errors of single samples under the keyframes of a run, a little every frame.

1. Keyframes far from each other are measured first, then those between, so that a curve is there at
   once and only becomes finer.
2. What was measured stays when keyframes are merged: of a pair the later one is kept.
3. One call does a few million multiplications, a millisecond or two; where that is not enough for
   one keyframe, it measures a part of the samples, and the next call goes on.

Loads Numba.
"""

import numpy as np

from backprop_gui.engine import record as records
from backprop_gui.engine.sample_errors import measure
from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.classes import class_boundary
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.inserting import inserted
from backprop_gui.training.run import Run
from backprop_gui.training.sample_curves import MOST_SAMPLES, SPREAD, SampleCurves
from backprop_gui.training.snapshot import Snapshot

_WORK_AT_ONCE = 3_000_000  # multiplications
_MOST_WORK = 2_000_000_000  # for all keyframes, some seconds; else only every so many are measured
_WORK_OF_NEURON = 16  # what its activation costs
_FEWEST_ROWS = 32


class SampleReader:
    """The errors of `samples` in `run`; for one thread, while another one trains."""

    def __init__(self, run: Run, samples: Samples, work_at_once: int = _WORK_AT_ONCE) -> None:
        network = run.experiment.network
        self.samples = samples
        self._record, self._initial, self._topology = (
            run.record,
            network.parameters,
            network.topology,
        )
        self._tables = samples.inputs, samples.targets
        self._boundary = class_boundary(samples.targets) or 0.0
        work = self._topology.parameters + _WORK_OF_NEURON * self._topology.neurons
        self._work_of_sample, self._work_at_once = work, work_at_once
        capacity, columns = len(run.record.keyframes), len(samples)
        self._is_known = np.zeros(capacity, dtype=np.bool_)
        self._errors = np.empty((capacity, columns if columns <= MOST_SAMPLES else len(SPREAD)))
        self._right = np.empty(capacity)
        self._generation, self._span = 0, 1
        self._begun: _Part | None = None
        self._first: tuple[Floats, Floats] | None = None  # at step 0

    def read(self, now: Snapshot) -> SampleCurves:
        """What is measured by now, from step 0 to the last where that is quickly known."""
        count, missing = self._measure_some()
        rows = np.flatnonzero(self._is_known[:count])
        steps: Floats = (rows.astype(np.float64) + 1.0) * self._span
        errors, right = self._errors[rows], self._right[rows]
        if self._is_cheap:
            if self._first is None:
                self._first = self._of(self._initial)
            steps = np.concatenate(([0.0], steps))
            errors = np.concatenate((self._first[0], errors))
            right = np.concatenate((self._first[1], right))
            at = int(np.searchsorted(steps, now.step))
            if at == len(steps) or steps[at] != now.step:
                present = self._of(now.parameters)
                steps = inserted(steps, at, now.step)
                errors = inserted(errors, at, present[0][0])
                right = inserted(right, at, present[1][0])
        return SampleCurves(len(self.samples), steps, errors, right, missing)

    @property
    def _work_of_row(self) -> int:
        return self._work_of_sample * len(self.samples)

    @property
    def _is_cheap(self) -> bool:
        return self._work_of_row <= self._work_at_once

    def _measure_some(self) -> tuple[int, int]:
        """How many keyframes there are, and how many of those wanted are not measured yet."""
        cells = self._record.cells
        generation = int(cells[records.KEYFRAMES + records.GENERATION])
        if generation % 2 == 1:
            return int(self._is_known.size), 1
        count = int(cells[records.KEYFRAMES + records.ROWS])
        span = int(cells[records.KEYFRAMES + records.SPAN])
        if int(cells[records.KEYFRAMES + records.GENERATION]) != generation:
            return int(self._is_known.size), 1
        self._follow(generation, span)
        wanted = self._wanted(count)
        some = wanted[: max(self._work_at_once // self._work_of_row, 1)]
        done = 0
        if len(some) and self._is_cheap:
            done = self._measure_rows(some, generation)
        elif len(some):
            done = self._measure_part(int(some[0]), generation)
        return count, len(wanted) - done

    def _follow(self, generation: int, span: int) -> None:
        """Keeps what merged rows have left of it; nothing if the run has gone back meanwhile."""
        if generation == self._generation:
            return
        merges = max(span // self._span, 1).bit_length() - 1
        if generation - self._generation != 2 * merges:
            self._is_known[:] = False
            merges = 0
        for _ in range(merges):
            for table in (self._is_known, self._errors, self._right):
                half = len(table) // 2
                table[:half] = table[1::2].copy()
            self._is_known[half:] = False
        self._generation, self._span, self._begun = generation, span, None

    def _wanted(self, count: int) -> Integers:
        """Rows to measure, those farthest from each other first."""
        every = -(-count * self._work_of_row // _MOST_WORK)
        stride = 1 << max(min(every, count // _FEWEST_ROWS) - 1, 0).bit_length()
        missing = np.flatnonzero(~self._is_known[stride - 1 : count : stride])
        if not len(missing):
            return missing.astype(np.int64)
        number = missing.astype(np.int64) + 1
        coarse_first = np.argsort(-(number & -number), kind="stable")  # by powers of two in them
        return number[coarse_first] * stride - 1

    def _measure_rows(self, rows: Integers, generation: int) -> int:
        part = _Part(rows, len(self.samples))
        self._go_on(part, len(self.samples))
        return self._keep(part, generation)

    def _measure_part(self, row: int, generation: int) -> int:
        part = self._begun
        if part is None or part.rows[0] != row:
            part = self._begun = _Part(np.array([row]), len(self.samples))
        self._go_on(part, max(self._work_at_once // self._work_of_sample, 1))
        return self._keep(part, generation) if part.done == len(self.samples) else 0

    def _go_on(self, part: "_Part", samples: int) -> None:
        some = slice(part.done, min(part.done + samples, len(self.samples)))
        self._measure(self._record.keyframes, part.rows, some, part)
        part.done = some.stop

    def _keep(self, part: "_Part", generation: int) -> int:
        """Not what may be torn: rows were merged while they were read."""
        self._begun = None
        if int(self._record.cells[records.KEYFRAMES + records.GENERATION]) != generation:
            return 0
        self._errors[part.rows] = _columns(part.errors)
        self._right[part.rows] = self._percent(part)
        self._is_known[part.rows] = True
        return len(part.rows)

    def _of(self, parameters: Floats) -> tuple[Floats, Floats]:
        part = _Part(np.zeros(1, dtype=np.int64), len(self.samples))
        self._measure(parameters[None], part.rows, slice(0, len(self.samples)), part)
        return _columns(part.errors), self._percent(part)

    def _percent(self, part: "_Part") -> Floats:
        percent: Floats = part.right.astype(np.float64) * (100.0 / len(self.samples))
        return percent

    def _measure(self, states: Floats, rows: Integers, some: slice, part: "_Part") -> None:
        found = part.errors, part.right
        measure(self._topology, states, rows, self._tables, some, self._boundary, found)


class _Part:
    """Rows that are being measured, `done` samples of each."""

    def __init__(self, rows: Integers, samples: int) -> None:
        self.rows, self.done = rows, 0
        self.errors = np.empty((len(rows), samples))
        self.right = np.zeros(len(rows), dtype=np.int64)


def _columns(errors: Floats) -> Floats:
    if errors.shape[1] <= MOST_SAMPLES:
        return errors
    last = errors.shape[1] - 1
    columns = [round(share * last) for share in SPREAD]
    return np.sort(errors, axis=1)[:, columns]
