"""Which neuron and which weight the numbers beside the code are of. No Qt."""

from dataclasses import dataclass

from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.selection import Kind, Selection


@dataclass(frozen=True)
class Focus:
    """A neuron, with its layer (0 is the first after the inputs), and one of its inputs."""

    layer: int
    neuron: int = 0
    source: int = 0


def focus(view: StageView, selection: Selection | None) -> Focus:
    """What is selected, if the present stage computes it; else the first that it computes."""
    stage = view.stage
    found = None if selection is None else _found(view, selection)
    if found is not None and (stage is None or found.layer == stage.layer):
        return found
    return Focus(0 if stage is None else stage.layer)


def _found(view: StageView, selection: Selection) -> Focus | None:
    topology = view.topology
    if selection.kind is Kind.NEURON:
        if not 0 < selection.layer < len(topology.sizes):
            return None
        is_there = selection.at < topology.sizes[selection.layer]
        return Focus(selection.layer - 1, selection.at) if is_there else None
    if selection.kind is Kind.PARAMETER:
        for number, layer in enumerate(topology.layers):
            if layer.weights <= selection.at < layer.biases:
                source, neuron = divmod(selection.at - layer.weights, layer.neurons)
                return Focus(number, neuron, source)
            if layer.biases <= selection.at < layer.end:
                return Focus(number, selection.at - layer.biases)
    return None
