"""Which breakpoints of the list a run stops at."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import Listed, in_force

ERROR = Breakpoint(Condition.ERROR_BELOW, 0.1)
WEIGHT = Breakpoint(Condition.PARAMETER_CROSSES, 0.5, at=2)
SECOND = Breakpoint(Condition.OUTPUT_CROSSES, 0.5, at=3, sample=1)


def experiment_of(*sizes: int, samples: int = 1) -> Experiment:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    network = Network(topology, np.zeros(topology.parameters))
    return Experiment(
        network, Samples(np.zeros((samples, sizes[0])), np.zeros((samples, sizes[-1])))
    )


SMALL = experiment_of(2, 2, 2)
TOPOLOGY = SMALL.network.topology


def test_one_that_is_switched_off_is_not_in_force() -> None:
    listed = Listed(ERROR, TOPOLOGY), Listed(WEIGHT, TOPOLOGY, is_on=False)
    assert in_force(listed, SMALL) == (ERROR,)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 2, 2, 2), (2, 2)])
def test_a_place_of_a_network_of_another_shape_is_not_meant(sizes: tuple[int, ...]) -> None:
    listed = Listed(ERROR, TOPOLOGY), Listed(WEIGHT, TOPOLOGY)
    assert in_force(listed, experiment_of(*sizes)) == (ERROR,)


def test_a_place_means_what_it_meant_under_another_activation() -> None:
    other = Topology((2, 2, 2), (Activation.TANH,) * 2)
    network = Network(other, np.zeros(other.parameters))
    listed = (Listed(WEIGHT, TOPOLOGY),)
    assert in_force(listed, replace(SMALL, network=network)) == (WEIGHT,)


def test_a_sample_must_be_there_at_some_step_of_the_run() -> None:
    listed = (Listed(SECOND, TOPOLOGY),)
    assert in_force(listed, SMALL) == ()
    assert in_force(listed, experiment_of(2, 2, 2, samples=2)) == (SECOND,)
    later = Change(7, samples=experiment_of(2, 2, 2, samples=2).samples)
    assert in_force(listed, replace(SMALL, changes=(later,))) == (SECOND,)
