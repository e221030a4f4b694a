"""One run of an experiment: owns the arrays that the kernels work on. Knows no threads.

Its state is that after `step` updates and after the experiment's changes up to that step. Loads
Numba: import it off the window's thread.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel
from backprop_gui.engine import record as records
from backprop_gui.engine import watch as watching
from backprop_gui.engine.sampling import sample_of_step
from backprop_gui.engine.topology import Floats
from backprop_gui.engine.tracer import trace_step
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import frozen
from backprop_gui.experiment.parting import parting
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.breakpoint import Breakpoint
from backprop_gui.training.outcome import Outcome, Reason
from backprop_gui.training.rewind import copy_past, keyframe, last_keyframe, rewound
from backprop_gui.training.tables import (
    make_blank_record,
    make_board,
    make_plan,
    make_record,
    make_state,
)
from backprop_gui.training.watching import (
    forget_looks,
    forget_measures,
    make_watch,
    note_that_all_is_finite,
)

_NEVER = 2**62


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
        self._watch: watching.Watch | None = None  # the breakpoints; None without any
        self._jumps = 0  # how often it went elsewhere than one step on
        self._asked_after = 0  # so many of them the board was asked

    @property
    def step(self) -> int:
        return int(self._state.step[0])

    @property
    def sample(self) -> int | None:
        """The sample that the last step trained on; None at the beginning, and at a keyframe."""
        sample = int(self.record.cells[records.SAMPLE])
        return sample if self.step > 0 and sample >= 0 else None

    @property
    def waits_for_change(self) -> bool:
        """Whether the present step's change is not made yet, as a row of the record comes first.

        To advance to the present step makes it.
        """
        return self._next_change() == self.step

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
        """Has every kernel ready that training will call; notes the total error, which costs it."""
        self.advance(self.step)
        self.note_total_error(self.total_error())

    def compile_trace(self) -> None:
        """Has the kernels ready that trace a step and tell its sample."""
        network, samples, training = self.experiment.network, self.samples, self.experiment.training
        inputs, targets = samples.inputs[0], samples.targets[0]
        topology, parameters = network.topology, network.parameters
        trace_step(topology, parameters, inputs, targets, training.learning_rate, training.bias)
        sample_of_step(training.order, training.seed, 0, 1)

    def compile_watch(self) -> None:
        """Has the kernel ready that stops at breakpoints. Without it the first call compiles it."""
        self._train(self.step, None, make_watch(self.experiment.network.topology, ()))

    def watch(self, breakpoints: Sequence[Breakpoint]) -> None:
        """Has `advance` stop at these breakpoints, from the present state on.

        Their first look only notes what is so already. Raises IndexError for a place that the
        network lacks.
        """
        topology = self.experiment.network.topology
        self._watch = make_watch(topology, breakpoints) if breakpoints else None
        if self._watch is not None:
            note_that_all_is_finite(self._watch, self._state.parameters)

    def take(self, experiment: Experiment) -> None:
        """Goes on with an experiment that differs in its changes alone.

        Where a change up to the present step is another one, the run goes back to a keyframe before
        that step; what was trained since must be trained anew.
        """
        first = parting(self.experiment, experiment)
        if first <= self.step:
            self._rewind(first)
        self.experiment = experiment
        self._make_changes()

    def fork(self, experiment: Experiment, most: int) -> "Run":
        """A run of an experiment that differs in its changes alone, with this one's past.

        It begins at the last keyframe before the first difference, and at step `most` at most.
        """
        last = min(parting(self.experiment, experiment) - 1, self.step - 1, most)
        other = Run(experiment)
        kept = copy_past(self.record, last, other.record)
        if kept > 0:
            other._jump(kept, keyframe(self.record, kept))
            other._make_changes()
        other.initial_total_error = self.initial_total_error
        return other

    def advance(self, end: int, until: float | None = None, is_watched: bool = True) -> Outcome:
        """Trains up to step `end`, or until the total error is at most `until`.

        `until` is looked at after every step with up to 64 samples, else after every epoch, and so
        are total errors that breakpoints wait for. Comes back early when the board says stop, when
        an error is no longer finite, and at breakpoints if it `is_watched`; else they know of no
        state before, as after `watch`.
        """
        watch, error = self._watch if is_watched else None, math.nan
        if watch is None:
            self._forget_looks()
        while True:
            stop, before = min(end, self._next_change()), self.step
            outcome = self._train(stop, until, watch)
            error = error if self.step == before else outcome.error
            is_changed = self._make_changes()
            is_seen = watch is None or not is_changed  # breakpoints look at the changed state
            if outcome.reason is not Reason.REACHED or (stop == end and is_seen):
                return replace(outcome, error=error)

    def _train(self, end: int, until: float | None, watch: watching.Watch | None) -> Outcome:
        """As `advance`, without the change that belongs to `end`."""
        samples = len(self.samples)
        check_every = 1 if samples <= watching.EACH_STEP else samples
        if watch is not None:
            watch.cells[watching.LOOKS_AT_END] = self._next_change() != end
        reason, sample, error = kernel.advance(
            self._plan,
            self._state,
            self.record,
            self.board,
            watch,
            end,
            -1.0 if until is None else until,
            _NEVER if until is None else check_every,
        )
        outcome = Outcome(list(Reason)[reason], int(sample), float(error))
        return outcome if watch is None else self._with_breakpoint(outcome, watch)

    @staticmethod
    def _with_breakpoint(outcome: Outcome, watch: watching.Watch) -> Outcome:
        if outcome.reason is not Reason.MET:
            return outcome
        met, about = (int(watch.cells[cell]) for cell in (watching.MET, watching.ABOUT))
        watch.cells[watching.MET] = -1
        return replace(outcome, breakpoint=met, step=about)

    def _forget_looks(self) -> None:
        if self._watch is not None:
            forget_looks(self._watch)

    # Changes during the run

    def _next_change(self) -> int:
        changes = self.experiment.changes[self._changed :]
        return changes[0].step if changes else _NEVER

    def _make_changes(self) -> bool:
        """Makes the change that belongs to the present step; false if there is none to make."""
        if self._next_change() != self.step or self.record.cells[records.UNFINISHED]:
            return False  # rows of the record that end with this step come first
        change = self.experiment.changes[self._changed]
        self._changed += 1
        self._unchanged = self.step, self.parameters
        for at, value in change.parameters:
            self._state.parameters[at] = value
        self._plan_for(self.step)
        self._forget_total_error()
        return True

    def _plan_for(self, step: int) -> None:
        """What is learned after `step` updates."""
        topology, samples = self.experiment.network.topology, self.experiment.samples_at(step)
        self._plan = make_plan(topology, samples, self.experiment.training_at(step))
        if len(samples) != len(self._state.permutation):
            permutation = np.zeros(len(samples), dtype=np.int64)
            self._state = self._state._replace(permutation=permutation)
        if self._watch is not None:
            forget_measures(self._watch)

    def _rewind(self, step: int) -> None:
        """Back to before the change that belongs to `step`: just before, or at a keyframe."""
        if step < self.step:
            self.go_back(step)
            return
        self._forget_looks()
        if self._unchanged is not None and self._unchanged[0] == step:
            self._state.parameters[:] = self._unchanged[1]
        self._changed = sum(change.step < step for change in self.experiment.changes)
        self._plan_for(step - 1)
        self._forget_total_error()

    def _jump(self, step: int, state: Floats) -> None:
        """To `state`, that of `step` before the change that belongs to it."""
        self._jumps += 1
        self._state.parameters[:] = state
        self._state.step[0] = step
        self._changed = sum(change.step < step for change in self.experiment.changes)
        self._plan_for(step - 1)
        self.record.cells[records.UNFINISHED] = 0
        self.record.cells[records.SAMPLE] = -1
        self._forget_looks()

    # Going back

    def state_before(self, step: int) -> tuple[int, Floats]:
        """The last keyframe up to `step`: its step, and the state before the change of that."""
        kept = last_keyframe(self.record, step)
        initial = self.experiment.network.parameters
        return kept, initial if kept == 0 else keyframe(self.record, kept)

    def go_back(self, step: int) -> None:
        """Back to the last keyframe before `step`; what came after it is forgotten."""
        kept, state = self.state_before(max(step - 1, 0))
        rewound(self.record, kept)
        self._jump(kept, state)
        self._make_changes()

    def approach(self, other: "Run", step: int) -> None:
        """Goes to where the shortest way to `step` begins, if it is not on that already.

        `other` is a run of the same experiment that has made this step before.
        """
        self.approach_from(*other.state_before(max(step - 1, 0)), step)

    def approach_from(self, kept: int, state: Floats, step: int) -> None:
        """As `approach`, where the way begins at `kept` with `state`, that before its change."""
        if not kept <= self.step < step:
            self._jump(kept, state)
            self._make_changes()

    def repeat(self, other: "Run", step: int) -> Outcome:
        """Goes to `step`, as above; comes back early, on the way, when the board says stop."""
        self.approach(other, step)
        return self.advance(step, is_watched=False)

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

    def _forget_total_error(self) -> None:
        """It was that of another state, of this very step."""
        self.record.cells[records.TOTAL_STEP] = -1
        self.record.since[records.LAST_TOTAL] = math.nan

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
        jumps = self._jumps
        if asked > 0 and self._asked_after == jumps:  # else it was asked about another future
            shown = Shown(
                step=int(cells[boards.STEP]),
                sample=int(cells[boards.SAMPLE]),
                total_error=float(numbers[boards.TOTAL]),
                total_error_step=int(cells[boards.TOTAL_STEP]),
                parameters=frozen(self.board.parameters),
            )
        self._asked_after = jumps
        cells[boards.ASKED] = asked + 1
        return shown
