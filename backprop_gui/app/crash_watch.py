"""Keeps watch over this session, and finds what earlier ones that met a fault have left behind.

1. Each session has a name of its own in the folder of the log, and holds a lock of that name, which
   ends with its process, however that ends (see document/claim.py).
2. When the process crashes, Python writes where it stood into the session's trace.
3. A session that ends well takes lock and trace away. One that is in order but has met a fault
   leaves its report and its lock: the lock stands for "nobody has been told yet".
4. A start takes the locks that nobody holds, and makes a report out of a trace. The sessions that
   still run hold theirs, and are left alone.
"""

import faulthandler
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backprop_gui.document.claim import LOCK, Claim
from backprop_gui.files.atomic import remove_leftovers

REPORT, _TRACE = ".txt", ".trace"
_NAME = "fault-"
_MOST_REPORTS = 10

WriteReport = Callable[[Path, str], bool]
"""Adds a description of a fault to the report at a path; whether it could be written."""


class CrashWatch:
    """Begun by `begin`, ended by `end`. `report` is where this session's report is to go."""

    def __init__(self, report: Path, claim: Claim, trace: int) -> None:
        self.report = report
        self._claim, self._trace = claim, trace

    @classmethod
    def begin(cls, folder: Path) -> "CrashWatch | None":
        """None where nothing can be written."""
        report = folder / f"{_NAME}{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(4)}{REPORT}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            claim = Claim.make(report)
        except OSError:
            return None
        try:
            trace = os.open(report.with_suffix(_TRACE), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            claim.end()
            return None
        faulthandler.enable(trace)
        return cls(report, claim, trace)

    def end(self, *, is_told: bool) -> None:
        """The session ends as it should; `is_told`: there is no fault that is still to be told."""
        faulthandler.disable()
        os.close(self._trace)
        _remove(self.report.with_suffix(_TRACE))
        if is_told or not self.report.exists():
            self._claim.end()
        else:
            self._claim.release()


@dataclass(frozen=True)
class Left:
    """The report of a session that has ended; no other start tells of it until it is released."""

    report: Path
    claim: Claim

    def dismiss(self) -> None:
        """It has been told; the report stays."""
        self.claim.end()

    def release(self) -> None:
        """Leaves it for a later start to tell."""
        self.claim.release()


def left_behind(folder: Path, write_report: WriteReport) -> Left | None:
    """The newest report that nobody has been told of; the older ones are told with it."""
    found = [left for lock in _locks(folder) if (left := _take(lock, write_report)) is not None]
    for older in found[:-1]:
        older.dismiss()
    _remove_oldest(folder)
    remove_leftovers(folder)
    return found[-1] if found else None


def _locks(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_NAME}*{LOCK}"))


def _take(lock: Path, write_report: WriteReport) -> Left | None:
    """What a session has left; None if it still runs, or ended without any fault to tell of."""
    report, trace = lock.with_suffix(REPORT), lock.with_suffix(_TRACE)
    try:
        claim = Claim.take(report)
    except OSError:
        return None
    if claim is None:
        return None
    where = _content(trace)
    if where and not write_report(report, where):
        claim.release()  # the trace stays: a later start may be able to
        return None
    _remove(trace)
    if report.exists():
        return Left(report, claim)
    claim.end()  # it was killed, or the machine went down
    return None


def _content(trace: Path) -> str:
    try:
        return trace.read_text("utf-8", "replace")
    except OSError:
        return ""


def _remove_oldest(folder: Path) -> None:
    for report in sorted(folder.glob(f"{_NAME}*{REPORT}"))[:-_MOST_REPORTS]:
        _remove(report)


def _remove(file: Path) -> None:
    with suppress(OSError):
        os.unlink(file)
