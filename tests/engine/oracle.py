"""What the engine is to compute, said once more, in the plainest words: lists, floats and loops.

One neuron at a time, in the order of operations of design.md's "Numbers". It shares nothing with
the engine but the meaning of its words. Sums are loops: `sum` rounds otherwise on newer Pythons.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


class Sample(NamedTuple):
    inputs: list[float]
    targets: list[float]


def phi(activation: str, z: float) -> float:
    """A neuron's output from its net input."""
    if activation == "logistic":
        return 1 / (1 + exp(-z))
    if activation == "tanh":
        return math.tanh(z)
    if activation == "relu":
        return 0.0 if z <= 0 else z  # what is no number stays none
    if activation == "identity":
        return z
    raise NotImplementedError(activation)


def exp(z: float) -> float:
    """e^z; where that is too large for a float, infinity, as in C, not Python's error."""
    try:
        return math.exp(z)
    except OverflowError:
        return math.inf


def slope(activation: str, y: float) -> float:
    """How fast the output y grows with the net input."""
    if activation == "logistic":
        return y * (1 - y)
    if activation == "tanh":
        return 1 - y * y
    if activation == "relu":
        return 1.0 if y > 0 else 0.0
    if activation == "identity":
        return 1.0
    raise NotImplementedError(activation)


@dataclass
class Neuron:
    activation: str
    weights: list[float]
    bias: float
    inputs: list[float] = field(default_factory=list)
    output: float = 0.0
    delta: float = 0.0

    def fire(self, inputs: list[float]) -> float:
        net = 0.0
        for x, weight in zip(inputs, self.weights, strict=True):
            net += x * weight
        self.inputs = inputs
        self.output = phi(self.activation, net + self.bias)
        return self.output

    def learn_weights(self, rate: float) -> None:
        delta = self.delta
        self.weights = [
            weight - rate * (delta * x) for x, weight in zip(self.inputs, self.weights, strict=True)
        ]


Layer = list[Neuron]


@dataclass
class Network:
    """Layers of neurons, without the inputs, which are no neurons."""

    layers: list[Layer]

    def outputs(self, inputs: list[float]) -> list[list[float]]:
        """The outputs of each layer, the inputs first."""
        outputs = [list(inputs)]
        for layer in self.layers:
            outputs.append([neuron.fire(outputs[-1]) for neuron in layer])
        return outputs

    def error(self, sample: Sample, start: float = 0.0) -> float:
        """`start` plus the squared errors of the outputs for one sample."""
        error = start
        outputs = self.outputs(sample.inputs)[-1]
        for target, output in zip(sample.targets, outputs, strict=True):
            error += 0.5 * ((target - output) * (target - output))
        return error

    def total_error(self, samples: list[Sample]) -> float:
        total = 0.0
        for sample in samples:
            total = self.error(sample, total)
        return total

    def learn(self, sample: Sample, rate: float, policy: str) -> float:
        """One step of online learning; the sample's squared error from before it."""
        error = self.error(sample)
        self.find_deltas(sample.targets)
        for layer in self.layers:
            for neuron in layer:
                neuron.learn_weights(rate)
            self.learn_biases(layer, rate, policy)
        return error

    def find_deltas(self, targets: list[float]) -> None:
        """∂E/∂net of every neuron, from the last layer to the first, before any weight moves."""
        last = self.layers[-1]
        for neuron, target in zip(last, targets, strict=True):
            neuron.delta = -(target - neuron.output) * slope(neuron.activation, neuron.output)
        for layer, following in zip(self.layers[-2::-1], self.layers[:0:-1], strict=True):
            for place, neuron in enumerate(layer):
                gradient = 0.0
                for other in following:
                    gradient += other.delta * other.weights[place]
                neuron.delta = gradient * slope(neuron.activation, neuron.output)

    @staticmethod
    def learn_biases(layer: Layer, rate: float, policy: str) -> None:
        if policy == "shared":
            gradient = 0.0
            for neuron in layer:
                gradient += neuron.delta
            for neuron in layer:
                neuron.bias -= rate * gradient
        elif policy == "per neuron":
            for neuron in layer:
                neuron.bias -= rate * neuron.delta

    def vector(self) -> list[float]:
        """All parameters as they are stored: a layer's weights input by input, then its biases."""
        numbers: list[float] = []
        for layer in self.layers:
            for leaving in zip(*(neuron.weights for neuron in layer), strict=True):
                numbers.extend(leaving)
            numbers.extend(neuron.bias for neuron in layer)
        return numbers


def network(sizes: list[int], activations: list[str], vector: list[float]) -> Network:
    """The network that a stored vector of parameters stands for."""
    numbers = iter(vector)
    layers = []
    for inputs, neurons, activation in zip(sizes, sizes[1:], activations, strict=False):
        leaving = [[next(numbers) for _ in range(neurons)] for _ in range(inputs)]
        weights = [list(arriving) for arriving in zip(*leaving, strict=True)]
        layers.append([Neuron(activation, own, next(numbers)) for own in weights])
    return Network(layers)


def added(numbers: list[float], total: float = 0.0) -> float:
    """`total` plus the numbers, one after the other."""
    for number in numbers:
        total += number
    return total


# Which sample comes at which step


def scramble(bits: int) -> int:
    """SplitMix64's finishing function, on whole numbers without end."""
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def splitmix(seed: int, number: int) -> int:
    """Draw `number` (from 0) of a SplitMix64 generator whose state begins at `seed`."""
    return scramble((seed + (number + 1) * GOLDEN) & MASK)


def draw(seed: int, number: int) -> int:
    """The bits of (seed, number): those of a generator that begins at the seed's own first draw."""
    return splitmix((splitmix(seed, 0) - GOLDEN) & MASK, number)


def below(bits: int, count: int) -> int:
    """A whole number below `count`, in proportion to the upper half of the bits."""
    return (bits >> 32) * count // 2**32


def permutation(seed: int, epoch: int, count: int) -> list[int]:
    """The order of the samples in one epoch: Fisher and Yates, from the end."""
    order = list(range(count))
    own_seed = draw(seed ^ 0xD1B54A32D192ED03, epoch)
    for place in reversed(range(1, count)):
        other = below(draw(own_seed, place), place + 1)
        order[place], order[other] = order[other], order[place]
    return order


def sample_of(order: str, seed: int, step: int, count: int) -> int:
    """Which of `count` samples a step trains on."""
    if order == "in turn":
        return step % count
    if order == "random":
        return below(draw(seed, step), count)
    return permutation(seed, step // count, count)[step % count]
