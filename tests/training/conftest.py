"""Experiments and a waiting helper for the tests of training."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.first_steps import make_tutorial

LOGISTIC = Activation.LOGISTIC
PATIENCE_SECONDS = 60.0  # a first compile on a busy machine


@pytest.fixture
def tutorial() -> Experiment:
    return make_tutorial()


@pytest.fixture
def xor() -> Experiment:
    return make_xor()


def make_xor(order: str = "random") -> Experiment:
    topology = Topology((2, 5, 1), (LOGISTIC, LOGISTIC))
    network = Network(topology, np.random.default_rng(7).uniform(0, 1, topology.parameters))
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    samples = Samples(inputs, np.array([[0.0], [1.0], [1.0], [0.0]]))
    training = TrainingSettings(0.5, SampleOrder(order), 3, BiasPolicy.PER_NEURON)
    return Experiment(network, samples, training)


@pytest.fixture
def session_of() -> Iterator[Callable[[Experiment], Session]]:
    """Makes sessions that are closed after the test."""
    sessions: list[Session] = []

    def make(experiment: Experiment) -> Session:
        sessions.append(Session(experiment))
        sessions[-1].start()
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


def wait_for(session: Session, fits: Callable[[Snapshot], bool]) -> Snapshot:
    """The first snapshot that fits."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        snapshot = session.snapshot()
        if fits(snapshot):
            return snapshot
        time.sleep(0.001)
    raise AssertionError(f"no such snapshot came; the last was {session.snapshot()}")


def wait_until_paused(session: Session) -> Snapshot:
    """The snapshot once the session is paused and its total error is that of the present step."""

    def fits(snapshot: Snapshot) -> bool:
        is_paused = snapshot.activity is Activity.PAUSED
        return is_paused and snapshot.total_error_step == snapshot.step

    return wait_for(session, fits)
