"""From an Edit of a view to the document: now, or as soon as training rests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import Ghost
from backprop_gui.engine.counter import uniform
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.from_here_on import from_here_on
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot

_Shape = tuple[Topology, int]
"""The network's, and how many samples there are."""


@dataclass(frozen=True)
class _Waiting:
    """An edit that waits; without `shape` it is one of what a run begins with."""

    edit: Edit
    shape: _Shape | None


class Editing(QObject):
    """Has `document` apply edits, at the step where `session` is.

    Signals: `noted` what else an edit did, in a sentence or two.
    """

    noted = Signal(str)

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._waiting: list[_Waiting] = []
        self._then: list[Callable[[], object]] = []
        self._wished_on = document.experiment  # what they are edits of
        self._goes_on: Callable[[], object] | None = None  # how training does after them

    @Slot(object)
    def edit_beginning(self, edit: Edit) -> None:
        """An edit of what a run begins with; behind those that wait, if there are any."""
        if self._waiting and self._document.experiment is self._wished_on:
            self._waiting.append(_Waiting(edit, None))
        else:
            self._begin_otherwise(edit)

    @Slot(object)
    def edit(self, edit: Edit) -> None:
        """An edit of what is seen: later it holds from that step on, so training must rest, and the
        run must be there.
        """
        snapshot = self._session.snapshot()
        if self._document.experiment is not self._wished_on:
            self._waiting.clear()
            self._wished_on = self._document.experiment
        self._waiting.append(_Waiting(edit, self._shape(snapshot.step)))
        if snapshot.activity is Activity.RUNNING:
            self._session.pause()
            self._goes_on = self._session.go_on
        else:
            self.make_waiting(snapshot)

    @Slot(str)
    def take_back(self, merge: str) -> None:
        """Edits with this key were taken back by the person: those made, and those that wait."""
        self._waiting = [each for each in self._waiting if each.edit.merge != merge]
        self._document.take_back(merge)
        self._go_on_if_made()

    @property
    def is_waiting(self) -> bool:
        """Whether edits wait for training to rest."""
        return bool(self._waiting)

    def when_made(self, then: Callable[[], object]) -> None:
        """Does something that is to come after the edits that wait: at once if there are none."""
        self._then.append(then)
        self._go_on_if_made()

    def run(self) -> None:
        """Trains on, once the edits that wait are made: else they would wait on."""
        if self._waiting:
            self._goes_on = self._session.run
        else:
            self._session.run()

    def stay_paused(self) -> None:
        """Training does not go on by itself after the edits that wait: the person paused it."""
        self._goes_on = None

    def make_waiting(self, now: Snapshot) -> bool:
        """Makes the edits that have waited for training to rest; False if there are none to make.

        Those of another experiment, as before an undo or of another file, are given up, and so
        are those that one before has left without their place.
        """
        if not self._waiting or not _rests(now):
            return False
        if self._document.experiment is not self._wished_on:
            self._waiting.clear()
        while self._waiting and _rests(now):
            waited = self._waiting.pop(0)
            if waited.shape is None:
                self._begin_otherwise(waited.edit)
            elif self._shape(now.step) == waited.shape:
                self._make(waited.edit, now)
            self._wished_on, now = self._document.experiment, self._session.snapshot()
        self._go_on_if_made()
        return True

    def keep_trained(self) -> None:
        """Makes the present weights the initial ones."""
        now = self._session.snapshot()
        if now.is_stale:
            self.noted.emit("The run is still on its way. Its weights are not known yet.")
        else:
            change = partial(edits.with_parameters, parameters=now.parameters)
            self.edit_beginning(Edit("present weights as initial ones", change))

    def present_run(self) -> Ghost:
        """As it is left behind by what begins another future; the document names it then."""
        return Ghost("", self._document.experiment, self._session.snapshot().head)

    def present_samples(self) -> Samples:
        """Those in force at the step that is seen."""
        return self._document.experiment.samples_at(self._session.snapshot().step)

    def fill(self, count: int) -> Floats:
        """New weights: uniform on [0, 1), as the tutorial's code draws them."""
        experiment = self._document.experiment
        start = experiment.network.topology.parameters
        return uniform(experiment.training.seed, count, start=start)

    def _go_on_if_made(self) -> None:
        """With training, if it was to go on; then with what was to come after the edits."""
        if self._waiting:
            return
        goes_on, self._goes_on = self._goes_on, None
        if goes_on is not None:
            goes_on()
        then, self._then = self._then, []
        for each in then:
            each()

    def _begin_otherwise(self, edit: Edit) -> None:
        self._apply(edit, 0, self._document.experiment.network.parameters)

    def _make(self, edit: Edit, now: Snapshot) -> None:
        """Makes an edit now; where training has led beyond all numbers, before the first step."""
        if np.isfinite(now.parameters).all():
            self._apply(edit, now.step, now.parameters)
        else:
            anew = replace(edit, change=partial(_anew, change=edit.change))
            self._document.apply(anew, self.present_run())
            self.noted.emit("The run begins again: its numbers were no longer finite.")

    def _shape(self, step: int) -> _Shape:
        """What an edit at `step` finds its place in."""
        experiment = self._document.experiment
        return experiment.network.topology, len(experiment.samples_at(step))

    def _apply(self, edit: Edit, step: int, parameters: Floats) -> None:
        before, has_begun = self._document.experiment, self._session.snapshot().head > 0
        change = partial(from_here_on, change=edit.change, step=step, parameters=parameters)
        self._document.apply(replace(edit, change=change), self.present_run())
        after = self._document.experiment
        notes = [edit.note] if after is not before and edit.note else []
        if has_begun and after.network.topology != before.network.topology:
            notes.append("The run begins again, as the network has another shape.")
        if notes:
            self.noted.emit(" ".join(notes))


def _rests(now: Snapshot) -> bool:
    """Whether what is seen is a state to edit."""
    return now.activity is not Activity.RUNNING and not now.is_stale


def _anew(experiment: Experiment, change: Callable[[Experiment], Experiment]) -> Experiment:
    """`experiment` with `change` made at the beginning, and none later."""
    return change(replace(experiment, changes=()))
