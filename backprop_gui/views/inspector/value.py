"""The initial value of a weight or bias: its field, and the edit that sets it."""

from functools import partial

from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.stepping import by_twentieths
from backprop_gui.views.parts.parameter_rows import ParameterRows


def value_box(name: str) -> NumberBox:
    tip = f"{name}, before the first step. Wheel and arrow keys change it by 0.05"
    return NumberBox(name, tip, by_twentieths)


def value_edit(experiment: Experiment, at: int, value: float, stepped: bool) -> Edit:
    rows = parameter_rows(experiment)
    change = partial(edits.with_parameter, at=at, value=value)
    merge = f"value at {at}" if stepped else ""
    return Edit(f"change of {rows.name(rows.row(at))}", change, merge)


def parameter_rows(experiment: Experiment) -> ParameterRows:
    return ParameterRows(experiment.network.topology, edits.has_one_bias(experiment))
