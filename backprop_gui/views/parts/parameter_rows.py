"""The weights and biases as the rows of a table, in the order of their names. No Qt.

Arithmetic on the topology, so that a table of millions of rows costs nothing.
"""

import re
from bisect import bisect_right
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.names import layer_letter, layer_name, neuron_name, parameter_name

Rows = npt.NDArray[np.int64]

_NAME = re.compile(r"([wbiho])(\d{0,9})(?:\.(\d{1,9}))?")


class ParameterRows:
    """Layer by layer: its weights neuron by neuron, input by input, then its biases.

    `one_bias`: each layer has one bias, and one row for it, instead of one for each neuron.
    """

    def __init__(self, topology: Topology, one_bias: bool) -> None:
        self.topology, self.one_bias = topology, one_bias
        counts = [x.inputs * x.neurons + self._biases(at) for at, x in enumerate(topology.layers)]
        self._starts = [0, *accumulate(counts)]

    def __len__(self) -> int:
        return self._starts[-1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParameterRows):
            return NotImplemented
        return self.topology == other.topology and self.one_bias == other.one_bias

    def place(self, row: int) -> int:
        """Where the row's number lies in the parameter vector; of one bias for many, the first."""
        at, within = self._layer(row)
        layer = self.topology.layers[at]
        if within >= layer.inputs * layer.neurons:
            return layer.biases + within - layer.inputs * layer.neurons
        neuron, source = divmod(within, layer.inputs)
        return layer.weights + source * layer.neurons + neuron

    def places(self) -> Rows:
        """Where the number of each row lies, as `place` tells."""
        places = np.empty(len(self), dtype=np.int64)
        for at, layer in enumerate(self.topology.layers):
            weights, biases = self._weight_rows(at), self._bias_rows(at)
            sources = layer.weights + layer.neurons * np.arange(layer.inputs)
            table = places[weights.start : weights.stop].reshape(layer.neurons, layer.inputs)
            np.add(np.arange(layer.neurons)[:, None], sources, out=table)
            places[biases.start : biases.stop] = layer.biases + np.arange(len(biases))
        return places

    def groups(self) -> list[tuple[str, str, int]]:
        """The layers, each with its name, its short name and how many rows it has."""
        topology, counts = self.topology, np.diff(self._starts).tolist()
        return [
            (layer_name(topology, at), layer_letter(topology, at), count)
            for at, count in enumerate(counts, 1)
        ]

    def row(self, place: int) -> int:
        """The row that shows what lies at `place` of the parameter vector."""
        ends = [layer.end for layer in self.topology.layers]
        at = bisect_right(ends, place)
        layer = self.topology.layers[at]
        if place >= layer.biases:
            bias = 0 if self.one_bias else place - layer.biases
            return self._starts[at] + layer.inputs * layer.neurons + bias
        source, neuron = divmod(place - layer.weights, layer.neurons)
        return self._starts[at] + neuron * layer.inputs + source

    def layer(self, row: int) -> int:
        """The layer of neurons that the row belongs to; 0 would be the input layer."""
        return self._layer(row)[0] + 1

    def name(self, row: int) -> str:
        return parameter_name(self.topology, self.place(row), self.one_bias)

    def ends(self, row: int) -> str:
        """From where to where: `i1 → h1`; for biases `→ h1` or `→ hidden`."""
        at, within = self._layer(row)
        layer = self.topology.layers[at]
        bias = within - layer.inputs * layer.neurons
        if bias < 0:
            neuron, source = divmod(within, layer.inputs)
            start = neuron_name(self.topology, at, source)
            return f"{start} → {neuron_name(self.topology, at + 1, neuron)}"
        if self.one_bias:
            return f"→ {layer_name(self.topology, at + 1)}"
        return f"→ {neuron_name(self.topology, at + 1, bias)}"

    def put(self, parameters: Floats, row: int, value: float) -> None:
        """Writes a row's number into a parameter vector; one bias for many to all of them."""
        place = self.place(row)
        layer = self.topology.layers[self.layer(row) - 1]
        if self.one_bias and place >= layer.biases:
            parameters[layer.biases : layer.end] = value
        else:
            parameters[place] = value

    def matching(self, text: str) -> Rows:
        """The rows that a name means; none where no such name exists.

        `w5` and `b1.2` mean themselves, `w` and `b` all of their kind, and a neuron or a layer of
        them (`h1`; `b1`, `h2` where names have a point) all weights and biases that touch it.
        """
        found = _NAME.fullmatch(text.strip().lower())
        if found is None:
            return _none()
        kind, number, second = found[1], found[2], found[3]
        if not number:
            return _none() if second or kind not in "wb" else self._kind(kind)
        if kind == "w":
            return _none() if second else self._weight(int(number) - 1)
        if kind == "b":
            return self._bias(int(number) - 1, int(second) - 1 if second else None)
        return self._touching(kind, int(number), int(second) if second else None)

    def _layer(self, row: int) -> tuple[int, int]:
        """The layer's number among the layers of neurons, and the row's within it."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        at = bisect_right(self._starts, row) - 1
        return at, row - self._starts[at]

    def _biases(self, at: int) -> int:
        return 1 if self.one_bias else self.topology.layers[at].neurons

    def _weight_rows(self, at: int) -> range:
        layer = self.topology.layers[at]
        return range(self._starts[at], self._starts[at] + layer.inputs * layer.neurons)

    def _bias_rows(self, at: int) -> range:
        return range(self._weight_rows(at).stop, self._starts[at + 1])

    def _kind(self, kind: str) -> Rows:
        rows = self._weight_rows if kind == "w" else self._bias_rows
        return _join([rows(at) for at in range(len(self.topology.layers))])

    def _weight(self, number: int) -> Rows:
        for at in range(len(self.topology.layers)):
            rows = self._weight_rows(at)
            if 0 <= number < len(rows):
                return _join([rows[number : number + 1]])
            number -= len(rows)
        return _none()

    def _bias(self, at: int, neuron: int | None) -> Rows:
        if not 0 <= at < len(self.topology.layers):
            return _none()
        rows = self._bias_rows(at)
        if neuron is None:
            return _join([rows])
        exists = not self.one_bias and 0 <= neuron < len(rows)
        return _join([rows[neuron : neuron + 1]]) if exists else _none()

    def _touching(self, kind: str, number: int, second: int | None) -> Rows:
        last = len(self.topology.sizes) - 1
        if kind == "h" and last > 2:
            layer, neuron = number, second
        elif second is not None:
            return _none()
        else:
            layer, neuron = {"i": 0, "h": 1, "o": last}[kind], number
        if kind == "h" and not 0 < layer < last:
            return _none()
        if neuron is None:
            return _join([self._weight_rows(layer - 1), self._bias_rows(layer - 1)])
        if not 0 < neuron <= self.topology.sizes[layer]:
            return _none()
        return self._of_neuron(layer, neuron - 1)

    def _of_neuron(self, layer: int, neuron: int) -> Rows:
        parts = []
        if layer > 0:
            inputs = self.topology.sizes[layer - 1]
            biases = self._bias_rows(layer - 1)
            bias = 0 if self.one_bias else neuron
            parts.append(self._weight_rows(layer - 1)[neuron * inputs : (neuron + 1) * inputs])
            parts.append(biases[bias : bias + 1])
        if layer < len(self.topology.layers):
            parts.append(self._weight_rows(layer)[neuron :: self.topology.sizes[layer]])
        return _join(parts)


def _none() -> Rows:
    return np.empty(0, dtype=np.int64)


def _join(parts: list[range]) -> Rows:
    return np.concatenate([np.arange(x.start, x.stop, x.step, dtype=np.int64) for x in parts])
