"""The document: every edit is one step to undo, and undo gives back the very value."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.document.blank import blank_experiment
from backprop_gui.document.document import Document, FileChange
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import read_experiment, write_experiment
from tests.document.weights import set_weight, weight


def test_an_edit_can_be_undone_and_redone(document: Document, experiment: Experiment) -> None:
    document.apply(set_weight(5.0))
    assert weight(document.experiment) == 5.0
    assert document.undo_stack.undoText() == "change of w1"
    document.undo_stack.undo()
    assert document.experiment is experiment
    document.undo_stack.redo()
    assert weight(document.experiment) == 5.0


def test_edits_with_one_merge_key_are_one_step_to_undo(document: Document) -> None:
    for value in (1.0, 2.0, 3.0):
        document.apply(set_weight(value, "drag 1"))
    document.apply(set_weight(4.0, "drag 2"))
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert weight(document.experiment) == 3.0
    document.undo_stack.undo()
    assert weight(document.experiment) == 0.1


def test_a_drag_that_was_taken_back_leaves_nothing_to_undo(document: Document) -> None:
    document.apply(set_weight(1.0, "drag"))
    document.apply(set_weight(0.1, "drag"))
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


def test_edits_that_are_taken_back_leave_nothing_to_undo_or_redo(
    document: Document, experiment: Experiment
) -> None:
    for value in (1.0, 2.0):
        document.apply(set_weight(value, "drag"))
    document.take_back("drag")
    assert document.experiment is experiment
    assert not document.undo_stack.canUndo()
    assert not document.undo_stack.canRedo()
    assert not document.is_modified


def test_only_the_edits_made_last_are_taken_back(document: Document) -> None:
    document.apply(set_weight(1.0, "drag 1"))
    document.apply(set_weight(2.0, "drag 2"))
    document.take_back("drag 1")
    assert weight(document.experiment) == 2.0
    document.take_back("drag 2")
    assert weight(document.experiment) == 1.0
    assert document.undo_stack.count() == 1


def test_a_drag_during_which_it_was_saved_is_taken_back_as_a_whole(
    document: Document, tmp_path: Path
) -> None:
    document.apply(set_weight(1.0, "drag"))
    document.save(tmp_path / "mine.json")
    document.apply(set_weight(2.0, "drag"))
    document.take_back("drag")
    assert weight(document.experiment) == 0.1
    assert document.is_modified


def test_an_edit_that_changes_nothing_is_none(document: Document) -> None:
    document.apply(set_weight(0.1))
    assert not document.is_modified


def test_an_edit_that_does_not_fit_is_refused_with_a_sentence(
    document: Document, experiment: Experiment, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(document.editRefused) as refused:
        document.apply(Edit("x", partial(edits.without_neuron, layer=1, neuron=0)))
    assert refused.args == ["This cannot be: expected at least one neuron in a layer."]
    assert document.experiment is experiment
    assert not document.undo_stack.canUndo()


def test_it_is_modified_until_saved_and_again_after_undoing_past_that(
    document: Document, tmp_path: Path
) -> None:
    document.apply(set_weight(5.0))
    assert document.is_modified
    document.save(tmp_path / "mine.json")
    assert not document.is_modified
    assert document.name == "mine.json"
    assert read_experiment(tmp_path / "mine.json") == document.experiment
    document.undo_stack.undo()
    assert document.is_modified
    document.undo_stack.redo()
    assert not document.is_modified


def test_an_edit_can_name_it_until_that_is_undone(document: Document, qtbot: QtBot) -> None:
    document.apply(set_weight(4.0))
    with qtbot.waitSignal(document.titleChanged):
        document.apply(replace(set_weight(5.0), name="flowers"))
    document.apply(set_weight(6.0))
    assert document.name == "flowers"
    document.undo_stack.undo()
    assert document.name == "flowers"
    with qtbot.waitSignal(document.titleChanged):
        document.undo_stack.undo()
    assert document.name == "Example"
    document.undo_stack.redo()
    assert document.name == "flowers"


def test_a_saved_one_has_the_name_of_its_file_whatever_an_edit_calls_it(
    document: Document, tmp_path: Path
) -> None:
    document.save(tmp_path / "mine.json")
    document.apply(replace(set_weight(5.0), name="flowers"))
    assert document.name == "mine.json"


def test_a_failed_save_leaves_it_modified_and_its_name(document: Document, tmp_path: Path) -> None:
    document.apply(set_weight(5.0))
    with pytest.raises(FileError):
        document.save(tmp_path / "no folder" / "mine.json")
    assert document.is_modified
    assert document.path is None


def test_another_experiment_has_nothing_to_undo(document: Document, experiment: Experiment) -> None:
    document.apply(set_weight(5.0))
    other = replace(experiment)
    document.replace(other, "Other")
    assert document.experiment is other
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


# The file


@pytest.fixture
def path(tmp_path: Path, experiment: Experiment) -> Path:
    """A file with an experiment that is not the document's: its first weight is 7."""
    path = tmp_path / "seven.json"
    write_experiment(path, edits.with_parameter(experiment, 0, 7.0))
    return path


