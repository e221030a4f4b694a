"""Every figure in the panel, against arithmetic with fifty digits, within its own last digit.

The oracle knows no chain rule (see tests/engine/test_trace_precision.py). It reads each equation
of the panel: the figures of a clause stand where the symbols of the clause before stand.
"""

from collections.abc import Iterator
from typing import Any

import mpmath  # type: ignore[import-untyped]  # it has no types
import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.experiment.names import neuron_names, parameter_names
from backprop_gui.views.derivation.derivation import derive
from backprop_gui.views.derivation.ledger import Ledger, Row, RowKind
from backprop_gui.views.parts.formulas.figures import brief, figure
from backprop_gui.views.parts.formulas.formula import (
    EQUALS,
    Fraction,
    Line,
    Mark,
    Number,
    Part,
    Section,
    Symbol,
)
from backprop_gui.views.parts.selection import Kind, Selection
from tests.engine.learner import Task
from tests.engine.test_trace_precision import (
    DEPTHS,
    DIGITS,
    NETWORKS,
    Exact,
    has_one_bias,
    quotient,
    random_network,
)
from tests.engine.tracing import trace_of

ALMOST_ZERO = 2e-15  # sums of float64 may cancel


class Meaning:
    """The exact value of each symbol on the panel, by how it reads as plain text."""

    def __init__(self, task: Task) -> None:
        self.exact, topology = Exact(task), task.topology
        self.task, self.nets, self.outputs = task, *self.exact.forward({})
        self.neurons = {name: place for place, name in enumerate(neuron_names(topology))}
        self.one_bias = has_one_bias(task)
        self.parameters: dict[str, list[int]] = {}
        for at, name in enumerate(parameter_names(topology, self.one_bias)):
            self.parameters.setdefault(name, []).append(at)
        self._known: dict[str, Any] = {}

    def of(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> Any:
        top, _, bottom = text.partition("/")
        if top == "∂E":
            return self._error_slope(bottom.removeprefix("∂"))
        if top.startswith("∂out_"):
            return self._slope(top.removeprefix("∂out_"))
        if top.startswith("∂net_"):
            return self._input_of(bottom.removeprefix("∂"))
        if text.startswith("δ"):
            return self.exact.error_slope("net", [self.neurons[text[1:]]])
        if text.endswith("^+"):
            return self._new(text.removesuffix("^+"))
        return self._plain(text)

    def _plain(self, text: str) -> Any:
        if text in ("1", "η"):
            return mpmath.mpf(1 if text == "1" else self.task.rate)
        if text in self.parameters:
            return self.exact.parameters[self.parameters[text][0]]
        if text in self.neurons:  # an input
            return self.outputs[self.neurons[text]]
        if text.startswith("E"):
            errors = self.exact.errors()
            first = self.task.topology.neurons - len(errors)
            return errors[self.neurons[text[1:]] - first] if text[1:] else sum(errors)
        kind, _, name = text.partition("_")
        place = self.neurons[name]
        first = self.task.topology.neurons - self.task.topology.outputs
        if kind == "target":
            return self.exact.targets[place - first]
        return {"out": self.outputs, "net": self.nets}[kind][place]

    def _error_slope(self, by: str) -> Any:
        if by in self.parameters:
            return self.exact.error_slope("parameter", self.parameters[by])
        kind, _, name = by.partition("_")
        return self.exact.error_slope({"out": "output"}.get(kind, kind), [self.neurons[name]])

    def _slope(self, neuron: str) -> Any:
        place = self.neurons[neuron]
        return quotient(lambda by: self.exact.forward({("net", place): by})[1][place])

    def _input_of(self, parameter: str) -> Any:
        at = self.parameters[parameter][0]
        for layer in self.task.topology.layers:
            if layer.weights <= at < layer.biases:
                return self.outputs[layer.inputs_at + (at - layer.weights) // layer.neurons]
        return mpmath.mpf(1)

    def _new(self, parameter: str) -> Any:
        at = self.parameters[parameter][0]
        is_bias = parameter.startswith("b")
        if is_bias and self.task.bias is BiasPolicy.FIXED:
            return self.exact.parameters[at]
        return self.exact.parameters[at] - self.update(parameter)

    def update(self, parameter: str) -> Any:
        return mpmath.mpf(self.task.rate) * self.of(f"∂E/∂{parameter}")


def assert_shown(text: str, exact: Any) -> None:
    """Within half a unit of the last digit; zeros at the end may have been left out."""
    plain = text.replace("−", "-").strip("()")
    mantissa, _, exponent = plain.partition("e")
    magnitude = abs(mpmath.mpf(plain))
    if exponent:
        half = mpmath.mpf(10) ** (int(exponent) - 5) / 2
    else:
        before_point = max(len(mantissa.lstrip("-").partition(".")[0]), 1)
        half = mpmath.mpf(10) ** -min(9, 10 - before_point) / 2
    error = abs(mpmath.mpf(plain) - exact)
    assert error <= half + ALMOST_ZERO + 1e-12 * magnitude, (text, exact)


def equations(section: Section) -> Iterator[tuple[str, list[list[Part]]]]:
    """Each: what is on the left, and the clauses between the equals signs."""
    lines = list(section.lines)
    while lines:
        first = lines.pop(0)
        parts = list(first.right)
        while lines and not lines[0].left:
            parts += lines.pop(0).right
        yield Line(first.left, ()).plain, clauses(parts)


def clauses(parts: list[Part]) -> list[list[Part]]:
    found: list[list[Part]] = []
    for part in parts:
        if part is EQUALS:
            found.append([])
        elif not isinstance(part, Mark):
            found[-1].append(part)
    return found


def assert_section(section: Section, meaning: Meaning) -> int:
    """Returns how many figures were looked at."""
    count = 0
    for left, rights in equations(section):
        symbols: list[Part] = []
        for clause in rights:
            if not any(isinstance(part, Number) for part in clause):
                symbols = clause
                continue
            if len(clause) == 1:  # the result
                exact = [meaning.of(left)]
            elif len(clause) == len(symbols):
                exact = [meaning.of(part.plain) if is_known(part) else None for part in symbols]
            else:
                name = left.removesuffix("^+")
                exact = [meaning.of(name), meaning.update(name)]
            for part, value in zip(clause, exact, strict=True):
                if isinstance(part, Number):
                    assert_shown(part.plain, value)
                    count += 1
    return count


def is_known(part: Part) -> bool:
    return isinstance(part, Symbol | Fraction)


def assert_ledger(ledger: Ledger, row: Row | None, sum_of: Any, meaning: Meaning) -> int:
    """Every row below `row`, down to the outputs; they add up to `sum_of`."""
    names, count = {place: name for name, place in meaning.neurons.items()}, 0
    for number in range(ledger.count(row)):
        below = ledger.row(row, number)
        figures = ledger.figures(below)
        if below.kind is RowKind.SUM:
            assert_shown(figure(figures.product), sum_of)
            continue
        name = names[ledger.notation.place(below.layer + 1, below.neuron)]
        exact = meaning.of(f"∂E/∂out_{name}")
        slope = meaning.of(f"∂out_{name}/∂net_{name}")
        by = mpmath.mpf(1)
        if below.weight_at is not None:
            by = meaning.exact.parameters[below.weight_at]
        shown = (figures.error_by_output, figures.output_by_net, figures.by, figures.product)
        for value, expected in zip(shown, (exact, slope, by, exact * slope * by), strict=True):
            assert value is not None
            assert_shown(figure(value), expected)
        count += 4 + assert_ledger(ledger, below, exact, meaning)
    return count


@pytest.mark.parametrize("policy", list(BiasPolicy))
@pytest.mark.parametrize("depth", DEPTHS)
def test_every_figure_of_a_random_network_is_right(depth: int, policy: BiasPolicy) -> None:
    looked_at, seen = 0, set[Activation]()
    for number in range(NETWORKS):
        task = random_network(5000 * depth + number, depth, policy)
        random = np.random.default_rng(number)
        topology, trace = task.topology, trace_of(task)
        layer = int(random.integers(1, depth + 1))
        at = random.integers(topology.layers[layer - 1].weights, topology.layers[layer - 1].end)
        neuron = int(random.integers(topology.sizes[layer]))
        with mpmath.workdps(DIGITS):
            meaning = Meaning(task)
            for selection in (
                Selection(Kind.PARAMETER, layer, int(at)),
                Selection(Kind.NEURON, layer, neuron),
            ):
                derivation = derive(topology, trace, selection)
                for section in derivation.all_sections:
                    looked_at += assert_section(section, meaning)
                if derivation.paths is not None:
                    ledger = Ledger(topology, trace, derivation.paths)
                    is_bias_sum = ledger.row(None, 0).kind is RowKind.SHARE
                    spot = ledger.notation.parameter(int(at)) if is_bias_sum else None
                    name = ledger.notation.name(layer, selection_neuron(task, selection))
                    total = meaning.of(f"∂E/∂{spot.plain if spot else f'out_{name}'}")
                    looked_at += assert_ledger(ledger, None, total, meaning)
        seen.update(task.activations)
    assert looked_at > 20 * NETWORKS
    assert seen == set(Activation)


def selection_neuron(task: Task, selection: Selection) -> int:
    """The neuron that a selected weight or bias leads to."""
    if selection.kind is Kind.NEURON:
        return selection.at
    layer = task.topology.layers[selection.layer - 1]
    at = selection.at
    return (at - layer.weights) % layer.neurons if at < layer.biases else at - layer.biases


def test_the_texts_that_are_compared_are_those_on_the_screen() -> None:
    assert Number(0.7413650695523157, "").plain == figure(0.7413650695523157)
    assert brief(0.7413650695523157) == "0.741365"
