"""Each breakpoint in a plain sentence."""

import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.views.breakpoints.sentences import met_sentence, sentence

C = Condition
W5, O1 = 6, 4  # where the tutorial has them

SENTENCES = [
    (Breakpoint(C.STEP, 10_000), "step 10 000", "step 10 000 was made"),
    (
        Breakpoint(C.ERROR_BELOW, 0.001),
        "total error falls below 0.001",
        "the total error fell below 0.001",
    ),
    (Breakpoint(C.ERROR_ABOVE, 2.0), "total error exceeds 2", "the total error exceeded 2"),
    (Breakpoint(C.PARAMETER_CROSSES, 0.5, W5), "w5 crosses 0.5", "w5 crossed 0.5"),
    (Breakpoint(C.PARAMETER_CROSSES, -0.5, 4), "b1 crosses −0.5", "b1 crossed −0.5"),
    (
        Breakpoint(C.OUTPUT_CROSSES, 0.5, O1, 1),
        "o1 for sample 2 crosses 0.5",
        "o1 for sample 2 crossed 0.5",
    ),
    (
        Breakpoint(C.GRADIENT_ABOVE, 0.1, W5),
        "the gradient of w5 exceeds 0.1 in size",
        "the gradient of w5 exceeds 0.1 in size",
    ),
    (
        Breakpoint(C.GRADIENT_ABOVE, 2.0),
        "the whole gradient exceeds 2",
        "the whole gradient exceeds 2",
    ),
    (
        Breakpoint(C.NOT_FINITE),
        "a number is no longer finite",
        "it makes a number that is not finite",
    ),
]


@pytest.mark.parametrize(("breakpoint", "waits", "met"), SENTENCES)
def test_it_says_what_it_waits_for_and_what_has_happened(
    tutorial: Experiment, breakpoint: Breakpoint, waits: str, met: str
) -> None:
    topology = tutorial.network.topology
    said = sentence(breakpoint, topology, True), met_sentence(breakpoint, topology, True)
    assert tuple(text.replace("\u202f", " ") for text in said) == (waits, met)


def test_every_condition_has_a_sentence() -> None:
    assert {breakpoint.condition for breakpoint, _, _ in SENTENCES} == set(Condition)
