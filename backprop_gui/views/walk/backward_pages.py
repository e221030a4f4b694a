"""The pages about what goes back: gradients by the chain rule, and the new weights and biases."""

from collections.abc import Sequence

from backprop_gui.engine.chain import NeuronChain, Path, PathLedger, neuron_chain, paths
from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.views.parts.formulas.chain_rule import gradient_sections
from backprop_gui.views.parts.formulas.formula import (
    DOTS,
    EQUALS,
    PLUS,
    TIMES,
    Line,
    Number,
    Parts,
    Section,
    Symbol,
    few,
    operand,
    result,
    row,
)
from backprop_gui.views.parts.formulas.notation import Notation, partial
from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.parts.formulas.update import update_section
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.walk.page import FIRST_STEP, Content, Figure, Moment, Page
from backprop_gui.views.walk.wording import first_of, listed

_OLD_WEIGHTS = "All gradients are made with the weights from before the step."


def gradient_page(notation: Notation, layer: int) -> Page:
    """The factors of the gradient of the first weight into a layer, and their product."""
    at = notation.topology.weight_at(layer - 1, 0, 0)
    name = notation.parameter(at).plain

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        ledger = paths(notation.topology, numbers.trace, at)
        words = (
            f"How fast does the error grow with {name}? The chain rule goes the way back from the "
            "error: how the error changes with the output, the output with the net input, and the "
            "net input with the weight. The product of these three factors is the gradient."
        )
        sections = gradient_sections(numbers, ledger, at)
        figures = _factor_figures(numbers, ledger, at)
        delta = _delta(numbers, ledger.neurons[0])
        return Content(words, sections, (*figures, delta))

    return Page(
        f"The gradient of {name}", FIRST_STEP, _spots(notation, at), _spot(notation, at), fill
    )


def update_page(notation: Notation, layer: int) -> Page:
    """The first weight into a layer, updated."""
    at = notation.topology.weight_at(layer - 1, 0, 0)
    name = notation.parameter(at).plain

    def fill(moment: Moment) -> Content:
        words = (
            "Where the error grows with a weight, the weight must become smaller, and the other "
            "way round: so the gradient, times the learning rate η, is taken from it. "
            f"{_OLD_WEIGHTS} The new {name} counts from the next step on."
        )
        section = update_section(moment.first, at)
        return Content(words, (section,), (_new(moment.first, at),))

    spots = _spots(notation, at)
    return Page(f"The new {name}", FIRST_STEP, spots, spots[0], fill)


def other_weights_page(notation: Notation, layer: int) -> Page | None:
    """The other weights into a layer; None where there is only one."""
    shape = notation.topology.layers[layer - 1]
    count = shape.inputs * shape.neurons - 1
    if not count:
        return None
    places = [_weight(notation, layer, order + 1) for order in first_of(count)]
    names = listed([notation.parameter(at).plain for at in places], count)

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        words = (
            "All other weights into this layer go the same way: a gradient is the delta of the "
            "neuron that the weight leads to, times the output that it carries."
        )
        sections = tuple(_short(numbers, at) for at in places)
        figures: list[Figure] = []
        for at in places:
            figures += (_gradient(numbers, at), _new(numbers, at))
        return Content(words, sections, tuple(figures))

    spots = tuple(_spot(notation, at) for at in places)
    return Page(f"Likewise {names}", FIRST_STEP, spots, spots[0], fill)


def paths_page(notation: Notation, layer: int) -> Page:
    """∂E/∂out of the first neuron of a hidden layer: a sum over all paths."""
    name = notation.name(layer, 0)

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        chain = neuron_chain(notation.topology, numbers.trace, layer - 1, 0)
        words = (
            f"{name} has no target of its own. It reaches the error by way of every neuron of the "
            "next layer, so ∂E/∂out is a sum with one term for each path: the delta at its end, "
            "times the weight on the way."
        )
        sections, figures = _paths(numbers, chain)
        return Content(words, sections, figures)

    neuron = notation.neuron_spot(layer, 0)
    title = f"The paths from {name} to the error"
    return Page(title, FIRST_STEP, (neuron, *_fan(notation, layer)), neuron, fill)


