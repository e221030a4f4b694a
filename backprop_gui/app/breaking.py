"""The breakpoints of the window: the panel lists them, the session stops at those that fit."""

from PySide6.QtCore import QObject, Slot

from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import Listed, in_force
from backprop_gui.training.holding import holds
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.parts.selection import Selection


class Breaking(QObject):
    """Keeps the list while the window shows the same document."""

    def __init__(
        self,
        views: Views,
        panel: BreakpointsPanel,
        session: Session,
        document: Document,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._panel = views.window, panel
        self._scrubber = views.timeline.scrubber
        self._session, self._document = session, document
        self._listed: tuple[Listed, ...] = ()
        self._set: tuple[Breakpoint, ...] = ()  # those that the session has
        panel.listEdited.connect(self._take)
        views.inspector.breakRequested.connect(self._add_for)
        document.replaced.connect(self._clear)

    def make_way(self, experiment: Experiment) -> None:
        """Before the session takes this experiment: its network may have no such places."""
        fitting = in_force(self._listed, experiment)
        self._set_all(tuple(each for each in self._set if each in fitting))

    def follow(self, experiment: Experiment) -> None:
        """After the session has taken this experiment."""
        self._set_all(in_force(self._listed, experiment))

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """Marks the one that has stopped training here, and those at which it does not stop next,
        as they hold already.
        """
        self._panel.show_met(snapshot.met)
        if self._panel.isVisible():
            self._panel.show_holding(frozenset(self._holding(snapshot)))

    def _holding(self, snapshot: Snapshot) -> list[Breakpoint]:
        rests = snapshot.activity is Activity.PAUSED and not snapshot.is_stale
        if not rests or snapshot.experiment is not self._document.experiment:
            return []
        trace = None
        if any(each.condition is Condition.GRADIENT_ABOVE for each in self._set):
            sample = self._session.next_sample(snapshot)
            trace = None if sample is None else self._session.trace(snapshot, sample)
        return [each for each in self._set if holds(each, snapshot, trace)]

    @Slot(object)
    def _take(self, listed: tuple[Listed, ...]) -> None:
        self._listed = listed
        self._panel.show_list(listed)
        self._set_all(in_force(listed, self._document.experiment))
        self.show(self._session.snapshot())

    @Slot()
    def _clear(self) -> None:
        self._take(())

    @Slot(object)
    def _add_for(self, selection: Selection) -> None:
        self._window.reveal(self._panel)
        self._panel.add_for(selection)

    def _set_all(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        if breakpoints != self._set:
            self._set = breakpoints
            self._session.set_breakpoints(breakpoints)
            at_steps = (x.value for x in breakpoints if x.condition is Condition.STEP)
            self._scrubber.show_stops(tuple(map(int, at_steps)))
