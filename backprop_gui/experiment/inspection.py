"""A network in plain text, as the tutorial's own program prints it."""

from collections.abc import Iterator

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment.network import Network

_RULE = "------"


def inspected(network: Network) -> Iterator[str]:
    """Lines: inputs, then for each layer its neurons with their weights and bias."""
    topology = network.topology
    hidden = len(topology.layers) - 1
    yield from (_RULE, f"* Inputs: {topology.inputs}", _RULE)
    for at, layer in enumerate(topology.layers):
        number = f" {at + 1}" if hidden > 1 else ""
        yield f"Hidden Layer{number}" if at < hidden else "* Output Layer"
        if layer.activation is not Activation.LOGISTIC:  # all that the tutorial knows
            yield f"Activation: {layer.activation}"
        yield f"Neurons: {layer.neurons}"
        rows, biases = network.weights(at).tolist(), network.biases(at).tolist()
        for neuron, (weights, bias) in enumerate(zip(rows, biases, strict=True)):
            yield f" Neuron {neuron}"
            yield from (f"  Weight: {weight}" for weight in weights)
            yield f"  Bias: {bias}"
        yield _RULE
