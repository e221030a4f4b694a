"""The report of a fault, as text for people: versions, what happened, the log's tail. No data."""

import time
from collections.abc import Sequence
from pathlib import Path

from backprop_gui.app.log import log_tail, without_home
from backprop_gui.app.versions import parts
from backprop_gui.files.atomic import write_atomically
from backprop_gui.files.errors import FileError
from backprop_gui.files.reading import read_file
from backprop_gui.views.about_dialog import as_text

_LINE = "-" * 72
_LARGEST = 1 << 20
_CRASHED = "The session crashed."


def write_report(report: Path, faults: Sequence[str]) -> bool:
    """Makes the report of `faults`, atomically; whether it could be written."""
    sections = [
        f"Backprop Lab met a fault\n{time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        as_text(parts()),
        *faults,
        f"The end of the log\n\n{log_tail(report.parent)}",
    ]
    text = without_home(f"\n{_LINE}\n".join(section.strip() for section in sections))
    try:
        write_atomically(report, f"{text}\n".encode("utf-8", "backslashreplace"))
    except FileError:
        return False
    return True


def add_crash(report: Path, trace: str) -> bool:
    """Tells of a crash in the report of its session, which may have met other faults before."""
    before = read_report(report)
    crash = f"{_CRASHED} Where its threads stood:\n\n{trace}"
    return write_report(report, [crash, *([f"Before that:\n\n{before}"] if before else [])])


def tells_of_crash(report: Path) -> bool:
    """Whether its session crashed, with or without other faults before."""
    return _CRASHED in read_report(report)


def read_report(report: Path) -> str:
    """Its text; nothing where it cannot be read."""
    try:
        return read_file(report, _LARGEST).decode("utf-8", "replace")
    except FileError:
        return ""
