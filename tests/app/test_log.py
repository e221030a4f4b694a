"""The log: in files of bounded size, with Qt's words, without the person's name, or not at all."""

import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, qWarning

from backprop_gui.app.log import LARGEST, LOG, log_file, log_tail, logging_to


def logged(folder: Path) -> str:
    return log_file(folder).read_text()


def test_what_is_logged_stands_in_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "log"
    with logging_to(folder):
        LOG.info("one thing")
        LOG.getChild("part").warning("another")
    LOG.warning("too late")
    assert "INFO backprop_gui: one thing" in logged(folder)
    assert "WARNING backprop_gui.part: another" in logged(folder)
    assert "too late" not in logged(folder)


def test_a_second_session_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for words in ("first", "second"):
        with logging_to(tmp_path):
            LOG.info(words)
    assert logged(tmp_path).index("first") < logged(tmp_path).index("second")


def test_it_never_takes_more_than_three_files_of_512_kb(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        for _ in range(5 * LARGEST // 4096):
            LOG.info("x" * 4096)
    sizes = [file.stat().st_size for file in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= LARGEST == 512 * 1024


def test_qt_is_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path):
        qWarning("something about a painter")
    assert "WARNING backprop_gui.qt: something about a painter" in logged(tmp_path)
    assert "something about a painter" in capsys.readouterr().err


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("closed")])
def test_where_standard_error_takes_nothing_qt_meets_no_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    class Refusing:
        def write(self, _: str) -> None:
            raise error

    monkeypatch.setattr(sys, "stderr", Refusing())
    with logging_to(tmp_path):
        qWarning("something about a painter")
        QObject().dumpObjectInfo()  # would raise what the message handler had left behind
    assert "something about a painter" in logged(tmp_path)


def test_what_qt_says_with_every_frame_does_not_push_out_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path):
        for _ in range(1000):
            qWarning("again")
    assert logged(tmp_path).count("again") == 20


def test_the_name_of_the_persons_folder_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    with logging_to(tmp_path):
        LOG.info("in %s", "/home/somebody/networks/xor.json")
    assert "in ~/networks/xor.json" in logged(tmp_path)
    assert "somebody" not in logged(tmp_path)


def test_the_tail_is_the_end_and_not_long(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        for number in range(5000):
            LOG.info("line %d", number)
    assert log_tail(tmp_path).endswith("line 4999\n")
    assert len(log_tail(tmp_path)) <= 16 * 1024


def test_where_nothing_can_be_written_there_is_no_log_and_no_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    with logging_to(file / "below"):
        LOG.error("something")
    assert log_tail(file / "below") == ""
    assert capsys.readouterr().err == ""


def test_a_disk_that_gets_full_costs_only_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with logging_to(tmp_path):
        monkeypatch.setattr(logging.StreamHandler, "flush", full)
        LOG.error("something")
        monkeypatch.undo()
    assert capsys.readouterr().err == ""
