"""The words of the status line."""

from dataclasses import replace

import pytest

from backprop_gui.app.status import status
from backprop_gui.files.examples import read_example
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.snapshot import Activity, Part, Snapshot


@pytest.fixture
def fresh() -> Snapshot:
    tutorial = read_example("tutorial")
    return Snapshot(tutorial, 0, tutorial.network.parameters, activity=Activity.PAUSED)


@pytest.mark.parametrize(("step", "words"), [(1, "after 1 step."), (2, "after 2 steps.")])
def test_one_step_is_not_spoken_of_as_many(fresh: Snapshot, step: int, words: str) -> None:
    assert words in status(replace(fresh, step=step, head=step))


def test_what_the_engine_is_prepared_for_stands_before_all_else(fresh: Snapshot) -> None:
    for activity in (Activity.PAUSED, Activity.RUNNING):
        waiting = replace(fresh, activity=activity, prepares=Part.BREAKPOINTS)
        assert status(waiting) == (
            "Preparing the engine for breakpoints. The first time takes some seconds."
        )
    starting = replace(fresh, activity=Activity.PREPARING, prepares=Part.NARROW)
    assert status(starting) == "Preparing the engine. The first start takes some seconds."


@pytest.mark.parametrize(
    ("condition", "step", "words"),
    [
        (Condition.ERROR_BELOW, 270, "Stopped after 270 steps: the total error fell below 2."),
        (Condition.ERROR_BELOW, 1, "Stopped after 1 step: the total error fell below 2."),
        (
            Condition.GRADIENT_ABOVE,
            270,
            "Stopped after 270 steps, just before step 271: the whole gradient exceeds 2.",
        ),
        (
            Condition.NOT_FINITE,
            5,
            "Stopped after 5 steps, just before step 6: it makes a number that is not finite.",
        ),
    ],
)
def test_where_training_stopped_is_told_by_the_steps_made_and_the_coming_one_if_it_is_about_that(
    fresh: Snapshot, condition: Condition, step: int, words: str
) -> None:
    met = replace(fresh, step=step, head=step, met=Breakpoint(condition, 2.0))
    assert status(met) == words
