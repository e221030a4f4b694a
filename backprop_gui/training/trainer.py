"""The trainer: which orders there are, and what is done between them, in the session's thread.

Only `order` may be called from another thread; the attributes, `progress` and the shelf's `find`
may be read. Where the run is to be, and what is looked at, is the track's business (track.py).
"""

import queue
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint
from backprop_gui.training.pace import Pace
from backprop_gui.training.preparing import Preparing, kernels_for, part_for
from backprop_gui.training.shelf import Shelf
from backprop_gui.training.snapshot import Activity, Failure, Part, Progress, Snapshot
from backprop_gui.training.worker import Work, Worker

if TYPE_CHECKING:
    from backprop_gui.training.history import History
    from backprop_gui.training.run import Run
    from backprop_gui.training.track import Track

_NO_END = 2**62
_MOST_CURVES = 64  # a network of more weights is shown in pictures, so Run waits for those too
_AT_ONCE = 1 << 22  # products of samples and parameters that are measured without a look at orders


class Trainer:
    """Attributes: `published` (run, latest snapshot), `history` of that run, `shelf` with the runs
    that were put aside, `failures`, and `has_engine`: False when the engine could not be loaded, so
    that there will be no run; `compiled`: the widths of network (see engine.state) whose kernels
    are ready; `preparing` has what else is, and `prepares` is the part of the engine that is made
    ready in the thread itself just now. `worker` is the loop of the thread.
    """

    def __init__(self) -> None:
        self.worker = Worker(self._next_work, self._stop, self._go_on, self._fail)
        self._track: Track | None = None
        self._wanted: tuple[Experiment, int | None] | None = None  # what `take` was asked for last
        self._goal: int | None = None  # the step to stop at; None while paused
        self._paused_goal: int | None = None  # what it was before a pause, until it is met
        self._pace = Pace(None, 0, 0.0)
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._met: tuple[int, Breakpoint] | None = None  # what stopped training, about which step
        self.shelf = Shelf()
        self.has_engine = True
        self.compiled: frozenset[type] = frozenset()
        self.prepares: Part | None = None
        self._watched: frozenset[type] = frozenset()  # whose kernels with breakpoints are ready
        self.published: tuple[Run | None, Snapshot | None] = (None, None)
        self.history: History | None = None
        self.failures: queue.SimpleQueue[Failure] = queue.SimpleQueue()
        self.preparing = Preparing(self.failures, lambda: self.worker.order(self._note_prepared))

    def progress(self) -> Progress | None:
        """How far the track has come on its way; for any thread."""
        track = self._track
        return None if track is None else track.progress()

    def _stop(self) -> None:
        if (track := self._track) is not None:
            track.ask_to_stop()

    def _go_on(self) -> None:
        if self._track is not None:
            self._track.allow_to_run()

    def _fail(self, error: Exception) -> None:
        self.failures.put(Failure(_sentence(error), traceback.format_exc()))
        try:
            self.cancel()
            is_lost = self._track is None or self._track.is_travelling
        except Exception:  # noqa: BLE001 - the same cause may well strike again
            is_lost = True
        if is_lost:
            latest = self.published[1]
            if latest is not None:
                self._wanted = latest.experiment, latest.head
            self._track, self.published, self.has_engine = None, (None, None), False

    # Orders: which run

    def take(self, experiment: Experiment, head: int | None = None) -> None:
        """The run of `experiment` instead (see exchange.py), at the step that is to be shown.

        If training was going on, it goes on.
        """
        is_there = kernels_for(experiment) in self.compiled
        with self._prepare(None if is_there else part_for(experiment)):
            # Imported here, in this thread: it loads Numba, and the first time compiles kernels.
            from backprop_gui.training.exchange import exchanged, step_to_show

            self._wanted = experiment, head
            present, self._met = self._track, None
            step = step_to_show(present, experiment, self.shelf)
            self._track, self.published = None, (None, None)  # no failure is to leave another run
            track = exchanged(present, experiment, head, self.shelf)
        if self._goal is None:
            track.look_at(min(step, track.head))
        track.watch(self._breakpoints)
        self._track, self.history, self.has_engine = track, track.history, True
        self.compiled |= {kernels_for(experiment)}
        self._note_pictures()
        if track is not present:
            is_over = self._goal is None or track.diverged or track.head >= self._goal
            self._goal = None if is_over else self._goal
            self._pace = Pace(self._pace.speed, track.head, time.monotonic())
        self._publish()
        self.preparing.ask(track.run)

    def _note_prepared(self) -> None:
        """More of the present run can be read: published anew, for what waits for that."""
        self._note_pictures()
        self._publish()

    def _note_pictures(self) -> None:
        """That the pictures of the present run can be read, once they can."""
        track = self._track
        if track is not None and kernels_for(track.experiment) in self.preparing.pictured:
            track.history.has_pictures = True

    def _try_again(self) -> None:
        """Where a failure has left no run: its cause may be gone."""
        if self._track is None and self._wanted is not None:
            self.take(*self._wanted)
            if self._track is not None:
                self._track.look_at(self._track.head)

    # Orders: where in it

    def run(self, steps: int | None) -> None:
        """From the step that is looked at; what came after it is forgotten."""
        self._try_again()
        track, self._met = self._track, None
        if track is not None:
            track.come_here()
            if not track.diverged:
                self._goal = _NO_END if steps is None else track.head + steps
                self._pace = Pace.begun(self._pace.speed, track.head, time.monotonic())
            self._publish()

    def go_on(self) -> None:
        """As `run`, to where the last pause has come in between, if it has."""
        goal, self._paused_goal = self._paused_goal, None
        if goal is not None:
            self.run(None)
            self._goal = None if self._goal is None else goal
            self._publish()

    def pause(self) -> None:
        if self._goal is not None:
            self._paused_goal, self._goal = self._goal, None
        self._publish()

    def seek(self, step: int) -> None:
        """Shows the state of a step that the run has made before."""
        self._goal = None
        self._try_again()
        if self._track is not None:
            self._track.look_at(step)
            self._publish()

    def cancel(self) -> None:
        """Gives up the way to where the track is to be."""
        self._goal = None
        if self._track is not None:
            latest = self.published[1]
            self._track.give_up(self._track.head if latest is None else latest.step)
            self._publish()

    def set_speed(self, steps_a_second: float | None) -> None:
        step = 0 if self._track is None else self._track.head
        self._pace = Pace(steps_a_second, step, time.monotonic())

    def set_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        self._breakpoints = breakpoints
        if self._track is not None:
            self._track.watch(breakpoints)

    # Work between orders

    def _next_work(self) -> Work:
        track = self._track
        if track is None:
            return _nothing, None
        if track.is_travelling:
            return self._travel, 0.0
        if self._breakpoints and kernels_for(track.experiment) not in self._watched:
            return self._compile_watch, 0.0
        if not track.history.has_pictures and len(track.run.parameters) > _MOST_CURVES:
            return self._compile_pictures, 0.0
        if self._goal is not None:
            return self._train, self._time_to_next_step(track.run)
        shown = track.shown
        if shown is not None and shown.last_total_error[0] != shown.step:
            return self._measure, 0.0
        return _nothing, None

    def _time_to_next_step(self, run: "Run") -> float:
        now = time.monotonic()
        due = self._pace.due(now)
        return 0.0 if due is None or due > run.step else self._pace.wait(now, run.step)

    def _travel(self) -> None:
        track = self._present
        track.travel()
        if track.shown is not None:
            self._publish()

    def _train(self) -> None:
        track, now = self._present, time.monotonic()
        self._pace = self._pace.caught_up(now, track.run.step)
        goal = _NO_END if self._goal is None else self._goal
        due = self._pace.due(now)
        end = goal if due is None else min(goal, due)
        if end > track.run.step:
            self._met = track.train(end)
        if track.run.step >= goal or track.diverged or self._met is not None:
            self._goal = self._paused_goal = None
        self._publish()

    def _measure(self) -> None:
        """Measures the total error of the step shown, in parts, unless an order comes."""
        run = self._present.shown
        assert run is not None
        total, samples = 0.0, len(run.samples)
        part = max(_AT_ONCE * samples // run.size, 1)
        for first in range(0, samples, part):
            if self.worker.has_orders:
                return
            total = run.error_of_rows(first, min(first + part, samples), total)
        run.note_total_error(total)
        self._publish()

    def _compile_pictures(self) -> None:
        with self._prepare(Part.PICTURES):
            self._present.history.compile_pictures()

    def _compile_watch(self) -> None:
        with self._prepare(Part.BREAKPOINTS):
            self._present.run.compile_watch()
        self._watched |= {kernels_for(self._present.experiment)}

    @contextmanager
    def _prepare(self, part: Part | None) -> Iterator[None]:
        """Tells the window meanwhile what is waited for."""
        self.prepares = part
        try:
            yield
        finally:
            self.prepares = None

    @property
    def _present(self) -> "Track":
        assert self._track is not None  # as in `_next_work`
        return self._track

    def _publish(self) -> None:
        """The state that is looked at; until the track is there, the window stays where it was."""
        track = self._track
        if track is None:
            return
        activity = Activity.PAUSED if self._goal is None else Activity.RUNNING
        shown, (_, latest) = track.shown, self.published
        if shown is not None:
            is_met = self._met is not None and self._met[0] == shown.step
            met = self._met[1] if self._met is not None and is_met else None
            snapshot = replace(track.state(shown), activity=activity, met=met)
            self.published = track.run, snapshot
        elif latest is not None and latest.experiment is track.experiment:
            is_stale = latest.is_stale or latest.step > track.head  # a future that is forgotten
            kept = replace(latest, step=min(latest.step, track.head), is_stale=is_stale)
            self.published = track.run, replace(kept, activity=activity, head=track.head)


def _nothing() -> None:
    pass


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "There is not enough memory for this network."
    return f"Training stopped: {error or type(error).__name__}"
