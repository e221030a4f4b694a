"""The one kind of undo command: an experiment before and after, and a text."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from backprop_gui.experiment.experiment import Experiment

_ID = 1  # Qt asks only commands with equal ids whether they merge


class ExperimentCommand(QUndoCommand):
    """Shows `after` when done and redone, `before` when undone, through `show`."""

    def __init__(
        self,
        text: str,
        before: Experiment,
        after: Experiment,
        merge: str,
        show: Callable[[Experiment], None],
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._merge, self._show = merge, show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)

    def id(self) -> int:
        return _ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ExperimentCommand):
            return False
        if not self._merge or self._merge != other._merge:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)  # as when a drag was taken back
        return True
