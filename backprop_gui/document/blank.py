"""What File > New gives: the smallest network with all that a network has."""

import numpy as np

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.initialise import Uniform, redraw
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples

NAME = "Untitled"


def blank_experiment() -> Experiment:
    """A 2-2-1 network of logistic neurons with random weights, and one sample of zeros."""
    topology = Topology((2, 2, 1), (Activation.LOGISTIC,) * 2)
    network = Network(topology, np.zeros(topology.parameters))
    zeros = Samples(np.zeros((1, 2)), np.zeros((1, 1)))
    return redraw(Experiment(network, zeros), Uniform(), layers=(1, 2), biases=True)
