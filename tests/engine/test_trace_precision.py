"""Every number of a trace, against difference quotients of fifty digits.

The oracle knows no chain rule: a slope is how much the error moves when the one thing is nudged.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import mpmath  # type: ignore[import-untyped]  # it has no types
import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.trace import StepTrace
from tests.engine.learner import IS_PLAIN, Task, random_task, share_biases
from tests.engine.tracing import trace_of

DIGITS = 50
NUDGE = "1e-17"  # the quotients are good to some 33 digits
CLOSE = 1e-12
ALMOST_ZERO = 2e-15  # a layer: sums may cancel, and so may the slope 1 - out²
POLICIES = list(BiasPolicy)
DEPTHS = [1, 2, 3, 4, 6]
# For each of 15 pairs of depth and policy: 1,005 in CI.
NETWORKS = 4 if IS_PLAIN else 67 if os.getenv("CI") else 8
_WIDEST, _WIDEST_DEEP = 5, 3  # neurons a layer; the paths of a deep network are many

Nudges = dict[tuple[str, int], Any]
NO_NUDGES: Nudges = {}


def phi(activation: Activation, z: Any) -> Any:
    if activation is Activation.LOGISTIC:
        return 1 / (1 + mpmath.exp(-z))
    if activation is Activation.TANH:
        return mpmath.tanh(z)
    if activation is Activation.RELU:
        return max(mpmath.mpf(0), z)
    return z


class Exact:
    """One sample's forward pass, in which any net input, output or parameter can be nudged."""

    def __init__(self, task: Task) -> None:
        self.task, self.topology = task, task.topology
        self.parameters = [mpmath.mpf(value) for value in task.parameters.tolist()]
        self.inputs = [mpmath.mpf(value) for value in task.inputs[0].tolist()]
        self.targets = [mpmath.mpf(value) for value in task.targets[0].tolist()]
        self._layers = self.topology.layers
        self._plain: tuple[list[Any], list[Any]] | None = None
        self.forward(NO_NUDGES)

    def forward(self, nudges: Nudges) -> tuple[list[Any], list[Any]]:
        """(net inputs, outputs) in the layout of the vector of all outputs.

        What lies before the first layer that is nudged is as without nudges.
        """
        first = min((self._layer_of(*nudge) for nudge in nudges), default=0)
        if not nudges or self._plain is None:
            nets: list[Any] = [mpmath.nan] * self.topology.inputs
            outputs, first = list(self.inputs), 0
        else:
            end = self.topology.layers[first].outputs_at
            nets, outputs = (numbers[:end] for numbers in self._plain)
        for number, layer in enumerate(self.topology.layers[first:], first):
            before = outputs[layer.inputs_at : layer.outputs_at]
            for j in range(layer.neurons):
                net = self._parameter(self.topology.bias_at(number, j), nudges)
                for i, output in enumerate(before):
                    at = self.topology.weight_at(number, j, i)
                    net += self._parameter(at, nudges) * output
                place = len(outputs)
                nets.append(net + nudges.get(("net", place), 0))
                output = phi(layer.activation, nets[-1])
                outputs.append(output + nudges.get(("output", place), 0))
        if not nudges:
            self._plain = nets, outputs
        return nets, outputs

    def _parameter(self, at: int, nudges: Nudges) -> Any:
        nudge = nudges.get(("parameter", at))
        return self.parameters[at] if nudge is None else self.parameters[at] + nudge

    def _layer_of(self, kind: str, place: int) -> int:
        """The layer that something to nudge belongs to."""
        ends = ((x.end if kind == "parameter" else x.outputs_at + x.neurons) for x in self._layers)
        return next(number for number, end in enumerate(ends) if place < end)

    def errors(self, nudges: Nudges = NO_NUDGES) -> list[Any]:
        outputs = self.forward(nudges)[1][-len(self.targets) :]
        return [(t - out) ** 2 / 2 for t, out in zip(self.targets, outputs, strict=True)]

    def error_slope(self, kind: str, places: list[int]) -> Any:
        """How fast the error grows when these are nudged together."""

        def error(by: Any) -> Any:
            return sum(self.errors({(kind, place): by for place in places}))

        return quotient(error)

    def of_neurons(self, kind: str) -> Floats:
        n, end = self.topology.inputs, self.topology.neurons
        return floats([self.error_slope(kind, [place]) for place in range(n, end)])

    def slopes(self) -> Floats:
        nets, n = self.forward(NO_NUDGES)[0], self.topology.inputs
        activations = [x.activation for x in self.topology.layers for _ in range(x.neurons)]
        pairs = zip(activations, nets[n:], strict=True)
        return floats([quotient(partial(moved, activation, net)) for activation, net in pairs])

    def gradients(self) -> list[Any]:
        one_bias = has_one_bias(self.task)
        found = []
        for layer in self.topology.layers:
            for place in range(layer.weights, layer.end):
                together = one_bias and place >= layer.biases
                places = list(range(layer.biases, layer.end)) if together else [place]
                found.append(self.error_slope("parameter", places))
        return found

    def updates(self, gradients: list[Any]) -> list[Any]:
        rate = mpmath.mpf(self.task.rate)
        updates = [rate * gradient for gradient in gradients]
        for layer in self.topology.layers if self.task.bias is BiasPolicy.FIXED else ():
            updates[layer.biases : layer.end] = [mpmath.mpf(0)] * layer.neurons
        return updates


