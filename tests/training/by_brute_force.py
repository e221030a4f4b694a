"""Where breakpoints are met, by looking at every number of every step of the oracle's network.

It shares with the training loop the meaning of the conditions and nothing else.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from tests.engine import oracle

AFTER = (Condition.GRADIENT_ABOVE, Condition.NOT_FINITE)
CROSSING = (Condition.PARAMETER_CROSSES, Condition.OUTPUT_CROSSES)
ERRORS = (Condition.ERROR_BELOW, Condition.ERROR_ABOVE)
MOST_EACH_STEP = 64

Stop = tuple[int, int, int]
"""(step at which the run stands, breakpoint, step that it is about)."""


@dataclass
class Look:
    """All numbers of one step. `quantities` are those that breakpoints compare, by condition."""

    step: int
    sample: int
    is_epoch: bool
    samples: int
    total: float
    parameters: list[float]
    outputs: list[float]
    gradients: list[float]
    length: float
    is_finite: bool


def looks(experiment: Experiment, end: int) -> Iterator[Look]:
    """Of the steps from 0 on, and of the state at `end`, whose step is made too."""
    topology = experiment.network.topology
    activations = [activation.value for activation in topology.activations]
    vector = experiment.network.parameters.tolist()
    changes = {change.step: change for change in experiment.changes}
    for step in range(end + 1):
        if step in changes:
            for at, value in changes[step].parameters:
                vector[at] = value
        training, table = experiment.training_at(step), experiment.samples_at(step)
        samples = [
            oracle.Sample(inputs, targets)
            for inputs, targets in zip(table.inputs.tolist(), table.targets.tolist(), strict=True)
        ]
        number = oracle.sample_of(training.order.value, training.seed, step, len(samples))
        network = oracle.network(list(topology.sizes), activations, vector)
        total = network.total_error(samples)
        outputs = [y for layer in network.outputs(samples[number].inputs) for y in layer]
        error = network.learn(samples[number], training.learning_rate, training.bias.value)
        one_bias = has_one_bias(network, topology.sizes, vector, training.bias.value)
        gradients, square = gradients_of(network, one_bias)
        before, vector = vector, network.vector()
        deltas = [neuron.delta for layer in network.layers for neuron in layer]
        yield Look(
            step=step,
            sample=number,
            is_epoch=step % len(samples) == 0,
            samples=len(samples),
            total=total,
            parameters=before,
            outputs=outputs,
            gradients=gradients,
            length=math.sqrt(square),
            is_finite=all(map(math.isfinite, [error, *outputs, *deltas, *vector])),
        )


def has_one_bias(
    network: oracle.Network, sizes: tuple[int, ...], vector: list[float], policy: str
) -> bool:
    if policy != "fixed":
        return policy == "shared"
    activations = [layer[0].activation for layer in network.layers]
    layers = oracle.network(list(sizes), activations, vector).layers
    return all(neuron.bias == layer[0].bias for layer in layers for neuron in layer)


def gradients_of(network: oracle.Network, one_bias: bool) -> tuple[list[float], float]:
    """In the order of the parameter vector; and their squares' sum, each number's counted once."""
    gradients: list[float] = []
    square = 0.0
    for layer in network.layers:
        for place in range(len(layer[0].inputs)):
            gradients += [neuron.delta * neuron.inputs[place] for neuron in layer]
            for neuron in layer:
                square += (neuron.delta * neuron.inputs[place]) * (
                    neuron.delta * neuron.inputs[place]
                )
        total = 0.0
        for neuron in layer:
            total += neuron.delta
        biases = [total if one_bias else neuron.delta for neuron in layer]
        gradients += biases
        for bias in biases[:1] if one_bias else biases:
            square += bias * bias
    return gradients, square


def holds(breakpoint: Breakpoint, look: Look) -> bool | None:
    """Whether its condition holds; None where it is not looked at."""
    condition, value, at = breakpoint.condition, breakpoint.value, breakpoint.at
    if condition is Condition.STEP:
        return look.step >= value
    if condition in ERRORS and look.samples > MOST_EACH_STEP and not look.is_epoch:
        return None
    if condition is Condition.ERROR_BELOW:
        return look.total < value
    if condition is Condition.ERROR_ABOVE:
        return math.isnan(look.total) or look.total > value
    if condition is Condition.PARAMETER_CROSSES:
        return look.parameters[at or 0] > value
    if condition is Condition.OUTPUT_CROSSES:
        is_meant = breakpoint.sample is None or breakpoint.sample == look.sample
        return look.outputs[at or 0] > value if is_meant else None
    if condition is Condition.GRADIENT_ABOVE:
        size = look.length if at is None else abs(look.gradients[at])
        return math.isnan(size) or size > value
    return not look.is_finite


@dataclass
class BruteForce:
    """Goes through the looks and notes the stops."""

    breakpoints: Sequence[Breakpoint]
    truths: list[bool | None] = field(init=False)
    stops: list[Stop] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Experiments begin with finite numbers.
        self.truths = [
            False if each.condition is Condition.NOT_FINITE else None for each in self.breakpoints
        ]

    def go(self, all_looks: Sequence[Look]) -> list[Stop]:
        for look in all_looks[:-1]:
            self._take(look, is_after=False)
            self._take(look, is_after=True)
        self._take(all_looks[-1], is_after=False)
        return self.stops

    def _take(self, look: Look, is_after: bool) -> None:
        met = []
        for number, each in enumerate(self.breakpoints):
            if (each.condition in AFTER) is not is_after:
                continue
            before, now = self.truths[number], holds(each, look)
            if now is None or now is before:
                continue
            self.truths[number] = now
            if before is not None and (now or each.condition in CROSSING):
                met.append(number)
        if met:
            self.stops.append((look.step + is_after, min(met), look.step))
