"""What a network gives, without learning."""

import itertools

import numpy as np
import pytest

from backprop_gui.engine import evaluate
from backprop_gui.engine.choices import Activation
from tests.engine.learner import Definition, Task, random_task

NARROW = [random_task((3, 7, 5, 2), activation, samples=9) for activation in Activation]
WIDE = [random_task((3, 20, 2), activation, samples=9) for activation in Activation]


def all_outputs(task: Task) -> list[list[float]]:
    network = Definition(task).network
    rows = [network.outputs(inputs) for inputs in task.inputs.tolist()]
    return [list(itertools.chain.from_iterable(layers)) for layers in rows]


@pytest.mark.parametrize("task", NARROW, ids=lambda task: task.activations[0].value)
def test_outputs_of_narrow_networks_are_those_of_the_definition(task: Task) -> None:
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, task.inputs)
    assert outputs.tolist() == all_outputs(task)


@pytest.mark.parametrize("task", WIDE, ids=lambda task: task.activations[0].value)
def test_outputs_of_wide_networks_are_those_of_the_definition_but_for_rounding(
    task: Task,
) -> None:
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, task.inputs)
    np.testing.assert_allclose(outputs, all_outputs(task), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("task", NARROW, ids=lambda task: task.activations[0].value)
def test_the_total_error_is_added_output_by_output(task: Task) -> None:
    args = task.topology, task.parameters
    whole = evaluate.error_of_samples(*args, task.inputs, task.targets)
    assert whole == Definition(task).total_error()
    total = 0.0
    for first in range(0, 9, 2):
        part = slice(first, first + 2)
        total = evaluate.error_of_samples(*args, task.inputs[part], task.targets[part], total)
    assert total == whole


def test_outputs_of_no_samples_are_none() -> None:
    task = NARROW[0]
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, task.inputs[:0])
    assert outputs.shape == (0, 17)


@pytest.mark.parametrize("sizes", [(1, 1), (1, 17)])
def test_a_relu_that_gets_no_number_gives_none(sizes: tuple[int, ...]) -> None:
    task = random_task(sizes, Activation.RELU)
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, np.array([[np.nan]]))
    assert np.isnan(outputs).all()


@pytest.mark.compiled
@pytest.mark.parametrize("sizes", [(1, 2), (1, 18)])
@pytest.mark.parametrize(("net", "output"), [(-1e4, 0.0), (1e4, 1.0)])
def test_a_saturated_logistic_neuron_gives_its_limit(
    sizes: tuple[int, ...], net: float, output: float
) -> None:
    task = random_task(sizes)
    parameters = np.zeros(task.topology.parameters)
    task.topology.biases(parameters, 0)[:] = net
    outputs = evaluate.outputs_of_samples(task.topology, parameters, np.zeros((1, 1)))
    np.testing.assert_allclose(outputs[0, 1:], output, atol=1e-300)


def test_arrays_of_the_caller_stay_writable_and_unchanged() -> None:
    task = NARROW[0]
    arrays = task.parameters.copy(), task.inputs.copy(), task.targets.copy()
    evaluate.error_of_samples(task.topology, *arrays)
    for array, original in zip(arrays, (task.parameters, task.inputs, task.targets), strict=True):
        assert array.flags.writeable
        assert array.tolist() == original.tolist()
