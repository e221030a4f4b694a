"""Ghosts: the futures that edits in the past have left, and what undo makes of them."""

from dataclasses import replace
from functools import partial

import pytest

from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import MOST_UNNAMED, Ghost
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.from_here_on import from_here_on
from tests.document.weights import set_weight, weight


def edit_at(document: Document, step: int, value: float, merge: str = "") -> Edit:
    edit = set_weight(value, merge)
    parameters = document.experiment.network.parameters
    change = partial(from_here_on, change=edit.change, step=step, parameters=parameters)
    return replace(edit, change=change)


def left(document: Document, head: int, name: str = "left") -> Ghost:
    return Ghost(name, document.experiment, head)


def names(document: Document) -> list[str]:
    return [ghost.name for ghost in document.ghosts]


@pytest.fixture
def forked(document: Document) -> Document:
    """One whose run was at 10,000 when it was edited at 300."""
    document.apply(edit_at(document, 300, 5.0), left(document, 10_000))
    return document


def test_an_edit_in_the_past_leaves_a_ghost(forked: Document, experiment: Experiment) -> None:
    (ghost,) = forked.ghosts
    assert ghost.experiment is experiment
    assert (ghost.name, ghost.head) == ("left", 10_000)


def test_an_edit_of_the_last_step_leaves_none(document: Document) -> None:
    document.apply(edit_at(document, 300, 5.0), left(document, 300))
    assert document.ghosts == ()


def test_an_edit_of_the_beginning_leaves_one_once_something_was_trained(document: Document) -> None:
    document.apply(set_weight(5.0), left(document, 0))
    assert document.ghosts == ()
    document.apply(set_weight(6.0), left(document, 1))
    assert len(document.ghosts) == 1


def test_undo_takes_the_ghost_away_and_redo_brings_it_back(
    forked: Document, experiment: Experiment
) -> None:
    ghosts = forked.ghosts
    told: list[object] = []
    forked.ghostsChanged.connect(told.append)
    forked.undo_stack.undo()
    assert forked.ghosts == ()
    assert forked.experiment is experiment
    assert forked.head == 10_000
    forked.undo_stack.redo()
    assert forked.ghosts == ghosts
    assert forked.head is None
    assert told == [(), ghosts]


def test_a_drag_in_the_past_leaves_one_ghost(document: Document, experiment: Experiment) -> None:
    document.apply(edit_at(document, 300, 1.0, "drag"), left(document, 10_000))
    for value in (2.0, 3.0):
        document.apply(edit_at(document, 300, value, "drag"), left(document, 300))
    assert len(document.ghosts) == 1
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment is experiment
    assert names(document) == []


def test_a_drag_that_is_taken_back_has_left_nothing(
    document: Document, experiment: Experiment
) -> None:
    document.apply(set_weight(1.0, "drag"), left(document, 10_000))
    document.apply(set_weight(0.1, "drag"), left(document, 0))
    assert document.experiment is experiment
    assert document.head == 10_000
    assert document.ghosts == ()
    assert not document.is_modified


def test_a_drag_in_the_past_that_is_taken_back_gives_back_the_run_that_it_had_left(
    document: Document, experiment: Experiment
) -> None:
    document.apply(edit_at(document, 300, 1.0, "drag"), left(document, 10_000))
    document.apply(edit_at(document, 300, 2.0, "drag"), left(document, 300))
    document.take_back("drag")
    assert document.experiment is experiment
    assert document.head == 10_000
    assert document.ghosts == ()
    assert not document.undo_stack.canUndo()


def test_an_edit_that_leads_to_the_experiment_of_a_ghost_returns_to_it(
    document: Document, experiment: Experiment
) -> None:
    document.apply(set_weight(1.0), left(document, 10_000))
    document.apply(set_weight(0.1), left(document, 20, "other"))
    assert document.experiment is experiment
    assert document.head == 10_000
    assert names(document) == ["other"]


def test_to_return_to_a_ghost_leaves_the_present_run_as_one(
    forked: Document, experiment: Experiment
) -> None:
    present = forked.experiment
    forked.return_to(forked.ghosts[0], left(forked, 400, "other"))
    assert forked.experiment is experiment
    assert forked.head == 10_000
    assert [(x.name, x.experiment, x.head) for x in forked.ghosts] == [("other", present, 400)]
    forked.undo_stack.undo()
    assert forked.experiment is present
    assert forked.head == 400
    assert names(forked) == ["left"]


