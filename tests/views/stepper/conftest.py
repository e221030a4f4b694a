"""Steps seen from inside, at any stage."""

from collections.abc import Callable

import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.stage_view import StageView
from tests.first_steps import first_step

See = Callable[..., StageView]


@pytest.fixture
def see() -> See:
    """The first step of an experiment, with so many stages done."""

    def make(experiment: Experiment, done: int = 0) -> StageView:
        return StageView(experiment.network.topology, 0, 0, first_step(experiment), done)

    return make
