"""What the panel derives for a selection: its sections and the root of its path ledger. No Qt."""

from dataclasses import dataclass

from backprop_gui.engine.chain import NeuronChain, PathLedger, neuron_chain, paths
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.parts.formulas.chain_rule import delta_sections, gradient_sections
from backprop_gui.views.parts.formulas.formula import Section
from backprop_gui.views.parts.formulas.forward import forward_section
from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.parts.formulas.update import update_section
from backprop_gui.views.parts.selection import Kind, Selection


@dataclass(frozen=True)
class Derivation:
    """`sections` before the ledger and `update` after it, which neurons have not. `paths` is what
    the ledger begins at; None where there is only the one path."""

    sections: tuple[Section, ...]
    update: Section | None
    paths: NeuronChain | PathLedger | None

    @property
    def all_sections(self) -> tuple[Section, ...]:
        return self.sections if self.update is None else (*self.sections, self.update)


def is_derivable(topology: Topology, selection: Selection | None) -> bool:
    """Whether there is something to derive: a weight, a bias, or a neuron that is no input."""
    if selection is None or selection.at < 0:
        return False
    if selection.kind is Kind.PARAMETER:
        return selection.at < topology.parameters
    if selection.kind is Kind.LAYER or not 0 < selection.layer < len(topology.sizes):
        return False
    return selection.at < topology.sizes[selection.layer]


def derive(topology: Topology, trace: StepTrace, selection: Selection) -> Derivation:
    """The derivation of what `is_derivable`, from a trace of this network."""
    numbers = Quantities.of(topology, trace)
    if selection.kind is Kind.NEURON:
        chain = neuron_chain(topology, trace, selection.layer - 1, selection.at)
        forward = forward_section(numbers, selection.layer, selection.at, None)
        return Derivation((forward, *delta_sections(numbers, chain)), None, _fan(chain))
    at = selection.at
    ledger = paths(topology, trace, at)
    sections = gradient_sections(numbers, ledger, at)
    update = update_section(numbers, at)
    if len(ledger.neurons) > 1:
        return Derivation(sections, update, ledger)
    chain = ledger.neurons[0]
    layer = topology.layers[chain.layer]
    source = (at - layer.weights) // layer.neurons if at < layer.biases else None
    forward = forward_section(numbers, chain.layer + 1, chain.neuron, source)
    return Derivation((forward, *sections), update, _fan(chain))


def _fan(chain: NeuronChain) -> NeuronChain | None:
    """The chain, if paths lead on from its neuron."""
    return chain if len(chain.weights) else None