def moved(activation: Activation, net: Any, by: Any) -> Any:
    return phi(activation, net + by)


def quotient(function: Callable[[Any], Any]) -> Any:
    """The central difference quotient at 0."""
    by = mpmath.mpf(NUDGE)
    return (function(by) - function(-by)) / (2 * by)


def floats(numbers: list[Any]) -> Floats:
    return np.array([float(number) for number in numbers])


def has_one_bias(task: Task) -> bool:
    layers = range(len(task.topology.layers))
    kinds = [len(set(task.topology.biases(task.parameters, at).tolist())) for at in layers]
    equal = max(kinds) == 1
    return task.bias is BiasPolicy.SHARED or (task.bias is BiasPolicy.FIXED and equal)


def random_network(seed: int, depth: int, policy: BiasPolicy) -> Task:
    """Up to five neurons a layer, in deep ones three; activations mixed, at the end each in turn.
    Where biases are fixed, half of the networks have one for each layer."""
    random = np.random.default_rng(seed)
    widest = _WIDEST if depth <= 4 else _WIDEST_DEEP
    sizes = tuple(random.integers(1, widest + 1, depth + 1).tolist())
    mixed = random.choice(np.array(Activation), depth - 1).tolist()
    last = list(Activation)[seed % len(Activation)]
    topology = Topology(sizes, (*(Activation(name) for name in mixed), last))
    parameters = random.uniform(-1.5, 1.5, topology.parameters)
    if policy is BiasPolicy.SHARED or (policy is BiasPolicy.FIXED and random.random() < 0.5):
        share_biases(topology, parameters)
    inputs, targets = random.uniform(-1, 1, (1, sizes[0])), random.uniform(-1, 1, (1, sizes[-1]))
    rate = float(random.uniform(0.01, 1.0))
    return Task(sizes, topology.activations, parameters, inputs, targets, rate, bias=policy)


def assert_exact(task: Task, trace: StepTrace) -> None:
    with mpmath.workdps(DIGITS):
        exact, n = Exact(task), task.topology.inputs
        almost_zero = ALMOST_ZERO * len(task.topology.layers)
        nets, outputs = exact.forward(NO_NUDGES)
        errors, gradients = exact.errors(), exact.gradients()
        updates = exact.updates(gradients)
        new = [old - update for old, update in zip(exact.parameters, updates, strict=True)]
        for computed, expected in (
            (trace.nets[n:], floats(nets[n:])),
            (trace.outputs, floats(outputs)),
            (trace.slopes[n:], exact.slopes()),
            (trace.errors, floats(errors)),
            (np.array([trace.error]), floats([sum(errors)])),
            (trace.error_by_output[n:], exact.of_neurons("output")),
            (trace.deltas[n:], exact.of_neurons("net")),
            (trace.gradients, floats(gradients)),
            (trace.updates, floats(updates)),
            (trace.new_parameters, floats(new)),
        ):
            np.testing.assert_allclose(computed, expected, rtol=CLOSE, atol=almost_zero)
    assert trace.one_bias == has_one_bias(task)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.timeout(600)  # half a minute on a busy machine
def test_every_number_of_a_narrow_network_is_exact(depth: int, policy: BiasPolicy) -> None:
    seen: set[Activation] = set()
    for number in range(NETWORKS):
        task = random_network(1000 * depth + number, depth, policy)
        assert_exact(task, trace_of(task))
        seen.update(task.activations)
    assert seen == set(Activation)


@pytest.mark.parametrize("activation", list(Activation))
def test_every_number_of_a_wide_network_is_exact(activation: Activation) -> None:
    task = random_task((2, 18, 2), activation, bias=BiasPolicy.SHARED)
    assert_exact(task, trace_of(task))
