"""The code of a step: real Python, in the words of the network, that learns as the engine does."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.tracer import trace_step
from backprop_gui.views.stepper.algorithm import Block, code

LOGISTIC, TANH = Activation.LOGISTIC, Activation.TANH


class Neuron:
    """What the code works on."""

    def __init__(self, weights: list[float], bias: float) -> None:
        self.w, self.bias, self.out, self.delta = weights, bias, 0.0, 0.0


class Layer(list[Neuron]):
    next: "Layer"
    bias: float | None = None  # where it is one for all


def run(topology: Topology, parameters: Any, bias: BiasPolicy, sample: Any, target: Any) -> Any:
    """Has Python itself run the code that is shown; returns the new parameters."""
    layers = [
        Layer(
            Neuron(topology.weights(parameters, k)[j].tolist(), float(b))
            for j, b in enumerate(topology.biases(parameters, k))
        )
        for k in range(len(topology.layers))
    ]
    for layer, after in pairwise(layers):
        layer.next = after
    before = [layer[0].bias for layer in layers]
    for layer in layers:
        layer.bias = layer[0].bias
    names: dict[str, Any] = {
        "output": layers[-1],
        "hidden": layers[0],
        "hidden_layers": layers[:-1],
        "dot": lambda w, x: sum(a * b for a, b in zip(w, x, strict=True)),
        "logistic": lambda z: 1 / (1 + math.exp(-z)),
        "tanh": math.tanh,
    }
    exec("\n".join(line.text for line in code(topology, bias)), names)
    names["train"](sample, target, 0.5)
    result = np.array(parameters)
    for k, layer in enumerate(layers):
        for j, neuron in enumerate(layer):
            topology.weights(result, k)[j] = neuron.w
            shared = bias is BiasPolicy.SHARED
            assert layer.bias is not None
            moved = layer.bias - before[k] if shared else 0.0
            topology.biases(result, k)[j] = neuron.bias + moved
    return result


@pytest.mark.parametrize("bias", list(BiasPolicy))
@pytest.mark.parametrize("sizes", [(2, 2), (2, 2, 2), (3, 4, 2, 2)])
@pytest.mark.parametrize("activation", [LOGISTIC, TANH])
def test_the_code_that_is_shown_learns_as_the_engine_does(
    sizes: tuple[int, ...], bias: BiasPolicy, activation: Activation
) -> None:
    topology = Topology(sizes, (activation,) * (len(sizes) - 1))
    parameters = np.random.default_rng(3).uniform(-1, 1, topology.parameters)
    for k in range(len(topology.layers)):
        topology.biases(parameters, k)[:] = 0.3
    sample, target = np.linspace(0.1, 0.9, sizes[0]), np.linspace(0.2, 0.8, sizes[-1])
    trace = trace_step(topology, parameters, sample, target, 0.5, bias)
    learnt = run(topology, parameters, bias, sample, target)
    np.testing.assert_allclose(learnt, trace.new_parameters, rtol=1e-12)


def test_it_is_short_and_has_a_part_for_every_kind_of_stage() -> None:
    lines = code(Topology((2, 2, 2), (LOGISTIC, LOGISTIC)), BiasPolicy.FIXED)
    assert len(lines) <= 25
    assert {line.block for line in lines} == {None, *Block}


def test_a_network_without_hidden_layers_has_no_lines_for_them() -> None:
    lines = code(Topology((2, 2), (LOGISTIC,)), BiasPolicy.FIXED)
    assert not any("hidden" in line.text for line in lines)
