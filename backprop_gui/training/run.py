"""One run of an experiment: owns the arrays that the kernels work on. Knows no threads.

Its state is that after `step` updates and after the experiment's changes up to that step. Loads
Numba: import it off the window's thread.
"""

import math
from dataclasses import dataclass

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import frozen
from backprop_gui.training.outcome import Outcome, Reason
from backprop_gui.training.tables import make_board, make_plan, make_record, make_state

_NEVER = 2**62
_CHECK_EACH_STEP = 64  # most samples with which `until` is looked at after every step


@dataclass(frozen=True)
class Shown:
    """A state that a running kernel showed; as in Snapshot."""

    step: int
    sample: int
    total_error: float
    total_error_step: int
    parameters: Floats


class Run:
    """A run from step 0 on. `board` and `record` may be read by another thread (see engine)."""

    def __init__(self, experiment: Experiment) -> None:
        network, samples = experiment.network, experiment.samples
        self.experiment = experiment
        self.initial_total_error = math.nan  # known once it was noted at step 0
        self.record = make_record(network.topology.parameters, len(samples))
        self.board = make_board(network.topology.parameters)
        self._state = make_state(network, samples)
        self._plan = make_plan(network.topology, samples, experiment.training)

    @property
    def step(self) -> int:
        return int(self._state.step[0])

    @property
    def parameters(self) -> Floats:
        """A read-only copy of the present weights and biases."""
        return frozen(self._state.parameters)

    @property
    def size(self) -> int:
        """Samples times parameters: what a total error costs."""
        return len(self.experiment.samples) * len(self._state.parameters)

    def compile(self) -> None:
        """Has every kernel ready that training will call."""
        self.advance(self.step)
        self.total_error()

    def train_on_with(self, experiment: Experiment) -> None:
        """Goes on from the present step under other training settings."""
        self.experiment = experiment
        topology = experiment.network.topology
        self._plan = make_plan(topology, experiment.samples, experiment.training)

    def advance(self, end: int, until: float | None = None) -> Outcome:
        """Trains up to step `end`, or until the total error is at most `until`.

        `until` is looked at after every step with up to 64 samples, else after every epoch. Comes
        back early when the board says stop and when an error is no longer finite.
        """
        samples = len(self.experiment.samples)
        check_every = 1 if samples <= _CHECK_EACH_STEP else samples
        reason, sample, error = kernel.advance(
            self._plan,
            self._state,
            self.record,
            self.board,
            end,
            -1.0 if until is None else until,
            _NEVER if until is None else check_every,
        )
        return Outcome(list(Reason)[reason], int(sample), float(error))

    # Errors

    def total_error(self) -> float:
        """The total error over all samples at the present step."""
        return self.error_of_rows(0, len(self.experiment.samples), 0.0)

    def error_of_rows(self, first: int, last: int, total: float) -> float:
        """`total` plus the errors of samples `first` up to `last`, at the present step."""
        samples, topology = self.experiment.samples, self.experiment.network.topology
        inputs, targets = samples.inputs[first:last], samples.targets[first:last]
        return evaluate.error_of_samples(topology, self._state.parameters, inputs, targets, total)

    def note_total_error(self, total: float) -> None:
        """Keeps the total error of the present step."""
        self.record.cells[records.TOTAL_STEP] = self.step
        self.record.since[records.LAST_TOTAL] = total
        if self.step == 0:
            self.initial_total_error = total

    @property
    def last_total_error(self) -> tuple[int, float]:
        """(step, total error) as last measured; step -1 if never."""
        step = int(self.record.cells[records.TOTAL_STEP])
        return step, float(self.record.since[records.LAST_TOTAL])

    # For another thread, while `advance` is running

    def ask_to_stop(self) -> None:
        """Makes `advance` come back soon."""
        self.board.cells[boards.STOP] = 1

    def allow_to_run(self) -> None:
        self.board.cells[boards.STOP] = 0

    def take_shown(self) -> Shown | None:
        """The state that `advance` has shown since the last call; asks for the next.

        None when nothing new was shown.
        """
        cells, numbers = self.board.cells, self.board.numbers
        asked = int(cells[boards.ASKED])
        if cells[boards.SHOWN] != asked:
            return None
        shown = None
        if asked > 0:
            shown = Shown(
                step=int(cells[boards.STEP]),
                sample=int(cells[boards.SAMPLE]),
                total_error=float(numbers[boards.TOTAL]),
                total_error_step=int(cells[boards.TOTAL_STEP]),
                parameters=frozen(self.board.parameters),
            )
        cells[boards.ASKED] = asked + 1
        return shown
