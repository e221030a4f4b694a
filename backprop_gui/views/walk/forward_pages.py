"""The pages about what goes forward: the task, the outputs, layer by layer, and the error."""

from backprop_gui.experiment.names import layer_name
from backprop_gui.views.parts.formulas.activations import LOOKS
from backprop_gui.views.parts.formulas.formula import EQUALS, Line, Number, Part, Section, result
from backprop_gui.views.parts.formulas.forward import error_lines, net_lines, output_line
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.walk.page import FIRST_STEP, Content, Figure, Moment, Page
from backprop_gui.views.walk.wording import counted, first_of, listed

_FORMULAS = 2  # neurons of a layer whose formulas are shown
_LAYERS = 3  # of which weights are listed


def named(notation: Notation, layer: int) -> str:
    """The neurons of a layer, as a list."""
    count = notation.topology.sizes[layer]
    return listed([notation.name(layer, j) for j in first_of(count)], count)


def task_page(notation: Notation) -> Page:
    """What is given, and what is to be learned."""
    topology, last = notation.topology, notation.last

    def fill(moment: Moment) -> Content:
        numbers = moment.first
        samples = ""
        if moment.samples > 1:
            samples = f" The first step trains on sample {moment.sample + 1} of {moment.samples}."
        words = (
            f"The network has {counted(topology.inputs, 'input')}, {_hidden(notation)} and "
            f"{counted(topology.outputs, 'output')}. Inputs go in at the left, and what comes out "
            f"at {named(notation, last)} is to be the target.{samples} One step makes all weights "
            "a little better; on the next pages it is gone through, number by number."
        )
        inputs = [Figure(notation.out(0, i), numbers.out(0, i)) for i in first_of(topology.inputs)]
        targets = [
            Figure(notation.target(j), numbers.target(j)) for j in first_of(topology.outputs)
        ]
        given = [_line(each.symbol, each.number) for each in (*inputs, *targets)]
        given.append(_line(notation.rate(), numbers.rate()))
        sections = (Section("Given", tuple(given)),)
        return Content(words, sections, (*inputs, *targets, *_parameters(numbers)))

    spots = [notation.neuron_spot(0, i) for i in first_of(topology.inputs)]
    spots += [notation.neuron_spot(last, j) for j in first_of(topology.outputs)]
    return Page("The network and its task", FIRST_STEP, tuple(spots), None, fill)


def layer_page(notation: Notation, layer: int) -> Page:
    """net and out of the neurons of a layer."""
    topology = notation.topology
    count = topology.sizes[layer]

    def fill(moment: Moment) -> Content:
        numbers, shown = moment.first, list(first_of(count))
        sections = tuple(
            Section(
                f"Forward pass of {notation.name(layer, j)}",
                (*net_lines(numbers, layer, j, None), output_line(numbers, layer, j)),
            )
            for j in shown[:_FORMULAS]
        )
        activation = LOOKS[topology.layers[layer - 1].activation].sentence
        words = (
            "The net input of a neuron is the sum of what comes in, each times the weight on its "
            f"way, plus the bias. {activation}."
        )
        if count > _FORMULAS:
            others = [notation.name(layer, j) for j in shown[_FORMULAS:]]
            words += f" Of {listed(others, count - _FORMULAS)} it is the same."
        figures = []
        for j in shown:
            figures.append(Figure(notation.net(layer, j), numbers.net(layer, j)))
            figures.append(Figure(notation.out(layer, j), numbers.out(layer, j)))
        return Content(words, sections, tuple(figures))

    title = f"Forward: {named(notation, layer)}"
    spots = tuple(notation.neuron_spot(layer, j) for j in first_of(count))
    return Page(title, FIRST_STEP, spots, spots[0], fill)


def error_page(notation: Notation) -> Page:
    """The error of each output neuron, and their sum."""
    last, outputs = notation.last, notation.topology.outputs

    def fill(moment: Moment) -> Content:
        words = (
            "The error of an output neuron is half the square of how far it is from its target: "
            "always positive, and large errors count more."
        )
        if outputs > 1:
            words += " The error of the network is their sum. It is what training makes smaller."
        else:
            words += " It is what training makes smaller."
        return Content(words, (error_section(moment.first),), error_figures(moment.first))

    spots = tuple(notation.neuron_spot(last, j) for j in first_of(outputs))
    return Page("The error", FIRST_STEP, spots, spots[0], fill)


def error_section(numbers: Quantities) -> Section:
    """½ (target − out)² of the first outputs, and the total."""
    of_each = [error_lines(numbers, j) for j in first_of(numbers.topology.outputs)]
    lines = [lines[0] for lines in of_each]
    return Section("The error", (*lines, *of_each[0][1:]))


def error_figures(numbers: Quantities) -> tuple[Figure, ...]:
    """E of the first outputs, and of all."""
    notation, outputs = numbers.notation, numbers.topology.outputs
    total = Figure(notation.error(), numbers.error())
    if outputs == 1:
        return (total,)
    return *(Figure(notation.error(j), numbers.error(j)) for j in first_of(outputs)), total


def _line(part: Part, number: Number) -> Line:
    return Line((part,), (EQUALS, result(number)))


def _hidden(notation: Notation) -> str:
    """The hidden neurons, counted."""
    sizes = notation.topology.sizes[1:-1]
    if not sizes:
        return "no hidden neurons"
    if len(sizes) == 1:
        return counted(sizes[0], "hidden neuron")
    if len(sizes) > 4:
        return f"{len(sizes)} hidden layers with {steps(sum(sizes))} neurons"
    each = [
        f"{steps(size)} in {layer_name(notation.topology, at)}" for at, size in enumerate(sizes, 1)
    ]
    return f"{steps(sum(sizes))} hidden neurons ({', '.join(each)})"


def _parameters(numbers: Quantities) -> list[Figure]:
    """The first weights of each of the first layers, and its first bias."""
    notation, topology = numbers.notation, numbers.topology
    figures, biases = [], []
    for layer, shape in enumerate(topology.layers[:_LAYERS]):
        inputs, neurons = shape.inputs, shape.neurons
        for order in first_of(inputs * neurons):
            at = topology.weight_at(layer, order // inputs, order % inputs)
            figures.append(Figure(notation.parameter(at), numbers.parameter(at)))
        for j in range(1) if notation.one_bias else first_of(neurons):
            at = topology.bias_at(layer, j)
            biases.append(Figure(notation.parameter(at), numbers.parameter(at)))
    return figures + biases
