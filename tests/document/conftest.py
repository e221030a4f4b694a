"""A small experiment and its document."""

import numpy as np
import pytest

from backprop_gui.document.document import Document
from backprop_gui.engine.choices import Activation
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples


@pytest.fixture
def experiment() -> Experiment:
    layer = np.array([[0.1, 0.2]]), np.array([0.3])
    network = edits.from_blocks((Activation.LOGISTIC,), [layer])
    return Experiment(network, Samples(np.array([[1.0, 0.0]]), np.array([[1.0]])))


@pytest.fixture
def document(qapp: object, experiment: Experiment) -> Document:
    return Document(experiment, "Example")
