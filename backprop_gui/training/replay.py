"""Computes a stretch of a run again, from the nearest keyframe on. No threads. Loads Numba."""

import time
from collections.abc import Iterator

import numpy as np

from backprop_gui.engine import board as boards
from backprop_gui.engine import record as records
from backprop_gui.engine.readers import read_outputs
from backprop_gui.engine.state import Record, width_of
from backprop_gui.engine.topology import Floats
from backprop_gui.training.close_up import CloseUp, Wish
from backprop_gui.training.keyframes import keyframe_before
from backprop_gui.training.outcome import Reason
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import ErrorCurve, StateCurves
from backprop_gui.training.tables import make_close_record

_LONGEST = 2.0  # seconds that a stretch may take, beside the way to it
_PART = 0.1  # seconds after which what there is can be shown
_STATE_BYTES = 8 << 20  # of states that are held at a time, however large the network
# A first guess of how long a step takes, in seconds; then it is measured.
_STEP, _STEP_OF_NEURON, _STEP_OF_PARAMETER = 5e-8, 2.5e-8, 5e-10
_SAMPLE_OF_PARAMETER = 1e-9  # in a total error
_MEASURABLE = 0.005  # seconds; in less than this the steps are not what takes the time


class Replay:
    """A private run that goes over stretches of `original` again; the latter may be training.

    All methods are for one thread, but `ask_to_stop` and `allow_to_run`.
    """

    def __init__(self, original: Run) -> None:
        topology = original.experiment.network.topology
        self._original = original
        self._run = Run(original.experiment, is_recorded=False)
        self._blank = self._run.record
        self._step_seconds = (
            _STEP + _STEP_OF_NEURON * topology.neurons + _STEP_OF_PARAMETER * topology.parameters
        )

    def is_of(self, original: Run, wish: Wish) -> bool:
        return self._original is original and self._run.experiment is wish.experiment

    def ask_to_stop(self) -> None:
        """Ends `answers` soon."""
        self._run.ask_to_stop()

    def allow_to_run(self) -> None:
        self._run.allow_to_run()

    def answers(self, wish: Wish) -> Iterator[CloseUp]:
        """The answer to a wish, more and more of it; none when it was told to stop."""
        stretch, run = wish.stretch, self._run
        if (stretch.last - stretch.first) * self._step_seconds > _LONGEST:
            yield CloseUp(wish, _curves(wish, np.empty((0, _columns(wish)))), is_done=True)
            return
        start = keyframe_before(self._original, wish.experiment, stretch.first)
        if start is None:
            return
        run.record = self._blank
        run.approach_from(*start, stretch.first)
        self._advance(stretch.first)
        if run.step == stretch.first:
            yield from self._rows(wish)

    def _rows(self, wish: Wish) -> Iterator[CloseUp]:
        stretch, run = wish.stretch, self._run
        values, done = np.empty((stretch.rows, _columns(wish))), 0
        record = self._record(wish)
        run.record = record
        try:
            while done < stretch.rows and not self._is_told_to_stop:
                part = self._rows_at_once(wish, len(record.errors) - 1)
                end = min(stretch.first + (done + part) * stretch.span, stretch.last)
                reason = self._advance(end, 0 if wish.columns is not None else part)
                if reason is Reason.STOPPED:
                    return
                count = int(record.cells[records.ERRORS + records.ROWS])
                values[done : done + count] = _values(wish, record, count)
                _empty(record)
                done += count
                ends = done == stretch.rows or reason is not Reason.REACHED
                yield CloseUp(wish, _curves(wish, values[:done]), is_done=ends)
                if ends:
                    return
        finally:
            run.record = self._blank

    @property
    def _is_told_to_stop(self) -> bool:
        # The kernel looks at this only every so many steps.
        return bool(self._run.board.cells[boards.STOP])

    def _advance(self, end: int, totals: int = 0) -> Reason:
        """Learns how long a step takes, where that is most of the time: of the processor's, since
        other threads may make this one wait."""
        before, begin = self._run.step, time.thread_time()
        reason = self._run.advance(end).reason
        seconds = time.thread_time() - begin
        if seconds > max(_MEASURABLE, 10 * totals * self._run.size * _SAMPLE_OF_PARAMETER):
            self._step_seconds = seconds / max(self._run.step - before, 1)
        return reason

    def _rows_at_once(self, wish: Wish, most: int) -> int:
        return int(min(max(_PART / (wish.stretch.span * self._step_seconds), 1), most))

    def _record(self, wish: Wish) -> Record:
        """For as many rows as fit into bounded memory; with as many total errors as are cheap."""
        parameters, stretch = len(self._blank.keyframes[0]), wish.stretch
        if wish.columns is not None:
            rows = min(stretch.rows, max(_STATE_BYTES // (8 * parameters), 1))
            return make_close_record(parameters, rows, stretch.span, None, with_states=True)
        every = stretch.span
        if stretch.rows * self._run.size * _SAMPLE_OF_PARAMETER > _LONGEST:
            every = max(int(self._original.record.cells[records.TOTAL_EVERY]), every)
        return make_close_record(parameters, stretch.rows, stretch.span, every, with_states=False)


def _columns(wish: Wish) -> int:
    return 4 if wish.columns is None else len(wish.columns)


def _values(wish: Wish, record: Record, count: int) -> Floats:
    """What is wanted of the first rows of a record."""
    if wish.columns is None:
        return record.errors[:count]
    columns = np.array(wish.columns, dtype=np.int64)
    if wish.inputs is None:
        return record.keyframes[:count, columns]
    topology = wish.experiment.network.topology
    outputs = np.empty((count, topology.neurons))
    inputs = np.array([wish.inputs])
    read_outputs(width_of(topology), topology.table, record, inputs, 0, -1, outputs)
    return outputs[:, columns]


def _empty(record: Record) -> None:
    record.cells[records.ERRORS + records.ROWS] = 0
    record.cells[records.KEYFRAMES + records.ROWS] = 0


def _curves(wish: Wish, values: Floats) -> ErrorCurve | StateCurves:
    stretch = wish.stretch
    steps = stretch.first + stretch.span * np.arange(1.0, len(values) + 1)
    if wish.columns is not None:
        return StateCurves(steps, values)
    low, high, mean, total = values.T
    return ErrorCurve(steps, low, high, mean, total)
