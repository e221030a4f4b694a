"""The looks of breakpoints, run as plain Python, find what they find compiled."""

import pytest
from numba.core.dispatcher import Dispatcher

from backprop_gui.engine import kernel
from backprop_gui.engine import watch as watching
from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine.learner import Learner, Task, random_task, same_bits

END = 200

BREAKPOINTS = [
    Breakpoint(Condition.GRADIENT_ABOVE, 0.05),
    Breakpoint(Condition.OUTPUT_CROSSES, 0.5, at=3, sample=1),
    Breakpoint(Condition.GRADIENT_ABOVE, 0.01, at=2),
    Breakpoint(Condition.NOT_FINITE),
    Breakpoint(Condition.ERROR_BELOW, 0.5),
    Breakpoint(Condition.STEP, 70),
    Breakpoint(Condition.ERROR_ABOVE, 0.9),
    Breakpoint(Condition.PARAMETER_CROSSES, 0.25, at=1),
]


def tasks() -> list[Task]:
    return [
        random_task((2, 5, 3, 1), Activation.TANH, bias=BiasPolicy.FIXED, samples=5),
        random_task((3, 4, 2), Activation.RELU, bias=BiasPolicy.PER_NEURON, samples=3, rate=0.9),
        random_task((2, 4, 1), bias=BiasPolicy.SHARED, samples=70, rate=3.0),
        random_task((3, 17, 2), Activation.IDENTITY, samples=2, rate=0.05),
    ]


def found_by(task: Task) -> tuple[Learner, list[list[int]]]:
    """The learner at the end, and what the watch held at every stop."""
    watch = make_watch(task.topology, BREAKPOINTS)
    watch.cells[watching.LOOKS_AT_END] = 1
    learner = Learner(task, watch=watch)
    found = []
    while learner.step < END:
        reason, _, _ = learner.advance(END)
        found.append([reason, learner.step, *watch.cells.tolist(), *watch.truths.tolist()])
        watch.cells[watching.MET] = -1
    return learner, found


@pytest.fixture
def compiled(request: pytest.FixtureRequest) -> tuple[Learner, list[list[int]]]:
    assert isinstance(kernel.advance, Dispatcher)
    return found_by(request.param)


@pytest.mark.compiled
@pytest.mark.parametrize(
    "compiled", tasks(), indirect=True, ids=["tanh", "relu", "logistic", "wide"]
)
def test_looks_are_their_sources(
    compiled: tuple[Learner, list[list[int]]], plain_python: None
) -> None:
    assert not isinstance(kernel.advance, Dispatcher)
    learner, found = compiled
    plain, found_plainly = found_by(learner.task)
    assert len(found) > 1
    assert found_plainly == found
    if learner.task.topology.is_narrow:
        assert same_bits(plain.parameters, learner.parameters)
