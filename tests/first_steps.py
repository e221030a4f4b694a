"""The tutorial as its page has it, and the first step of an experiment with every number of it."""

import numpy as np

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.trace import StepTrace
from backprop_gui.engine.tracer import trace_step
from backprop_gui.experiment.edits import from_blocks
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples

LOGISTIC = Activation.LOGISTIC


def make_tutorial() -> Experiment:
    hidden = np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([0.35, 0.35])
    output = np.array([[0.40, 0.45], [0.50, 0.55]]), np.array([0.60, 0.60])
    samples = Samples(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]))
    return Experiment(from_blocks((LOGISTIC, LOGISTIC), [hidden, output]), samples)


def first_step(experiment: Experiment) -> StepTrace:
    """The step that the first sample leads to."""
    network, samples, training = experiment.network, experiment.samples, experiment.training
    return trace_step(
        network.topology,
        network.parameters,
        samples.inputs[0],
        samples.targets[0],
        training.learning_rate,
        training.bias,
    )
