"""The changes of the run and its other futures: listed in their panel, drawn in the plots."""

import math
from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from backprop_gui.app.editing import Editing
from backprop_gui.app.moves import Moves
from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import Ghost
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import parting
from backprop_gui.training.session import Session
from backprop_gui.training.shelf import Future
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.changes.panel import ChangesPanel, FutureRow

_Curves = TypeVar("_Curves")
_Found = tuple[tuple[Ghost, Future | None], ...]


class Futures(QObject):
    """Does with changes and ghosts what is wished, and shows them where they are seen."""

    def __init__(
        self,
        views: Views,
        changes: ChangesPanel,
        session: Session,
        document: Document,
        editing: Editing,
        moves: Moves,
    ) -> None:
        super().__init__(moves)
        self._views, self._session, self._document = views, session, document
        self._editing = editing
        self._shown: dict[QWidget, object] = {}  # what each view that is seen was given last
        self._beside: tuple[Experiment, _Found, list[tuple[str, Future]]] | None = None
        self._changes = changes
        changes.seekRequested.connect(moves.seek)
        changes.removalRequested.connect(self._take_out)
        changes.returnRequested.connect(self._return_to)
        changes.renamed.connect(document.rename_ghost)
        changes.throwAwayRequested.connect(document.throw_away)

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """Once a frame, to what is seen; nothing that is shown already."""
        views, present, find = self._views, self._document.experiment, self._session.future
        found = tuple((ghost, find(ghost.experiment)) for ghost in self._document.ghosts)
        if self._is_due(self._changes, found, present):
            self._changes.show_changes(present)
            self._changes.show_futures([_row(*each, present) for each in found])
        experiment = snapshot.experiment
        left, sizes = self._drawn_beside(experiment, found), experiment.network.topology.sizes
        if self._is_due(views.errors, left):
            views.errors.show_other_runs(*_apart((name, x.errors) for name, x in left))
        sample = views.outputs.samples.value() - 1
        if self._is_due(views.outputs, left, sizes, sample):
            views.outputs.show_other_runs(*_apart((n, x.outputs(sample)) for n, x in left))
        columns = views.weights.columns
        if self._is_due(views.weights, left, sizes, columns.tobytes()):
            views.weights.show_other_runs(*_apart((n, x.states(columns)) for n, x in left))

    def _drawn_beside(self, experiment: Experiment, found: _Found) -> list[tuple[str, Future]]:
        """Of those that are found the ones whose curves say something beside those of `experiment`,
        by their names; looked for once, as samples may be many."""
        if self._beside is None or self._beside[0] is not experiment or self._beside[1] != found:
            left = [
                (ghost.name, future)
                for ghost, future in found
                if future is not None and _have_one_task(experiment, future.experiment)
            ]
            self._beside = experiment, found, left
        return self._beside[2]

    def _is_due(self, view: QWidget, *key: object) -> bool:
        """Whether it is seen and was given something else before."""
        before = self._shown.pop(view, None)
        if not view.isVisible():
            return False
        self._shown[view] = key
        return before != key

    @Slot(object)
    def _take_out(self, edit: Edit) -> None:
        self._document.apply(edit, self._editing.present_run())

    @Slot(object)
    def _return_to(self, ghost: Ghost) -> None:
        self._document.return_to(ghost, self._editing.present_run())


def _row(ghost: Ghost, future: Future | None, present: Experiment) -> FutureRow:
    parts_at = min(parting(ghost.experiment, present), ghost.head)
    return FutureRow(ghost, parts_at, math.nan if future is None else future.last.total_error)


def _have_one_task(one: Experiment, other: Experiment) -> bool:
    """Whether both are networks of one shape, which begin with the same samples."""
    is_shaped_alike = one.network.topology.sizes == other.network.topology.sizes
    return is_shaped_alike and one.samples.has_numbers_of(other.samples)


def _apart(named: Iterable[tuple[str, _Curves | None]]) -> tuple[list[str], list[_Curves]]:
    """Names and curves of those that have curves."""
    known = [(name, curves) for name, curves in named if curves is not None]
    return [name for name, _ in known], [curves for _, curves in known]
