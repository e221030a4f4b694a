"""The experiment: everything that determines a run, as one immutable value."""

from dataclasses import dataclass, field

import numpy as np

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings


@dataclass(frozen=True)
class Experiment:
    """The network with its initial weights, the samples, and the training settings.

    Raises ExperimentError when samples do not fit the network, or biases that are shared differ.
    """

    network: Network
    samples: Samples
    training: TrainingSettings = field(default_factory=TrainingSettings)

    def __post_init__(self) -> None:
        topology = self.network.topology
        inputs, targets = self.samples.inputs.shape[1], self.samples.targets.shape[1]
        require(inputs == topology.inputs, "samples[0].inputs", _numbers(topology.inputs))
        require(targets == topology.outputs, "samples[0].targets", _numbers(topology.outputs))
        if self.training.bias is BiasPolicy.SHARED:
            for layer in range(len(topology.layers)):
                biases = self.network.biases(layer)
                place = f"network.layers[{layer}].biases"
                require(
                    bool(np.all(biases == biases[0])), place, "equal biases, as they are shared"
                )


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"
