"""What was changed during a run, in words."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.changes.change_words import all_values, change_words

SETTINGS = TrainingSettings
THREE = Samples(np.zeros((3, 2)), np.zeros((3, 2)))
MOVED = Samples(np.array([[0.5, 0.1]]), np.array([[0.01, 0.99]]))


def said(experiment: Experiment, change: Change) -> str:
    experiment = replace(experiment, changes=(*experiment.changes, change))
    return change_words(experiment, change, True).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(5, SETTINGS(learning_rate=0.1)), "learning rate 0.5 → 0.1"),
        (Change(5, SETTINGS(order=SampleOrder.RANDOM)), "order: random"),
        (Change(5, SETTINGS(seed=7)), "seed 0 → 7"),
        (Change(5, SETTINGS(bias=BiasPolicy.SHARED)), "biases: shared per layer"),
        (
            Change(5, SETTINGS(learning_rate=2.0, order=SampleOrder.SHUFFLED)),
            "learning rate 0.5 → 2; order: shuffled",
        ),
        (Change(5, samples=THREE), "samples: 1 → 3"),
        (Change(5, samples=MOVED), "samples: other values"),
        (Change(5, parameters=((6, 0.3),)), "w5 = 0.3"),
        (Change(5, parameters=((4, -0.5), (5, -0.5))), "b1 = −0.5"),
        (Change(5, parameters=((6, 0.3), (7, 0.4))), "2 weights"),
        (Change(5, parameters=((3, 0.3), (4, 0.4), (5, 0.4))), "1 weight and 1 bias"),
        (Change(5, SETTINGS(seed=7), parameters=((6, 0.3),)), "seed 0 → 7; w5 = 0.3"),
        (Change(5), "nothing"),
    ],
)
def test_a_change_is_told_in_a_line(tutorial: Experiment, change: Change, words: str) -> None:
    assert said(tutorial, change) == words


def test_a_setting_is_told_from_that_in_force_before(tutorial: Experiment) -> None:
    run = replace(tutorial, changes=(Change(3, SETTINGS(learning_rate=0.1), THREE),))
    assert said(run, Change(5, SETTINGS(learning_rate=0.2))) == "learning rate 0.1 → 0.2"
    assert said(run, Change(5, samples=MOVED)) == "samples: 3 → 1"


def test_all_values_are_listed_but_not_thousands(tutorial: Experiment) -> None:
    change = Change(5, parameters=tuple((at, float(at)) for at in range(12)))
    lines = all_values(tutorial, change, False).split("\n")
    assert lines[6] == "w5 = 6"
    assert len(lines) == 12
