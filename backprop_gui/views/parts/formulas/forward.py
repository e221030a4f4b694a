"""The lines of the forward pass of one neuron: net input, output and, at the end, the error."""

from backprop_gui.views.parts.formulas.activations import LOOKS
from backprop_gui.views.parts.formulas.formula import (
    CLOSE,
    DOTS,
    EQUALS,
    HALF,
    MINUS,
    NEGATIVE,
    OPEN,
    PLUS,
    SQUARED,
    TIMES,
    Line,
    Parts,
    Section,
    few,
    operand,
    result,
    row,
)
from backprop_gui.views.parts.formulas.quantities import Quantities


def forward_section(numbers: Quantities, layer: int, neuron: int, source: int | None) -> Section:
    """The pass through a neuron; `source` is the one of its inputs that must be seen."""
    lines = [*net_lines(numbers, layer, neuron, source), output_line(numbers, layer, neuron)]
    if layer == numbers.notation.last:
        lines += error_lines(numbers, neuron)
    return Section(f"Forward pass of {numbers.notation.name(layer, neuron)}", tuple(lines))


def net_lines(numbers: Quantities, layer: int, neuron: int, source: int | None) -> tuple[Line, ...]:
    """The net input: in symbols, in numbers, and the result."""
    notation, topology = numbers.notation, numbers.topology
    bias = topology.bias_at(layer - 1, neuron)
    symbols: list[Parts] = []
    values: list[Parts] = []
    for i in few(topology.layers[layer - 1].inputs, source):
        if i is None:
            symbols.append((DOTS,))
            values.append((DOTS,))
            continue
        at = topology.weight_at(layer - 1, neuron, i)
        symbols.append((notation.parameter(at), TIMES, notation.out(layer - 1, i)))
        weight, out = numbers.parameter(at), numbers.out(layer - 1, i)
        values.append((operand(weight) if values else weight, TIMES, operand(out)))
    symbols.append((notation.parameter(bias),))
    values.append((operand(numbers.parameter(bias)),))
    net = numbers.net(layer, neuron)
    return (
        Line((notation.net(layer, neuron),), (EQUALS, *row(PLUS, *symbols))),
        Line((), (EQUALS, *row(PLUS, *values))),
        Line((), (EQUALS, result(net))),
    )


def output_line(numbers: Quantities, layer: int, neuron: int) -> Line:
    """The output, by the activation of the net input."""
    notation = numbers.notation
    look = LOOKS[numbers.topology.layers[layer - 1].activation]
    expression = look.formula(notation.net(layer, neuron))
    value = result(numbers.out(layer, neuron))
    return Line((notation.out(layer, neuron),), (EQUALS, *expression, EQUALS, value))


def error_lines(numbers: Quantities, neuron: int) -> tuple[Line, ...]:
    """½ (target − out)², and the sum over all output neurons where there are several."""
    notation, last = numbers.notation, numbers.notation.last
    outputs = numbers.topology.outputs
    squares = (
        *(EQUALS, HALF, OPEN, notation.target(neuron), MINUS, notation.out(last, neuron), CLOSE),
        *(SQUARED, EQUALS, HALF, OPEN, numbers.target(neuron), MINUS),
        *(operand(numbers.out(last, neuron)), CLOSE, SQUARED, EQUALS),
        result(numbers.error(neuron)),
    )
    if outputs == 1:
        return (Line((notation.error(),), squares),)
    terms = few(outputs, neuron)
    symbols: list[Parts] = [(DOTS if j is None else notation.error(j),) for j in terms]
    values: list[Parts] = [(DOTS if j is None else numbers.error(j),) for j in terms]
    total = result(numbers.error())
    parts = (EQUALS, *row(PLUS, *symbols), EQUALS, *row(PLUS, *values), EQUALS, total)
    return Line((notation.error(neuron),), squares), Line((notation.error(),), parts)


def error_slope(numbers: Quantities, neuron: int) -> Parts:
    """−(target − out) of an output neuron, in symbols and in numbers."""
    notation, last = numbers.notation, numbers.notation.last
    symbols = (NEGATIVE, OPEN, notation.target(neuron), MINUS, notation.out(last, neuron), CLOSE)
    target, out = numbers.target(neuron), operand(numbers.out(last, neuron))
    return EQUALS, *symbols, EQUALS, NEGATIVE, OPEN, target, MINUS, out, CLOSE


def activation_slope(numbers: Quantities, layer: int, neuron: int) -> Parts:
    """∂out/∂net, in symbols and, where the output stands in it, in numbers."""
    look = LOOKS[numbers.topology.layers[layer - 1].activation]
    net, out = numbers.notation.net(layer, neuron), numbers.notation.out(layer, neuron)
    symbols = look.slope(net, out)
    values = look.slope(net, operand(numbers.out(layer, neuron)))
    steps = (symbols,) if values == symbols else (symbols, values)
    return tuple(part for step in steps if step for part in (EQUALS, *step))
