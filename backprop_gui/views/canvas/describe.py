"""What a spot of the picture is, in words: for tooltips and for screen readers. No Qt."""

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.names import layer_name, neuron_name, parameter_name
from backprop_gui.views.canvas.geometry import Layout
from backprop_gui.views.canvas.spots import Part, Spot, ends
from backprop_gui.views.canvas.state import State
from backprop_gui.views.parts.choice_words import meaning, word
from backprop_gui.views.parts.numbers import plain, steps


def spoken(topology: Topology, one_bias: bool, state: State, spot: Spot | None) -> str:
    """One line: weight w5, from h1 to o1, 0.4."""
    if spot is None:
        return "Nothing is selected."
    return ", ".join(_lines(topology, one_bias, state, spot))


def tip(topology: Topology, one_bias: bool, state: State, spot: Spot, layout: Layout) -> str:
    """Several lines, with every number in full, then what a click does."""
    match spot.part:
        case Part.ACTIVATION:
            activation = topology.activations[spot.layer - 1]
            return f"Activation: {word(activation)}\n{meaning(activation)}\nClick for another one."
        case Part.ADD:
            return f"Add a neuron to layer {layer_name(topology, spot.layer)}"
        case Part.REMOVE:
            return f"Remove the last neuron of layer {layer_name(topology, spot.layer)}"
        case Part.INSERT:
            before, after = (layer_name(topology, spot.layer - back) for back in (1, 0))
            return f"Insert a hidden layer between {before} and {after}"
        case Part.FOLD:
            return _fold(spot, layout)
        case Part.TARGET:
            name = neuron_name(topology, spot.layer, spot.at)
            return f"{name}: " + "\n".join(_target(topology, state, spot.at))
        case _:
            lines = _lines(topology, one_bias, state, spot)
            lines[0] = lines[0].capitalize() if spot.part is Part.LAYER else _named(lines[0])
            return "\n".join(lines)


def _named(text: str) -> str:
    """A capital for the word, not for the name after it."""
    return text[0].upper() + text[1:]


def _fold(spot: Spot, layout: Layout) -> str:
    for fold in layout.columns[spot.layer].folds:
        if fold.first == spot.at:
            return f"{steps(fold.count)} more neurons\nClick to show all of them."
    return "Show fewer neurons of this layer"


def _lines(topology: Topology, one_bias: bool, state: State, spot: Spot) -> list[str]:
    if spot.part is Part.NEURON:
        return _neuron(topology, one_bias, state, spot)
    if spot.part in (Part.WEIGHT, Part.BIAS):
        return _parameter(topology, one_bias, state, spot)
    size = topology.sizes[spot.layer]
    lines = [f"layer {layer_name(topology, spot.layer)}", f"{steps(size)} neurons"]
    if size == 1:
        lines[1] = "1 neuron"
    if spot.layer > 0:
        lines.append(word(topology.activations[spot.layer - 1]))
    return lines


def _neuron(topology: Topology, one_bias: bool, state: State, spot: Spot) -> list[str]:
    layer, at, last = spot.layer, spot.at, len(topology.sizes) - 1
    lines = [f"neuron {neuron_name(topology, layer, at)}"]
    if state.outputs is not None:
        output = float(state.outputs[sum(topology.sizes[:layer]) + at])
        lines.append(f"output {plain(output)}")
    if layer > 0:
        place = topology.bias_at(layer - 1, at)
        name = parameter_name(topology, place, one_bias)
        lines.append(f"bias {name} {plain(state.parameters[place])}")
        if state.stage is not None and state.stage.knows_deltas(layer - 1):
            delta = state.stage.trace.deltas[sum(topology.sizes[:layer]) + at]
            lines.append(f"delta {plain(delta)}")
    return lines + (_target(topology, state, at) if layer == last else [])


def _target(topology: Topology, state: State, neuron: int) -> list[str]:
    """The target of an output neuron, and where the output is."""
    if state.targets is None:
        return []
    target = float(state.targets[neuron])
    lines = [f"target {plain(target)}"]
    if state.outputs is not None:
        output = float(state.outputs[topology.neurons - topology.outputs + neuron])
        if output != target:
            side = "above" if output > target else "below"
            lines.append(f"the output is {plain(abs(output - target))} {side} it")
    return lines


def _parameter(topology: Topology, one_bias: bool, state: State, spot: Spot) -> list[str]:
    name = parameter_name(topology, spot.at, one_bias)
    lines = [f"{spot.part} {name}"]
    if spot.part is Part.WEIGHT:
        source, neuron = ends(topology, spot)
        before = neuron_name(topology, spot.layer - 1, source)
        lines.append(f"from {before} to {neuron_name(topology, spot.layer, neuron)}")
    elif one_bias:
        lines.append(f"of layer {layer_name(topology, spot.layer)}")
    else:
        neuron = spot.at - topology.layers[spot.layer - 1].biases
        lines.append(f"of {neuron_name(topology, spot.layer, neuron)}")
    lines.append(plain(state.parameters[spot.at]))
    if state.stage is not None:
        before = state.stage.parameters_before[spot.at]
        if before != state.stage.parameters[spot.at]:
            lines.append(f"{plain(before)} before this stage")
    return lines
