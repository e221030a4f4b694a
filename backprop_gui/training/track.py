"""A run, the step of it that is looked at, and the way there. Loads Numba.

1. `resume` is the step that the run itself must be at before anything else: when a change in the
   past has undone what was trained since, that is trained anew.
2. `viewed` is the step that is looked at, where that is not the run's own: a second run without a
   record repeats what leads there from the last keyframe before.
3. Whoever owns the track calls `travel` until both are reached. Each call comes back when the board
   says stop, so that a way that is no longer wanted is left at once.
"""

import math
from dataclasses import dataclass

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.history import History
from backprop_gui.training.outcome import Outcome, Reason
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Progress, Snapshot

_CHEAP = 1 << 18  # products of samples and parameters whose total error is measured at once


@dataclass(frozen=True)
class _Way:
    """What `run` goes, from step `first` to `last`."""

    run: Run
    first: int
    last: int


class Track:
    """For one thread; any other may call `progress`, `ask_to_stop`, and the methods of `history`.

    `diverged`: the last step's error was not finite. `was_aside`: it comes from the shelf.
    """

    def __init__(self, run: Run) -> None:
        self.run, self.history = run, History(run)
        self.resume = 0
        self.viewed: int | None = None
        self.diverged = self.was_aside = False
        self._replay: Run | None = None
        self._way: _Way | None = None
        self._has_given_up = False
        self._watched: tuple[Breakpoint, ...] = ()

    @property
    def experiment(self) -> Experiment:
        return self.run.experiment

    @property
    def head(self) -> int:
        """The last step that was made, also where it is just being made anew."""
        return max(self.run.step, self.resume)

    @property
    def step(self) -> int:
        """That is looked at."""
        return self.head if self.viewed is None else self.viewed

    @property
    def shown(self) -> Run | None:
        """The run that is at the step looked at; None on the way there."""
        if self._must_come_back:
            return None
        if self.viewed is None:
            return self.run
        replay = self._replay
        return replay if replay is not None and replay.step == self.viewed else None

    @property
    def bytes(self) -> int:
        """What its record takes in memory."""
        return self.run.record.keyframes.nbytes + self.run.record.errors.nbytes

    def state(self, run: Run) -> Snapshot:
        """What `run`, the track's own or the one shown, looks like at its step."""
        if run.size <= _CHEAP and run.last_total_error[0] != run.step:
            run.note_total_error(run.total_error())
        step, total = run.last_total_error
        return Snapshot(
            experiment=self.experiment,
            step=run.step,
            parameters=run.parameters,
            sample=run.sample,
            total_error=total,
            total_error_step=max(step, 0),
            diverged=self.diverged and run is self.run,
            head=self.head,
        )

    # Where to be

    def take(self, experiment: Experiment) -> None:
        """Goes on with other changes, at the same steps."""
        self.resume = self.head
        self.run.take(experiment)
        self._replay, self.diverged = None, False
        self.look_at(self.step)

    def fork(self, experiment: Experiment, head: int) -> "Track":
        """Another, of other changes, with this one's past, on its way to `head`."""
        other = Track(self.run.fork(experiment, head))
        other.resume = head
        return other

    def look_at(self, step: int) -> None:
        """Goes to `step`, or to the last one if that is less; the run itself stays."""
        self.viewed = step if step < self.head else None
        self._way, self._has_given_up = None, False
        if self.viewed is not None and self._replay is None:
            self._replay = Run(self.experiment, is_recorded=False)

    def come_here(self) -> None:
        """Goes with the run to the step looked at; what came after it is forgotten."""
        if self.viewed is not None:
            if self.viewed < self.run.step:
                self.run.go_back(self.viewed)
            self.resume, self.diverged = self.viewed, False
            self.look_at(self.head)

    def leave(self) -> None:
        """Looks at nothing any more, to be put aside."""
        self.look_at(self.head)
        self._replay = None

    # The way there

    @property
    def is_travelling(self) -> bool:
        return self.shown is None and not self._has_given_up

    def travel(self) -> None:
        """Goes on until it is there, or until the board says stop."""
        comes_back, replay = self._must_come_back, self._replay
        if comes_back:
            run, last = self.run, self.head
        else:
            assert self.viewed is not None  # else the run is there
            assert replay is not None
            run, last = replay, self.viewed
            run.approach(self.run, last)
        if self._way is None:
            self._way = _Way(run, run.step, last)
        outcome = run.advance(last, is_watched=False)
        if comes_back:
            self._note(outcome)
        if run.step == last or self.diverged:
            self._way = None

    def give_up(self, shown: int) -> None:
        """Goes no further: the run stays where it is now, or `shown` is what is looked at still."""
        if self.run.step < self.resume:
            self.resume = self.run.step
            self.look_at(self.head)
        elif self.is_travelling and self.viewed is not None:
            self.look_at(shown)
            self._has_given_up = True

    def progress(self) -> Progress | None:
        """How far it has come on its way, None when it is there."""
        way = self._way
        return None if way is None else Progress(way.first, way.run.step, way.last)

    @property
    def _must_come_back(self) -> bool:
        return self.run.step < self.resume or self.run.waits_for_change

    # Training on

    def watch(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Has training stop at these, but for those whose places the network lacks."""
        topology = self.experiment.network.topology
        self._watched = tuple(each for each in breakpoints if _has_place(topology, each))
        self.run.watch(self._watched)

    def train(self, end: int) -> tuple[int, Breakpoint] | None:
        """Trains on up to step `end`; returns the breakpoint met and the step that it is about.

        That step is looked at, where the run is one step further.
        """
        outcome = self.run.advance(end)
        self._note(outcome)
        if outcome.breakpoint is None or outcome.step is None:
            return None
        self.look_at(outcome.step)
        return outcome.step, self._watched[outcome.breakpoint]

    def _note(self, outcome: Outcome) -> None:
        """Where the run itself has come to."""
        is_after_step = outcome.reason is Reason.MET and outcome.step != self.run.step
        made_no_number = is_after_step and not math.isfinite(outcome.error)
        self.diverged = outcome.reason is Reason.DIVERGED or made_no_number
        if self.diverged:
            self.resume = self.run.step

    # The kernels

    def compile(self) -> None:
        """Has every kernel ready that training and reading will call."""
        self.run.compile()
        self.history.compile()

    def ask_to_stop(self) -> None:
        for run in self._runs:
            run.ask_to_stop()

    def allow_to_run(self) -> None:
        for run in self._runs:
            run.allow_to_run()

    @property
    def _runs(self) -> tuple[Run, ...]:
        replay = self._replay
        return (self.run,) if replay is None else (self.run, replay)


def _has_place(topology: Topology, breakpoint: Breakpoint) -> bool:
    is_output = breakpoint.condition is Condition.OUTPUT_CROSSES
    places = topology.neurons if is_output else topology.parameters
    return breakpoint.at is None or breakpoint.at < places
