"""A table of samples named at the start: offered as samples, as if it had been dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.document.autosave_file import Autosaved, write_autosave
from backprop_gui.experiment.edits import with_parameter
from backprop_gui.files.errors import FileError
from backprop_gui.files.examples import read_example
from backprop_gui.views.import_data.import_dialog import ImportDialog
from backprop_gui.views.recovery_dialog import RecoveryDialog


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("0.25,0.75,1,0\n0.5,0.5,0,1\n0.75,0.25,1,1\n")
    return path


@contextmanager
def started(app: QApplication, source: Path, folder: Path) -> Iterator[Lab]:
    lab = open_lab(app, str(source), folder / "preferences.json", folder / "recovery")
    lab.start()
    yield lab
    lab.window.allow_close()
    lab.stop()


def offered(lab: Lab) -> list[ImportDialog]:
    return [x for x in lab.window.findChildren(ImportDialog) if x.isVisible()]


def test_it_is_offered_over_the_tutorial(
    qapp: QApplication, table: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with started(qapp, table, tmp_path) as lab:
        assert lab.document.experiment == read_example("tutorial")
        assert lab.document.path is None
        qtbot.waitUntil(lambda: bool(offered(lab)))
        qtbot.waitUntil(offered(lab)[0].take.isEnabled)
        offered(lab)[0].take.click()
        qtbot.waitUntil(lambda: len(lab.document.experiment.samples) == 3)
        samples = lab.document.experiment.samples
        assert samples.inputs.tolist()[1] == [0.5, 0.5]
        assert samples.targets.tolist()[1] == [0.0, 1.0]  # as the tutorial's network takes them


def test_once_it_is_imported_the_window_is_named_after_it_until_that_is_undone(
    qapp: QApplication, table: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with started(qapp, table, tmp_path) as lab:
        qtbot.waitUntil(lambda: bool(offered(lab)))
        assert lab.window.windowTitle().startswith("Tutorial[*]")
        qtbot.waitUntil(offered(lab)[0].take.isEnabled)
        offered(lab)[0].take.click()
        qtbot.waitUntil(lambda: lab.window.windowTitle().startswith("mine[*]"))
        assert lab.window.isWindowModified()
        lab.document.undo_stack.undo()
        assert lab.window.windowTitle().startswith("Tutorial[*]")
        assert not lab.window.isWindowModified()


def test_what_a_crash_left_is_offered_first(
    qapp: QApplication, table: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    lost = with_parameter(read_example("tutorial"), 0, 7.0)
    (tmp_path / "recovery").mkdir()
    left = Autosaved(lost, "lost", None, None, datetime.now(UTC))
    write_autosave(tmp_path / "recovery" / "x.json", left)
    with started(qapp, table, tmp_path) as lab:
        qtbot.waitUntil(lambda: bool(lab.window.findChildren(RecoveryDialog)))
        (recovery,) = lab.window.findChildren(RecoveryDialog)
        assert offered(lab) == []
        recovery.recover.click()
        qtbot.waitUntil(lambda: bool(offered(lab)))
        assert lab.document.experiment == lost
        offered(lab)[0].reject()


def test_one_that_is_not_there_is_told_before_any_window(
    qapp: QApplication, table: Path, tmp_path: Path
) -> None:
    table.unlink()
    with pytest.raises(FileError, match=r"mine\.csv: expected a file, but there is none"):
        open_lab(qapp, str(table), tmp_path / "preferences.json", tmp_path / "recovery")
