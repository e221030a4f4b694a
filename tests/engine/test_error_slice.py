"""The error along a weight is what the whole network gives, and its slope is the gradient."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.error_slice import ErrorSlice, is_cheap, point_of_samples
from backprop_gui.engine.forecast import Forecast, Point, point_of_sample
from backprop_gui.engine.topology import Floats, Topology
from tests.engine.learner import TUTORIAL, Task, random_task, same_bits
from tests.engine.oracle import Sample, network
from tests.engine.tracing import trace_of

W5 = 6
DEEP = random_task((3, 5, 4, 2), bias=BiasPolicy.PER_NEURON)


def moved(task: Task, at: int, value: float, together: slice | None = None) -> Floats:
    parameters = task.parameters.copy()
    parameters[together or at] = value
    return parameters


def oracle_error(task: Task, parameters: Floats, samples: range) -> float:
    words = [activation.value for activation in task.activations]
    learner = network(list(task.sizes), words, parameters.tolist())
    rows = ((task.inputs[row].tolist(), task.targets[row].tolist()) for row in samples)
    return learner.total_error([Sample(*row) for row in rows])


@pytest.mark.parametrize("at", [0, 7, 20, DEEP.topology.parameters - 1])
def test_the_slice_of_a_sample_is_the_error_with_that_one_weight_moved(at: int) -> None:
    along = ErrorSlice(DEEP.topology, trace_of(DEEP, 2), at)
    for value in (-3.0, 0.0, 0.25, 3.0):
        expected = oracle_error(DEEP, moved(DEEP, at, value), range(2, 3))
        assert along.error(value) == expected


def test_the_slice_of_all_samples_is_the_total_error() -> None:
    samples = DEEP.inputs, DEEP.targets
    along = ErrorSlice(DEEP.topology, trace_of(DEEP, 2), 9, samples)
    for value in (-1.0, 2.0):
        assert along.error(value) == oracle_error(DEEP, moved(DEEP, 9, value), range(4))


def test_at_the_present_value_it_is_the_error_of_the_trace_bit_for_bit() -> None:
    trace = trace_of(TUTORIAL)
    along = ErrorSlice(TUTORIAL.topology, trace, W5)
    along.error(-2.0)
    point = point_of_sample(trace, W5)
    assert along.error(point.value) == point.error == 0.2983711087600027
    assert point.gradient == trace.gradients[W5]


def test_one_bias_of_a_layer_is_moved_as_a_whole() -> None:
    along = ErrorSlice(TUTORIAL.topology, trace_of(TUTORIAL), 5)
    expected = oracle_error(TUTORIAL, moved(TUTORIAL, 5, 1.5, slice(4, 6)), range(1))
    assert along.error(1.5) == expected
    own = replace(TUTORIAL, bias=BiasPolicy.PER_NEURON)
    along = ErrorSlice(own.topology, trace_of(own), 5)
    assert along.error(1.5) == oracle_error(own, moved(own, 5, 1.5), range(1))


def test_the_parameters_of_the_trace_stay_as_they_are() -> None:
    trace = trace_of(DEEP)
    ErrorSlice(DEEP.topology, trace, 3).error(8.0)
    assert same_bits(trace.parameters, DEEP.parameters)


def test_there_is_no_slice_along_what_is_no_parameter() -> None:
    with pytest.raises(IndexError):
        ErrorSlice(DEEP.topology, trace_of(DEEP), DEEP.topology.parameters)


@pytest.mark.parametrize("policy", list(BiasPolicy))
@pytest.mark.parametrize("activation", [Activation.LOGISTIC, Activation.TANH, Activation.IDENTITY])
def test_the_tangent_touches_the_total_error(activation: Activation, policy: BiasPolicy) -> None:
    task = random_task((3, 5, 4, 2), activation, bias=policy)
    trace, samples = trace_of(task), (task.inputs, task.targets)
    for at in range(0, task.topology.parameters, 5):
        point = point_of_samples(task.topology, trace, at, *samples)
        along = ErrorSlice(task.topology, trace, at, samples)
        assert along.error(point.value) == point.error
        near = [along.error(point.value + by) - point.tangent(point.value + by) for by in (h, -h)]
        assert np.abs(near).max() < 50 * h**2 * max(1.0, abs(point.gradient))


h = 1e-4


def test_a_total_of_one_sample_is_that_samples_own() -> None:
    trace = trace_of(TUTORIAL)
    total = point_of_samples(TUTORIAL.topology, trace, W5, TUTORIAL.inputs, TUTORIAL.targets)
    assert total == point_of_sample(trace, W5)


def test_samples_that_lack_targets_are_refused() -> None:
    trace = trace_of(DEEP)
    with pytest.raises(ValueError):
        point_of_samples(DEEP.topology, trace, 0, DEEP.inputs, DEEP.targets[:-1])


def test_a_forecast_is_gradient_times_change() -> None:
    forecast = Forecast(Point(0.4, 0.30, 0.08), Point(0.1, 0.28, 0.05))
    assert forecast.change == pytest.approx(-0.3)
    assert forecast.foretold == pytest.approx(-0.024)
    assert forecast.true == pytest.approx(-0.02)
    assert forecast.start.tangent(0.1) == pytest.approx(0.276)


def test_the_smaller_the_change_the_better_the_forecast() -> None:
    trace = trace_of(TUTORIAL)
    start, along = point_of_sample(trace, W5), ErrorSlice(TUTORIAL.topology, trace, W5)
    gaps = []
    for change in (0.1, 0.01, 0.001):
        value = start.value + change
        forecast = Forecast(start, Point(value, along.error(value), math.nan))
        gaps.append(abs(forecast.true - forecast.foretold))
    assert gaps[0] > 90 * gaps[1] > 8000 * gaps[2] > 0


def test_a_few_samples_of_a_small_network_are_cheap_and_many_are_not() -> None:
    small = TUTORIAL.topology
    wide = Topology((784, 128, 10), (Activation.LOGISTIC,) * 2)
    assert is_cheap(small, 200)
    assert not is_cheap(small, 10_000)
    assert is_cheap(wide, 1)
    assert not is_cheap(wide, 60)
    middling = Topology((4, 100), (Activation.LOGISTIC,))  # 500 parameters
    assert [is_cheap(middling, samples) for samples in (400, 401)] == [True, False]
