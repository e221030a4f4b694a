"""The document: every edit is one step to undo, and undo gives back the very value."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import read_experiment


@pytest.fixture
def experiment() -> Experiment:
    layer = np.array([[0.1, 0.2]]), np.array([0.3])
    network = edits.from_blocks((Activation.LOGISTIC,), [layer])
    return Experiment(network, Samples(np.array([[1.0, 0.0]]), np.array([[1.0]])))


@pytest.fixture
def document(qapp: object, experiment: Experiment) -> Document:
    return Document(experiment, "Example")


def set_weight(value: float, merge: str = "") -> Edit:
    return Edit("change of w1", partial(edits.with_parameter, at=0, value=value), merge)


def weight(document: Document) -> float:
    return float(document.experiment.network.parameters[0])


def test_an_edit_can_be_undone_and_redone(document: Document, experiment: Experiment) -> None:
    document.apply(set_weight(5.0))
    assert weight(document) == 5.0
    assert document.undo_stack.undoText() == "change of w1"
    document.undo_stack.undo()
    assert document.experiment is experiment
    document.undo_stack.redo()
    assert weight(document) == 5.0


def test_edits_with_one_merge_key_are_one_step_to_undo(document: Document) -> None:
    for value in (1.0, 2.0, 3.0):
        document.apply(set_weight(value, "drag 1"))
    document.apply(set_weight(4.0, "drag 2"))
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert weight(document) == 3.0
    document.undo_stack.undo()
    assert weight(document) == 0.1


def test_a_drag_that_was_taken_back_leaves_nothing_to_undo(document: Document) -> None:
    document.apply(set_weight(1.0, "drag"))
    document.apply(set_weight(0.1, "drag"))
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


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
