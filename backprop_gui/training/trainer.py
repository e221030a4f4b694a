"""What runs in the session's thread: carrying out orders, and training between them.

Only `order` may be called from another thread; `published`, `history` and `failures` may be read.
"""

import queue
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from backprop_gui.engine.state import width_of
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.outcome import Reason
from backprop_gui.training.pace import Pace
from backprop_gui.training.snapshot import Activity, Failure, Snapshot

if TYPE_CHECKING:
    from backprop_gui.training.history import History
    from backprop_gui.training.run import Run

Order = Callable[[], None]

_NO_END = 2**62
_AT_ONCE = 1 << 22  # products of samples and parameters that are measured without a look at orders
_CHEAP = 1 << 18  # and up to which the total error is measured with every snapshot


class Trainer:
    """Attributes: `published` (run, latest snapshot), `history` of that run, `failures`, and
    `has_engine`: False when the engine could not be loaded, so that there will be no run;
    `compiled` and `traced`: the widths of network (see engine.state) whose kernels, and whose
    tracer, are ready.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._goal: int | None = None  # the step to stop at; None while paused
        self._viewed: int | None = None  # the step that is looked at; None for the run's own
        self._replay: Run | None = None  # that shows it
        self._resume = 0  # the step to be at again before anything else is done
        self._pace = Pace(None, 0, 0.0)
        self._sample: int | None = None
        self._diverged = False
        self._ended = False
        self.has_engine = True
        self.compiled: frozenset[type] = frozenset()
        self.traced: frozenset[type] = frozenset()
        self.published: tuple[Run | None, Snapshot | None] = (None, None)
        self.history: History | None = None
        self.failures: queue.SimpleQueue[Failure] = queue.SimpleQueue()

    def order(self, order: Order) -> None:
        """Has `order` carried out soon; for any thread."""
        self._orders.put(order)
        # After putting it: `work` allows the kernel to run before it looks into the queue, so
        # either it finds the order there or the kernel finds that it must stop.
        for run in (self._run, self._replay):
            if run is not None:
                run.ask_to_stop()

    def work(self) -> None:
        """The thread's main function: ends after the order `end`, and by nothing else."""
        while not self._ended:
            try:
                self._work_once()
            except Exception as error:  # noqa: BLE001 - whatever it is, the window must hear of it
                self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._goal = None
        self.failures.put(Failure(_sentence(error), traceback.format_exc()))
        if self._run is not None:
            self._publish(self._run)
        else:
            self.has_engine = False

    # Orders

    def load(self, experiment: Experiment) -> None:
        """A new run of `experiment`; if training was going on, it goes on with it."""
        # Imported here, in this thread: it loads Numba, and the first time compiles the kernels.
        from backprop_gui.training.history import History
        from backprop_gui.training.run import Run

        goal, self._goal = self._goal, None
        self.published, self._resume = (None, None), 0
        self._viewed = self._replay = None
        run = Run(experiment)
        run.compile()
        self._sample, self._diverged = None, False
        history = History(run)
        history.compile()
        self.history = history
        self.compiled |= {type(width_of(experiment.network.topology))}
        self.has_engine = True
        self._goal = None if goal is None else _NO_END
        self._pace = Pace(self._pace.speed, 0, time.monotonic())
        self._publish(run)

    def take(self, experiment: Experiment) -> None:
        """The present run, under other changes, back at the step where it is."""
        if self._run is not None:
            self._come_to_view(self._run)
            self._replay = None
            self._resume = max(self._resume, self._run.step)
            self._run.take(experiment)
            self._diverged = False
            self._publish(self._run)

    def run(self, steps: int | None) -> None:
        if self._run is not None:
            self._come_to_view(self._run)
        if self._run is not None and not self._diverged:
            step = max(self._run.step, self._resume)
            self._goal = _NO_END if steps is None else step + steps
            self._pace = Pace(self._pace.speed, step, time.monotonic())
            self._publish(self._run)

    def pause(self) -> None:
        self._goal = None
        if self._run is not None:
            self._publish(self._run)

    def seek(self, step: int) -> None:
        """Shows the state of a step that the run has made before."""
        from backprop_gui.training.run import Run

        self._goal = None
        run = self._run
        if run is not None:
            self._viewed = step if step < max(run.step, self._resume) else None
            if self._replay is None:
                self._replay = Run(run.experiment, is_recorded=False)
            if self._viewed is None:
                self._publish(run)

    def set_speed(self, steps_a_second: float | None) -> None:
        step = 0 if self._run is None else self._run.step
        self._pace = Pace(steps_a_second, step, time.monotonic())

    def end(self) -> None:
        self._ended = True

    # Work between orders

    @property
    def _run(self) -> "Run | None":
        return self.published[0]

    def _come_to_view(self, run: "Run") -> None:
        """Goes back to the step that is looked at, for good, to go on from there."""
        if self._viewed is not None:
            run.go_back(self._viewed)
            self._resume = min(self._resume, self._viewed)
            self._viewed, self._diverged = None, False

    def _work_once(self) -> None:
        for run in (self._run, self._replay):
            if run is not None:
                run.allow_to_run()
        try:
            order = self._orders.get(timeout=self._idle_time())
        except queue.Empty:
            assert self._run is not None  # without a run there is no end to idle time
            self._work_on(self._run)
        else:
            order()

    def _work_on(self, run: "Run") -> None:
        shown = run if self._viewed is None or self._replay is None else self._replay
        if run.step < self._resume:
            self._come_back(run)
        elif self._viewed is not None and shown.step != self._viewed:
            self._look_back(run, shown, self._viewed)
        elif self._goal is not None:
            self._train(run)
        elif shown.last_total_error[0] != shown.step:
            self._measure(shown)
        else:
            run.compile_trace()
            self.traced |= {type(width_of(run.experiment.network.topology))}

    def _idle_time(self) -> float | None:
        """Seconds in which there is nothing to do but orders; None for ever."""
        run = self._run
        if run is None:
            return None
        if run.step < self._resume:
            return 0.0
        if self._goal is None:
            shown = run if self._viewed is None or self._replay is None else self._replay
            if self._viewed is not None and shown.step != self._viewed:
                return 0.0
            is_measured = shown.last_total_error[0] == shown.step
            is_traced = type(width_of(run.experiment.network.topology)) in self.traced
            return None if is_measured and is_traced else 0.0
        now = time.monotonic()
        due = self._pace.due(now)
        return 0.0 if due is None or due > run.step else self._pace.wait(now, run.step)

    def _come_back(self, run: "Run") -> None:
        """Trains anew what a change in the past has undone."""
        outcome = run.advance(self._resume)
        self._diverged = outcome.reason is Reason.DIVERGED
        if self._diverged:
            self._resume = run.step
        self._sample = outcome.sample
        self._publish(run)

    def _look_back(self, run: "Run", replay: "Run", step: int) -> None:
        outcome = replay.repeat(run, step)
        self._sample = outcome.sample if step > 0 else None
        if replay.step == step:
            if replay.size <= _CHEAP:
                replay.note_total_error(replay.total_error())
            self._publish(replay)

    def _train(self, run: "Run") -> None:
        now = time.monotonic()
        self._pace = self._pace.caught_up(now, run.step)
        goal = _NO_END if self._goal is None else self._goal
        due = self._pace.due(now)
        end = goal if due is None else min(goal, due)
        if end > run.step:
            outcome = run.advance(end)
            self._sample = outcome.sample
            self._diverged = outcome.reason is Reason.DIVERGED
        if run.step >= goal or self._diverged:
            self._goal = None
        if run.size <= _CHEAP:
            run.note_total_error(run.total_error())
        self._publish(run)

    def _measure(self, run: "Run") -> None:
        """Measures the total error of the present step, in parts, unless an order comes."""
        total, samples = 0.0, len(run.samples)
        part = max(_AT_ONCE * samples // run.size, 1)
        for first in range(0, samples, part):
            if not self._orders.empty():
                return
            total = run.error_of_rows(first, min(first + part, samples), total)
        run.note_total_error(total)
        self._publish(run)

    def _publish(self, run: "Run") -> None:
        head = run if self._run is None else self._run
        if head.step < self._resume:
            return  # the window stays where it is until the run is there again
        step, total = run.last_total_error
        snapshot = Snapshot(
            experiment=run.experiment,
            step=run.step,
            parameters=run.parameters,
            sample=self._sample,
            total_error=total,
            total_error_step=max(step, 0),
            activity=Activity.PAUSED if self._goal is None else Activity.RUNNING,
            diverged=self._diverged and self._viewed is None,
            head=max(head.step, run.step),
        )
        self.published = (head, snapshot)


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "There is not enough memory for this network."
    return f"Training stopped: {error or type(error).__name__}"
