"""Autosave: what is unsaved is soon on the disk, apart from the file, and never for long."""

import errno
import os
import shutil
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from backprop_gui.document import autosave as autosave_module
from backprop_gui.document.autosave import Autosave
from backprop_gui.document.autosave_file import Autosaved, read_autosave, write_autosave
from backprop_gui.document.document import Document
from backprop_gui.document.recovery import recoverable
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.errors import FileError
from tests.document.weights import set_weight, weight

Make = Callable[[Document], Autosave]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"


@pytest.fixture
def make(folder: Path) -> Generator[Make]:
    """Makes autosaves that do not wait, and closes them."""
    made: list[Autosave] = []

    def autosave(document: Document) -> Autosave:
        made.append(Autosave(document, folder, delay=1))
        return made[-1]

    yield autosave
    for each in made:
        each.close()


@pytest.fixture
def autosave(make: Make, document: Document) -> Autosave:
    return make(document)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def autosaved_weight(folder: Path) -> float | None:
    """The first weight in the one autosave there is, None if there is none."""
    present = files(folder)
    assert len(present) <= 1
    return weight(read_autosave(present[0]).experiment) if present else None


def wait_for(qtbot: QtBot, folder: Path, value: float | None) -> None:
    qtbot.waitUntil(lambda: autosaved_weight(folder) == value, timeout=20_000)


@pytest.mark.usefixtures("autosave")
def test_without_changes_nothing_is_written(folder: Path, qtbot: QtBot) -> None:
    qtbot.wait(20)
    assert not folder.exists()


