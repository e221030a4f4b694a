"""The path ledger as a tree of rows: every way from a neuron to the error. No Qt.

A row is one path through a neuron of the next layer; its own rows are the paths from there on.
The last row of a group is the sum of the others. Rows are made when they are looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from backprop_gui.engine.chain import NeuronChain, PathLedger, neuron_chain
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.selection import Selection


class RowKind(StrEnum):
    PATH = "path"  # through a neuron of the next layer, by a weight
    SHARE = "share"  # of one neuron in the gradient of a bias that is one for its layer
    SUM = "sum"


@dataclass(frozen=True)
class Figures:
    """∂E/∂out · ∂out/∂net · by = product, of the neuron that a row goes through; `by` is the
    weight on the way there, or ∂net/∂b. A sum has only its product."""

    product: float
    error_by_output: float | None = None
    output_by_net: float | None = None
    by: float | None = None


@dataclass(eq=False)
class Row:
    """`layer` counts as NeuronChain's; `neuron` is that of the row, for a sum that of its group.
    `weight_at` is the place of the weight on the way there; None for sums and shares."""

    kind: RowKind
    layer: int
    neuron: int
    number: int
    parent: "Row | None"
    weight_at: int | None = None
    made: dict[int, "Row"] = field(default_factory=dict)


class Ledger:
    """The tree for one selection. `show` gives it the numbers of another step."""

    def __init__(self, topology: Topology, trace: StepTrace, root: NeuronChain | PathLedger):
        self.topology = topology
        self.notation = Notation(topology, trace.one_bias)
        self._tops: dict[int, Row] = {}
        self.show(trace, root)

    def show(self, trace: StepTrace, root: NeuronChain | PathLedger) -> None:
        """Takes the numbers of another step of the same network and selection."""
        self._trace, self._root = trace, root
        self._chains: dict[tuple[int, int], NeuronChain] = {}

    # The tree

    def count(self, row: Row | None) -> int:
        """How many rows `row` has, or the ledger itself."""
        if row is None:
            if isinstance(self._root, PathLedger):
                return len(self._root.neurons) + 1
            return self._paths_from(self._root.layer)
        return 0 if row.kind is RowKind.SUM else self._paths_from(row.layer)

    def _paths_from(self, layer: int) -> int:
        """The rows of the group of a neuron in `layer`: paths and their sum; an output has none."""
        layers = self.topology.layers
        return layers[layer + 1].neurons + 1 if layer + 1 < len(layers) else 0

    def row(self, parent: Row | None, number: int) -> Row:
        """A row of `parent`, the same object each time."""
        made = self._tops if parent is None else parent.made
        if number not in made:
            made[number] = self._make(parent, number)
        return made[number]

    def _make(self, parent: Row | None, number: int) -> Row:
        root = self._root
        is_sum = number == self.count(parent) - 1
        if parent is None and isinstance(root, PathLedger):
            chain = root.neurons[0 if is_sum else number]
            kind = RowKind.SUM if is_sum else RowKind.SHARE
            return Row(kind, chain.layer, chain.neuron, number, None)
        of = self._group(parent)
        if is_sum:
            return Row(RowKind.SUM, of.layer, of.neuron, number, parent)
        weight_at = of.weights_at + number
        return Row(RowKind.PATH, of.layer + 1, number, number, parent, weight_at)

    def _group(self, parent: Row | None) -> NeuronChain:
        """The neuron that the rows of `parent` lead away from."""
        if parent is not None:
            return self._chain(parent.layer, parent.neuron)
        assert isinstance(self._root, NeuronChain)
        return self._root

    def _chain(self, layer: int, neuron: int) -> NeuronChain:
        key = layer, neuron
        if key not in self._chains:
            self._chains[key] = neuron_chain(self.topology, self._trace, layer, neuron)
        return self._chains[key]

    # What a row says

    def figures(self, row: Row) -> Figures:
        root = self._root
        if row.kind is RowKind.SUM:
            if row.parent is None and isinstance(root, PathLedger):
                return Figures(root.gradient)
            return Figures(self._group(row.parent).error_by_output)
        chain = self._chain(row.layer, row.neuron)
        if row.kind is RowKind.SHARE:
            assert isinstance(root, PathLedger)
            by, product = root.net_by_parameter, chain.delta
        else:
            path = self._group(row.parent).path(row.number)
            by, product = path.weight, path.product
        return Figures(product, chain.error_by_output, chain.output_by_net, by)

    def name(self, row: Row) -> str:
        notation = self.notation
        if row.kind is RowKind.SUM:
            return "Sum"
        name = notation.name(row.layer + 1, row.neuron)
        return name if row.weight_at is None else f"→ {name}"

    def note(self, row: Row) -> str:
        """A sentence about the row."""
        notation, name = self.notation, self.notation.name(row.layer + 1, row.neuron)
        if row.kind is RowKind.SUM:
            is_gradient = row.parent is None and isinstance(self._root, PathLedger)
            return "The sum is the gradient" if is_gradient else f"The sum is ∂E/∂out of {name}"
        if row.weight_at is None:
            return f"What {name} adds to the gradient"
        weight = notation.parameter(row.weight_at).plain
        start = self._group(row.parent)
        return f"From {notation.name(start.layer + 1, start.neuron)} by {weight} through {name}"

    def delta(self, row: Row) -> float:
        """∂E/∂net of the row's neuron."""
        return self._chain(row.layer, row.neuron).delta

    def neuron_spot(self, row: Row) -> Selection:
        return self.notation.neuron_spot(row.layer + 1, row.neuron)

    def spots(self, row: Row) -> tuple[Selection, ...]:
        """All of the picture that lies on the row's path, from its end to its start."""
        return tuple(dict.fromkeys(self._spots(row)))

    def _spots(self, row: Row) -> Iterator[Selection]:
        on: Row | None = row
        while on is not None:
            yield self.neuron_spot(on)
            if on.weight_at is not None:
                yield self.notation.parameter_spot(on.weight_at)
            on = on.parent
        if isinstance(self._root, NeuronChain):
            yield self.notation.neuron_spot(self._root.layer + 1, self._root.neuron)
