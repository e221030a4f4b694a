"""Where the arrow keys and Tab lead from what is selected. No Qt."""

from enum import Enum

import numpy as np

from backprop_gui.engine.topology import Topology
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.spots import Part, Spot, ends

MOST_STOPS = 100
"""With more edges than this, Tab stops at none of them; the arrow keys reach all."""


class Way(Enum):
    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def stops(picture: Picture) -> list[Spot]:
    """What Tab stops at, layer by layer: weights, biases, the layer, its neurons."""
    wires, layout = picture.wires, picture.layout
    with_weights = len(wires) <= MOST_STOPS
    biases = list(dict.fromkeys(spot for spot, _ in picture.handles if spot.part is Part.BIAS))
    result: list[Spot] = []
    for column in layout.columns:
        layer = column.layer
        if layer > 0 and with_weights:
            at = wires.at[(wires.layer == layer) & (wires.source >= 0)]
            result += [Spot(Part.WEIGHT, layer, place) for place in at.tolist()]
        if layer > 0:
            result += [spot for spot in biases if spot.layer == layer]
        result.append(Spot(Part.LAYER, layer))
        result += [Spot(Part.NEURON, layer, neuron) for neuron in column.neurons.tolist()]
    return result


def tab(picture: Picture, spot: Spot | None, forward: bool) -> Spot | None:
    """The next stop, or the one before; None past the last. From no spot, the first or last."""
    order = stops(picture)
    if spot is None:
        return order[0 if forward else -1]
    if spot not in order:
        spot = _stop_for(picture.topology, spot)
    if spot not in order:
        return order[0 if forward else -1]
    at = order.index(spot) + (1 if forward else -1)
    return order[at] if 0 <= at < len(order) else None


def _stop_for(topology: Topology, spot: Spot) -> Spot:
    """The neuron that a weight or bias without a stop of its own leads to."""
    if spot.part is Part.WEIGHT:
        return Spot(Part.NEURON, spot.layer, ends(topology, spot)[1])
    if spot.part is Part.BIAS:
        return Spot(Part.NEURON, spot.layer, spot.at - topology.layers[spot.layer - 1].biases)
    return Spot(Part.LAYER, spot.layer)


def walk(topology: Topology, one_bias: bool, spot: Spot, way: Way) -> Spot:
    """The neighbour of a spot; the spot itself where there is none."""
    move = {
        Part.NEURON: _from_neuron,
        Part.WEIGHT: _from_weight,
        Part.BIAS: _from_bias,
    }.get(spot.part, _from_layer)
    return move(topology, one_bias, spot, way) or spot


def _from_layer(topology: Topology, one_bias: bool, spot: Spot, way: Way) -> Spot | None:
    dx, dy = way.value
    if dy:
        return Spot(Part.NEURON, spot.layer, 0) if way is Way.DOWN else None
    layer = spot.layer + dx
    return Spot(Part.LAYER, layer) if 0 <= layer < len(topology.sizes) else None


def _from_neuron(topology: Topology, one_bias: bool, spot: Spot, way: Way) -> Spot | None:
    layer, at, size = spot.layer, spot.at, topology.sizes[spot.layer]
    last = len(topology.sizes) - 1
    if way is Way.UP:
        if at == 0:
            return Spot(Part.LAYER, layer)
        own = not one_bias and layer > 0
        return _bias(topology, layer, at - 1) if own else Spot(Part.NEURON, layer, at - 1)
    if way is Way.DOWN:
        if not one_bias:
            return _bias(topology, layer, at) if layer > 0 else _neuron(topology, layer, at + 1)
        if at + 1 < size:
            return Spot(Part.NEURON, layer, at + 1)
        return _bias(topology, layer + 1, 0) if layer < last else None
    if way is Way.RIGHT:
        return _weight(topology, layer + 1, at, _opposite(at, size, topology.sizes, layer + 1))
    return _weight(topology, layer, _opposite(at, size, topology.sizes, layer - 1), at)


def _from_weight(topology: Topology, one_bias: bool, spot: Spot, way: Way) -> Spot | None:
    """Up and down go through the edges of one source, then on to the next source."""
    source, neuron = ends(topology, spot)
    dx, dy = way.value
    if dx:
        end = (spot.layer - 1, source) if way is Way.LEFT else (spot.layer, neuron)
        return Spot(Part.NEURON, *end)
    layer = topology.layers[spot.layer - 1]
    at = spot.at + dy  # weights lie input by input
    return Spot(Part.WEIGHT, spot.layer, at) if layer.weights <= at < layer.biases else None


def _from_bias(topology: Topology, one_bias: bool, spot: Spot, way: Way) -> Spot | None:
    """A bias unit stands under the layer before its own; a neuron's own bias is under it."""
    layer = spot.layer
    neuron = spot.at - topology.layers[layer - 1].biases
    if one_bias:
        if way is Way.UP:
            return Spot(Part.NEURON, layer - 1, topology.sizes[layer - 1] - 1)
        if way is Way.DOWN:
            return None
        return _bias(topology, layer + way.value[0], 0)
    if way is Way.DOWN:
        return _neuron(topology, layer, neuron + 1)
    return Spot(Part.NEURON, layer, neuron)


def _neuron(topology: Topology, layer: int, at: int) -> Spot | None:
    return Spot(Part.NEURON, layer, at) if at < topology.sizes[layer] else None


def _bias(topology: Topology, layer: int, neuron: int) -> Spot | None:
    if not 0 < layer < len(topology.sizes):
        return None
    return Spot(Part.BIAS, layer, topology.bias_at(layer - 1, neuron))


def _weight(topology: Topology, layer: int, source: int, neuron: int) -> Spot | None:
    if not 0 < layer < len(topology.sizes):
        return None
    return Spot(Part.WEIGHT, layer, topology.weight_at(layer - 1, neuron, source))


def _opposite(at: int, size: int, sizes: tuple[int, ...], layer: int) -> int:
    """The neuron of another layer that stands about as high as this one in its own."""
    if not 0 <= layer < len(sizes):
        return 0
    other = sizes[layer]
    return int(np.clip(round((at + 0.5) / size * other - 0.5), 0, other - 1))