def test_an_opened_file_has_nothing_to_undo_and_nothing_to_save(
    document: Document, path: Path
) -> None:
    document.apply(set_weight(5.0))
    document.open(path)
    assert weight(document.experiment) == 7.0
    assert (document.path, document.name) == (path, "seven.json")
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe", b'{"format": "other"}'])
def test_a_file_that_cannot_be_opened_leaves_the_document_as_it_is(
    document: Document, path: Path, content: bytes | None
) -> None:
    document.open(path)
    document.apply(set_weight(5.0))
    before = document.experiment
    wrong = path.with_name("wrong.json")
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(FileError):
        document.open(wrong)
    assert document.experiment is before
    assert document.path == path
    assert document.is_modified
    assert document.undo_stack.canUndo()


def test_new_gives_a_small_network_without_a_file(document: Document, path: Path) -> None:
    document.open(path)
    document.new()
    assert document.experiment == blank_experiment()
    assert (document.path, document.name) == (None, "Untitled")
    assert not document.is_modified


def test_the_new_network_is_2_2_1_with_random_weights_one_bias_a_layer_and_a_sample() -> None:
    blank = blank_experiment()
    assert blank.network.topology.sizes == (2, 2, 1)
    weights = [x for layer in (0, 1) for x in blank.network.weights(layer).ravel().tolist()]
    assert len(set(weights)) == 6
    assert all(0 <= x < 1 for x in weights)
    assert edits.has_one_bias(blank)
    assert blank.samples.inputs.tolist() == [[0, 0]]
    assert blank.samples.targets.tolist() == [[0]]
    assert blank == blank_experiment()


def test_what_is_restored_after_a_crash_is_not_saved_yet(
    document: Document, experiment: Experiment, path: Path
) -> None:
    document.apply(set_weight(5.0))
    document.restore(experiment, "seven.json", path, None)
    assert document.experiment is experiment
    assert document.path == path
    assert document.is_modified
    assert not document.undo_stack.canUndo()
    document.save(path)
    assert not document.is_modified


def test_a_file_that_nobody_touched_has_not_changed(document: Document, path: Path) -> None:
    assert document.file_change() is FileChange.NONE
    document.open(path)
    assert document.file_change() is FileChange.NONE
    document.apply(set_weight(5.0))
    document.save(path)
    assert document.file_change() is FileChange.NONE


def test_a_file_written_by_another_program_has_changed(document: Document, path: Path) -> None:
    document.open(path)
    path.write_bytes(path.read_bytes() + b"\n")
    assert document.file_change() is FileChange.CHANGED


def test_a_file_of_the_same_size_and_time_in_its_place_has_changed(
    document: Document, path: Path
) -> None:
    document.open(path)
    status = path.stat()
    other = path.with_name("other.json")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    assert document.file_change() is FileChange.CHANGED


def test_a_file_that_another_program_removed_has_vanished(document: Document, path: Path) -> None:
    document.open(path)
    path.unlink()
    assert document.file_change() is FileChange.VANISHED
    document.save(path)
    assert document.file_change() is FileChange.NONE
    assert read_experiment(path) == document.experiment


def test_a_file_changed_while_it_was_read_has_changed(
    document: Document, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> Experiment:
        experiment = read_experiment(path)
        path.write_bytes(b"other")
        return experiment

    monkeypatch.setattr("backprop_gui.document.document.read_experiment", read)
    document.open(path)
    assert document.file_change() is FileChange.CHANGED


def test_a_file_that_was_changed_before_the_crash_still_counts_as_changed(
    document: Document, experiment: Experiment, path: Path
) -> None:
    document.open(path)
    stamp = document.stamp
    path.write_bytes(b"other")
    document.restore(experiment, "seven.json", path, stamp)
    assert document.file_change() is FileChange.CHANGED


def test_another_experiment_is_not_modified_even_where_the_saved_state_was_lost(
    document: Document, experiment: Experiment, tmp_path: Path
) -> None:
    document.apply(set_weight(5.0))
    document.save(tmp_path / "mine.json")
    document.undo_stack.undo()
    for value in (1.0, 0.1):  # a drag that is taken back, and takes what could be redone with it
        document.apply(set_weight(value, "drag"))
    document.replace(replace(experiment), "Other")
    assert not document.is_modified
