"""The history of a run as curves, read while the run goes on. Loads Numba.

Each reader keeps its own copy and fetches only rows that are new, so reading every frame is cheap.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from backprop_gui.engine import readers
from backprop_gui.engine import record as records
from backprop_gui.engine.evaluate import outputs_of_samples
from backprop_gui.engine.state import width_of
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.heat import Heat, HeatReader, heat_of
from backprop_gui.training.heat_wish import HeatWish, SpreadWish
from backprop_gui.training.inserting import inserted
from backprop_gui.training.keyframes import keyframe_before
from backprop_gui.training.run import Run
from backprop_gui.training.sample_curves import SampleCurves
from backprop_gui.training.sample_reader import SampleReader
from backprop_gui.training.snapshot import ErrorCurve, Snapshot, StateCurves
from backprop_gui.training.spread import Spread, SpreadReader

_Fetch = Callable[[int, int, Floats], tuple[int, int, int]]
"""(known rows, generation, out) -> (rows, span, generation), see record.read_rows."""


class _Rows:
    """A private copy of some columns of a table of the record."""

    def __init__(self, capacity: int, columns: int, fetch: _Fetch) -> None:
        self._copy = np.empty((capacity, columns))
        self._known, self._span, self._generation = 0, 1, -1
        self._fetch = fetch

    def read(self) -> StateCurves:
        """All rows, as a view of the copy, good until it is read again; those of the last time
        when a merge came in between."""
        rows, span, generation = self._fetch(self._known, self._generation, self._copy)
        if rows < 0:
            self._generation = -1  # the copy may be torn: fetch all of it next time
            self._known = 0
        else:
            self._known, self._span, self._generation = rows, span, generation
        steps = np.arange(1, self._known + 1, dtype=np.float64) * self._span
        return StateCurves(steps, self._copy[: self._known])


class History:
    """The curves of one run; for one thread."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._errors = self._reader(records.ERRORS, run.record.errors, np.arange(4))
        self._states: tuple[bytes, _Rows] | None = None
        self._outputs: tuple[bytes, _Rows] | None = None
        self._heat: HeatReader | None = None
        self._spread: SpreadReader | None = None
        self._samples: SampleReader | None = None
        self.has_pictures = False

    @property
    def experiment(self) -> Experiment:
        return self._run.experiment

    def compile(self) -> None:
        """Has every kernel ready that reading will call, so that it never waits."""
        now = Snapshot(self._run.experiment, 0, self._run.parameters)
        self.errors(now)
        self.states(now, np.arange(1))
        self.outputs(now, 0)
        keyframe_before(self._run, self._run.experiment, 0)

    def compile_pictures(self) -> None:
        """As `compile`, for what `has_pictures` tells of: heat, spread and errors of samples."""
        now = Snapshot(self._run.experiment, 0, self._run.parameters)
        outputs = self.outputs(now, 0)
        heat = self.heat(now, HeatWish(np.arange(1), 1, change=False))
        heat.levels(np.arange(2), 1.0)
        self.output_heat(outputs, heat.wish)
        self.spread(now, SpreadWish(0, change=False))
        self.samples(now)
        self._heat = self._spread = self._samples = None
        self.has_pictures = True

    @property
    def error_span(self) -> int:
        """Steps that a row of errors stands for at present."""
        return int(self._run.record.cells[records.ERRORS + records.SPAN])

    @property
    def state_span(self) -> int:
        """Steps that a row of states or outputs stands for at present."""
        return int(self._run.record.cells[records.KEYFRAMES + records.SPAN])

    def errors(self, now: Snapshot) -> ErrorCurve:
        """The errors from step 0 to the last, `now` among them."""
        read = self._errors.read()
        steps = np.concatenate(([0.0], read.steps))
        low, high, mean, total = (
            np.concatenate(([first], read.values[:, column]))
            for column, first in enumerate((np.nan, np.nan, np.nan, self._run.initial_total_error))
        )
        at = int(np.searchsorted(steps, now.total_error_step))
        if at == len(steps) or steps[at] != now.total_error_step:
            steps = inserted(steps, at, now.total_error_step)
            # What is known of the steps around it is not known better by this.
            low, high, mean = (inserted(c, at, c[min(at, len(c) - 1)]) for c in (low, high, mean))
            total = inserted(total, at, now.total_error)
        return ErrorCurve(steps, low, high, mean, total)

    def states(self, now: Snapshot, columns: npt.NDArray[np.int64]) -> StateCurves:
        """The parameters at `columns` of the vector, from step 0 to the last, `now` among them."""
        key = columns.tobytes()
        if self._states is None or self._states[0] != key:
            keyframes = self._run.record.keyframes
            self._states = key, self._reader(records.KEYFRAMES, keyframes, columns)
        initial = self._run.experiment.network.parameters[columns]
        return _closed(self._states[1].read(), initial, now.step, now.parameters[columns])

    def outputs(self, now: Snapshot, sample: int) -> StateCurves:
        """The outputs of every neuron, inputs first, for `sample`; over the same steps."""
        experiment = self._run.experiment
        topology, inputs = experiment.network.topology, now.samples.inputs[[sample]]
        key = inputs.tobytes()
        if self._outputs is None or self._outputs[0] != key:
            self._outputs = key, self._output_reader(inputs)
        initial = outputs_of_samples(topology, experiment.network.parameters, inputs)[0]
        present = outputs_of_samples(topology, now.parameters, inputs)[0]
        return _closed(self._outputs[1].read(), initial, now.step, present)

    def samples(self, now: Snapshot) -> SampleCurves:
        """The errors of the samples in force now, each; ever more of them (see sample_reader)."""
        if self._samples is None or self._samples.samples is not now.samples:
            self._samples = SampleReader(self._run, now.samples)
        return self._samples.read(now)

    def heat(self, now: Snapshot, wish: HeatWish) -> Heat:
        """The parameters as bands, from step 0 to the last; good until the next call."""
        if self._heat is None or self._heat.wish is not wish:
            initial = self._run.experiment.network.parameters
            self._heat = HeatReader(self._run.record, initial, wish)
        return self._heat.read(now)

    def output_heat(self, outputs: StateCurves, wish: HeatWish) -> Heat:
        """What `outputs` gave, as bands."""
        return heat_of(outputs, wish)

    def spread(self, now: Snapshot, wish: SpreadWish) -> Spread:
        """How the weights spread, from step 0 to the last; good until the next call."""
        if self._spread is None or self._spread.wish != wish:
            network = self._run.experiment.network
            self._spread = SpreadReader(
                self._run.record, network.topology, network.parameters, wish
            )
        return self._spread.read(now)

    def _reader(self, table: int, rows: Floats, columns: npt.NDArray[np.int64]) -> _Rows:
        cells = self._run.record.cells

        def fetch(known: int, generation: int, out: Floats) -> tuple[int, int, int]:
            found: tuple[int, int, int] = records.read_rows(
                rows, cells, table, columns, known, generation, out
            )
            return found

        return _Rows(len(rows), len(columns), fetch)

    def _output_reader(self, inputs: Floats) -> _Rows:
        topology, record = self._run.experiment.network.topology, self._run.record
        width = width_of(topology)
        inputs = inputs.copy()

        def fetch(known: int, generation: int, out: Floats) -> tuple[int, int, int]:
            found: tuple[int, int, int] = readers.read_outputs(
                width, topology.table, record, inputs, known, generation, out
            )
            return found

        return _Rows(len(record.keyframes), topology.neurons, fetch)


def _closed(rows: StateCurves, initial: Floats, step: int, present: Floats) -> StateCurves:
    """`rows` with the initial state before, and the present one at its place."""
    count = len(rows.steps) + 1
    steps, values = np.empty(count + 1), np.empty((count + 1, len(initial)))
    steps[0], steps[1:count] = 0.0, rows.steps
    values[0], values[1:count] = initial, rows.values
    at = int(np.searchsorted(steps[:count], step))
    if at < count and steps[at] == step:
        return StateCurves(steps[:count], values[:count])
    steps[at + 1 :], values[at + 1 :] = steps[at:count].copy(), values[at:count].copy()
    steps[at], values[at] = step, present
    return StateCurves(steps, values)
