"""The stages of a step, one after the other, are the step."""

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.stages import StageKind, stages
from backprop_gui.engine.topology import Topology
from tests.engine.learner import TUTORIAL, random_task, same_bits
from tests.engine.tracing import trace_of


def names(*sizes: int) -> list[str]:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    return [stage.name for stage in stages(topology)]


def test_a_network_without_hidden_layers_has_two_stages() -> None:
    assert names(2, 2) == ["output deltas", "weights of the output layer"]


def test_the_tutorial_has_four_stages() -> None:
    assert names(2, 2, 2) == [
        "output deltas",
        "hidden deltas",
        "weights of the output layer",
        "weights of the hidden layer",
    ]


def test_stages_go_from_the_last_layer_to_the_first() -> None:
    assert names(2, 3, 4, 2) == [
        "output deltas",
        "deltas of hidden 2",
        "deltas of hidden 1",
        "weights of the output layer",
        "weights of hidden 2",
        "weights of hidden 1",
    ]
    found = stages(random_task((2, 3, 4, 2)).topology)
    assert [stage.layer for stage in found] == [2, 1, 0, 2, 1, 0]
    deltas = [StageKind.OUTPUT_DELTAS, StageKind.HIDDEN_DELTAS, StageKind.HIDDEN_DELTAS]
    assert [stage.kind for stage in found] == [*deltas, *[StageKind.WEIGHTS] * 3]


@pytest.mark.parametrize("policy", list(BiasPolicy))
@pytest.mark.parametrize("sizes", [(3, 2), (2, 3, 2), (2, 3, 4, 2), (2, 18, 4, 2)])
def test_each_stage_moves_the_parameters_of_its_own_layer_alone(
    sizes: tuple[int, ...], policy: BiasPolicy
) -> None:
    task = random_task(sizes, bias=policy)
    trace, topology = trace_of(task), task.topology
    parameters = task.parameters
    for stage in stages(topology):
        after = trace.parameters_after(stage)
        expected = parameters.copy()
        if stage.kind is StageKind.WEIGHTS:
            layer = topology.layers[stage.layer]
            own = slice(layer.weights, layer.end)
            expected[own] = trace.new_parameters[own]
            assert not same_bits(after, parameters)
        assert same_bits(after, expected)
        parameters = after
    assert same_bits(parameters, trace.new_parameters)


def test_parameters_after_a_stage_are_read_only() -> None:
    trace = trace_of(TUTORIAL)
    for stage in stages(TUTORIAL.topology):
        assert not trace.parameters_after(stage).flags.writeable
    assert np.any(trace.new_parameters != trace.parameters)
