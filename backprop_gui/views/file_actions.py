"""New, open, save, revert, export: the document's way to and from files, and its questions."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from backprop_gui.document.document import Document, FileChange
from backprop_gui.document.edit import Edit
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.experiment import edits
from backprop_gui.files.errors import FileError
from backprop_gui.files.examples import Example, read_example
from backprop_gui.files.experiment_file import read_experiment
from backprop_gui.files.network_file import Trained, read_network, write_network
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.numbers import steps

_ENDING = ".backprop.json"
"""Of an experiment: by it a desktop knows that the file is ours."""


class FileActions(QObject):
    """`trained` gives the state to export; `when_made` does something once the edits that wait for
    training to rest are made.

    Signals: `edited` an Edit of what a run begins with; `recentChanged`; `done` what was done.
    """

    edited = Signal(object)
    recentChanged = Signal()
    done = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        preferences: PreferencesFile,
        trained: Callable[[], Snapshot],
        when_made: Callable[[Callable[[], object]], None],
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._preferences, self._trained, self._when_made = preferences, trained, when_made
        self._held: Callable[[], None] | None = None  # what is to come after edits that wait

    def new(self) -> None:
        self.unless_unsaved(self._document.new)

    def open(self) -> None:
        prompts.ask_file(
            self._window, "Open experiment", prompts.EXPERIMENTS, self.open_path, self._folder()
        )

    def open_path(self, path: Path) -> None:
        """Opens a file that was chosen, named or dropped.

        Reads it before it asks about unsaved changes: a file that cannot be opened costs nothing.
        And once more after the answer, which may have been to save there.
        """
        if not self._document.is_modified or self._has_read(path, read_experiment):
            self.unless_unsaved(partial(self._read, path))

    def open_example(self, example: Example) -> None:
        self.unless_unsaved(
            lambda: self._document.replace(read_example(example.name), example.title)
        )

    def revert(self) -> None:
        """Goes back to the document's file."""
        self._after_edits(self._revert)

    def _revert(self) -> None:
        path, name = self._document.path, self._document.name
        if path is None:
            prompts.tell(self._window, f"{name} was not saved yet: there is no file to go back to.")
        elif not self._document.is_modified:
            self._read(path)
        else:
            prompts.ask(
                self._window,
                f"Go back to {name} as it was saved?",
                "What you changed since then is lost.",
                {"&Revert": partial(self._read, path)},
            )

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Saves to the document's file; asks where there is none, or where others wrote to it."""
        self._after_edits(partial(self._save, then))

    def _save(self, then: Callable[[], None] | None) -> None:
        path = self._document.path
        if path is None:
            self.save_as(then)
        elif self._document.file_change() is FileChange.CHANGED:
            prompts.ask(
                self._window,
                f"Another program has changed {self._document.name}.",
                "Saving replaces what it wrote. Save under another name to keep both.",
                {
                    "Save &as…": partial(self.save_as, then),
                    "Save an&yway": partial(self._write, path, then),
                },
            )
        else:
            self._write(path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        suggested = str(self._document.path or Path(self._folder()) / f"{self._stem()}{_ENDING}")
        prompts.ask_target(
            self._window,
            "Save experiment",
            prompts.EXPERIMENTS,
            lambda path: self._write(path, then),
            suggested,
        )

    def export_network(self) -> None:
        """Asks where to, and writes the present weights there."""
        suggested = str(Path(self._folder()) / f"{self._stem()}-trained.json")
        prompts.ask_target(
            self._window, "Export trained weights", prompts.NETWORKS, self.export_to, suggested
        )

    def import_weights(self) -> None:
        """Asks for a file, and takes its network in place of the present one."""
        prompts.ask_file(
            self._window, "Import weights", prompts.NETWORKS, self._import, self._folder()
        )

    def unless_unsaved(self, go_on: Callable[[], None]) -> None:
        """Goes on at once, or after the person has saved or given up what was not saved."""
        self._after_edits(partial(self._unless_unsaved, go_on))

    def _unless_unsaved(self, go_on: Callable[[], None]) -> None:
        if not self._document.is_modified:
            go_on()
            return

        def answer(save: bool) -> None:
            self.save(go_on) if save else go_on()

        prompts.ask_to_save(self._window, self._document.name, answer)

    def _after_edits(self, then: Callable[[], None]) -> None:
        """Once those are made that wait; of several things that are to come then, only the last."""
        is_held, self._held = self._held is not None, then
        if not is_held:
            self._when_made(self._do_held)
            if self._held is not None:
                self.done.emit("This comes next, once training rests.")

    def _do_held(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held()

    def _read(self, path: Path) -> None:
        if self._has_read(path, self._document.open):
            self._remember(path)

    def _has_read(self, path: Path, read: Callable[[Path], object]) -> bool:
        """Whether the file could be read; else it says why not."""
        try:
            read(path)
        except FileError as error:
            self._refuse(path, str(error))
        except MemoryError:
            self._refuse(path, f"{path.name}: there is not enough memory for this")
        else:
            return True
        return False

    def _refuse(self, path: Path, message: str) -> None:
        if not os.path.lexists(path):
            self._preferences.keep(self._preferences.value.without_recent(path))
            self.recentChanged.emit()
        prompts.tell(self._window, message)

    def _write(self, path: Path, then: Callable[[], None] | None) -> None:
        was_gone = path == self._document.path and (
            self._document.file_change() is FileChange.VANISHED
        )
        try:
            self._document.save(path)
        except FileError as error:
            prompts.ask(
                self._window,
                str(error),
                "Your changes are still here. You can save them elsewhere.",
                {"Save &as…": partial(self.save_as, then)},
            )
            return
        self._remember(path)
        self.done.emit(f"Saved {path}" + (" anew: the file was gone" if was_gone else ""))
        if then is not None:
            then()

    def export_to(self, path: Path) -> None:
        state = self._trained()
        network = state.experiment.network.with_parameters(state.parameters)
        try:
            write_network(path, network, Trained(state.step, state.total_error))
        except FileError as error:
            prompts.tell(self._window, str(error))
            return
        self.done.emit(f"Exported the weights after step {steps(state.step)} to {path}")

    def _import(self, path: Path) -> None:
        try:
            network = read_network(path)
        except FileError as error:
            prompts.tell(self._window, str(error))
            return
        change = partial(edits.with_network, network=network)
        self.edited.emit(Edit(f"import of {path.name}", change))

    def remember_first(self) -> None:
        """The file that was named at the start, if one was: it is a recent one as any other."""
        if self._document.path is not None:
            self._remember(self._document.path)

    def _remember(self, path: Path) -> None:
        self._preferences.keep(self._preferences.value.with_recent(path.absolute()))
        self.recentChanged.emit()

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent if path else Path.home())

    def _stem(self) -> str:
        name = self._document.name.removesuffix(_ENDING)
        return Path(name).stem.lower().replace(" ", "-")
