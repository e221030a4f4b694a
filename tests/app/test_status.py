"""The words of the status line."""

from dataclasses import replace

import pytest

from backprop_gui.app.status import status
from backprop_gui.files.examples import read_example
from backprop_gui.training.snapshot import Activity, Snapshot


@pytest.fixture
def fresh() -> Snapshot:
    tutorial = read_example("tutorial")
    return Snapshot(tutorial, 0, tutorial.network.parameters, activity=Activity.PAUSED)


@pytest.mark.parametrize(("step", "words"), [(1, "after 1 step."), (2, "after 2 steps.")])
def test_one_step_is_not_spoken_of_as_many(fresh: Snapshot, step: int, words: str) -> None:
    assert words in status(replace(fresh, step=step, head=step))
