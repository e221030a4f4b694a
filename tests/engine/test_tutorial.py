"""The numbers of the tutorial."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from backprop_gui.engine.choices import BiasPolicy
from tests.engine.learner import TUTORIAL, Learner

LOSSES = Path(__file__).resolve().parent.parent / "data" / "tutorial-losses.csv"


def test_the_errors_are_those_that_the_tutorial_prints() -> None:
    with LOSSES.open(newline="", encoding="utf-8") as file:
        rows = [(int(row["iteration"]), row["total_error"]) for row in csv.DictReader(file)]
    learner = Learner(TUTORIAL)
    printed = []
    for iteration, _ in rows:
        learner.advance(iteration + 1)  # it prints after it has trained
        printed.append((iteration, str(round(learner.total_error(), 9))))
    assert printed == rows
    assert len(rows) == 20


@pytest.mark.parametrize(
    ("steps", "error"),
    [(0, 0.2983711087600027), (1, 0.29102777369359933), (10_000, 3.510187782978859e-05)],
)
def test_the_errors_are_known_to_the_last_digit(steps: int, error: float) -> None:
    learner = Learner(TUTORIAL)
    learner.advance(steps)
    assert learner.total_error() == error


def test_a_trained_bias_for_each_layer_lowers_the_error_further() -> None:
    learner = Learner(replace(TUTORIAL, bias=BiasPolicy.SHARED))
    learner.advance(1)
    assert learner.total_error() == pytest.approx(0.2857508867, abs=5e-11)


def test_the_updated_weights_are_those_that_the_tutorial_prints() -> None:
    learner = Learner(TUTORIAL)
    learner.advance(1)
    topology = TUTORIAL.topology
    hidden = topology.weights(learner.parameters, 0)
    output = topology.weights(learner.parameters, 1)
    assert output.ravel().round(8).tolist() == [0.35891648, 0.40866619, 0.51130127, 0.56137012]
    assert hidden.ravel().round(8).tolist() == [0.14978072, 0.19956143, 0.24975114, 0.29950229]
