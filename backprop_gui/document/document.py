"""The open experiment: its present value and its ghosts, its undo stack, its file and whether it is
modified.

All ways to and from the document's own file go through here. Questions are the views' business.
"""

from dataclasses import replace
from enum import Enum, auto
from itertools import takewhile
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from backprop_gui.document.blank import NAME, blank_experiment
from backprop_gui.document.command import State, StateCommand
from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import (
    Ghost,
    Ghosts,
    NameRun,
    ghost_of,
    left_behind,
    named_beside,
    renamed,
    without,
)
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
    """Signals: `experimentChanged` the new Experiment; `ghostsChanged` the new tuple of Ghosts;
    `editRefused` why, in a sentence; `titleChanged` when name, file or modified mark changed;
    `replaced` when another experiment is about to come in place of this one.

    `name_run` names the ghosts whose names no person chose, anew beside each present run; without
    it they keep the names that they came with.
    """

    experimentChanged = Signal(object)
    ghostsChanged = Signal(object)
    editRefused = Signal(str)
    titleChanged = Signal()
    replaced = Signal()

    def __init__(
        self,
        experiment: Experiment,
        name: str,
        path: Path | None = None,
        name_run: NameRun | None = None,
    ) -> None:
        super().__init__()
        self._state, self._path = State(experiment, name), path
        self._name_run = name_run
        self._returned: Ghost | None = None  # what the present run was before it came back
        self._stamp = None if path is None else Stamp.of(path)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.titleChanged)

    @property
    def experiment(self) -> Experiment:
        return self._state.experiment

    @property
    def ghosts(self) -> Ghosts:
        """The other futures, the oldest first."""
        return self._state.ghosts

    @property
    def head(self) -> int | None:
        """How far the present run had been trained if it was a ghost just before, else None."""
        return None if self._returned is None else self._returned.head

    @property
    def name(self) -> str:
        """The file's name; while there is none, that of the example or of what was imported."""
        return self._path.name if self._path else self._state.name

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

    def apply(self, edit: Edit, left: Ghost | None = None) -> None:
        """Does an edit, as one step to undo; refuses it where the result would not fit.

        `left` is the present run: it becomes a ghost if the edit gives up a part of its future.
        Where the result is the experiment of a ghost, the edit returns to that.
        """
        try:
            after = edit.change(self.experiment)
        except ExperimentError as error:
            self.editRefused.emit(f"This cannot be: expected {error.expected}.")
            return
        if after != self.experiment:
            same = next((each for each in self.ghosts if each.experiment == after), None)
            if same is not None:
                after = same.experiment
            self._push(edit.text, self._led_to(after, left, edit.name), edit.merge)

    def take_back(self, merge: str) -> None:
        """Leaves nothing of the edits with this key, if they are what was done last: what was there
        before them comes back as by undo, and there is nothing to redo.
        """
        stack = self.undo_stack
        commands = (stack.command(at) for at in reversed(range(stack.index())))
        done = [*takewhile(lambda each: _has_key(each, merge), commands)]
        if done:
            first = done[-1]
            assert isinstance(first, StateCommand)
            self._push(first.text(), first.before, merge)

    # Ghosts; each of these is one step to undo

    def return_to(self, ghost: Ghost, left: Ghost | None = None) -> None:
        """Makes a ghost the present run; `left`, the run that was, becomes one, as in `apply`.

        As below, nothing happens where it is none of the present ones, as when it was just left.
        """
        if ghost in self.ghosts:
            self._push(f"return to “{ghost.name}”", self._led_to(ghost.experiment, left))

    def rename_ghost(self, ghost: Ghost, name: str) -> None:
        """Gives a ghost another name; with a number behind where another ghost has that name."""
        if name and name != ghost.name and ghost in self.ghosts:
            ghosts = renamed(self.ghosts, ghost, name)
            self._push(f"renaming of “{ghost.name}”", replace(self._state, ghosts=ghosts))

    def throw_away(self, ghost: Ghost) -> None:
        if ghost in self.ghosts:
            ghosts = without(self.ghosts, ghost)
            self._push(f"throwing away “{ghost.name}”", replace(self._state, ghosts=ghosts))

    # Another experiment, and files

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
        write_experiment(path, self.experiment)
        self._path, self._stamp = path, Stamp.of(path)
        self.undo_stack.setClean()
        self.titleChanged.emit()

    def _take(
        self, experiment: Experiment, name: str, path: Path | None, stamp: Stamp | None
    ) -> None:
        self.replaced.emit()
        self._path, self._stamp = path, stamp
        self.undo_stack.clear()
        self.undo_stack.setClean()  # an empty stack that has lost its clean state is not cleared
        self._show(State(experiment, name))
        self.titleChanged.emit()

    def _led_to(self, experiment: Experiment, left: Ghost | None, name: str = "") -> State:
        """What follows on the present state when `left` is left for `experiment`."""
        before, ghost = self._returned, ghost_of(self.ghosts, experiment)
        if left is not None:
            left = replace(left, title=self._state.name)
            if before is not None and before.is_named:
                left = replace(left, name=before.name, is_named=True)
        if not name:
            name = self._state.name if ghost is None else ghost.title
        ghosts = left_behind(without(self.ghosts, ghost), left, experiment)
        if self._name_run is not None:
            ghosts = named_beside(ghosts, experiment, self._name_run)
        return State(experiment, name, ghosts)

    def _push(self, text: str, after: State, merge: str = "") -> None:
        self.undo_stack.push(StateCommand(text, self._state, after, merge, self._show))

    def _show(self, state: State) -> None:
        before, self._state = self._state, state
        if state.experiment is not before.experiment:
            self._returned = ghost_of(before.ghosts, state.experiment)
            self.experimentChanged.emit(state.experiment)
        if state.ghosts != before.ghosts:
            self.ghostsChanged.emit(state.ghosts)
        if state.name != before.name:
            self.titleChanged.emit()


def _has_key(command: QUndoCommand, merge: str) -> bool:
    return isinstance(command, StateCommand) and command.merge == merge
