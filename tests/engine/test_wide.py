"""Networks wider than 16 may sum in another order: they learn as defined, but for rounding."""

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats
from tests.engine.learner import IS_PLAIN, Definition, Learner, random_task

STEPS = 50 if IS_PLAIN else 1000


def distance(one: Floats, other: Floats) -> float:
    """The largest difference, in proportion to the largest number."""
    return float(np.abs(one - other).max() / np.abs(other).max())


@pytest.mark.parametrize(
    ("sizes", "activation", "policy", "order"),
    [
        ((16, 32, 32, 4), Activation.LOGISTIC, BiasPolicy.SHARED, SampleOrder.SHUFFLED),
        ((16, 32, 32, 4), Activation.RELU, BiasPolicy.PER_NEURON, SampleOrder.RANDOM),
        pytest.param(
            (64, 128, 10),
            Activation.LOGISTIC,
            BiasPolicy.PER_NEURON,
            SampleOrder.IN_TURN,
            marks=pytest.mark.compiled,
        ),
        pytest.param(
            (64, 128, 10),
            Activation.TANH,
            BiasPolicy.FIXED,
            SampleOrder.RANDOM,
            marks=pytest.mark.compiled,
        ),
        ((20, 3, 17), Activation.LOGISTIC, BiasPolicy.FIXED, SampleOrder.RANDOM),
        ((20, 3, 17), Activation.TANH, BiasPolicy.PER_NEURON, SampleOrder.SHUFFLED),
        ((20, 3, 17), Activation.IDENTITY, BiasPolicy.SHARED, SampleOrder.IN_TURN),
        ((1, 17, 1), Activation.LOGISTIC, BiasPolicy.PER_NEURON, SampleOrder.IN_TURN),
    ],
)
def test_wide_networks_learn_as_defined_but_for_rounding(
    sizes: tuple[int, ...], activation: Activation, policy: BiasPolicy, order: SampleOrder
) -> None:
    rate = 0.5 if activation is Activation.LOGISTIC else 0.02
    task = random_task(sizes, activation, scale=0.2, rate=rate, order=order, bias=policy)
    kernel, definition = Learner(task), Definition(task)
    kernel.advance(STEPS)
    definition.advance(STEPS)
    assert distance(kernel.parameters, definition.parameters) < 1e-12
    assert distance(kernel.parameters, task.parameters) > 1e-3
    assert kernel.total_error() == pytest.approx(definition.total_error(), rel=1e-11)
