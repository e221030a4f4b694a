"""A run: its state at a step depends on the experiment and the step alone."""

import math

import numpy as np
import pytest

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.outcome import Reason
from backprop_gui.training.run import Run
from tests.training.conftest import LOGISTIC


def test_the_tutorial_ends_with_its_known_errors(tutorial: Experiment) -> None:
    run = Run(tutorial)
    assert run.total_error() == 0.2983711087600027
    run.advance(1)
    assert run.total_error() == 0.29102777369359933
    run.advance(10_000)
    assert run.total_error() == 3.510187782978859e-05


@pytest.mark.parametrize("stops", [[1, 2, 3, 5000], [777, 4999, 5000], range(50, 5001, 50)])
def test_calls_of_any_length_lead_to_the_same_bits(xor: Experiment, stops: list[int]) -> None:
    at_once, in_parts = Run(xor), Run(xor)
    at_once.advance(5000)
    for stop in stops:
        in_parts.advance(stop)
    assert in_parts.parameters.tobytes() == at_once.parameters.tobytes()


def test_until_stops_at_the_first_step_whose_total_error_is_low_enough(xor: Experiment) -> None:
    run, by_hand = Run(xor), Run(xor)
    outcome = run.advance(200_000, until=0.3)
    assert outcome.reason is Reason.LOW_ENOUGH
    while by_hand.total_error() > 0.3 or by_hand.step == 0:
        by_hand.advance(by_hand.step + 1)
    assert run.step == by_hand.step


def test_a_run_that_diverges_comes_back_at_the_first_error_that_is_not_finite() -> None:
    topology = Topology((1, 1), (LOGISTIC.IDENTITY,))
    samples = Samples(np.array([[1e3]]), np.array([[1.0]]))
    experiment = Experiment(
        Network(topology, np.array([1.0, 0.0])), samples, TrainingSettings(10.0)
    )
    run = Run(experiment)
    outcome = run.advance(10**9)
    weight, step = 1.0, 0
    while math.isfinite(0.5 * (1.0 - 1e3 * weight) ** 2 if abs(weight) < 1e150 else math.inf):
        weight -= 10.0 * (-(1.0 - 1e3 * weight) * 1e3)
        step += 1
    assert outcome.reason is Reason.DIVERGED
    assert run.step == step + 1


def test_the_experiment_is_never_written_to(tutorial: Experiment) -> None:
    before = tutorial.network.parameters.tobytes()
    Run(tutorial).advance(100)
    assert tutorial.network.parameters.tobytes() == before
