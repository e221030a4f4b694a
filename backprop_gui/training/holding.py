"""Whether a breakpoint's condition holds already, so that a run from here does not stop at it.

The training loop does not ask here: it looks for what begins (engine/watch.py).
"""

import math

import numpy as np

from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.snapshot import Snapshot


def holds(breakpoint: Breakpoint, snapshot: Snapshot, trace: StepTrace | None) -> bool:
    """Whether it holds in the snapshot's state; `trace` is of the step that follows on it.

    False for what crosses a value, which only happens and never holds, and for what is not known.
    """
    value, at = breakpoint.value, breakpoint.at
    match breakpoint.condition:
        case Condition.STEP:
            return snapshot.step >= value
        case Condition.ERROR_BELOW:
            return snapshot.total_error < value
        case Condition.ERROR_ABOVE:
            return snapshot.total_error > value
        case Condition.GRADIENT_ABOVE if trace is not None:
            topology = snapshot.experiment.network.topology
            size = _length(topology, trace) if at is None else abs(trace.gradients[at])
            return not size <= value
        case Condition.NOT_FINITE:
            return not np.isfinite(snapshot.parameters).all()
    return False


def _length(topology: Topology, trace: StepTrace) -> float:
    """√Σ (∂E/∂parameter)², in which a bias that a layer's neurons have in common counts once."""
    gradients = trace.gradients.copy()
    if trace.one_bias:
        for layer in topology.layers:
            gradients[layer.biases + 1 : layer.end] = 0.0
    return math.hypot(*gradients)
