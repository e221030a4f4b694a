"""What central differences say about gradients."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.gradient_check import EPSILONS, gradient_check
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation.checks import (
    WORST,
    NetworkCheck,
    Valley,
    Verdict,
    resolution,
    verdict,
)
from tests.engine.learner import TUTORIAL, random_task
from tests.engine.tracing import trace_of

W5 = 6


def with_gradient(trace: StepTrace, at: int, value: float) -> StepTrace:
    """A trace as backpropagation with a mistake would make it."""
    gradients = trace.gradients.copy()
    gradients[at] = value
    return replace(trace, gradients=gradients)


def checked(check: NetworkCheck) -> NetworkCheck:
    for _ in check.run():
        pass
    return check


def test_the_valley_has_a_check_for_each_epsilon() -> None:
    trace = trace_of(TUTORIAL)
    valley = Valley(TUTORIAL.topology, trace, W5)
    for count, _ in enumerate(valley.run(), 1):
        assert len(valley.checks) == count
    found = [gradient_check(TUTORIAL.topology, trace, W5, epsilon) for epsilon in EPSILONS]
    assert valley.checks == found


@pytest.mark.parametrize("policy", list(BiasPolicy))
@pytest.mark.parametrize("activation", list(Activation))
def test_every_right_gradient_passes(activation: Activation, policy: BiasPolicy) -> None:
    task = random_task((3, 7, 5, 2), activation, bias=policy)
    check = checked(NetworkCheck(task.topology, trace_of(task)))
    assert check.done == check.total
    assert check.counts[Verdict.DIFFERS] == 0
    assert check.counts[Verdict.AGREES] > check.total / 2
    assert check.summary.startswith(f"All {check.total} gradients agree")


def test_a_bias_that_is_one_for_its_layer_is_checked_once() -> None:
    check = checked(NetworkCheck(TUTORIAL.topology, trace_of(TUTORIAL)))
    assert check.total == 10
    assert len(check.worst) == WORST == 10


def test_a_wrong_gradient_is_found_and_named_first() -> None:
    task = random_task((3, 7, 5, 2), bias=BiasPolicy.PER_NEURON)
    right = trace_of(task)
    trace = with_gradient(right, 40, 1.01 * right.gradients[40])
    check = checked(NetworkCheck(task.topology, trace))
    assert check.counts[Verdict.DIFFERS] == 1
    assert check.worst[0].at == 40
    assert check.worst[0].verdict is Verdict.DIFFERS
    assert check.summary == f"1 of {check.total} gradients differ from the central difference."


def test_the_worst_come_first() -> None:
    task = random_task((3, 7, 5, 2))
    trace = trace_of(task)
    check = checked(NetworkCheck(task.topology, trace))
    errors = [each.check.relative_error for each in check.worst]
    assert errors == sorted(errors, reverse=True)
    places = [check.rows.place(row) for row in range(check.total)]
    all_errors = [gradient_check(task.topology, trace, at, 1e-5).relative_error for at in places]
    assert errors == sorted(all_errors, reverse=True)[:WORST]


def test_what_rounding_hides_is_not_called_wrong() -> None:
    task = random_task((2, 3, 1))
    inputs = np.zeros_like(task.inputs)
    dead = replace(task, inputs=inputs)
    trace = trace_of(dead)
    check = gradient_check(task.topology, trace, 0, 1e-5)
    assert (check.analytic, verdict(check, trace)) == (0.0, Verdict.AGREES)
    nearly = replace(check, analytic=1e-15, numeric=2e-13)
    assert verdict(nearly, trace) is Verdict.UNDECIDED
    assert verdict(replace(check, analytic=0.1, numeric=0.2), trace) is Verdict.DIFFERS


def test_large_inputs_are_checked_with_a_smaller_epsilon() -> None:
    task = random_task((2, 3, 1), Activation.TANH)
    steep = replace(task, inputs=task.inputs * 300, parameters=task.parameters / 100)
    trace = trace_of(steep)
    assert checked(NetworkCheck(steep.topology, trace)).counts[Verdict.DIFFERS] == 0


def test_outputs_beyond_all_measure_leave_no_gradient_called_wrong_and_warn_of_nothing() -> None:
    trace = trace_of(TUTORIAL)
    far = replace(trace, outputs=np.full_like(trace.outputs, 1e200))
    assert resolution(far, 1e-5) == np.inf