def test_to_return_from_a_run_without_a_future_leaves_nothing(forked: Document) -> None:
    forked.return_to(forked.ghosts[0], left(forked, 300))
    assert forked.ghosts == ()


def test_a_ghost_can_be_named_and_thrown_away_and_both_can_be_undone(forked: Document) -> None:
    forked.rename_ghost(forked.ghosts[0], "mine")
    assert names(forked) == ["mine"]
    assert forked.ghosts[0].is_named
    forked.throw_away(forked.ghosts[0])
    assert names(forked) == []
    forked.undo_stack.undo()
    assert names(forked) == ["mine"]
    forked.undo_stack.undo()
    assert names(forked) == ["left"]


def test_a_name_stays_with_its_run_when_it_has_been_the_present_one(forked: Document) -> None:
    forked.rename_ghost(forked.ghosts[0], "mine")
    forked.return_to(forked.ghosts[0])
    forked.apply(edit_at(forked, 200, 7.0), left(forked, 10_000))
    assert names(forked) == ["mine"]
    assert forked.ghosts[0].is_named


def test_no_two_ghosts_have_one_name(document: Document) -> None:
    for value in (1.0, 2.0, 3.0):
        document.apply(edit_at(document, 300, value), left(document, 1000))
    assert len(set(names(document))) == 3
    document.rename_ghost(document.ghosts[2], "left")
    assert len(set(names(document))) == 3


def test_of_too_many_ghosts_the_oldest_without_a_name_goes_and_undo_brings_it_back(
    document: Document,
) -> None:
    for number in range(MOST_UNNAMED):
        document.apply(edit_at(document, 300, number + 1.0), left(document, 1000, f"{number}"))
    document.rename_ghost(document.ghosts[0], "first")
    for number in range(2):
        document.apply(
            edit_at(document, 300, -number - 1.0), left(document, 1000, f"more {number}")
        )
    assert names(document)[:2] == ["first", "2"]
    assert len(document.ghosts) == MOST_UNNAMED + 1
    document.undo_stack.undo()
    assert names(document)[:2] == ["first", "1"]


def test_another_experiment_has_no_ghosts(forked: Document) -> None:
    forked.new()
    assert forked.ghosts == ()
    assert forked.head is None


def test_undo_gives_back_the_value_too(forked: Document) -> None:
    changes = forked.experiment.changes
    assert changes[0].parameters == ((0, 5.0),)
    forked.undo_stack.undo()
    assert forked.experiment.changes == ()
    assert weight(forked.experiment) == 0.1


def test_a_ghost_of_before_the_document_had_another_name_brings_its_own_back(
    document: Document,
) -> None:
    document.apply(replace(set_weight(5.0), name="flowers"), left(document, 700))
    assert document.name == "flowers"
    document.return_to(document.ghosts[0], left(document, 900))
    assert document.name == "Example"
    document.return_to(document.ghosts[0])
    assert document.name == "flowers"


def named_by_weights(experiment: Experiment) -> Document:
    def name_run(run: Experiment, present: Experiment) -> str:
        return f"{weight(run)} beside {weight(present)}"

    return Document(experiment, "Example", name_run=name_run)


def test_ghosts_are_named_anew_beside_each_present_run_and_undo_names_them_as_before(
    experiment: Experiment,
) -> None:
    document = named_by_weights(experiment)
    document.apply(set_weight(5.0), left(document, 700, ""))
    assert names(document) == ["0.1 beside 5.0"]
    document.apply(set_weight(6.0), left(document, 900, ""))
    assert names(document) == ["0.1 beside 6.0", "5.0 beside 6.0"]
    document.undo_stack.undo()
    assert names(document) == ["0.1 beside 5.0"]
    document.return_to(document.ghosts[0], left(document, 900, ""))
    assert names(document) == ["5.0 beside 0.1"]


def test_a_name_that_a_person_chose_stays_and_no_other_ghost_gets_it(
    experiment: Experiment,
) -> None:
    document = named_by_weights(experiment)
    document.apply(set_weight(5.0), left(document, 700, ""))
    document.rename_ghost(document.ghosts[0], "5.0 beside 6.0")
    document.apply(set_weight(6.0), left(document, 900, ""))
    assert names(document) == ["5.0 beside 6.0", "5.0 beside 6.0 – 2"]
