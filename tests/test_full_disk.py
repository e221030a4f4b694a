"""The disk is full, for real: each time one sentence, the old file whole, and nothing lost.

Without the right to mount, what remains is the limit that the system sets to what files may grow.
"""

import faulthandler
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, Slot, qWarning
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.app.log import LOG, log_file
from backprop_gui.app.watchman import watched
from backprop_gui.document import autosave
from backprop_gui.document.autosave import Autosave
from backprop_gui.document.autosave_file import read_autosave
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.preferences import Preferences, PreferencesFile
from backprop_gui.document.recovery import recoverable
from backprop_gui.experiment import edits
from backprop_gui.files.examples import read_example
from backprop_gui.views.fault_bar import FaultBar
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.plot.menu import Copy
from tests.full_disk import Disk, made
from tests.opened import opened

PATIENCE_MS = 60_000


@pytest.fixture(params=["limit", "full", "no more files", "read-only"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Disk]:
    with made(request.param, tmp_path / "disk") as disk:
        yield disk


writable = pytest.mark.parametrize("disk", ["limit", "full", "no more files"], indirect=True)
"""Where files stay open: with these no disk can be made read-only."""


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Generator[Lab]:
    with opened(qapp, tmp_path / "home") as lab:
        yield lab


def edit(document: Document, value: float) -> None:
    document.apply(Edit("change of w1", partial(edits.with_parameter, at=0, value=value)))
    assert document.experiment.network.parameters[0] == value


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def boxes(lab: Lab) -> list[QMessageBox]:
    return [box for box in lab.window.findChildren(QMessageBox) if box.isVisible()]


def the_message(lab: Lab) -> str:
    """The text of the one box there is, which is closed."""
    (box,) = boxes(lab)
    box.close()
    return box.text()


# What the person has written

DEEDS: dict[str, Callable[[Lab], object]] = {
    "experiment.json": lambda lab: lab.files.save_as(),
    "network.json": lambda lab: lab.files.export_network(),
    "samples.csv": lambda lab: lab.dialogs.export_samples(),
    "curves.csv": lambda lab: lab.views.errors.plot_menu.copyRequested.emit(Copy.CSV),
    "picture.png": lambda lab: lab.views.errors.plot_menu.copyRequested.emit(Copy.PNG),
    "drawing.svg": lambda lab: lab.views.errors.plot_menu.copyRequested.emit(Copy.SVG),
}


def test_what_a_person_writes_is_refused_in_a_sentence_and_written_when_there_is_room(
    lab: Lab, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = disk.folder

    def ask_target(_parent: Any, _title: str, _kind: str, then: Any, _suggested: str) -> None:
        then(target)

    monkeypatch.setattr(prompts, "ask_target", ask_target)
    for name in DEEDS:
        (disk.folder / name).write_text("old")
    edit(lab.document, 0.5)
    experiment = lab.document.experiment
    with disk.full():
        before = names(disk.folder)
        for name, do in DEEDS.items():
            target = disk.folder / name
            do(lab)
            assert the_message(lab) == f"{name}: was not saved, because {disk.refusal}"
            assert target.read_text() == "old"
        assert names(disk.folder) == before
        assert lab.window.isVisible()
        assert lab.document.experiment is experiment
        assert lab.document.is_modified
    for name, do in DEEDS.items():
        target = disk.folder / name
        do(lab)
        assert boxes(lab) == []
        assert len(target.read_bytes()) > len("old")
    assert names(disk.folder) == sorted(DEEDS)
    assert not lab.document.is_modified


# What is written by itself


def recovery_copies(folder: Path) -> dict[str, float]:
    return {
        file.name: float(read_autosave(file).experiment.network.parameters[0])
        for file in folder.glob("*.json")
    }


@writable
def test_the_recovery_copy_is_refused_once_stays_the_last_one_and_follows_later(
    qapp: QApplication, disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave.Autosave.__init__, "__defaults__", (10,))
    with opened(qapp, disk.folder) as lab:
        recovery = disk.folder / "recovery"
        edit(lab.document, 5.0)
        qtbot.waitUntil(lambda: list(recovery_copies(recovery).values()) == [5.0])
        (name,) = recovery_copies(recovery)
        with disk.full():
            edit(lab.document, 6.0)
            qtbot.waitUntil(lambda: bool(boxes(lab)))
            qtbot.wait(100)  # while it goes on trying
            message = the_message(lab)
            assert message.startswith(f"The recovery copy of {lab.document.name} was not saved")
            assert disk.refusal in message
            assert recovery_copies(recovery) == {name: 5.0}
            qtbot.waitUntil(lambda: list(recovery.glob(".*")) == [])  # it may be trying just now
            assert lab.window.isVisible()
        qtbot.waitUntil(lambda: recovery_copies(recovery) == {name: 6.0})
        assert boxes(lab) == []


def test_what_was_recovered_is_not_lost_where_it_cannot_become_this_windows(
    qapp: QApplication, disk: Disk
) -> None:
    folder = disk.folder / "recovery"
    lost = Document(read_example("tutorial"), "Lost")
    dead = Autosave(lost, folder)
    edit(lost, 5.0)
    dead.stop()
    with disk.full():
        document = Document(read_example("xor"), "XOR")
        living = Autosave(document, folder)
        for found in recoverable(folder).recovered:
            living.recover(found)
            assert document.experiment == lost.experiment
            assert document.is_modified
        assert list(recovery_copies(folder).values()) == [5.0]
        living.stop()
        assert list(recovery_copies(folder).values()) == [5.0]
    (again,) = recoverable(folder).recovered
    assert again.autosaved.experiment == lost.experiment
    again.discard()


def test_preferences_that_cannot_be_kept_hold_for_this_session(disk: Disk) -> None:
    path = disk.folder / "preferences.json"
    PreferencesFile(path).keep(Preferences(theme="dark"))
    old, preferences = path.read_bytes(), PreferencesFile(path)
    with disk.full():
        before = names(disk.folder)
        preferences.keep(Preferences(theme="light"))
        assert preferences.value.theme == "light"
        assert path.read_bytes() == old
        assert names(disk.folder) == before
    preferences.keep(Preferences(theme="light", speed=3))
    assert PreferencesFile(path).value == Preferences(theme="light", speed=3)


# The log and the report


class Clumsy(QObject):
    @Slot()
    def stumble(self) -> None:
        raise ValueError("stumbled")

    @Slot()
    def fall(self) -> None:
        raise ValueError("fell")


@pytest.fixture
def pytests_own_faulthandler() -> Generator[None]:
    yield
    faulthandler.enable(2)


@writable
@pytest.mark.usefixtures("pytests_own_faulthandler")
def test_a_fault_is_told_without_a_report_and_reported_with_the_next(
    qapp: QApplication, lab: Lab, disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clumsy = Clumsy()
    with (
        # Where a desktop sends standard error.
        open(disk.folder / "errors.txt", "w", buffering=1) as errors,
        watched(disk.folder) as watchman,
    ):
        monkeypatch.setattr(sys, "stderr", errors)
        watchman.tell_in(lab.window)
        (bar,) = lab.window.findChildren(FaultBar)
        with disk.full():
            before = names(disk.folder)
            LOG.info("x" * 5000)
            qWarning("x" * 5000)
            QTimer.singleShot(0, clumsy.stumble)
            qtbot.waitUntil(bar.isVisible)
            assert bar.text.text().endswith("No report could be written.")
            assert names(disk.folder) == before
            bar.dismiss.click()
        LOG.info("there is room again")
        assert "there is room again" in log_file(disk.folder).read_text()
        QTimer.singleShot(0, clumsy.fall)
        qtbot.waitUntil(bar.isVisible)
        (report,) = disk.folder.glob("fault-*.txt")
        assert "ValueError: stumbled" in report.read_text()
        assert "ValueError: fell" in report.read_text()
        bar.dismiss.click()
        monkeypatch.undo()


@writable
@pytest.mark.usefixtures("pytests_own_faulthandler")
def test_the_session_ends_well_although_its_log_cannot_be_written(disk: Disk) -> None:
    with disk.full(), watched(disk.folder):
        LOG.info("x" * 5000)


@pytest.mark.usefixtures("pytests_own_faulthandler")
def test_where_all_is_refused_from_the_start_one_can_work(
    qapp: QApplication, disk: Disk, qtbot: QtBot, tmp_path: Path
) -> None:
    with disk.full(), watched(disk.folder) as watchman:
        lab = open_lab(qapp, None, disk.folder / "preferences.json", disk.folder / "recovery")
        watchman.tell_in(lab.window)
        lab.start()
        edit(lab.document, 5.0)
        qtbot.waitUntil(lambda: lab.session.snapshot().total_error_step == 0, timeout=PATIENCE_MS)
        assert boxes(lab) == []
        lab.window.allow_close()
        lab.stop()
