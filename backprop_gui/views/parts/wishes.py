"""The edits of weights, neurons and layers that a person can wish for, in words."""

from functools import partial

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import data_edits, edits
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name, neuron_name, parameter_name
from backprop_gui.views.parts.choice_words import word

_BOTH_ARE_NEW = "The weights of the new layer and of the one after it are newly drawn."
_AFTER_IS_NEW = "The weights of the layer after it are newly drawn."
_SATURATES = (
    "So many weights between 0 and 1 saturate the next layer: "
    "New random weights… in the Network menu draws fitting ones."
)
_MANY = 32  # as many inputs of 0.5, times weights of 0.5 on average: a net input of 8
_NEW_LAYER = 2  # neurons of the first hidden layer, as in the tutorial


def set_parameter(experiment: Experiment, at: int, value: float, merge: str = "") -> Edit:
    topology = experiment.network.topology
    name = parameter_name(topology, at, edits.has_one_bias(experiment))
    return Edit(f"change of {name}", partial(edits.with_parameter, at=at, value=value), merge)


def set_sample_value(experiment: Experiment, sample: int, column: int, value: float) -> Edit:
    """Of an input or, after the inputs, a target; `value` is what is trained on."""
    topology = experiment.network.topology
    last, neuron = len(topology.layers), column - topology.inputs
    name = neuron_name(topology, 0, column)
    if neuron >= 0:
        name = f"target {neuron_name(topology, last, neuron)}"
    change = partial(data_edits.with_trained_value, row=sample, column=column, value=value)
    return Edit(f"change of {name} of sample {sample + 1}", change)


def resize(experiment: Experiment, layer: int, count: int, fill: Fill) -> Edit:
    topology = experiment.network.topology
    text = f"change of the {layer_name(topology, layer)} layer's size"
    has_next, grows = layer < len(topology.layers), count > topology.sizes[layer]
    note = _SATURATES if has_next and grows and count >= _MANY else ""
    return Edit(text, partial(edits.with_neurons, layer=layer, count=count, fill=fill), note=note)


def remove_neuron(experiment: Experiment, layer: int, neuron: int) -> Edit:
    name = neuron_name(experiment.network.topology, layer, neuron)
    change = partial(edits.without_neuron, layer=layer, neuron=neuron)
    return Edit(f"removal of neuron {name}", change)


def remove_layer(experiment: Experiment, layer: int, fill: Fill) -> Edit:
    name = layer_name(experiment.network.topology, layer)
    change = partial(edits.without_layer, layer=layer, fill=fill)
    return Edit(f"removal of layer {name}", change, note=_AFTER_IS_NEW)


def insert_layer(experiment: Experiment, layer: int, fill: Fill) -> Edit:
    """A layer like the hidden one before it, or after it, or like the tutorial's."""
    topology = experiment.network.topology
    count, activation = _NEW_LAYER, Activation.LOGISTIC
    if len(topology.sizes) > 2:
        like = max(layer - 1, 1)
        count, activation = topology.sizes[like], topology.activations[like - 1]
    change = partial(edits.with_layer, layer=layer, count=count, activation=activation, fill=fill)
    return Edit("insertion of a hidden layer", change, note=_BOTH_ARE_NEW)


def choose_activation(layer: int, activation: Activation) -> Edit:
    change = partial(edits.with_activation, layer=layer, activation=activation)
    return Edit(f"change of activation to {word(activation)}", change)
