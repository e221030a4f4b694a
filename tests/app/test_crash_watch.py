"""What a session leaves behind, and what a later start makes of it; crashes are real ones."""

import faulthandler
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from backprop_gui.app.crash_watch import CrashWatch, left_behind
from backprop_gui.app.fault_report import add_crash, write_report

CRASHES = """
import faulthandler, os, sys
from pathlib import Path
from backprop_gui.app.crash_watch import CrashWatch
from backprop_gui.app.fault_report import write_report

watch = CrashWatch.begin(Path(sys.argv[1]))

def a_step_into_the_void():
    faulthandler._sigsegv()

{deed}
"""
SEGFAULT = "a_step_into_the_void()"
FAULT_THEN_SEGFAULT = f"write_report(watch.report, ['a fault before']); {SEGFAULT}"
ABORT = "os.abort()"
KILL = "os.kill(os.getpid(), 9)"
LEAVE = "watch.end(is_told=True)"


@pytest.fixture(autouse=True)
def pytests_own_faulthandler() -> Generator[None]:
    yield
    faulthandler.enable(2)


def session(folder: Path, deed: str) -> int:
    """Runs a session that ends by `deed`; gives its exit status."""
    code = CRASHES.format(deed=deed)
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", code, str(folder)]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode


def names(folder: Path, suffix: str) -> list[str]:
    return sorted(file.name for file in folder.glob(f"*{suffix}"))


def test_a_session_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    assert session(tmp_path, LEAVE) == 0
    assert list(tmp_path.iterdir()) == []
    assert left_behind(tmp_path, add_crash) is None


@pytest.mark.parametrize("deed", [SEGFAULT, ABORT])
def test_a_crash_becomes_a_report_that_says_where_it_stood(tmp_path: Path, deed: str) -> None:
    assert session(tmp_path, deed) < 0
    left = left_behind(tmp_path, add_crash)
    assert left is not None
    text = left.report.read_text()
    assert "The session crashed" in text
    assert "Backprop Lab 0" in text
    assert ("a_step_into_the_void" in text) == (deed == SEGFAULT)
    assert names(tmp_path, ".trace") == []
    left.release()


def test_a_crash_after_another_fault_is_told_together_with_it(tmp_path: Path) -> None:
    session(tmp_path, FAULT_THEN_SEGFAULT)
    left = left_behind(tmp_path, add_crash)
    assert left is not None
    text = left.report.read_text()
    assert text.index("a_step_into_the_void") < text.index("a fault before")
    left.release()


def test_a_session_that_was_killed_has_met_no_fault(tmp_path: Path) -> None:
    session(tmp_path, KILL)
    assert left_behind(tmp_path, add_crash) is None
    assert list(tmp_path.iterdir()) == []


def test_a_session_that_still_runs_is_left_alone(tmp_path: Path) -> None:
    running = CrashWatch.begin(tmp_path)
    assert running is not None
    write_report(running.report, ["a fault"])
    before = sorted(tmp_path.iterdir())
    assert left_behind(tmp_path, add_crash) is None
    assert sorted(tmp_path.iterdir()) == before
    running.end(is_told=True)


def test_a_report_is_told_at_each_start_until_it_is_dismissed(tmp_path: Path) -> None:
    session(tmp_path, SEGFAULT)
    first = left_behind(tmp_path, add_crash)
    assert first is not None
    assert left_behind(tmp_path, add_crash) is None  # the first start is telling it
    first.release()
    second = left_behind(tmp_path, add_crash)
    assert second is not None
    assert second.report == first.report
    second.dismiss()
    assert left_behind(tmp_path, add_crash) is None
    assert names(tmp_path, ".txt") == [first.report.name]


@pytest.mark.parametrize("is_told", [True, False])
def test_a_fault_that_was_told_is_not_told_again(tmp_path: Path, is_told: bool) -> None:
    ended = CrashWatch.begin(tmp_path)
    assert ended is not None
    write_report(ended.report, ["a fault"])
    ended.end(is_told=is_told)
    left = left_behind(tmp_path, add_crash)
    assert (left is None) == is_told
    if left is not None:
        left.release()


def test_of_many_reports_the_newest_is_told_and_ten_are_kept(tmp_path: Path) -> None:
    for number in range(12):
        report = tmp_path / f"fault-20300101-0000{number:02}-0.txt"
        report.write_text("a report")
        report.with_suffix(".lock").touch()
    left = left_behind(tmp_path, add_crash)
    assert left is not None
    assert left.report.name == "fault-20300101-000011-0.txt"
    assert len(names(tmp_path, ".txt")) == 10
    assert len(names(tmp_path, ".lock")) == 1
    left.release()


def test_what_a_report_that_was_being_written_left_is_removed(tmp_path: Path) -> None:
    left, fresh = (tmp_path / f".backprop-lab-{number}.part" for number in range(2))
    for file in (left, fresh):
        file.touch()
    os.utime(left, (0, 0))
    assert left_behind(tmp_path, add_crash) is None
    assert list(tmp_path.iterdir()) == [fresh]


def test_a_trace_that_cannot_be_reported_now_is_reported_later(tmp_path: Path) -> None:
    session(tmp_path, SEGFAULT)
    assert left_behind(tmp_path, lambda *_: False) is None
    left = left_behind(tmp_path, add_crash)
    assert left is not None
    left.release()


def test_where_nothing_can_be_written_nothing_is_watched(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert CrashWatch.begin(file / "below") is None
    assert left_behind(file / "below", add_crash) is None
