"""What the looks of breakpoints see, for their tests."""

import numpy as np

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.state import Plan, width_of
from backprop_gui.engine.topology import Floats, Topology
from tests.engine.learner import Definition, Task

SMALL = Topology((1, 1), (Activation.IDENTITY,))
"""One input and one neuron."""


NOT_READ = 7.0  # in the place of what inputs do not have


def plan_of(topology: Topology, inputs: Floats, targets: Floats, rate: float = 0.5) -> Plan:
    return Plan(width_of(topology), topology.table, inputs, targets, rate, 0, 0, 0)


def state_of(task: Task) -> tuple[Floats, Floats]:
    """Outputs and deltas of the first sample's step."""
    definition = Definition(task)
    sample = definition.samples[0]
    outputs = [y for layer in definition.network.outputs(sample.inputs) for y in layer]
    definition.network.find_deltas(sample.targets)
    deltas = [neuron.delta for layer in definition.network.layers for neuron in layer]
    return np.array(outputs), np.array([NOT_READ] * task.sizes[0] + deltas)
