"""Watches over the whole: log, faults and crashes, and tells the person of them in a quiet bar."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot

from backprop_gui.app.crash_watch import CrashWatch, Left, left_behind
from backprop_gui.app.fault_report import add_crash, read_report, tells_of_crash
from backprop_gui.app.faults import Faults
from backprop_gui.app.log import LOG, logging_to
from backprop_gui.app.versions import parts
from backprop_gui.files.errors import FileError
from backprop_gui.views.fault_bar import CRASHED, LAST_TIME, NOW, FaultBar
from backprop_gui.views.main_window import MainWindow


@contextmanager
def watched(folder: Path) -> Generator["Watchman"]:
    """Keeps the log in `folder`, and has every fault of the block reported there.

    What an earlier session has left there is told in the window too. Nothing here raises.
    """
    left = left_behind(folder, add_crash)
    with logging_to(folder):
        LOG.info("Started: %s", ", ".join(f"{part.name} {part.version}" for part in parts()))
        session = CrashWatch.begin(folder)
        faults = Faults(None if session is None else session.report)
        watchman = Watchman(faults, left)
        try:
            with faults.heard():
                yield watchman
        except Exception as error:
            if not isinstance(error, FileError):  # which is the person's to hear, and no fault
                faults.take(type(error), error, error.__traceback__)
            raise
        finally:
            watchman.leave()
            if session is not None:
                session.end(is_told=watchman.has_told)
            LOG.info("Ended")


class Watchman(QObject):
    """Tells of `faults`, and of what an earlier session has `left`."""

    def __init__(self, faults: Faults, left: Left | None) -> None:
        super().__init__()
        self._left = left
        self._bar: FaultBar | None = None
        self.has_told = False  # of the faults of this session
        # Queued: it may have happened in another thread, or while something is being painted.
        faults.met.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def tell_in(self, window: MainWindow) -> None:
        """From now on in a bar of this window."""
        self._bar = FaultBar(read_report)
        self._bar.dismissed.connect(self._dismiss)
        window.add_bar(self._bar)
        if self._left is not None:
            report = self._left.report
            self._bar.show_fault(CRASHED if tells_of_crash(report) else LAST_TIME, report)

    def leave(self) -> None:
        """What was not dismissed will be told by a later start."""
        if self._left is not None:
            self._left.release()
            self._left = None

    @Slot(object)
    def _tell(self, report: Path | None) -> None:
        self.has_told = False
        if self._bar is not None:
            self._bar.show_fault(NOW, report)

    @Slot()
    def _dismiss(self) -> None:
        self.has_told = True
        if self._left is not None:
            self._left.dismiss()
            self._left = None
