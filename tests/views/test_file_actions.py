"""New, open, save, revert: nothing unsaved is lost without a word, and each fault has its own."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.document.blank import blank_experiment
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files import atomic
from backprop_gui.files.examples import examples, read_example
from backprop_gui.files.experiment_file import read_experiment, write_experiment
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.file_actions import FileActions
from backprop_gui.views.parts import prompts


def at_once(then: Callable[[], object]) -> None:
    """Nothing waits for training to rest here."""
    then()


def no_training() -> Snapshot:
    raise AssertionError("nothing is exported here")


@pytest.fixture
def document(qapp: object, tutorial: Experiment) -> Document:
    return Document(tutorial, "Tutorial")


@pytest.fixture
def preferences(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "preferences.json")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window: QWidget, document: Document, preferences: PreferencesFile) -> FileActions:
    return FileActions(window, document, preferences, no_training, at_once)


@pytest.fixture
def path(tmp_path: Path, tutorial: Experiment) -> Path:
    """A file whose first weight is 7."""
    path = tmp_path / "seven.json"
    write_experiment(path, edits.with_parameter(tutorial, 0, 7.0))
    return path


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Answers the dialogs that ask for a file."""

    def choose(path: Path) -> None:
        for dialog in ("ask_file", "ask_target"):
            monkeypatch.setattr(
                prompts, dialog, lambda parent, title, kind, then, folder: then(path)
            )

    return choose


def change(document: Document, value: float = 5.0) -> None:
    document.apply(Edit("change of w1", partial(edits.with_parameter, at=0, value=value)))


def weight(document: Document) -> float:
    return float(document.experiment.network.parameters[0])


def boxes(window: QWidget) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def message(window: QWidget) -> str:
    (box,) = boxes(window)
    return box.text()


def press(window: QWidget, text: str) -> None:
    """Presses the button with these words in the one box that is open."""
    (box,) = boxes(window)
    (button,) = (x for x in box.buttons() if x.text().replace("&", "") == text)
    button.click()


# New and open


def test_new_gives_the_blank_experiment(actions: FileActions, document: Document) -> None:
    actions.new()
    assert document.experiment == blank_experiment()
    assert document.name == "Untitled"


@pytest.mark.parametrize("way", ["new", "open", "open_path", "open_example"])
def test_nothing_takes_the_place_of_unsaved_changes_unless_the_person_agrees(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    choose: Callable[[Path], None],
    way: str,
) -> None:
    choose(path)
    change(document)
    before = document.experiment
    does: dict[str, Callable[[], None]] = {
        "new": actions.new,
        "open": actions.open,
        "open_path": partial(actions.open_path, path),
        "open_example": partial(actions.open_example, examples()[0]),
    }
    does[way]()
    assert message(window) == "Save the changes to Tutorial?"
    press(window, "Cancel")
    assert document.experiment is before
    assert document.is_modified
    does[way]()
    press(window, "Discard")
    assert document.experiment is not before
    assert not document.is_modified


def test_changes_are_saved_first_where_the_person_wishes(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    tmp_path: Path,
    choose: Callable[[Path], None],
) -> None:
    choose(tmp_path / "mine.json")
    change(document)
    changed = document.experiment
    actions.open_path(path)
    press(window, "Save")
    assert read_experiment(tmp_path / "mine.json") == changed
    assert weight(document) == 7.0


def test_where_saving_first_fails_nothing_is_opened(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    tmp_path: Path,
    choose: Callable[[Path], None],
) -> None:
    choose(tmp_path / "no folder" / "mine.json")
    change(document)
    actions.open_path(path)
    press(window, "Save")
    assert message(window) == "mine.json: was not saved, because its folder is not there"
    press(window, "Cancel")
    assert weight(document) == 5.0
    assert document.is_modified


def test_an_opened_file_is_the_most_recent_one(
    actions: FileActions, document: Document, preferences: PreferencesFile, path: Path
) -> None:
    actions.open_path(path)
    assert weight(document) == 7.0
    assert document.path == path
    assert preferences.value.recent == (str(path),)


def test_an_example_has_no_file(actions: FileActions, document: Document) -> None:
    example = examples()[1]
    actions.open_example(example)
    assert document.experiment == read_example(example.name)
    assert (document.name, document.path) == (example.title, None)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("vanished", "wrong.json: expected a file, but there is none"),
        ("folder", "wrong.json: expected a file, found a folder"),
        ("empty", "wrong.json: expected JSON, found an empty file"),
        ("not ours", 'wrong.json: at format, expected "backprop-experiment", found none'),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_and_the_document_stays(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    kind: str,
    expected: str,
) -> None:
    actions.open_path(path)
    wrong = path.with_name("wrong.json")
    match kind:
        case "folder":
            wrong.mkdir()
        case "empty":
            wrong.touch()
        case "not ours":
            wrong.write_text("{}")
    before = document.experiment
    actions.open_path(wrong)
    assert message(window) == expected
    assert document.experiment is before
    assert document.path == path


