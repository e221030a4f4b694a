"""The experiment: everything that determines a run, as one immutable value."""

from dataclasses import dataclass, field

import numpy as np

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings


@dataclass(frozen=True)
class Experiment:
    """The network with its initial weights, the samples, the training settings, and the changes
    made to them during the run, in the order of their steps, at most one a step.

    Raises ExperimentError when samples do not fit the network, or biases that are shared differ.
    """

    network: Network
    samples: Samples
    training: TrainingSettings = field(default_factory=TrainingSettings)
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        topology = self.network.topology
        _require_fitting(self.samples, topology, "samples[0]")
        if self.training.bias is BiasPolicy.SHARED:
            for layer in range(len(topology.layers)):
                biases = self.network.biases(layer)
                place = f"network.layers[{layer}].biases"
                require(
                    bool(np.all(biases == biases[0])), place, "equal biases, as they are shared"
                )
        steps = [change.step for change in self.changes]
        require(steps == sorted(set(steps)), "changes", "growing steps")
        for number, change in enumerate(self.changes):
            if change.samples is not None:
                _require_fitting(change.samples, topology, f"changes[{number}].samples[0]")
            places = all(0 <= at < topology.parameters for at, _ in change.parameters)
            require(places, f"changes[{number}].parameters", "weights and biases of the network")

    def training_at(self, step: int) -> TrainingSettings:
        """The settings in force for the update after `step` updates."""
        later = [change.training for change in self.changes if change.step <= step]
        return next((each for each in reversed(later) if each is not None), self.training)

    def samples_at(self, step: int) -> Samples:
        """The samples in force for the update after `step` updates."""
        later = [change.samples for change in self.changes if change.step <= step]
        return next((each for each in reversed(later) if each is not None), self.samples)


def _require_fitting(samples: Samples, topology: Topology, place: str) -> None:
    inputs, targets = samples.inputs.shape[1], samples.targets.shape[1]
    require(inputs == topology.inputs, f"{place}.inputs", _numbers(topology.inputs))
    require(targets == topology.outputs, f"{place}.targets", _numbers(topology.outputs))


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"
