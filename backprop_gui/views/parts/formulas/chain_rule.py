"""The lines of the chain rule: of a weight's or bias's gradient, or of a neuron's delta."""

from backprop_gui.engine.chain import NeuronChain, PathLedger
from backprop_gui.views.parts.formulas.formula import (
    DOTS,
    EQUALS,
    PLUS,
    TIMES,
    Line,
    Number,
    Part,
    Parts,
    Section,
    few,
    operand,
    result,
    row,
)
from backprop_gui.views.parts.formulas.forward import activation_slope, error_slope
from backprop_gui.views.parts.formulas.notation import partial
from backprop_gui.views.parts.formulas.quantities import Quantities


def gradient_sections(numbers: Quantities, ledger: PathLedger, at: int) -> tuple[Section, ...]:
    """The gradient of the parameter at `at`, and where its factors, or its terms, come from."""
    notation = numbers.notation
    gradient = partial(notation.error(), notation.parameter(at))
    if len(ledger.neurons) > 1:
        deltas, terms = _sum_of_deltas(numbers, ledger)
        lines = _in_three(gradient, *deltas, numbers.gradient(at))
        slope = _parameter_slope(numbers, ledger, at)
        return Section("Chain rule", lines), Section("Its terms", (*terms, slope))
    chain = ledger.neurons[0]
    net = notation.net(chain.layer + 1, chain.neuron)
    symbols = (*_slopes(numbers, chain), TIMES, partial(net, notation.parameter(at)))
    values = (*_values(numbers, chain), TIMES, operand(_net_by_parameter(numbers, ledger, at)))
    lines = _in_three(gradient, symbols, values, numbers.gradient(at))
    factors = (*_factors(numbers, chain), _parameter_slope(numbers, ledger, at))
    return Section("Chain rule", lines), Section("Its factors", (*factors, _delta(numbers, chain)))


def delta_sections(numbers: Quantities, chain: NeuronChain) -> tuple[Section, ...]:
    """∂E/∂net of a neuron, its delta, and where its factors come from."""
    notation, layer = numbers.notation, chain.layer + 1
    of = partial(notation.error(), notation.net(layer, chain.neuron))
    lines = _in_three(of, _slopes(numbers, chain), _values(numbers, chain), numbers.delta(chain))
    name = Line((notation.delta(layer, chain.neuron),), (EQUALS, of))
    return Section("Chain rule", (name, *lines)), Section("Its factors", _factors(numbers, chain))


def _in_three(of: Part, symbols: Parts, values: Parts, value: Number) -> tuple[Line, ...]:
    """First in symbols, then with the numbers put in, then the result."""
    return (
        Line((of,), (EQUALS, *symbols)),
        Line((), (EQUALS, *values)),
        Line((), (EQUALS, result(value))),
    )


def _slopes(numbers: Quantities, chain: NeuronChain) -> Parts:
    """∂E/∂out · ∂out/∂net in symbols."""
    notation = numbers.notation
    out = notation.out(chain.layer + 1, chain.neuron)
    net = notation.net(chain.layer + 1, chain.neuron)
    return partial(notation.error(), out), TIMES, partial(out, net)


def _values(numbers: Quantities, chain: NeuronChain) -> Parts:
    """∂E/∂out · ∂out/∂net in numbers."""
    slope = operand(numbers.output_by_net(chain))
    return numbers.error_by_output(chain), TIMES, slope


def _factors(numbers: Quantities, chain: NeuronChain) -> tuple[Line, ...]:
    notation, layer = numbers.notation, chain.layer + 1
    by_output, by_net = (part for part in _slopes(numbers, chain) if part is not TIMES)
    if layer == notation.last:
        source = error_slope(numbers, chain.neuron)
    else:
        source = _sum_of_paths(numbers, chain)
    slope = activation_slope(numbers, layer, chain.neuron)
    return (
        Line((by_output,), (*source, EQUALS, result(numbers.error_by_output(chain)))),
        Line((by_net,), (*slope, EQUALS, result(numbers.output_by_net(chain)))),
    )


def _sum_of_paths(numbers: Quantities, chain: NeuronChain) -> Parts:
    """Σ δ · w over the neurons of the next layer, in symbols and in numbers."""
    notation, following = numbers.notation, chain.layer + 2
    symbols: list[Parts] = []
    values: list[Parts] = []
    for j in few(len(chain.weights)):
        if j is None:
            symbols.append((DOTS,))
            values.append((DOTS,))
            continue
        path = chain.path(j)
        delta = notation.delta(following, j)
        value = Number(path.delta, delta.note, delta.target, is_operand=bool(values))
        symbols.append((delta, TIMES, notation.parameter(path.weight_at)))
        values.append((value, TIMES, operand(numbers.parameter(path.weight_at))))
    return EQUALS, *row(PLUS, *symbols), EQUALS, *row(PLUS, *values)


def _sum_of_deltas(
    numbers: Quantities, ledger: PathLedger
) -> tuple[tuple[Parts, Parts], tuple[Line, ...]]:
    """Of one bias for many neurons: the sum in symbols and in numbers, and what each term is."""
    notation = numbers.notation
    symbols: list[Parts] = []
    values: list[Parts] = []
    lines = []
    for at in few(len(ledger.neurons)):
        if at is None:
            symbols.append((DOTS,))
            values.append((DOTS,))
            continue
        chain = ledger.neurons[at]
        delta = numbers.delta(chain)
        symbols.append((notation.delta(chain.layer + 1, chain.neuron),))
        values.append((operand(delta) if values else delta,))
        lines.append(_delta(numbers, chain))
    return (row(PLUS, *symbols), row(PLUS, *values)), tuple(lines)


def _delta(numbers: Quantities, chain: NeuronChain) -> Line:
    delta = numbers.notation.delta(chain.layer + 1, chain.neuron)
    parts = (EQUALS, *_slopes(numbers, chain), EQUALS, *_values(numbers, chain))
    return Line((delta,), (*parts, EQUALS, result(numbers.delta(chain))))


def _parameter_slope(numbers: Quantities, ledger: PathLedger, at: int) -> Line:
    """∂net/∂w = out of where the weight comes from; ∂net/∂b = 1."""
    notation, chain = numbers.notation, ledger.neurons[0]
    net = notation.net(chain.layer + 1, chain.neuron)
    of = partial(net, notation.parameter(at))
    source = _source(numbers, chain, at)
    value = result(_net_by_parameter(numbers, ledger, at))
    if source is None:
        return Line((of,), (EQUALS, value))
    return Line((of,), (EQUALS, notation.out(chain.layer, source), EQUALS, value))


def _net_by_parameter(numbers: Quantities, ledger: PathLedger, at: int) -> Number:
    chain = ledger.neurons[0]
    source = _source(numbers, chain, at)
    if source is None:
        note = "∂net/∂b: a bias is added as it is"
        return Number(ledger.net_by_parameter, note, numbers.notation.parameter_spot(at))
    symbol = numbers.notation.out(chain.layer, source)
    return Number(ledger.net_by_parameter, symbol.note, symbol.target)


def _source(numbers: Quantities, chain: NeuronChain, at: int) -> int | None:
    """The neuron of the layer before that a weight comes from; None for a bias."""
    layer = numbers.topology.layers[chain.layer]
    return (at - layer.weights) // layer.neurons if at < layer.biases else None
