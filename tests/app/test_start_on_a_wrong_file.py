"""A file that cannot be opened, named at the start: told where the person can see it."""

import io
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from backprop_gui import app, settings
from backprop_gui.files.errors import FileError

WORDS = "torn.json: expected JSON, but the file ends too early"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told_by(stderr: io.StringIO | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the screen after a start on a file that is torn."""
    (folder / "torn.json").write_text("{")
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(app, "QApplication", lambda _: QApplication.instance())
    monkeypatch.setattr(settings, "log_folder", lambda: folder)
    told: list[str] = []

    def read() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                told.append(box.text())
                box.accept()

    look = QTimer()
    look.timeout.connect(read)
    look.start(10)
    with pytest.raises(FileError, match=WORDS):
        app.main(str(folder / "torn.json"))
    look.stop()
    return told


@pytest.mark.parametrize("stderr", [None, io.StringIO()])
def test_without_a_terminal_it_is_told_on_the_screen(
    qapp: QApplication,
    stderr: io.StringIO | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told_by(stderr, tmp_path, monkeypatch) == [WORDS]


def test_on_a_terminal_it_is_told_there_alone(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told_by(Terminal(), tmp_path, monkeypatch) == []
