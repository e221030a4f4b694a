"""Exceptions that nobody caught: told once, reported, and the block goes on. As in a real start."""

import faulthandler
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app.crash_watch import left_behind
from backprop_gui.app.fault_report import add_crash, write_report
from backprop_gui.app.faults import Faults
from backprop_gui.app.watchman import watched
from backprop_gui.files.errors import FileError
from backprop_gui.views.fault_bar import FaultBar
from backprop_gui.views.main_window import MainWindow


@pytest.fixture(autouse=True)
def pytests_own_faulthandler() -> Generator[None]:
    yield
    faulthandler.enable(2)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(QWidget(), QWidget(), QToolBar())
    qtbot.addWidget(window, before_close_func=lambda window: window.allow_close())
    window.show()
    return window


def bar(window: MainWindow) -> FaultBar:
    (found,) = window.findChildren(FaultBar)
    return found


def reports(folder: Path) -> list[str]:
    return [file.read_text() for file in sorted(folder.glob("fault-*.txt"))]


class Clumsy(QObject):
    stumbled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stumbled.connect(self.stumble)

    @Slot()
    def stumble(self) -> None:
        raise ValueError("stumbled over a slot")


class ClumsyModel(QAbstractListModel):
    calls, is_clumsy = 0, True

    def rowCount(self, _parent: object = None) -> int:
        return 3

    def data(self, _index: object, _role: int = 0) -> object:
        self.calls += 1
        if self.is_clumsy:
            raise ValueError("stumbled over a row")
        return None


def test_an_exception_in_a_slot_is_told_in_the_window_which_lives_on(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with watched(tmp_path) as watchman:
        watchman.tell_in(window)
        assert not bar(window).isVisible()
        clumsy = Clumsy()
        QTimer.singleShot(0, clumsy.stumble)
        qtbot.waitUntil(lambda: bar(window).isVisible())
        (report,) = reports(tmp_path)
        assert "stumbled over a slot" in report
        assert "test_watchman.py" in report
        assert "pyqtgraph 0" in report
        assert "Started: Backprop Lab" in report  # the log's tail
        bar(window).copy.click()
        assert QGuiApplication.clipboard().text() == report
        assert bar(window).text.text().endswith(next(tmp_path.glob("*.txt")).name)


def test_what_happens_with_every_frame_is_told_once(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with watched(tmp_path) as watchman:
        watchman.tell_in(window)
        view, model = QListView(), ClumsyModel()
        qtbot.addWidget(view)
        view.setModel(model)
        QTimer.singleShot(0, view.show)
        qtbot.waitUntil(lambda: bar(window).isVisible())
        bar(window).dismiss.click()
        before = model.calls
        for _ in range(20):
            view.viewport().update()
            qtbot.wait(2)
        assert model.calls > before + 20
        assert not bar(window).isVisible()
        model.is_clumsy = False
    (report,) = reports(tmp_path)
    assert report.count("Traceback") == 2  # once as a fault, once in the log's tail


def test_different_faults_stand_in_one_report(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    def stumble() -> None:
        raise ValueError("stumbled in a thread")

    with watched(tmp_path) as watchman:
        watchman.tell_in(window)
        thread = threading.Thread(target=stumble, name="clumsy")
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bar(window).isVisible())
        bar(window).dismiss.click()
        QTimer.singleShot(0, Clumsy().stumble)
        clumsy = Clumsy()
        QTimer.singleShot(0, clumsy.stumble)
        qtbot.waitUntil(lambda: bar(window).isVisible())
    (report,) = reports(tmp_path)
    assert "In the thread clumsy" in report
    assert "stumbled over a slot" in report


def test_the_next_start_points_to_a_report_that_was_not_dismissed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with watched(tmp_path) as watchman:
        clumsy = Clumsy()
        QTimer.singleShot(0, clumsy.stumble)
        qtbot.waitUntil(lambda: bool(reports(tmp_path)))
    with watched(tmp_path) as watchman:
        watchman.tell_in(window)
        assert "last session" in bar(window).text.text()
        assert bar(window).isVisible()
        bar(window).dismiss.click()
    assert left_behind(tmp_path, add_crash) is None
    assert len(reports(tmp_path)) == 1


@pytest.mark.parametrize("has_crashed", [False, True])
def test_a_crash_is_told_as_an_unexpected_end(
    window: MainWindow, tmp_path: Path, has_crashed: bool
) -> None:
    report = tmp_path / "fault-20300101-000000-0.txt"
    report.with_suffix(".lock").touch()
    write_report(report, ["ValueError: stumbled"])
    if has_crashed:
        report.with_suffix(".trace").write_text("Fatal Python error: Segmentation fault")
    for _ in range(2):  # a start that does not dismiss it, and the one after that
        with watched(tmp_path) as watchman:
            watchman.tell_in(window)
    for found in window.findChildren(FaultBar):
        words = "ended unexpectedly." if has_crashed else "met a fault."
        assert found.text.text().startswith(f"The last session {words}")


def test_a_fault_that_ends_the_start_is_reported_but_not_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError), watched(tmp_path):
        raise FileError(Path("x.json"), "expected a file, but there is none")
    assert reports(tmp_path) == []
    with pytest.raises(ZeroDivisionError), watched(tmp_path):
        1 / 0  # noqa: B018 - it raises
    assert "ZeroDivisionError" in reports(tmp_path)[0]


def test_long_words_of_an_exception_are_cut_off(tmp_path: Path) -> None:
    with pytest.raises(ValueError), watched(tmp_path):
        raise ValueError("9.75 " * 1000)
    assert reports(tmp_path)[0].count("9.75") < 250


def test_where_nothing_can_be_written_the_fault_is_told_all_the_same(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "file"
    file.touch()
    with watched(file / "below") as watchman:
        watchman.tell_in(window)
        clumsy = Clumsy()
        QTimer.singleShot(0, clumsy.stumble)
        qtbot.waitUntil(lambda: bar(window).isVisible())
        assert "No report could be written" in bar(window).text.text()
        assert not bar(window).copy.isVisible()


def test_a_fault_while_a_fault_is_told_leads_nowhere(tmp_path: Path) -> None:
    def fails(*_: object) -> bool:
        sys.excepthook(ValueError, ValueError("and again"), None)
        return False

    faults = Faults(tmp_path / "report.txt", fails)
    told: list[object] = []
    faults.met.connect(told.append)
    with faults.heard():
        sys.excepthook(ValueError, ValueError("one"), None)
    assert told == [None]


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    with watched(tmp_path):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
