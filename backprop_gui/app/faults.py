"""Hears of every exception that nobody caught: the window lives on, a report is written, one
message is shown.

1. Python calls the hooks here, in whichever thread, also for slots and for methods that Qt calls.
2. The same fault again is counted only: one in what is drawn comes with every frame.
3. A new one goes to the log and into the report; `met` tells the window, which gets it later, when
   nothing is being painted.
"""

import sys
import threading
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from backprop_gui.app.fault_report import write_report
from backprop_gui.app.log import LOG, say

_MOST = 20  # different faults that are told
_LONGEST = 500  # characters of an exception's own words, which may quote what was in a file

_Place = tuple[str, str, int]


class Faults(QObject):
    """`report` is where to write, None where nothing can be written.

    Signals: `met` a Path where the report is, or None where there is none.
    """

    met = Signal(object)

    def __init__(
        self, report: Path | None, write: Callable[[Path, list[str]], bool] = write_report
    ) -> None:
        super().__init__()
        self._report, self._write = report, write
        self._lock = threading.Lock()
        self._seen: set[_Place] = set()
        self._told: list[str] = []
        self._is_busy = threading.local()

    @contextmanager
    def heard(self) -> Generator[None]:
        """Hears of them while the block runs."""
        hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook, threading.excepthook = self.take, self._take_of_thread
        sys.unraisablehook = self._take_unraisable
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook, sys.unraisablehook = hooks

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):  # Ctrl+C is no fault
            sys.__excepthook__(kind, error, trace)
        elif not getattr(self._is_busy, "flag", False):
            self._is_busy.flag = True  # a fault in what follows is not to lead here again
            try:
                self._tell(error, trace)
            finally:
                self._is_busy.flag = False

    def _take_of_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _take_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, error: Exception, trace: TracebackType | None) -> None:
        with self._lock:
            place = _place(error, trace)
            if place in self._seen or len(self._seen) >= _MOST:
                return
            self._seen.add(place)
            text = _described(error, trace)
            LOG.error("%s", text)
            say(text)
            self._told.append(f"In the thread {threading.current_thread().name}:\n\n{text}")
            is_written = self._report is not None and self._write(self._report, self._told)
        self.met.emit(self._report if is_written else None)


def _place(error: Exception, trace: TracebackType | None) -> _Place:
    """Where it happened: tells one fault from another."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = type(error).__name__
    return (
        (name, "", 0)
        if trace is None
        else (name, trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    )


def _described(error: Exception, trace: TracebackType | None) -> str:
    """The traceback, without the values of any variable."""
    lines = traceback.format_exception(type(error), error, trace)
    return "".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…\n" for line in lines)
