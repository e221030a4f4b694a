"""The numbers that the picture shows at one moment. No Qt."""

from dataclasses import dataclass

from backprop_gui.engine.topology import Floats
from backprop_gui.training.stage_view import StageView


@dataclass(frozen=True, eq=False)
class State:
    """Present weights and biases; outputs of all neurons, inputs first, and targets, where known.

    `hint` says why nothing can be edited; empty when it can. `stage` is the step that the person
    has gone into, whose weights and biases these are then.
    """

    parameters: Floats
    outputs: Floats | None = None
    targets: Floats | None = None
    hint: str = ""
    stage: StageView | None = None
