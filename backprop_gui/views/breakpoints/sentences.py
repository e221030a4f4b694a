"""Breakpoints in plain sentences. No Qt."""

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.names import neuron_names, parameter_name
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.views.parts.numbers import plain, steps

_SENTENCES = {
    Condition.STEP: ("step {step}", "step {step} was made"),
    Condition.ERROR_BELOW: (
        "total error falls below {value}",
        "the total error fell below {value}",
    ),
    Condition.ERROR_ABOVE: ("total error exceeds {value}", "the total error exceeded {value}"),
    Condition.PARAMETER_CROSSES: ("{place} crosses {value}", "{place} crossed {value}"),
    Condition.OUTPUT_CROSSES: (
        "{place} for sample {sample} crosses {value}",
        "{place} for sample {sample} crossed {value}",
    ),
    Condition.GRADIENT_ABOVE: (
        "the {place} exceeds {value}{in_size}",
        "the {place} exceeds {value}{in_size}",
    ),
    Condition.NOT_FINITE: (
        "a number is no longer finite",
        "it makes a number that is not finite",
    ),
}


def sentence(breakpoint: Breakpoint, topology: Topology, one_bias: bool) -> str:
    """What it waits for; `topology` and `one_bias` are those that its place is named by."""
    return _sentence(0, breakpoint, topology, one_bias)


def met_sentence(breakpoint: Breakpoint, topology: Topology, one_bias: bool) -> str:
    """What has happened when it has stopped training."""
    return _sentence(1, breakpoint, topology, one_bias)


def _sentence(tense: int, breakpoint: Breakpoint, topology: Topology, one_bias: bool) -> str:
    return _SENTENCES[breakpoint.condition][tense].format(
        place=_place(breakpoint, topology, one_bias),
        sample=1 if breakpoint.sample is None else breakpoint.sample + 1,
        step=steps(int(breakpoint.value)),
        value=plain(breakpoint.value),
        in_size="" if breakpoint.at is None else " in size",
    )


def _place(breakpoint: Breakpoint, topology: Topology, one_bias: bool) -> str:
    name = place_name(breakpoint, topology, one_bias)
    if breakpoint.condition is Condition.GRADIENT_ABOVE:
        return f"gradient of {name}" if name else "whole gradient"
    return name


def place_name(breakpoint: Breakpoint, topology: Topology, one_bias: bool) -> str:
    """The name of the weight, bias or neuron that it is about; empty when it is about none."""
    if breakpoint.at is None:
        return ""
    if breakpoint.condition is Condition.OUTPUT_CROSSES:
        return neuron_names(topology)[breakpoint.at]
    return parameter_name(topology, breakpoint.at, one_bias)