def hidden_weight_page(notation: Notation, layer: int) -> Page:
    """The first weight into a hidden layer: its gradient and its update."""
    at = notation.topology.weight_at(layer - 1, 0, 0)
    name, neuron = notation.parameter(at).plain, notation.name(layer, 0)

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        ledger = paths(notation.topology, numbers.trace, at)
        words = (
            f"From here on it goes as before: ∂E/∂out of {neuron}, times the slope of its "
            f"activation, times what comes in by {name}, is the gradient. {_OLD_WEIGHTS}"
        )
        chain_rule, factors = gradient_sections(numbers, ledger, at)
        sections = chain_rule, factors, update_section(numbers, at)
        figures = _factor_figures(numbers, ledger, at)
        return Content(words, sections, (*figures, _new(numbers, at)))

    spots = _spots(notation, at)
    return Page(f"The new {name}", FIRST_STEP, spots, spots[0], fill)


def deep_layer_page(notation: Notation, layer: int) -> Page:
    """A hidden layer further back, in one page."""
    at = notation.topology.weight_at(layer - 1, 0, 0)
    name = notation.name(layer, 0)

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        ledger = paths(notation.topology, numbers.trace, at)
        words = (
            "Every hidden layer further back does the same with the deltas of the layer after it: "
            f"the paths from {name} are added up, its slope makes that a delta, and what comes in "
            "makes the delta a gradient."
        )
        of_paths, figures = _paths(numbers, ledger.neurons[0])
        chain_rule, _ = gradient_sections(numbers, ledger, at)
        sections = *of_paths, chain_rule, update_section(numbers, at)
        return Content(words, sections, (*figures, _gradient(numbers, at), _new(numbers, at)))

    spots = (*_spots(notation, at), *_fan(notation, layer))
    return Page(f"Further back: {name}", FIRST_STEP, spots, spots[0], fill)


_POLICIES = {
    BiasPolicy.FIXED: (
        "Here biases are fixed, as in the tutorial, which updates weights alone. They have "
        "gradients all the same: a bias is like a weight whose input is always 1. To train them, "
        "choose another bias policy."
    ),
    BiasPolicy.SHARED: (
        "Each layer has one bias for all its neurons. It is like a weight whose input is always "
        "1, into every neuron: its gradient is the sum of their deltas. The tutorial leaves its "
        "biases as they are."
    ),
    BiasPolicy.PER_NEURON: (
        "Each neuron has a bias of its own. It is like a weight whose input is always 1, so its "
        "gradient is the neuron's delta. The tutorial leaves its biases as they are."
    ),
}


def bias_page(notation: Notation, policy: BiasPolicy) -> Page:
    """The biases of the last layers."""
    topology = notation.topology
    layers = range(len(topology.layers))[-2:]
    places = [
        topology.bias_at(layer, j)
        for layer in layers
        for j in (range(1) if notation.one_bias else first_of(topology.layers[layer].neurons))
    ]
    firsts = [topology.bias_at(layer, 0) for layer in layers]

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        sections: list[Section] = []
        for at in firsts:
            ledger = paths(topology, numbers.trace, at)
            sections.append(_titled(numbers, at, gradient_sections(numbers, ledger, at)[0]))
            sections.append(update_section(numbers, at))
        figures: list[Figure] = []
        for at in places:
            figures += (_gradient(numbers, at), _new(numbers, at))
        return Content(_POLICIES[policy], tuple(sections), tuple(figures))

    spots = tuple(_spot(notation, at) for at in places)
    return Page("The biases", FIRST_STEP, spots, spots[0], fill)


# Places


