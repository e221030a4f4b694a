"""What a step takes from a parameter is the rate times the error's slope along that parameter."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Floats
from tests.engine.learner import Definition, Learner, Task, random_task

STEP = 1e-5  # of the difference quotients: their own error is some 1e-10
CLOSE = 1e-7

DEPTHS = {1: (3, 2), 2: (3, 4, 2), 3: (3, 4, 3, 2), 4: (2, 3, 4, 3, 2)}
WIDE_DEPTHS = {1: (18, 2), 2: (3, 18, 2), 3: (3, 19, 3, 2), 4: (2, 3, 17, 5, 2)}


def moved_together(task: Task) -> Iterator[list[int]]:
    """The places of parameters that are one number: a layer's biases where they are shared."""
    for layer in task.topology.layers:
        yield from ([place] for place in range(layer.weights, layer.biases))
        biases = list(range(layer.biases, layer.end))
        if task.bias is BiasPolicy.SHARED:
            yield biases
        elif task.bias is BiasPolicy.PER_NEURON:
            yield from ([place] for place in biases)


def error_at(task: Task, parameters: Floats) -> float:
    """The oracle's squared error of the first sample."""
    definition = Definition(replace(task, parameters=parameters))
    return definition.network.error(definition.samples[0])


def slopes(task: Task) -> Floats:
    """Central differences of the error, by the oracle; 0 for what is never trained."""
    found = np.zeros(len(task.parameters))
    for places in moved_together(task):
        change = np.zeros(len(task.parameters))
        change[places] = STEP
        ahead = error_at(task, task.parameters + change)
        behind = error_at(task, task.parameters - change)
        found[places] = (ahead - behind) / (2 * STEP)
    return found


@pytest.mark.parametrize("policy", list(BiasPolicy))
@pytest.mark.parametrize("activation", list(Activation))
@pytest.mark.parametrize("sizes", [*DEPTHS.values(), *WIDE_DEPTHS.values()])
def test_a_step_follows_the_slope_of_the_error(
    sizes: tuple[int, ...], activation: Activation, policy: BiasPolicy
) -> None:
    task = random_task(sizes, activation, seed=5, rate=1.0, bias=policy)
    kernel = Learner(task)
    kernel.advance(1)
    gradient = (task.parameters - kernel.parameters) / task.rate
    expected = slopes(task)
    np.testing.assert_allclose(gradient, expected, rtol=CLOSE, atol=CLOSE)
    assert np.abs(expected).max() > 1e-3