@pytest.mark.usefixtures("autosave")
def test_changes_are_autosaved_and_the_file_stays_as_it_is(
    document: Document, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.json"
    document.save(path)
    saved = path.read_bytes()
    began = datetime.now(UTC) - timedelta(seconds=1)
    document.apply(set_weight(5.0))
    wait_for(qtbot, folder, 5.0)
    assert path.read_bytes() == saved
    found = read_autosave(files(folder)[0])
    assert found.experiment == document.experiment
    assert (found.name, found.path, found.stamp) == ("mine.json", path, document.stamp)
    assert began <= found.saved_at <= datetime.now(UTC)
    document.apply(set_weight(6.0))
    wait_for(qtbot, folder, 6.0)


@pytest.mark.usefixtures("autosave")
def test_a_person_who_never_pauses_is_autosaved_too(
    document: Document, folder: Path, qtbot: QtBot
) -> None:
    timer = QTimer()
    timer.timeout.connect(
        lambda: document.apply(set_weight(weight(document.experiment) + 1, "drag"))
    )
    timer.start(0)
    qtbot.waitUntil(lambda: bool(files(folder)), timeout=20_000)
    timer.stop()
    wait_for(qtbot, folder, weight(document.experiment))


@pytest.mark.parametrize("way", ["save", "undo", "another", "new"])
@pytest.mark.usefixtures("autosave")
def test_the_autosave_goes_when_nothing_is_unsaved_any_more(
    document: Document, experiment: Experiment, folder: Path, tmp_path: Path, qtbot: QtBot, way: str
) -> None:
    document.apply(set_weight(5.0))
    wait_for(qtbot, folder, 5.0)
    match way:
        case "save":
            document.save(tmp_path / "mine.json")
        case "undo":
            document.undo_stack.undo()
        case "another":
            document.replace(experiment, "Other")
        case "new":
            document.new()
    wait_for(qtbot, folder, None)
    document.apply(set_weight(6.0))
    wait_for(qtbot, folder, 6.0)


@pytest.mark.usefixtures("autosave")
def test_a_failed_save_keeps_the_autosave(
    document: Document, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    document.apply(set_weight(5.0))
    wait_for(qtbot, folder, 5.0)
    with pytest.raises(FileError):
        document.save(tmp_path / "no folder" / "mine.json")
    assert autosaved_weight(folder) == 5.0


class Disk:
    """Stands between the thread and the disk: counts writes, and can hold them up or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.writes: list[float] = []
        self.begun, self.may_go_on, self.done = Event(), Event(), Event()
        self.may_go_on.set()
        self.error: Exception | None = None
        monkeypatch.setattr(autosave_module, "write_autosave", self._write)

    def _write(self, file: Path, autosaved: Autosaved) -> None:
        self.writes.append(weight(autosaved.experiment))
        self.begun.set()
        assert self.may_go_on.wait(20)
        if self.error is not None:
            raise self.error
        write_autosave(file, autosaved)
        self.done.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.mark.usefixtures("autosave")
def test_what_is_written_already_is_not_written_again(
    document: Document, disk: Disk, qtbot: QtBot
) -> None:
    document.apply(set_weight(5.0))
    qtbot.waitUntil(lambda: disk.writes == [5.0])
    document.apply(set_weight(6.0))
    qtbot.waitUntil(lambda: disk.writes == [5.0, 6.0])
    qtbot.wait(20)
    assert disk.writes == [5.0, 6.0]


@pytest.mark.usefixtures("autosave")
def test_the_window_goes_on_while_the_disk_is_slow(
    document: Document, disk: Disk, folder: Path, qtbot: QtBot
) -> None:
    disk.may_go_on.clear()
    document.apply(set_weight(5.0))
    qtbot.waitUntil(disk.begun.is_set)
    for value in (6.0, 7.0, 8.0):
        document.apply(set_weight(value))
        qtbot.wait(5)
    assert disk.writes == [5.0]
    disk.may_go_on.set()
    wait_for(qtbot, folder, 8.0)
    assert disk.writes == [5.0, 8.0]


@pytest.mark.usefixtures("autosave")
def test_an_autosave_that_a_save_overtakes_does_not_stay(
    document: Document, disk: Disk, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    disk.may_go_on.clear()
    document.apply(set_weight(5.0))
    qtbot.waitUntil(disk.begun.is_set)
    document.save(tmp_path / "mine.json")
    disk.may_go_on.set()
    assert disk.done.wait(20)
    wait_for(qtbot, folder, None)


def test_closing_waits_for_the_disk_and_leaves_nothing(
    autosave: Autosave, document: Document, disk: Disk, folder: Path, qtbot: QtBot
) -> None:
    disk.may_go_on.clear()
    document.apply(set_weight(5.0))
    qtbot.waitUntil(disk.begun.is_set)
    QTimer.singleShot(0, disk.may_go_on.set)
    qtbot.wait(1)
    autosave.close()
    assert list(folder.iterdir()) == []
    document.apply(set_weight(6.0))
    qtbot.wait(20)
    assert list(folder.iterdir()) == []


def test_stopping_without_the_persons_word_keeps_the_last_edit_for_the_next_start(
    autosave: Autosave, document: Document, folder: Path
) -> None:
    document.apply(set_weight(5.0))
    autosave.stop()
    autosave.close()  # too late: changes nothing
    (found,) = recoverable(folder).recovered
    assert weight(found.autosaved.experiment) == 5.0
    found.discard()
    assert list(folder.iterdir()) == []


def test_a_failure_is_told_once_and_again_only_after_it_worked(
    autosave: Autosave, document: Document, disk: Disk, folder: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    autosave.failed.connect(told.append)
    disk.error = FileError(Path("x"), "was not saved, because the disk is full")
    document.apply(set_weight(5.0))
    qtbot.waitUntil(lambda: len(disk.writes) > 3)
    (problem,) = told
    assert problem == (
        "The recovery copy of Example was not saved, because the disk is full. "
        "Until it can be, a crash loses what you have not saved."
    )
    disk.error = None
    wait_for(qtbot, folder, 5.0)
    qtbot.wait(5)
    disk.error = FileError(Path("x"), "was not saved, because the disk is full")
    document.apply(set_weight(6.0))
    qtbot.waitUntil(lambda: len(told) == 2)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("error", [MemoryError(), ValueError("a mistake of ours")])
def test_whatever_goes_wrong_it_is_told_and_tried_again(
    autosave: Autosave,
    document: Document,
    disk: Disk,
    folder: Path,
    qtbot: QtBot,
    error: Exception,
) -> None:
    disk.error = error
    with qtbot.waitSignal(autosave.failed) as told:
        document.apply(set_weight(5.0))
    assert told.args[0].startswith("The recovery copy of Example was not saved, because")
    disk.error = None
    wait_for(qtbot, folder, 5.0)


def test_a_full_disk_is_told_in_words(
    autosave: Autosave,
    document: Document,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with qtbot.waitSignal(autosave.failed) as told:
        document.apply(set_weight(5.0))
    assert "the disk is full" in told.args[0]
    assert files(folder) == []


def test_a_file_in_the_way_of_the_folder_is_told(
    autosave: Autosave, document: Document, folder: Path, qtbot: QtBot
) -> None:
    folder.parent.mkdir()
    folder.touch()
    with qtbot.waitSignal(autosave.failed) as told:
        document.apply(set_weight(5.0))
    assert "its folder cannot be used: File exists" in told.args[0]


@pytest.mark.usefixtures("autosave")
def test_a_folder_that_was_tidied_away_is_made_anew(
    document: Document, folder: Path, qtbot: QtBot
) -> None:
    document.apply(set_weight(5.0))
    wait_for(qtbot, folder, 5.0)
    shutil.rmtree(folder)
    document.apply(set_weight(6.0))
    wait_for(qtbot, folder, 6.0)
    assert recoverable(folder).recovered == ()  # it is this window's


@pytest.mark.usefixtures("autosave")
def test_a_name_that_is_no_text_comes_back(
    document: Document, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json"))
    document.save(path)
    document.apply(set_weight(5.0))
    wait_for(qtbot, folder, 5.0)
    assert read_autosave(files(folder)[0]).path == path


def test_two_windows_do_not_step_on_each_other(
    make: Make, document: Document, experiment: Experiment, folder: Path, qtbot: QtBot
) -> None:
    other = Document(experiment, "Other")
    make(document)
    second = make(other)
    document.apply(set_weight(5.0))
    other.apply(set_weight(6.0))
    qtbot.waitUntil(lambda: len(files(folder)) == 2)
    assert recoverable(folder).recovered == ()
    second.close()
    assert autosaved_weight(folder) == 5.0
    assert recoverable(folder).recovered == ()


def test_what_is_recovered_is_this_windows_at_once(
    make: Make, document: Document, experiment: Experiment, folder: Path, tmp_path: Path
) -> None:
    lost = Document(experiment, "Lost")
    lost.save(tmp_path / "lost.json")
    dead = make(lost)
    lost.apply(set_weight(5.0))
    dead.stop()
    (found,) = recoverable(folder).recovered
    autosave = make(document)
    autosave.recover(found)
    assert document.experiment == lost.experiment
    assert (document.path, document.stamp) == (lost.path, lost.stamp)
    assert document.is_modified
    assert autosaved_weight(folder) == 5.0  # nor would a crash just now lose it
    assert recoverable(folder).recovered == ()
    autosave.stop()
    (again,) = recoverable(folder).recovered
    assert again.autosaved == found.autosaved
    again.discard()
    assert list(folder.iterdir()) == []


def test_what_cannot_be_taken_over_is_autosaved_anew(
    make: Make,
    document: Document,
    experiment: Experiment,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    lost = Document(experiment, "Lost")
    dead = make(lost)
    lost.apply(set_weight(5.0))
    dead.stop()
    (found,) = recoverable(folder).recovered
    autosave = make(document)
    with monkeypatch.context() as patch:
        patch.setattr(autosave, "_take_claim", _refuse)
        autosave.recover(found)
    qtbot.waitUntil(lambda: len(files(folder)) == 2)
    assert document.experiment == lost.experiment


def _refuse() -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))
