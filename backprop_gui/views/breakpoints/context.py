"""What a breakpoint is made in: the experiment, and what is selected in the network. No Qt."""

from dataclasses import dataclass
from functools import cached_property

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import Listed
from backprop_gui.views.breakpoints.places import Places, neuron_places, parameter_places
from backprop_gui.views.parts.selection import Kind, Selection

_CROSSED = 0.5
"""What the output of a logistic neuron crosses when it changes sides."""

_STARTS = {
    Condition.STEP: 1000.0,
    Condition.ERROR_BELOW: 0.001,
    Condition.ERROR_ABOVE: 1.0,
    Condition.GRADIENT_ABOVE: 1.0,
}


@dataclass(frozen=True)
class Context:
    experiment: Experiment
    selection: Selection | None = None

    @property
    def topology(self) -> Topology:
        return self.experiment.network.topology

    @cached_property
    def one_bias(self) -> bool:
        return has_one_bias(self.experiment)

    @property
    def parameter(self) -> int | None:
        """The place of the selected weight or bias in the parameter vector."""
        chosen = self.selection
        if chosen is None or chosen.kind is not Kind.PARAMETER:
            return None
        return chosen.at if chosen.at < self.topology.parameters else None

    @property
    def neuron(self) -> int | None:
        """The place of the selected neuron, not an input, in the vector of all outputs."""
        chosen, sizes = self.selection, self.topology.sizes
        if chosen is None or chosen.kind is not Kind.NEURON or not 0 < chosen.layer < len(sizes):
            return None
        is_there = chosen.at < sizes[chosen.layer]
        return sum(sizes[: chosen.layer]) + chosen.at if is_there else None

    def selected(self, condition: Condition) -> int | None:
        """The place of what is selected, if this condition can be about it."""
        if condition is Condition.OUTPUT_CROSSES:
            return self.neuron
        return self.parameter

    @cached_property
    def parameters(self) -> Places:
        return parameter_places(self.topology, self.one_bias)

    @cached_property
    def neurons(self) -> Places:
        return neuron_places(self.topology)

    def places(self, condition: Condition) -> Places:
        """Those that this condition can be about."""
        return self.neurons if condition is Condition.OUTPUT_CROSSES else self.parameters

    def new(self, condition: Condition) -> Breakpoint:
        """A breakpoint with this condition, at what is selected if it can be."""
        at = sample = None
        if condition is Condition.PARAMETER_CROSSES:
            at = self.parameter or 0
        if condition is Condition.GRADIENT_ABOVE:
            at = self.parameter
        if condition is Condition.OUTPUT_CROSSES:
            first_output = self.topology.neurons - self.topology.outputs
            at, sample = first_output if self.neuron is None else self.neuron, 0
        return Breakpoint(condition, _STARTS.get(condition, _CROSSED), at, sample)

    def listed(self, breakpoint: Breakpoint) -> Listed:
        """That one, switched on, for the present network."""
        return Listed(breakpoint, self.topology)
