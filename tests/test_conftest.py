"""The guards of conftest.py, tried on small suites of their own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEAVES_SOMETHING = {
    "thread": """
import threading

def test_it():
    threading.Thread(target=threading.Event().wait, args=(20,), name="stray", daemon=True).start()
""",
    "widget": """
from PySide6.QtWidgets import QWidget

def test_it(qapp):
    qapp.stray = QWidget()
""",
    "mouse button": """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

def test_it(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QTest.mousePress(widget.windowHandle(), Qt.MouseButton.RightButton)
""",
    "timer": """
from PySide6.QtCore import QTimer

def test_it(qapp):
    qapp.stray = QTimer()
    qapp.stray.start(10_000)
""",
    "Qt thread": """
from PySide6.QtCore import QThread

def test_it(qapp):
    qapp.stray = QThread()
    qapp.stray.start()

def test_that_the_thread_can_be_stopped(qapp):
    qapp.stray.quit()
    qapp.stray.wait()
""",
}

LEAVES_NOTHING = """
import threading
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

def test_an_ended_thread(qapp):
    threading.Thread(target=lambda: None).start()
    thread = QThread()
    thread.start()
    thread.quit()
    thread.wait()

def test_a_widget_that_qtbot_knows(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    timer = QTimer(widget)
    timer.start(10)

def test_a_widget_in_a_cycle(qapp):
    widget = QWidget()
    widget.itself = widget
    QTimer(widget).start(10)
"""

QT_WARNS = """
from PySide6.QtCore import qWarning

def test_it(qapp):
    qWarning("a warning of Qt's")
"""

PYTHON_WARNS = """
import warnings

def test_it():
    warnings.warn("a warning of Python's")
"""


def outcome(folder: Path, suite: str) -> tuple[int, str]:
    """Exit status and output of pytest on `suite` under this project's settings."""
    file = folder / "test_inner.py"
    file.write_text(suite, encoding="utf-8")
    settings = ["-p", "conftest", "-c", str(ROOT / "pyproject.toml"), "-o", "cache_dir=cache"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, "--rootdir", str(folder), str(file)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("what", LEAVES_SOMETHING)
def test_a_test_that_leaves_something_running_fails(what: str, tmp_path: Path) -> None:
    status, output = outcome(tmp_path, LEAVES_SOMETHING[what])
    assert status == 1
    assert "left behind: <" in output


def test_a_test_that_tidies_up_passes(tmp_path: Path) -> None:
    status, output = outcome(tmp_path, LEAVES_NOTHING)
    assert (status, "3 passed" in output) == (0, True), output


@pytest.mark.parametrize("suite", [QT_WARNS, PYTHON_WARNS], ids=["Qt", "Python"])
def test_a_warning_fails_a_test(suite: str, tmp_path: Path) -> None:
    status, output = outcome(tmp_path, suite)
    assert status == 1
    assert "a warning of" in output


def test_settings_and_caches_go_to_a_temp_folder_of_this_run() -> None:
    # That it is not the home folder says too little: a temp folder may lie in there.
    for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
        home = Path(os.environ[f"XDG_{kind}_HOME"]).parent
        assert home.name.startswith("backprop-lab-tests-")
        assert home.parent == Path(tempfile.gettempdir())


def test_qt_follows_to_the_same_folders() -> None:
    from PySide6.QtCore import QStandardPaths

    for kind, place in (
        ("CONFIG", QStandardPaths.StandardLocation.GenericConfigLocation),
        ("CACHE", QStandardPaths.StandardLocation.GenericCacheLocation),
        ("DATA", QStandardPaths.StandardLocation.GenericDataLocation),
    ):
        assert QStandardPaths.writableLocation(place) == os.environ[f"XDG_{kind}_HOME"]
