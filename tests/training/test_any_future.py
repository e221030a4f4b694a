"""Whatever is trained, edited in the past, undone, returned to and looked at, in whatever order:
what is shown is what a plain run from the beginning comes to, and no future is lost.

The thread's work is done in the test's own thread, between what the person does. Tables of few rows
stand for long runs.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QObject
from shiboken6 import delete

from backprop_gui.app.editing import Editing
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import Ghost
from backprop_gui.engine.choices import SampleOrder
from backprop_gui.experiment import edits
from backprop_gui.experiment.changes import without_change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import begin_alike, parting
from backprop_gui.training import shelf, tables
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.training.conftest import make_xor

parts = st.floats(0, 1)  # of a range, for a choice that depends on the run
values = st.floats(-4, 4)
counts = st.sampled_from([1, 2, 3, 8, 30, 100])


class Futures(RuleBasedStateMachine):
    """`step` and `head` are where the run is to be; `aside` where the runs put aside were."""

    @initialize(order=st.sampled_from(SampleOrder), room=st.sampled_from([0, shelf.RECORD_BYTES]))
    def begin(self, order: SampleOrder, room: int) -> None:
        shelf.RECORD_BYTES = room
        self.document = Document(make_xor(order), "Any")
        self.session = Session(self.document.experiment)
        self.worker = self.session._trainer.worker
        self.parent = QObject()
        self.editing = Editing(self.document, self.session, self.parent)
        self.document.experimentChanged.connect(self.take)
        self.step = self.head = 0
        self.aside: list[tuple[Experiment, int, int]] = []
        self.once_aside: list[Experiment] = []
        self.breakpoints: tuple[Breakpoint, ...] = ()
        self.states: dict[tuple[int, int], bytes] = {}
        self.kept: list[Experiment] = []  # so that no two have one id
        self.settle()

    def teardown(self) -> None:
        if hasattr(self, "document"):
            delete(self.parent)
            delete(self.document)
            self.session.close()

    def take(self, experiment: Experiment) -> None:
        self.session.take(experiment, self.document.head)

    def settle(self) -> None:
        while not self.worker.is_idle:
            self.worker.work_once()

    @property
    def present(self) -> Experiment:
        return self.document.experiment

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot()

    def leads_to_another_run(self, action: Callable[[], object]) -> None:
        """Does it, and foresees where the run then is."""
        before = self.present
        action()
        after = self.present
        self.settle()
        if after is before:
            return
        parts_at, (known, viewed) = parting(before, after), self.known(after)
        if self.document.head is not None:  # it was a ghost
            known = max(known or 0, self.document.head)
        if parts_at < self.head or any(before is each for each in self.once_aside):
            self.aside.append((before, self.head, self.step))
            self.once_aside.append(before)
        if known is not None:
            self.head = known
        elif parts_at < self.head:
            self.head = max(self.step, parts_at) if begin_alike(before, after) else 0
        if viewed is not None and not begin_alike(before, after):
            self.step = viewed
        self.step = min(self.step, self.head)

    def known(self, experiment: Experiment) -> tuple[int, int] | tuple[None, None]:
        """The head of its run, and the step that was looked at."""
        for at, (aside, head, step) in enumerate(self.aside):
            if aside is experiment:
                del self.aside[at]
                return head, step
        return None, None

    def edit(self, text: str, change: Callable[[Experiment], Experiment], key: str = "") -> None:
        self.leads_to_another_run(lambda: self.editing.edit(Edit(text, change, key)))

    def place(self, part: float) -> int:
        return min(int(part * self.parameters), self.parameters - 1)

    @property
    def parameters(self) -> int:
        return self.present.network.topology.parameters

    # Going on, and looking around

    @rule(steps=counts)
    def train(self, steps: int) -> None:
        first, goal = self.step, self.step + steps
        self.session.run(steps)
        self.settle()
        now = self.snapshot
        if now.met is None:
            self.step = self.head = goal
            assert not any(first < stop <= goal for stop in self.stops())
        else:
            assert first <= now.step <= goal
            assert all(not first < stop < now.step for stop in self.stops())
            self.step = now.step
            self.head = now.step + (now.met.condition is Condition.GRADIENT_ABOVE)

    def stops(self) -> list[int]:
        return [int(x.value) for x in self.breakpoints if x.condition is Condition.STEP]

    @rule(part=parts)
    def seek(self, part: float) -> None:
        self.step = round(part * self.head)
        self.session.seek(self.step)
        self.settle()

    @rule(steps=counts, part=parts)
    def train_and_look_back(self, steps: int, part: float) -> None:
        self.train(steps)
        self.seek(part)

    @rule(part=parts, at=parts, value=values)
    def look_back_and_set_a_weight(self, part: float, at: float, value: float) -> None:
        self.seek(part)
        self.set_a_weight(at, value)

    @rule(part=parts, other=parts)
    def seek_and_seek_again_or_give_up(self, part: float, other: float) -> None:
        first = round(part * self.head)
        self.session.seek(first)
        if other > part:
            self.step = round(other * self.head)
            self.session.seek(self.step)
        else:
            self.session.cancel()
        self.settle()
        if self.snapshot.step == first and other <= part:  # there was no way to go
            self.step = first

    @rule(
        steps=st.lists(st.integers(1, 200), max_size=2),
        weight=st.none() | values,
        gradient=st.none() | st.floats(0, 2),
    )
    def set_breakpoints(
        self, steps: list[int], weight: float | None, gradient: float | None
    ) -> None:
        crosses, above = Condition.PARAMETER_CROSSES, Condition.GRADIENT_ABOVE
        self.breakpoints = (
            *(Breakpoint(Condition.STEP, float(step)) for step in steps),
            *(Breakpoint(crosses, value, at=1) for value in [weight] if value is not None),
            *(Breakpoint(above, value) for value in [gradient] if value is not None),
        )
        self.session.set_breakpoints(self.breakpoints)
        self.settle()

    # Editing what is seen, and what the run begins with

    @rule(part=parts, value=values)
    def set_a_weight(self, part: float, value: float) -> None:
        self.edit("weight", partial(edits.with_parameter, at=self.place(part), value=value))

    @rule(part=parts, path=st.lists(values, min_size=1, max_size=4), takes_back=st.booleans())
    def drag(self, part: float, path: list[float], takes_back: bool) -> None:
        at = self.place(part)
        path = [*path, float(self.snapshot.parameters[at])] if takes_back else path
        for value in path:
            change = partial(edits.with_parameter, at=at, value=value)
            self.edit("drag", change, f"drag {at} at {self.step}")
            self.editing.make_waiting(self.snapshot)

    @rule(rate=st.floats(0, 2))
    def set_the_learning_rate(self, rate: float) -> None:
        def change(experiment: Experiment) -> Experiment:
            training = replace(experiment.training, learning_rate=rate)
            return edits.with_training(experiment, training)

        self.edit("learning rate", change)

    @rule(rows=st.integers(1, 4))
    def choose_samples(self, rows: int) -> None:
        samples = make_xor().samples
        fewer = replace(samples, inputs=samples.inputs[:rows], targets=samples.targets[:rows])
        self.edit("samples", partial(edits.with_samples, samples=fewer))

    @rule(part=parts, value=values)
    def set_an_initial_weight(self, part: float, value: float) -> None:
        change = partial(edits.with_parameter, at=self.place(part), value=value)
        edit = Edit("initial weight", change)
        self.leads_to_another_run(lambda: self.editing.edit_beginning(edit))

    @rule(count=st.integers(1, 3))
    def choose_hidden_neurons(self, count: int) -> None:
        fill = partial(np.full, fill_value=0.5)
        self.edit("neurons", partial(edits.with_neurons, layer=1, count=count, fill=fill))

    @precondition(lambda self: self.present.changes)
    @rule(part=parts)
    def take_out_a_change(self, part: float) -> None:
        changes = self.present.changes
        step = changes[min(int(part * len(changes)), len(changes) - 1)].step
        edit = Edit("removal", partial(without_change, step=step))
        left = self.editing.present_run()
        self.leads_to_another_run(lambda: self.document.apply(edit, left))

    # Other futures

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.leads_to_another_run(self.document.undo_stack.undo)

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.leads_to_another_run(self.document.undo_stack.redo)

    @precondition(lambda self: self.document.ghosts)
    @rule(part=parts)
    def return_to_a_ghost(self, part: float) -> None:
        ghost, left = self.ghost(part), self.editing.present_run()
        self.leads_to_another_run(lambda: self.document.return_to(ghost, left))
        assert self.head >= ghost.head

    @precondition(lambda self: self.document.ghosts)
    @rule(part=parts, name=st.sampled_from(["", "a", "b"]))
    def rename_or_throw_away_a_ghost(self, part: float, name: str) -> None:
        ghost = self.ghost(part)
        if name:
            self.document.rename_ghost(ghost, name)
        else:
            self.document.throw_away(ghost)

    def ghost(self, part: float) -> Ghost:
        ghosts = self.document.ghosts
        return ghosts[min(int(part * len(ghosts)), len(ghosts) - 1)]

    # What always holds

    def trained(self, experiment: Experiment, step: int) -> bytes:
        """The state that a plain run from the beginning comes to."""
        key = id(experiment), step
        if key not in self.states:
            run = Run(experiment, is_recorded=False)
            run.advance(step)
            self.kept.append(experiment)
            self.states[key] = run.parameters.tobytes()
        return self.states[key]

    @invariant()
    def what_is_shown_is_what_a_plain_run_comes_to(self) -> None:
        now = self.snapshot
        assert now.experiment is self.present
        assert (now.step, now.head) == (self.step, self.head)
        assert not now.is_stale
        assert now.activity is Activity.PAUSED
        assert now.parameters.tobytes() == self.trained(self.present, self.step)
        assert self.session.progress() is None
        assert self.session.take_failure() is None

    @invariant()
    def the_total_error_is_that_of_the_state(self) -> None:
        now = self.snapshot
        plain = Run(replace(self.present, network=self.present.network), is_recorded=False)
        plain.advance(self.step)
        assert now.total_error_step == self.step
        assert now.total_error == plain.total_error()

    @invariant()
    def its_curves_are_its_own(self) -> None:
        history, now = self.session.history(), self.snapshot
        assert history is not None
        columns = np.arange(self.parameters)
        states = history.states(now, columns)
        assert states.steps[0] == 0
        assert np.all(np.diff(states.steps) > 0)
        for row in {0, len(states.steps) // 2, len(states.steps) - 1}:
            if now.head >= states.steps[row] and not self.has_change_at(int(states.steps[row])):
                expected = self.trained(self.present, int(states.steps[row]))
                assert states.values[row].tobytes() == expected

    def has_change_at(self, step: int) -> bool:
        """Where the state before the change is what was recorded."""
        return any(change.step == step for change in self.present.changes)

    @invariant()
    def every_ghost_is_another_future_that_is_still_there(self) -> None:
        names = [ghost.name for ghost in self.document.ghosts]
        assert len(set(names)) == len(names)
        for ghost in self.document.ghosts:
            assert ghost.experiment is not self.present
            future = self.session.future(ghost.experiment)
            assert future is not None
            assert future.last.step == future.head
            assert future.errors.steps[-1] == future.last.step
            assert np.all(np.diff(future.errors.steps) > 0)


@pytest.fixture
def small_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tables, "ROWS", 16)
    room = shelf.RECORD_BYTES
    yield
    shelf.RECORD_BYTES = room


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("qapp", "small_tables")
def test_any_futures_in_any_order_are_what_plain_runs_come_to() -> None:
    examples = 500 if os.getenv("CI") else 50
    run_state_machine_as_test(
        Futures, settings=settings(max_examples=examples, stateful_step_count=30)
    )
