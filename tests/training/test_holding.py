"""What holds already; the numbers are the tutorial's own, and those of a plain learner."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.holding import holds
from backprop_gui.training.snapshot import Snapshot
from tests.first_steps import first_step
from tests.training.by_brute_force import looks

W5 = 6
GRADIENT_OF_W5 = 0.082167041  # of the tutorial
ERROR = 0.2983711087600027


def state(experiment: Experiment) -> tuple[Snapshot, StepTrace]:
    snapshot = Snapshot(experiment, 500, experiment.network.parameters, 0, ERROR, 500)
    return snapshot, first_step(experiment)


@pytest.mark.parametrize(
    ("breakpoint", "expected"),
    [
        (Breakpoint(Condition.STEP, 499), True),
        (Breakpoint(Condition.STEP, 500), True),
        (Breakpoint(Condition.STEP, 501), False),
        (Breakpoint(Condition.ERROR_BELOW, ERROR), False),
        (Breakpoint(Condition.ERROR_BELOW, 0.3), True),
        (Breakpoint(Condition.ERROR_ABOVE, ERROR), False),
        (Breakpoint(Condition.ERROR_ABOVE, 0.29), True),
        (Breakpoint(Condition.PARAMETER_CROSSES, 0.1, W5), False),
        (Breakpoint(Condition.OUTPUT_CROSSES, 0.1, 4, 0), False),
        (Breakpoint(Condition.GRADIENT_ABOVE, GRADIENT_OF_W5 - 1e-8, W5), True),
        (Breakpoint(Condition.GRADIENT_ABOVE, GRADIENT_OF_W5 + 1e-8, W5), False),
        (Breakpoint(Condition.NOT_FINITE), False),
    ],
)
def test_in_the_tutorial(breakpoint: Breakpoint, expected: bool) -> None:
    assert holds(breakpoint, *state(read_example("tutorial"))) is expected


def test_what_is_not_known_does_not_hold() -> None:
    snapshot, _ = state(read_example("tutorial"))
    unmeasured = replace(snapshot, total_error=math.nan)
    for condition in (Condition.ERROR_BELOW, Condition.ERROR_ABOVE):
        assert not holds(Breakpoint(condition, 0.1), unmeasured, None)
    assert not holds(Breakpoint(Condition.GRADIENT_ABOVE, 0.0, W5), snapshot, None)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_is_not_finite(number: float) -> None:
    snapshot, _ = state(read_example("tutorial"))
    parameters = np.append(snapshot.parameters[:-1], number)
    assert holds(Breakpoint(Condition.NOT_FINITE), replace(snapshot, parameters=parameters), None)


@pytest.mark.parametrize("bias", BiasPolicy)
def test_gradients_are_those_that_the_training_loop_looks_at(bias: BiasPolicy) -> None:
    tutorial = read_example("tutorial")
    experiment = replace(tutorial, training=replace(tutorial.training, bias=bias))
    (look,) = looks(experiment, 0)
    parameters = range(experiment.network.topology.parameters)
    sizes: dict[int | None, float] = {
        None: look.length,
        **{at: abs(look.gradients[at]) for at in parameters},
    }
    for at, size in sizes.items():
        above, below = (
            Breakpoint(Condition.GRADIENT_ABOVE, size * by, at) for by in (1 - 1e-12, 1 + 1e-12)
        )
        assert holds(above, *state(experiment))
        assert not holds(below, *state(experiment))