def _weight(notation: Notation, layer: int, order: int) -> int:
    """The place of a weight into `layer`, by its order in the tutorial's numbering."""
    inputs = notation.topology.layers[layer - 1].inputs
    return notation.topology.weight_at(layer - 1, order // inputs, order % inputs)


def _spot(notation: Notation, at: int) -> Selection:
    return notation.parameter_spot(at)


def _spots(notation: Notation, at: int) -> tuple[Selection, ...]:
    """A weight and the two neurons that it joins."""
    return (_spot(notation, at), *notation.neurons_at(at))


def _fan(notation: Notation, layer: int) -> tuple[Selection, ...]:
    """The first paths from the first neuron of a hidden layer: weights and where they lead."""
    shown = list(first_of(notation.topology.sizes[layer + 1]))
    weights = [_spot(notation, notation.topology.weight_at(layer, j, 0)) for j in shown]
    return *weights, *(notation.neuron_spot(layer + 1, j) for j in shown)


# Formulas and figures


def _new(numbers: Quantities, at: int) -> Figure:
    return Figure(numbers.notation.new_parameter(at), numbers.new_parameter(at))


def _gradient(numbers: Quantities, at: int) -> Figure:
    notation = numbers.notation
    return Figure(partial(notation.error(), notation.parameter(at)), numbers.gradient(at))


def _delta(numbers: Quantities, chain: NeuronChain) -> Figure:
    symbol = numbers.notation.delta(chain.layer + 1, chain.neuron)
    return Figure(symbol, numbers.delta(chain))


def _factor_figures(numbers: Quantities, ledger: PathLedger, at: int) -> tuple[Figure, ...]:
    """The three factors of a weight's gradient, and the gradient."""
    notation, chain = numbers.notation, ledger.neurons[0]
    layer, neuron = chain.layer + 1, chain.neuron
    out, net = notation.out(layer, neuron), notation.net(layer, neuron)
    by_weight = Number(ledger.net_by_parameter, "What comes in by the weight", _spot(notation, at))
    return (
        Figure(partial(notation.error(), out), numbers.error_by_output(chain)),
        Figure(partial(out, net), numbers.output_by_net(chain)),
        Figure(partial(net, notation.parameter(at)), by_weight),
        _gradient(numbers, at),
    )


def _short(numbers: Quantities, at: int) -> Section:
    """Gradient and update of a weight, in two lines."""
    notation, topology = numbers.notation, numbers.topology
    chain = paths(topology, numbers.trace, at).neurons[0]
    source = notation.neurons_at(at)[0]
    delta, out = _delta(numbers, chain), numbers.out(source.layer, source.at)
    gradient = _gradient(numbers, at)
    symbols = (EQUALS, delta.symbol, TIMES, notation.out(source.layer, source.at))
    values = (EQUALS, delta.number, TIMES, operand(out), EQUALS, result(gradient.number))
    update = update_section(numbers, at).lines
    first, last = update[1], update[-1]
    lines = (
        Line((gradient.symbol,), symbols),
        Line((), values),
        Line((notation.new_parameter(at),), first.right),
        Line((), last.right),
    )
    return _titled(numbers, at, Section("", lines))


def _titled(numbers: Quantities, at: int, section: Section) -> Section:
    """The section with the name of a weight or bias, and what it is, as its caption."""
    notation = numbers.notation
    caption = f"{notation.parameter(at).plain}, {notation.described(at)}"
    return Section(caption, section.lines, section.note)


def _paths(
    numbers: Quantities, chain: NeuronChain
) -> tuple[tuple[Section, ...], tuple[Figure, ...]]:
    """Each of the first paths, and the sum of all."""
    notation, count = numbers.notation, len(chain.weights)
    following = chain.layer + 2
    shown = [(path, _product(numbers, chain, path)) for path in map(chain.path, first_of(count))]
    lines: list[Line] = []
    figures: list[Figure] = []
    for path, product in shown:
        delta = notation.delta(following, path.neuron)
        value = Number(path.delta, delta.note, delta.target)
        weight = numbers.parameter(path.weight_at)
        symbols = (EQUALS, delta, TIMES, notation.parameter(path.weight_at))
        lines.append(Line((product.symbol,), symbols))
        products = (EQUALS, value, TIMES, operand(weight), EQUALS, result(product.number))
        lines.append(Line((), products))
        figures += (Figure(delta, value), product)
    total = numbers.error_by_output(chain)
    of = partial(notation.error(), notation.out(chain.layer + 1, chain.neuron))
    sum_of = Line((of,), (EQUALS, *_sum(numbers, chain, shown), EQUALS, result(total)))
    sections = Section("Its paths", tuple(lines)), Section("Their sum", (sum_of,))
    return sections, (*figures, Figure(of, total))


def _product(numbers: Quantities, chain: NeuronChain, path: Path) -> Figure:
    """What comes by one path: ∂E of one output neuron by out, where the path ends at one."""
    notation, following = numbers.notation, chain.layer + 2
    name = notation.name(chain.layer + 1, chain.neuron)
    end = notation.name(following, path.neuron)
    note = f"What ∂E/∂out of {name} has from the path by way of {end}"
    number = Number(path.product, note, notation.neuron_spot(following, path.neuron))
    out = notation.out(chain.layer + 1, chain.neuron)
    if following == notation.last and notation.topology.outputs > 1:
        return Figure(partial(notation.error(path.neuron), out), number)
    return Figure(Symbol("path", end, note=note), number)


def _sum(numbers: Quantities, chain: NeuronChain, shown: Sequence[tuple[Path, Figure]]) -> Parts:
    """The products of all paths, with dots for those in between."""
    terms: list[Parts] = []
    for at in few(len(chain.weights)):
        if at is None:
            terms.append((DOTS,))
            continue
        number = _product(numbers, chain, chain.path(at)).number
        terms.append((operand(number) if terms else number,))
    return row(PLUS, *terms)
