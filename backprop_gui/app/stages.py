"""Where in a step the window stands: of the window alone, training knows whole steps only."""

from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.training.stage_view import StageView


@dataclass(frozen=True)
class _Place:
    """So many stages are `done` after `step` updates of an experiment.

    `begun` is the step that was just gone through to its end, as it was before its last stage.
    `is_reached`: the session has come to `step`; before that it is on its way.
    """

    experiment: Experiment
    step: int
    done: int = 0
    begun: StageView | None = None
    is_reached: bool = False

    @cached_property
    def ended(self) -> StageView | None:
        """The step that was gone through, as it is when the session has made it."""
        begun = self.begun
        if begun is None or not self.is_reached:
            return begun
        return replace(begun, done=len(begun.stages))


class Stages(QObject):
    """Signals: `moved` another stage is to be shown."""

    moved = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._place: _Place | None = None
        self._made: tuple[Snapshot, StageView] | None = None

    def stand(self, snapshot: Snapshot, step: int, done: int) -> None:
        """Stands at a stage of `step`, as soon as the session has come there from `snapshot`."""
        self._place = _Place(snapshot.experiment, step, done)
        self.moved.emit()

    def stand_after(self, view: StageView, snapshot: Snapshot) -> None:
        """Stands at the end of the step of `view`, as soon as the session has made it."""
        self._place = _Place(snapshot.experiment, view.step + 1, begun=view)
        self.moved.emit()

    def leave(self) -> None:
        """Stands between steps again."""
        if self._place is not None:
            self._place = None
            self.moved.emit()

    def begin_run(self) -> None:
        """As `leave`, where a run begins: its first snapshot is shown instead of this one."""
        self._place = None

    def done(self, snapshot: Snapshot) -> int:
        """How many stages of the step after the snapshot's are done in the window."""
        place = self._place_in(snapshot)
        return place.done if place is not None and place.is_reached else 0

    def view(self, snapshot: Snapshot) -> StageView | None:
        """The step seen from inside: the one to come, or the one that was just gone through.

        None while training runs, and until the engine is ready.
        """
        place = self._place_in(snapshot)
        if place is not None and place.ended is not None:
            return place.ended
        if snapshot.activity is not Activity.PAUSED:
            return None
        return self._coming(snapshot, self.done(snapshot))

    def inside(self, snapshot: Snapshot) -> StageView | None:
        """The view, where the person has gone into a step; None between steps."""
        place = self._place_in(snapshot)
        if place is None or (place.begun is None and self.done(snapshot) == 0):
            return None
        view = self.view(snapshot)
        return view if view is not None and view.done > 0 else None

    def _place_in(self, snapshot: Snapshot) -> _Place | None:
        """The place, unless the session has moved on from it, or the experiment is another."""
        place = self._place
        if place is None:
            return None
        is_there = snapshot.step == place.step and snapshot.activity is Activity.PAUSED
        if snapshot.experiment is not place.experiment or (place.is_reached and not is_there):
            self._place = None
        elif is_there and not place.is_reached:
            self._place = replace(place, is_reached=True)
        return self._place

    def _coming(self, snapshot: Snapshot, done: int) -> StageView | None:
        """The step to come, traced once a snapshot; the same object while nothing changes."""
        if self._made is None or self._made[0] is not snapshot:
            sample = self._session.next_sample(snapshot)
            trace = None if sample is None else self._session.trace(snapshot, sample)
            if sample is None or trace is None:
                return None
            topology = snapshot.experiment.network.topology
            self._made = snapshot, StageView(topology, snapshot.step, sample, trace, done)
        elif self._made[1].done != done:
            self._made = snapshot, replace(self._made[1], done=done)
        return self._made[1]
