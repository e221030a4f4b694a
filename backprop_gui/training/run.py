"""One run of an experiment: owns the arrays that the kernels work on. Knows no threads.

Its state is that after `step` updates and after the experiment's changes up to that step. Loads
Numba: import it off the window's thread.
"""

import math
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.topology import Floats
from backprop_gui.engine.tracer import trace_step
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import frozen
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.outcome import Outcome, Reason
from backprop_gui.training.rewind import keyframe, last_keyframe, rewound
from backprop_gui.training.tables import (
    make_blank_record,
    make_board,
    make_plan,
    make_record,
    make_state,
)

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
    """A run from step 0 on. `board` and `record` may be read by another thread (see engine).

    Without `is_recorded` it keeps no history.
    """

    def __init__(self, experiment: Experiment, is_recorded: bool = True) -> None:
        network, samples = experiment.network, experiment.samples
        size = network.topology.parameters
        self.experiment = experiment
        self.initial_total_error = math.nan  # known once it was noted at step 0
        self.record = make_record(size, len(samples)) if is_recorded else make_blank_record(size)
        self.board = make_board(size)
        self._state = make_state(network, samples)
        self._plan = make_plan(network.topology, samples, experiment.training)
        self._changed = 0  # how many of the experiment's changes are made
        self._unchanged: tuple[int, Floats] | None = None  # last changed step, state before that

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
        return len(self.samples) * len(self._state.parameters)

    @property
    def samples(self) -> Samples:
        """The samples in force at the present step."""
        return self.experiment.samples_at(self.step)

    def compile(self) -> None:
        """Has every kernel ready that training will call."""
        self.advance(self.step)
        self.total_error()

    def compile_trace(self) -> None:
        """Has the kernel ready that traces a step."""
        network, samples, training = self.experiment.network, self.samples, self.experiment.training
        inputs, targets = samples.inputs[0], samples.targets[0]
        topology, parameters = network.topology, network.parameters
        trace_step(topology, parameters, inputs, targets, training.learning_rate, training.bias)

    def take(self, experiment: Experiment) -> None:
        """Goes on with an experiment that differs in its changes alone.

        Where a change up to the present step is another one, the run goes back to that step, by
        way of a keyframe; what was trained since must be trained anew.
        """
        first = _first_difference(self.experiment, experiment)
        if first <= self.step:
            self._rewind(first)
        self.experiment = experiment
        self._make_changes()

    def advance(self, end: int, until: float | None = None) -> Outcome:
        """Trains up to step `end`, or until the total error is at most `until`.

        `until` is looked at after every step with up to 64 samples, else after every epoch. Comes
        back early when the board says stop and when an error is no longer finite.
        """
        while True:
            stop = min(end, self._next_change())
            outcome = self._train(stop, until)
            self._make_changes()
            if outcome.reason is not Reason.REACHED or stop == end:
                return outcome

    def _train(self, end: int, until: float | None) -> Outcome:
        samples = len(self.samples)
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

    # Changes during the run

    def _next_change(self) -> int:
        changes = self.experiment.changes[self._changed :]
        return changes[0].step if changes else _NEVER

    def _make_changes(self) -> None:
        """Makes the change that belongs to the present step, if it is not made yet."""
        if self._next_change() != self.step or self.record.cells[records.UNFINISHED]:
            return  # rows of the record that end with this step come first
        change = self.experiment.changes[self._changed]
        self._changed += 1
        self._unchanged = self.step, self.parameters
        for at, value in change.parameters:
            self._state.parameters[at] = value
        self._plan_for(self.step)

    def _plan_for(self, step: int) -> None:
        """What is learned after `step` updates."""
        topology, samples = self.experiment.network.topology, self.experiment.samples_at(step)
        self._plan = make_plan(topology, samples, self.experiment.training_at(step))
        if len(samples) != len(self._state.permutation):
            permutation = np.zeros(len(samples), dtype=np.int64)
            self._state = self._state._replace(permutation=permutation)

    def _rewind(self, step: int) -> None:
        """Back to the state of `step` as it was before the change that belongs to it."""
        if self._unchanged is None or self._unchanged[0] != step or self.step != step:
            self._back_to_keyframe(step)
            if self.step < step:
                self._train_up_to(step)
        else:
            self._state.parameters[:] = self._unchanged[1]
        self._changed = sum(change.step < step for change in self.experiment.changes)
        self._plan_for(step - 1)

    def _train_up_to(self, step: int) -> None:
        """As `advance`, without the change that belongs to `step`."""
        while self.step < step:
            self._train(min(step, self._next_change()), None)
            if self.step < step:
                self._make_changes()

    def _back_to_keyframe(self, step: int) -> None:
        kept, state = self.state_before(step)
        rewound(self.record, step)
        self._jump(kept, state)
        if kept < step:
            self._make_changes()

    def _jump(self, step: int, state: Floats) -> None:
        """To `state`, that of `step` before the change that belongs to it."""
        self._state.parameters[:] = state
        self._state.step[0] = step
        self._changed = sum(change.step < step for change in self.experiment.changes)
        self._plan_for(step - 1)
        self.record.cells[records.UNFINISHED] = 0

    # Going back

    def state_before(self, step: int) -> tuple[int, Floats]:
        """The last keyframe up to `step`: its step, and the state before the change of that."""
        kept = last_keyframe(self.record, step)
        initial = self.experiment.network.parameters
        return kept, initial if kept == 0 else keyframe(self.record, kept)

    def go_back(self, step: int) -> None:
        """Back to the state of `step`; what came after it is forgotten."""
        self._back_to_keyframe(step)
        self._train_up_to(step)
        self._make_changes()

    def repeat(self, other: "Run", step: int) -> Outcome:
        """Goes to `step`, which `other`, a run of the same experiment, has made before.

        Comes back early, on the way, when the board says stop.
        """
        kept, state = other.state_before(max(step - 1, 0))
        if not kept <= self.step < step:
            self._jump(kept, state)
            self._make_changes()
        return self.advance(step)

    # Errors

    def total_error(self) -> float:
        """The total error over all samples at the present step."""
        return self.error_of_rows(0, len(self.samples), 0.0)

    def error_of_rows(self, first: int, last: int, total: float) -> float:
        """`total` plus the errors of samples `first` up to `last`, at the present step."""
        samples, topology = self.samples, self.experiment.network.topology
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


def _first_difference(one: Experiment, other: Experiment) -> int:
    """The first step whose state differs between experiments that differ in changes alone."""
    pairs = zip_longest(one.changes, other.changes)
    steps = [each.step for pair in pairs if pair[0] != pair[1] for each in pair if each]
    return min(steps, default=_NEVER)
