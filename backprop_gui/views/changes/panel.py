"""The panel of the changes of the present run, and of its other futures beside them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem

from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import Ghost
from backprop_gui.experiment.changes import without_change
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.changes.change_words import all_values, change_words
from backprop_gui.views.changes.row_list import RowList
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import short, steps
from backprop_gui.views.parts.side_by_side import SideBySide
from backprop_gui.views.parts.theme import Theme

_NO_CHANGES = (
    "No changes yet. What you edit after the first step, a weight, the learning rate or a sample, "
    "holds from that step on, and is listed here."
)
_NO_FUTURES = (
    "No other futures yet. When you go back and change something there, the run that was before "
    "stays here, to compare or to return to."
)
_CHANGE_COLUMNS = {
    "Change": "What is different from there on",
    "At step": "After how many steps it was made",
}
_FUTURE_COLUMNS = {
    "Name": "What tells it from the present run, or the name that you gave it",
    "Parts at": "The step after which it is no longer the present run",
    "Ends at": "The last step that it was trained for",
    "Error": "Its total error at its end",
}
_UNKNOWN = "…"


@dataclass(frozen=True)
class FutureRow:
    """A ghost beside the present run: `parts_at` the step where they part, `error` the total error
    at its end, NaN while that is not known."""

    ghost: Ghost
    parts_at: int
    error: float


class ChangesPanel(SideBySide):
    """Signals: `removalRequested` an Edit that takes a change out of the run; `seekRequested` a
    step; `returnRequested` and `throwAwayRequested` a Ghost; `renamed` a Ghost and its new name.
    """

    removalRequested = Signal(object)
    seekRequested = Signal(object)
    returnRequested = Signal(object)
    throwAwayRequested = Signal(object)
    renamed = Signal(object, str)

    def __init__(self, _theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self._futures: tuple[FutureRow, ...] = ()
        self.changes = RowList(icons, "Changes of this run", _NO_CHANGES, _CHANGE_COLUMNS)
        self.futures = RowList(icons, "Other futures", _NO_FUTURES, _FUTURE_COLUMNS)
        self.arrange(self.changes, self.futures, (2, 3))
        self._add_actions()
        self.changes.activated.connect(self._seek)
        self.futures.activated.connect(self._return_to)
        self.futures.rows.itemChanged.connect(self._rename)

    def show_changes(self, experiment: Experiment) -> None:
        """The changes of this experiment's run."""
        if experiment is self._experiment:
            return
        self._experiment = experiment
        one_bias = has_one_bias(experiment)
        texts, tips = [], []
        for change in experiment.changes:
            what = change_words(experiment, change, one_bias)
            texts.append((what, steps(change.step)))
            tips.append(f"{what}\n{all_values(experiment, change, one_bias)}".strip())
        self.changes.show_rows(texts, tips)

    def show_futures(self, futures: Sequence[FutureRow]) -> None:
        """These other futures of the run."""
        if tuple(futures) == self._futures:
            return
        self._futures = tuple(futures)
        texts = [_texts(future) for future in futures]
        tips = [f"{future.ghost.name}: double-click to return to it" for future in futures]
        for item in self.futures.show_rows(texts, tips):
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)

    def _add_actions(self) -> None:
        add = self.changes.add_action
        add("Go there", "timeline", "Show the run after this step (Enter)", self._seek_current)
        add(
            "Remove",
            "remove",
            "Take this change out of the run, as if it had never been made (Delete)",
            self._remove,
            Qt.Key.Key_Delete,
        )
        add = self.futures.add_action
        add(
            "Return",
            "undo",
            "Make it the present run, which becomes another future (Enter)",
            self._return_to_current,
        )
        add("Rename", "new", "Give it another name (F2)", self._edit_name, Qt.Key.Key_F2)
        add("Throw away", "remove", "Forget it (Delete)", self._throw_away, Qt.Key.Key_Delete)

    @Slot(int)
    def _seek(self, row: int) -> None:
        if self._experiment is not None:
            self.seekRequested.emit(self._experiment.changes[row].step)

    @Slot()
    def _seek_current(self) -> None:
        self._seek(self.changes.current)

    @Slot()
    def _remove(self) -> None:
        if self._experiment is not None:
            step = self._experiment.changes[self.changes.current].step
            text = f"removal of the change after step {steps(step)}"
            self.removalRequested.emit(Edit(text, partial(without_change, step=step)))

    @Slot(int)
    def _return_to(self, row: int) -> None:
        self.returnRequested.emit(self._futures[row].ghost)

    @Slot()
    def _return_to_current(self) -> None:
        self._return_to(self.futures.current)

    @Slot()
    def _throw_away(self) -> None:
        self.throwAwayRequested.emit(self._futures[self.futures.current].ghost)

    @Slot()
    def _edit_name(self) -> None:
        rows = self.futures.rows
        item, is_edited = rows.currentItem(), rows.findChild(QLineEdit) is not None
        if item is not None and rows.isVisible() and not is_edited:
            rows.editItem(item, 0)

    @Slot(QTreeWidgetItem)
    def _rename(self, item: QTreeWidgetItem) -> None:
        row = self.futures.rows.indexOfTopLevelItem(item)
        ghost, name = self._futures[row].ghost, item.text(0).strip()
        if name and name != ghost.name:
            self.renamed.emit(ghost, name)
        else:
            with QSignalBlocker(self.futures.rows):
                item.setText(0, ghost.name)


def _texts(future: FutureRow) -> tuple[str, str, str, str]:
    error = _UNKNOWN if math.isnan(future.error) else short(future.error).strip()
    return future.ghost.name, steps(future.parts_at), steps(future.ghost.head), error
