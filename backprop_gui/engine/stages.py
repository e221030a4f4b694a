"""The stages of a training step after the forward pass, as backpropagation goes through them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from backprop_gui.engine.topology import Topology


class StageKind(StrEnum):
    """What a stage computes."""

    OUTPUT_DELTAS = "output deltas"
    HIDDEN_DELTAS = "hidden deltas"
    WEIGHTS = "weights"


@dataclass(frozen=True)
class Stage:
    """One stage: its kind, its layer (0 is the first after the inputs), and its name.

    Once it is done, the parameter vector is new from the place `trained_from` on, and as it was
    before the step up to there. A layer's biases, where they are trained, go with its weights.
    """

    kind: StageKind
    layer: int
    name: str
    trained_from: int


def stages(topology: Topology) -> tuple[Stage, ...]:
    """All deltas from the last layer to the first, then all updates in the same order."""
    return (*_delta_stages(topology), *_weight_stages(topology))


def _delta_stages(topology: Topology) -> Iterator[Stage]:
    last = len(topology.layers) - 1
    nothing = topology.parameters
    yield Stage(StageKind.OUTPUT_DELTAS, last, "output deltas", nothing)
    for layer in range(last - 1, -1, -1):
        name = "hidden deltas" if last == 1 else f"deltas of hidden {layer + 1}"
        yield Stage(StageKind.HIDDEN_DELTAS, layer, name, nothing)


def _weight_stages(topology: Topology) -> Iterator[Stage]:
    last = len(topology.layers) - 1
    for layer in range(last, -1, -1):
        hidden = "the hidden layer" if last == 1 else f"hidden {layer + 1}"
        name = f"weights of {'the output layer' if layer == last else hidden}"
        yield Stage(StageKind.WEIGHTS, layer, name, topology.layers[layer].weights)
