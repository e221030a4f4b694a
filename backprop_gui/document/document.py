"""The open experiment: its present value, its undo stack, its file and whether it is modified.

All ways to and from the document's own file go through here. Questions are the views' business.
"""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from backprop_gui.document.blank import NAME, blank_experiment
from backprop_gui.document.command import ExperimentCommand
from backprop_gui.document.edit import Edit
from backprop_gui.document.stamp import Stamp
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.experiment_file import read_experiment, write_experiment


class FileChange(Enum):
    """What happened to the document's file since it was last read or saved."""

    NONE = auto()
    CHANGED = auto()
    VANISHED = auto()


class Document(QObject):
    """Signals: `experimentChanged` the new Experiment; `editRefused` why, in a sentence;
    `titleChanged` when name, file or modified mark changed.
    """

    experimentChanged = Signal(object)
    editRefused = Signal(str)
    titleChanged = Signal()

    def __init__(self, experiment: Experiment, name: str, path: Path | None = None) -> None:
        super().__init__()
        self._experiment, self._name, self._path = experiment, name, path
        self._stamp = None if path is None else Stamp.of(path)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.titleChanged)

    @property
    def experiment(self) -> Experiment:
        return self._experiment

    @property
    def name(self) -> str:
        """The file's name, or that of the example."""
        return self._path.name if self._path else self._name

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def stamp(self) -> Stamp | None:
        """That of the file when it was last read or saved; None when there was none."""
        return self._stamp

    def file_change(self) -> FileChange:
        """Looks at the disk."""
        if self._path is None or self._stamp is None:
            return FileChange.NONE
        present = Stamp.of(self._path)
        if present is None:
            return FileChange.VANISHED
        return FileChange.NONE if present == self._stamp else FileChange.CHANGED

    @property
    def is_modified(self) -> bool:
        return not self.undo_stack.isClean()

    def apply(self, edit: Edit) -> None:
        """Does an edit, as one step to undo; refuses it where the result would not fit."""
        try:
            after = edit.change(self._experiment)
        except ExperimentError as error:
            self.editRefused.emit(f"This cannot be: expected {error.expected}.")
            return
        if after != self._experiment:
            before = self._experiment
            self.undo_stack.push(
                ExperimentCommand(edit.text, before, after, edit.merge, self._show)
            )

    def new(self) -> None:
        """A small new experiment in place of this one."""
        self.replace(blank_experiment(), NAME)

    def open(self, path: Path) -> None:
        """The experiment in a file in place of this one; raises FileError, then this one stays."""
        stamp = Stamp.of(path)  # before: what changes while it is read has changed
        experiment = read_experiment(path)
        self._take(experiment, path.name, path, stamp)

    def replace(self, experiment: Experiment, name: str) -> None:
        """An experiment without a file in place of this one, with nothing to undo or to save."""
        self._take(experiment, name, None, None)

    def restore(
        self, experiment: Experiment, name: str, path: Path | None, stamp: Stamp | None
    ) -> None:
        """What a crash left of another document in place of this one; it is not saved yet."""
        self._take(experiment, name, path, stamp)
        self.undo_stack.resetClean()

    def save(self, path: Path) -> None:
        """Writes the experiment to `path`, which becomes its file; raises FileError."""
        write_experiment(path, self._experiment)
        self._path, self._stamp = path, Stamp.of(path)
        self.undo_stack.setClean()
        self.titleChanged.emit()

    def _take(
        self, experiment: Experiment, name: str, path: Path | None, stamp: Stamp | None
    ) -> None:
        self._name, self._path, self._stamp = name, path, stamp
        self.undo_stack.clear()
        self.undo_stack.setClean()  # an empty stack that has lost its clean state is not cleared
        self._show(experiment)
        self.titleChanged.emit()

    def _show(self, experiment: Experiment) -> None:
        if experiment is not self._experiment:
            self._experiment = experiment
            self.experimentChanged.emit(experiment)
