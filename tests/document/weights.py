"""The edit that the tests of the document make, and what it changes."""

from functools import partial

from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment


def set_weight(value: float, merge: str = "") -> Edit:
    return Edit("change of w1", partial(edits.with_parameter, at=0, value=value), merge)


def weight(experiment: Experiment) -> float:
    return float(experiment.network.parameters[0])
