"""Gradients against differences of the error."""

import math

import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.gradient_check import (
    EPSILONS,
    GradientCheck,
    gradient_check,
    gradient_checks,
)
from tests.engine.learner import TUTORIAL, Task, random_task
from tests.engine.tracing import trace_of

W5 = 6
TASKS = [
    random_task(sizes, activation, bias=policy)
    for sizes in [(2, 3, 2), (2, 18, 2)]
    for activation in Activation
    for policy in BiasPolicy
]


@pytest.mark.parametrize("task", TASKS)
def test_every_gradient_agrees_with_the_difference_of_the_error(task: Task) -> None:
    trace = trace_of(task)
    for at in range(task.topology.parameters):
        check = gradient_check(task.topology, trace, at, 1e-5)
        assert check.numeric == pytest.approx(check.analytic, rel=1e-6, abs=1e-9)
        assert check.analytic == trace.gradients[at]


def test_the_difference_is_the_central_one() -> None:
    def error(w5: float) -> float:
        net = w5 * 0.5932699921071872 + 0.45 * 0.596884378259767 + 0.6
        return 0.5 * (0.01 - 1 / (1 + math.exp(-net))) ** 2

    check = gradient_check(TUTORIAL.topology, trace_of(TUTORIAL), W5, 0.1)
    assert check.numeric == pytest.approx((error(0.5) - error(0.3)) / 0.2, rel=1e-12)


def test_the_curve_has_a_valley_between_curvature_and_rounding() -> None:
    checks = gradient_checks(TUTORIAL.topology, trace_of(TUTORIAL), W5)
    assert tuple(check.epsilon for check in checks) == EPSILONS
    assert (len(EPSILONS), EPSILONS[0], EPSILONS[-1]) == (13, 1e-1, 1e-13)
    errors = [check.relative_error for check in checks]
    lowest = errors.index(min(errors))
    assert 2 <= lowest <= 7
    assert errors[lowest] < 1e-9
    assert errors[0] > 1e-5
    assert errors[-1] > 1e-5


@pytest.mark.parametrize(
    ("analytic", "numeric", "error"),
    [(0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (2.0, 1.0, 0.5), (-1.0, 1.0, 2.0), (0.0, 1e-9, 1.0)],
)
def test_the_relative_error_is_relative_to_the_larger(
    analytic: float, numeric: float, error: float
) -> None:
    assert GradientCheck(1e-5, analytic, numeric).relative_error == error
