"""Steps seen from inside, at any stage."""

from collections.abc import Callable

import pytest

from backprop_gui.engine.tracer import trace_step
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.stage_view import StageView

See = Callable[..., StageView]


@pytest.fixture
def see() -> See:
    """The first step of an experiment, with so many stages done."""

    def make(experiment: Experiment, done: int = 0) -> StageView:
        network, samples, training = experiment.network, experiment.samples, experiment.training
        trace = trace_step(
            network.topology,
            network.parameters,
            samples.inputs[0],
            samples.targets[0],
            training.learning_rate,
            training.bias,
        )
        return StageView(network.topology, 0, 0, trace, done)

    return make
