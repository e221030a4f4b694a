"""The names of neurons, weights and biases: the tutorial's, continued for larger networks.

Neurons: i1 i2 …, h1 h2 … (h2.3 for the third of the second of several hidden layers), o1 o2 …
Weights: w1 w2 … through all layers, neuron by neuron, input by input. Biases: b1 b2 …, one name
a layer while a layer's biases are one number for all its neurons, else b1.2 for its second neuron.
"""

from backprop_gui.engine.topology import Topology


def neuron_name(topology: Topology, layer: int, neuron: int) -> str:
    """The name of a neuron; layer 0 is the input layer, neurons count from 0."""
    last = len(topology.sizes) - 1
    if layer == 0:
        return f"i{neuron + 1}"
    if layer == last:
        return f"o{neuron + 1}"
    return f"h{neuron + 1}" if last == 2 else f"h{layer}.{neuron + 1}"


def neuron_names(topology: Topology) -> list[str]:
    """All names in the order of the vector of all outputs."""
    return [
        neuron_name(topology, layer, neuron)
        for layer, size in enumerate(topology.sizes)
        for neuron in range(size)
    ]


def layer_name(topology: Topology, layer: int) -> str:
    """The name of a layer; 0 is the input layer."""
    last = len(topology.sizes) - 1
    if layer in (0, last):
        return "input" if layer == 0 else "output"
    return "hidden" if last == 2 else f"hidden {layer}"


def layer_letter(topology: Topology, layer: int) -> str:
    """What the names of a layer's neurons begin with: i, h or h2, o."""
    last = len(topology.sizes) - 1
    if layer in (0, last):
        return "i" if layer == 0 else "o"
    return "h" if last == 2 else f"h{layer}"


def parameter_name(topology: Topology, at: int, one_bias: bool) -> str:
    """The name of the parameter at `at` of the vector; `one_bias` if layers have one bias each."""
    if not 0 <= at < topology.parameters:
        raise IndexError(at)
    before = 0
    for number, layer in enumerate(topology.layers, 1):
        if at < layer.biases:
            source, neuron = divmod(at - layer.weights, layer.neurons)
            return f"w{before + neuron * layer.inputs + source + 1}"
        if at < layer.end:
            return f"b{number}" if one_bias else f"b{number}.{at - layer.biases + 1}"
        before += layer.inputs * layer.neurons
    raise AssertionError("every parameter lies in a layer")


def parameter_names(topology: Topology, one_bias: bool) -> list[str]:
    """All names in the order of the parameter vector."""
    return [parameter_name(topology, at, one_bias) for at in range(topology.parameters)]
