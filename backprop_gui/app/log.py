"""The log: what this program and Qt had to say, in files of bounded size. No experiment's data.

Where it cannot be written there is none, and nothing else changes.
"""

import logging
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LOG = logging.getLogger("backprop_gui")
"""Everything that is logged goes here or to a child of it."""

LARGEST = 512 * 1024  # bytes of one file
_FILES = 3
_TAIL_BYTES = 16 * 1024
_REPEATS = 20  # a warning that comes with every frame is not to push out all else
_DIFFERENT = 1000

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_file(folder: Path) -> Path:
    return folder / "backprop-lab.log"


@contextmanager
def logging_to(folder: Path) -> Generator[None]:
    """Keeps the log of this program and of Qt in `folder` while the block runs."""
    handler = _handler(folder)
    level, propagates = LOG.level, LOG.propagate
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    before = qInstallMessageHandler(_QtMessages().take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        LOG.removeHandler(handler)
        LOG.setLevel(level)
        LOG.propagate = propagates
        handler.close()


def log_tail(folder: Path) -> str:
    """The last lines of the log; nothing where there is none."""
    try:
        with open(log_file(folder), "rb") as file:
            file.seek(max(file.seek(0, 2) - _TAIL_BYTES, 0))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def say(text: str) -> None:
    """Prints it on standard error, where that goes anywhere; it may go to a file on a full disk.

    Raises nothing: Qt, which calls here too, would go on with the exception and then crash.
    """
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(text, file=sys.stderr, flush=True)


def without_home(text: str) -> str:
    """`text` without the name of the person's folder, which a path may hold."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return text
    return text.replace(home, "~") if len(home) > 1 else text


def _handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _LogFile(
            log_file(folder), maxBytes=LARGEST, backupCount=_FILES - 1, encoding="utf-8"
        )
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(_NoHome("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    return handler


class _LogFile(RotatingFileHandler):
    """Says nothing where it cannot be written any more, as on a full disk, and goes on later."""

    def handleError(self, record: logging.LogRecord) -> None:
        self.close()  # the next record opens it anew, without what could not be written

    def close(self) -> None:
        with suppress(OSError, ValueError):  # ValueError: it could not even be closed before
            super().close()


class _NoHome(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_home(super().format(record))


class _QtMessages:
    """Logs Qt's messages, and prints those that the default handler would have printed."""

    def __init__(self) -> None:
        self._log = LOG.getChild("qt")
        self._seen: Counter[str] = Counter()

    def take(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if len(self._seen) > _DIFFERENT:
            self._seen.clear()
        self._seen[message] += 1
        if self._seen[message] > _REPEATS:
            return
        level = _LEVELS.get(kind, logging.WARNING)
        self._log.log(level, "%s", message)
        if level >= logging.WARNING:
            say(message)
