"""The present numbers of what is selected."""

from dataclasses import dataclass

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment


@dataclass(frozen=True)
class State:
    """Present numbers, as Inspector.show_state is given them; None where not known."""

    parameters: Floats
    outputs: Floats | None = None
    sample: int | None = None
    nets: Floats | None = None

    def of(self, experiment: Experiment) -> "State":
        """What of these belongs to a network and samples like the experiment's."""
        network, samples = experiment.network, experiment.samples
        if len(self.parameters) != network.topology.parameters:
            return State(network.parameters)
        neurons = network.topology.neurons
        return State(
            self.parameters,
            self.outputs if self.outputs is not None and len(self.outputs) == neurons else None,
            self.sample if self.sample is not None and self.sample < len(samples) else None,
            self.nets if self.nets is not None and len(self.nets) == neurons else None,
        )
