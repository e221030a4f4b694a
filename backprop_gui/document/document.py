"""The open experiment: its present value, its undo stack, its file and whether it is modified."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from backprop_gui.document.command import ExperimentCommand
from backprop_gui.document.edit import Edit
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.experiment_file import write_experiment


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

    def replace(self, experiment: Experiment, name: str, path: Path | None = None) -> None:
        """Another experiment in place of this one, with nothing to undo and nothing to save."""
        self._name, self._path = name, path
        self.undo_stack.clear()
        self._show(experiment)
        self.titleChanged.emit()

    def save(self, path: Path) -> None:
        """Writes the experiment to `path`, which becomes its file; raises FileError."""
        write_experiment(path, self._experiment)
        self._path = path
        self.undo_stack.setClean()
        self.titleChanged.emit()

    def _show(self, experiment: Experiment) -> None:
        if experiment is not self._experiment:
            self._experiment = experiment
            self.experimentChanged.emit(experiment)