@pytest.mark.parametrize("way", ["open", "open_path"])
def test_for_a_file_that_cannot_be_opened_nobody_is_asked_to_save(
    actions: FileActions,
    document: Document,
    window: QWidget,
    tmp_path: Path,
    choose: Callable[[Path], None],
    way: str,
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.touch()
    choose(wrong)
    change(document)
    actions.open() if way == "open" else actions.open_path(wrong)
    assert message(window) == "wrong.json: expected JSON, found an empty file"
    assert weight(document) == 5.0
    assert document.is_modified


def test_what_is_saved_over_the_file_before_it_is_opened_is_what_is_opened(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    change(document)
    actions.open_path(path)
    press(window, "Save")
    assert weight(document) == 5.0
    assert not document.is_modified


def test_a_file_that_goes_while_the_person_is_asked_is_told(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    change(document)
    actions.open_path(path)
    path.unlink()
    press(window, "Discard")
    assert message(window) == "seven.json: expected a file, but there is none"
    assert weight(document) == 5.0
    assert document.is_modified


def test_a_file_too_large_for_the_memory_is_told(
    actions: FileActions, document: Document, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> Experiment:
        raise MemoryError

    monkeypatch.setattr("backprop_gui.document.document.read_experiment", read)
    actions.open_path(Path("large.json"))
    assert message(window) == "large.json: there is not enough memory for this"
    assert document.name == "Tutorial"


def test_a_recent_file_that_is_gone_is_forgotten_but_not_one_that_is_wrong(
    actions: FileActions, preferences: PreferencesFile, path: Path, qtbot: QtBot
) -> None:
    other = path.with_name("other.json")
    write_experiment(other, read_experiment(path))
    actions.open_path(other)
    actions.open_path(path)
    path.unlink()
    with qtbot.waitSignal(actions.recentChanged):
        actions.open_path(path)
    other.write_bytes(b"{")
    actions.open_path(other)
    assert preferences.value.recent == (str(other),)


# Save


def test_a_document_without_a_file_asks_where_to(
    actions: FileActions,
    document: Document,
    preferences: PreferencesFile,
    tmp_path: Path,
    choose: Callable[[Path], None],
    qtbot: QtBot,
) -> None:
    path = tmp_path / "mine.json"
    choose(path)
    change(document)
    with qtbot.waitSignal(actions.done) as done:
        actions.save()
    assert done.args == [f"Saved {path}"]
    assert read_experiment(path) == document.experiment
    assert not document.is_modified
    assert preferences.value.recent == (str(path),)


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_another_place_offered(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    tmp_path: Path,
    choose: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actions.open_path(path)
    change(document)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        actions.save()
    assert message(window) == "seven.json: was not saved, because the disk is full"
    assert document.is_modified
    assert document.path == path
    choose(tmp_path / "elsewhere.json")
    press(window, "Save as…")
    assert read_experiment(tmp_path / "elsewhere.json") == document.experiment
    assert not document.is_modified
    assert float(read_experiment(path).network.parameters[0]) == 7.0


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, "its folder may not be written to"),
        (errno.EROFS, "its disk may not be written to"),
    ],
)
def test_a_read_only_folder_is_told(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: str,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    actions.open_path(path)
    change(document)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        actions.save()
    assert message(window) == f"seven.json: was not saved, because {expected}"
    assert document.is_modified


def test_a_file_changed_by_another_program_is_not_replaced_without_a_word(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    tmp_path: Path,
    choose: Callable[[Path], None],
) -> None:
    actions.open_path(path)
    change(document)
    path.write_bytes(b"other")
    actions.save()
    assert message(window) == "Another program has changed seven.json."
    (box,) = boxes(window)
    assert box.defaultButton().text() == "Save &as…"
    press(window, "Cancel")
    assert path.read_bytes() == b"other"
    assert document.is_modified
    actions.save()
    choose(tmp_path / "mine.json")
    press(window, "Save as…")
    assert path.read_bytes() == b"other"
    assert read_experiment(tmp_path / "mine.json") == document.experiment
    assert not document.is_modified


def test_the_person_may_replace_what_another_program_wrote(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    change(document)
    path.write_bytes(b"other")
    actions.save()
    press(window, "Save anyway")
    assert read_experiment(path) == document.experiment
    change(document, 6.0)
    actions.save()  # now it is ours again
    assert boxes(window) == []
    assert not document.is_modified


def test_two_windows_with_one_file_do_not_overwrite_each_other(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    other = Document(read_experiment(path), path.name, path)
    change(document)
    actions.save()
    assert boxes(window) == []
    change(other, 6.0)
    other.save(path)
    change(document, 8.0)
    actions.save()
    assert message(window) == "Another program has changed seven.json."
    press(window, "Cancel")
    assert float(read_experiment(path).network.parameters[0]) == 6.0


def test_a_file_that_vanished_is_saved_anew_and_that_is_said(
    actions: FileActions, document: Document, window: QWidget, path: Path, qtbot: QtBot
) -> None:
    actions.open_path(path)
    path.unlink()
    change(document)
    with qtbot.waitSignal(actions.done) as done:
        actions.save()
    assert done.args == [f"Saved {path} anew: the file was gone"]
    assert boxes(window) == []
    assert read_experiment(path) == document.experiment


def test_a_file_whose_folder_vanished_is_told(
    actions: FileActions, document: Document, window: QWidget, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    moved = path.rename(folder / path.name)
    actions.open_path(moved)
    moved.unlink()
    folder.rmdir()
    change(document)
    actions.save()
    assert message(window) == "seven.json: was not saved, because its folder is not there"
    assert document.is_modified


def test_a_file_that_a_folder_has_taken_the_place_of_is_told(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    change(document)
    path.unlink()
    path.mkdir()
    (path / "inside").touch()
    actions.save()
    assert message(window) == "Another program has changed seven.json."
    press(window, "Save anyway")
    assert message(window) == "seven.json: expected a file, found a folder"
    press(window, "Cancel")
    assert [each.name for each in path.iterdir()] == ["inside"]
    assert document.is_modified


def test_a_link_is_saved_through_and_stays_one(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    link = path.with_name("link.json")
    link.symlink_to(path.name)
    actions.open_path(link)
    for value in (5.0, 6.0):  # the second time the file behind it is ours
        change(document, value)
        actions.save()
        assert boxes(window) == []
        assert link.is_symlink()
        assert read_experiment(path) == document.experiment
    assert not document.is_modified


@pytest.mark.parametrize("is_folder_there", [True, False])
def test_a_link_that_has_come_to_lead_nowhere(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    tmp_path: Path,
    is_folder_there: bool,
) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link.json"
    folder.mkdir()
    moved = path.rename(folder / path.name)
    link.symlink_to(moved)
    actions.open_path(link)
    change(document)
    moved.unlink()
    if not is_folder_there:
        folder.rmdir()
    actions.save()
    assert link.is_symlink()
    if is_folder_there:
        assert boxes(window) == []
        assert read_experiment(moved) == document.experiment
    else:
        assert message(window) == "link.json: was not saved, because its folder is not there"
        assert document.is_modified
        assert names_of(tmp_path) == ["link.json"]


def names_of(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name != "preferences.json")


def test_a_disk_that_meets_a_fault_while_the_file_is_closed_is_told(
    actions: FileActions,
    document: Document,
    window: QWidget,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on a disk of another machine, which may tell of a fault only then."""
    actions.open_path(path)
    before = path.read_bytes()
    change(document)
    real = atomic._new_part

    class Part:
        def __init__(self, file: BinaryIO) -> None:
            self._file, self.write = file, file.write
            self.flush, self.fileno = file.flush, file.fileno

        def close(self) -> None:
            self._file.close()
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def failing(target: Path) -> tuple[Path, Any]:
        part, file = real(target)
        return part, Part(file)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_new_part", failing)
        actions.save()
    assert message(window) == "seven.json: was not saved, because its disk has a fault"
    press(window, "Cancel")
    assert path.read_bytes() == before
    assert names_of(path.parent) == ["seven.json"]
    actions.save()
    assert read_experiment(path) == document.experiment


# Revert


def test_revert_goes_back_to_the_file_when_the_person_agrees(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    change(document)
    actions.revert()
    assert message(window) == "Go back to seven.json as it was saved?"
    press(window, "Cancel")
    assert weight(document) == 5.0
    actions.revert()
    press(window, "Revert")
    assert weight(document) == 7.0
    assert not document.is_modified


def test_revert_without_changes_reads_what_another_program_wrote(
    actions: FileActions, document: Document, window: QWidget, path: Path, tutorial: Experiment
) -> None:
    actions.open_path(path)
    write_experiment(path, edits.with_parameter(tutorial, 0, 9.0))
    actions.revert()
    assert boxes(window) == []
    assert weight(document) == 9.0


def test_revert_to_a_file_that_vanished_leaves_the_document(
    actions: FileActions, document: Document, window: QWidget, path: Path
) -> None:
    actions.open_path(path)
    change(document)
    path.unlink()
    actions.revert()
    press(window, "Revert")
    assert message(window) == "seven.json: expected a file, but there is none"
    assert weight(document) == 5.0
    assert document.is_modified


def test_revert_without_a_file_says_so(actions: FileActions, window: QWidget) -> None:
    actions.revert()
    assert message(window) == "Tutorial was not saved yet: there is no file to go back to."


def test_after_an_export_it_says_of_which_step_the_weights_are(
    window: QWidget,
    document: Document,
    preferences: PreferencesFile,
    tutorial: Experiment,
    tmp_path: Path,
) -> None:
    state = Snapshot(tutorial, 58_926, tutorial.network.parameters, total_error=0.25)
    actions = FileActions(window, document, preferences, lambda: state, at_once)
    path = tmp_path / "x"
    said: list[str] = []
    actions.done.connect(said.append)
    actions.export_to(path)
    assert said == [f"Exported the weights after step 58\u202f926 to {path}"]
