"""Plots that are zoomed into get the rows that their run's record no longer has, step by step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from backprop_gui.app.views import Views
from backprop_gui.training.close_up import CloseUp, Stretch, Wish, stretch_around
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot

if TYPE_CHECKING:
    from backprop_gui.training.history import History

_POLL_MS = 40
# While the run goes on, what is new at its head is asked for once it is half of what is in view:
# with every frame, three threads would be at work.
_GROWN = 2


@dataclass(eq=False)
class _Lens:
    """One panel, what it wishes for, and what of that it was given."""

    name: str
    panel: Any  # an ErrorPanel, OutputsPanel or WeightsPanel
    wish_for: Callable[[Stretch, Snapshot], Wish]
    span: Callable[["History"], int]  # steps a row of the record
    wish: Wish | None = None
    given: CloseUp | None = None


class PlotCloseUps(QObject):
    """Asks `session` for close-ups of what the plots in `views` show, of the sample shown, which
    `sample_in` tells."""

    def __init__(
        self, views: Views, session: Session, sample_in: Callable[[Snapshot], int]
    ) -> None:
        super().__init__(views.window)
        self._views, self._session, self._sample_in = views, session, sample_in
        self._close_ups = session.close_ups
        self._lenses = (
            _Lens("errors", views.errors, _errors, lambda history: history.error_span),
            _Lens("outputs", views.outputs, self._outputs, lambda history: history.state_span),
            _Lens("weights", views.weights, self._weights, lambda history: history.state_span),
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._take)

    def stop(self) -> None:
        self._timer.stop()

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """Once a frame: asks for what is in sight now."""
        history = self._session.history()
        if history is None or history.experiment is not snapshot.experiment or snapshot.is_stale:
            return
        for lens in self._lenses:
            self._look(lens, _as_held(snapshot, lens.panel.held_at), history)
        self._take()

    def _look(self, lens: _Lens, snapshot: Snapshot, history: "History") -> None:
        before, lens.wish = lens.wish, self._wish(lens, snapshot, history)
        if lens.wish is None:
            self._close_ups.withdraw(lens.name)
            lens.given = None
            lens.panel.drop_close_up()
            return
        if before is None or not before.is_like(lens.wish):
            lens.given = None
            lens.panel.drop_close_up()
        is_known = self._close_ups.answer(lens.wish) or self._close_ups.is_at_work(lens.name)
        if lens.wish is not before or not is_known:
            self._close_ups.ask(lens.name, lens.wish)

    def _wish(self, lens: _Lens, snapshot: Snapshot, history: "History") -> Wish | None:
        """None where the record is as exact as can be."""
        view = lens.panel.stretch if lens.panel.isVisible() else None
        if view is None:
            return None
        low, high = view
        best = stretch_around(low, high, snapshot.head)
        if best is None or best.span >= lens.span(history):
            return None
        wish, before = lens.wish_for(best, snapshot), lens.wish
        if before is not None and before.is_like(wish):
            is_at_work = self._close_ups.is_at_work(lens.name)
            if _will_do(before.stretch, best.span, view, snapshot, is_at_work):
                return before
        return wish

    @Slot()
    def _take(self) -> None:
        """Hands on what has come of the answers."""
        is_any_at_work = False
        for lens in self._lenses:
            answer = None if lens.wish is None else self._close_ups.answer(lens.wish)
            if answer is not None and answer is not lens.given:
                lens.given = answer
                lens.panel.show_close_up(answer.curves)
            is_at_work = lens.wish is not None and self._close_ups.is_at_work(lens.name)
            lens.panel.plot.show_refining(is_at_work)
            is_any_at_work |= is_at_work
        if is_any_at_work != self._timer.isActive():
            if is_any_at_work:
                self._timer.start()
            else:
                self._timer.stop()

    def _outputs(self, stretch: Stretch, now: Snapshot) -> Wish:
        inputs = tuple(now.samples.inputs[self._sample_in(now)].tolist())
        columns = tuple(self._views.outputs.columns.tolist())
        return Wish(stretch, now.experiment, columns, inputs)

    def _weights(self, stretch: Stretch, now: Snapshot) -> Wish:
        return Wish(stretch, now.experiment, tuple(self._views.weights.columns.tolist()))


def _errors(stretch: Stretch, now: Snapshot) -> Wish:
    return Wish(stretch, now.experiment)


def _as_held(snapshot: Snapshot, held_at: int | None) -> Snapshot:
    """A plot that is held has nothing of what came later."""
    if held_at is None or held_at >= snapshot.head:
        return snapshot
    return replace(snapshot, head=held_at, activity=Activity.PAUSED)


def _will_do(
    stretch: Stretch, span: int, view: tuple[float, float], now: Snapshot, is_at_work: bool
) -> bool:
    """Whether a stretch shows a view as exactly as one of this `span` would."""
    low, high = view
    if stretch.span > span or stretch.first > max(low, 0):
        return False
    missing = min(high, now.head // span * span) - stretch.last
    is_growing = now.activity is Activity.RUNNING and now.head < high
    is_grown = missing * _GROWN >= high - low
    return missing <= 0 or is_at_work or (is_growing and not is_grown)
