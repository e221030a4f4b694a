"""The lines of the update of a weight or bias."""

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.views.parts.formulas.formula import (
    EQUALS,
    MINUS,
    TIMES,
    Line,
    Section,
    operand,
    result,
)
from backprop_gui.views.parts.formulas.notation import partial
from backprop_gui.views.parts.formulas.quantities import Quantities


def update_section(numbers: Quantities, at: int) -> Section:
    """w⁺ = w − η · ∂E/∂w; a bias that is not trained stays."""
    notation, trace = numbers.notation, numbers.trace
    parameter, new = notation.parameter(at), notation.new_parameter(at)
    value = result(numbers.new_parameter(at))
    layer = numbers.topology.layers[notation.layer_of(at) - 1]
    if trace.bias_policy is BiasPolicy.FIXED and at >= layer.biases:
        line = Line((new,), (EQUALS, parameter, EQUALS, value))
        return Section("Update", (line,), "Biases are fixed in this experiment: none is trained.")
    old = numbers.parameter(at)
    gradient = partial(notation.error(), parameter)
    values = (numbers.rate(), TIMES, operand(numbers.gradient(at)))
    lines = (
        Line((new,), (EQUALS, parameter, MINUS, notation.rate(), TIMES, gradient)),
        Line((), (EQUALS, old, MINUS, *values)),
        Line((), (EQUALS, old, MINUS, operand(numbers.update(at)))),
        Line((), (EQUALS, value)),
    )
    return Section("Update", lines)
