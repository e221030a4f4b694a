"""The one kind of undo command: a state of the document before and after, and a text."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from backprop_gui.document.ghost import Ghosts
from backprop_gui.experiment.experiment import Experiment

_ID = 1  # Qt asks only commands with equal ids whether they merge


@dataclass(frozen=True)
class State:
    """What undo gives back. `name` is what the document is called while it has no file."""

    experiment: Experiment
    name: str
    ghosts: Ghosts = ()


class StateCommand(QUndoCommand):
    """Shows `after` when done and redone, `before` when undone, through `show`.

    Commands that follow each other with the same `merge` key, unless it is empty, become one.
    """

    def __init__(
        self,
        text: str,
        before: State,
        after: State,
        merge: str,
        show: Callable[[State], None],
    ) -> None:
        super().__init__(text)
        self.before, self.merge = before, merge
        self._after, self._show = after, show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self.before)

    def id(self) -> int:
        return _ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, StateCommand):
            return False
        if not self.merge or self.merge != other.merge:
            return False
        self._after = other._after
        if self._after.experiment == self.before.experiment:  # as when a drag was taken back
            self.setObsolete(True)
            self._show(self.before)  # the very run that it had left, and no ghost of that
        return True
