"""Autosave: keeps unsaved changes in a file of this window's own, for the case of a crash.

1. The first edit that is not in the autosave starts the timer.
2. When it fires, a thread writes the experiment, which is immutable: the window goes on.
3. When the document is saved, or its changes are undone, the autosave is removed.

What is found after a crash is recovery's business; never is the document's own file touched here.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread, current_thread

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from backprop_gui.document.autosave_file import Autosaved, write_autosave
from backprop_gui.document.claim import Claim
from backprop_gui.document.document import Document
from backprop_gui.document.recovery import AUTOSAVE, Recovered
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.errors import FileError

MOST_LOST_MS = 20_000
"""A crash costs at most the edits of this time: a person can do so much again."""

DELAY_MS = MOST_LOST_MS - 2_000
"""From an edit to its autosave: leaves the timer its 5 % and the writing a second."""


class Autosave(QObject):
    """Autosaves `document` into `folder`. Signals: `failed` why not, once until it works again."""

    failed = Signal(str)
    _written = Signal(object, str)  # by the thread: which it is, what went wrong or nothing

    def __init__(self, document: Document, folder: Path, delay: int = DELAY_MS) -> None:
        super().__init__()
        self._document, self._folder, self._delay = document, folder, delay
        self._file = folder / f"{secrets.token_hex(8)}{AUTOSAVE}"
        self._claim: Claim | None = None
        self._writer: Thread | None = None
        self._kept: Experiment | None = None  # what the file holds, or will once it is written
        self._has_failed = self._has_ended = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)
        self._written.connect(self._finish)
        document.experimentChanged.connect(self._follow)
        document.titleChanged.connect(self._follow)

    def recover(self, recovered: Recovered) -> None:
        """Makes it the document, unsaved; its autosave becomes this window's own."""
        self._settle()
        found = recovered.autosaved
        self._document.restore(found.experiment, found.name, found.path, found.stamp)
        try:
            self._take_claim()
            os.replace(recovered.file, self._file)
        except OSError:
            recovered.release()  # stays where it is until the next start
            return
        self._timer.stop()
        self._kept = found.experiment
        recovered.discard()

    def close(self) -> None:
        """Ends when the person has saved the document or given up its changes."""
        self._end(self._remove, Claim.end)

    def stop(self) -> None:
        """Ends without the person's word: the next start will offer what was not saved."""
        self._end(self._save, Claim.release)

    def _end(self, do_last: Callable[[], None], leave: Callable[[Claim], None]) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self._timer.stop()
        self._settle()
        do_last()
        self._settle()
        if self._claim is not None:
            leave(self._claim)
            self._claim = None

    def _settle(self) -> None:
        """Waits until nothing is being written."""
        if self._writer is not None:
            self._writer.join()
            self._writer = None

    @Slot()
    def _follow(self) -> None:
        """Starts the timer when there is something to autosave, and tidies up when not."""
        if self._has_ended:
            return
        if not self._document.is_modified:
            self._timer.stop()
            if self._writer is None:
                self._remove()
        elif not self._timer.isActive() and self._document.experiment is not self._kept:
            self._timer.start(self._delay)

    @Slot()
    def _save(self) -> None:
        document = self._document
        if self._writer is not None:
            return  # the disk is slow; when it is ready, the timer starts anew
        if document.is_modified and document.experiment is not self._kept:
            self._kept = document.experiment
            present = Autosaved(
                document.experiment,
                document.name,
                document.path,
                document.stamp,
                datetime.now(UTC),
            )
            self._writer = Thread(target=self._write, args=(present,), name="autosave")
            self._writer.start()

    def _write(self, present: Autosaved) -> None:
        """The thread."""
        problem = "was not saved, because something unexpected happened"
        try:
            self._take_claim()
            write_autosave(self._file, present)
            problem = ""
        except FileError as error:
            problem = error.problem
        except OSError as error:
            problem = f"was not saved, because its folder cannot be used: {error.strerror}"
        except MemoryError:
            problem = "was not saved, because there is not enough memory"
        finally:
            self._written.emit(current_thread(), problem)

    def _take_claim(self) -> None:
        """Before the file is there, so that no start takes it for a dead window's."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._claim is not None and not self._claim.holds():
            self._claim.release()
            self._claim = None
        if self._claim is None:
            self._claim = Claim.make(self._file)

    @Slot(object, str)
    def _finish(self, writer: Thread, problem: str) -> None:
        if writer is not self._writer:
            return  # it was waited for already
        self._settle()
        if problem:
            self._kept = None
            if not self._has_failed:
                self.failed.emit(
                    f"The recovery copy of {self._document.name} {problem}. "
                    "Until it can be, a crash loses what you have not saved."
                )
        self._has_failed = bool(problem)
        self._follow()

    def _remove(self) -> None:
        self._kept = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
