"""The names by which places of a network are typed, and what they stand for. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.names import neuron_names, parameter_name
from backprop_gui.views.parts.parameter_rows import ParameterRows

_MOST_OFFERED = 2000  # a longer list to complete from would be slow, and nobody scrolls it


@dataclass(frozen=True)
class Places:
    """`what` they are, in words; `offered`, names to complete from; `find` the place of a name,
    None if there is no such; `name` the name of a place."""

    what: str
    offered: tuple[str, ...]
    find: Callable[[str], int | None]
    name: Callable[[int], str]


def parameter_places(topology: Topology, one_bias: bool) -> Places:
    """Weights and biases, by their place in the parameter vector."""
    rows = ParameterRows(topology, one_bias)

    def find(text: str) -> int | None:
        found = rows.matching(text)
        is_one = len(found) == 1 and rows.name(int(found[0])) == text.strip().lower()
        return rows.place(int(found[0])) if is_one else None

    def name(at: int) -> str:
        return parameter_name(topology, at, one_bias)

    offered = tuple(rows.name(row) for row in range(min(len(rows), _MOST_OFFERED)))
    return Places("weight or bias", offered, find, name)


def neuron_places(topology: Topology) -> Places:
    """Neurons, by their place in the vector of all outputs, the inputs left out."""
    names = neuron_names(topology)
    found = {name: at for at, name in enumerate(names) if at >= topology.inputs}

    def find(text: str) -> int | None:
        return found.get(text.strip().lower())

    return Places("neuron", tuple(islice(found, _MOST_OFFERED)), find, names.__getitem__)
