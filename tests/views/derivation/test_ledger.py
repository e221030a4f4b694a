"""The path ledger as a tree."""

from dataclasses import astuple

import pytest

from backprop_gui.engine.chain import neuron_chain, paths
from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.views.derivation.ledger import Figures, Ledger, Row, RowKind
from backprop_gui.views.parts.selection import Kind, Selection
from tests.engine.learner import TUTORIAL, random_task
from tests.engine.tracing import trace_of
from tests.views.derivation.conftest import DEEP


def rows(ledger: Ledger, parent: Row | None = None) -> list[Row]:
    return [ledger.row(parent, number) for number in range(ledger.count(parent))]


def test_one_path_is_what_all_paths_have_there() -> None:
    trace = trace_of(DEEP)
    chain = neuron_chain(DEEP.topology, trace, 0, 4)
    assert [chain.path(at) for at in range(len(chain.weights))] == list(chain.paths)


def test_a_group_has_a_row_for_each_neuron_of_the_next_layer_and_their_sum() -> None:
    trace = trace_of(DEEP)
    chain = neuron_chain(DEEP.topology, trace, 0, 4)
    ledger = Ledger(DEEP.topology, trace, chain)
    found = rows(ledger)
    names = [ledger.name(row) for row in found]
    assert names == ["→ h2.1", "→ h2.2", "→ h2.3", "→ h2.4", "→ h2.5", "Sum"]
    products = [ledger.figures(row).product for row in found]
    assert sum(products[:-1]) == pytest.approx(products[-1], rel=1e-12)
    assert products[-1] == chain.error_by_output
    assert [ledger.row(None, 2), ledger.row(None, 2)] == [found[2], found[2]]


def test_it_opens_level_by_level_down_to_the_outputs() -> None:
    trace = trace_of(DEEP)
    ledger = Ledger(DEEP.topology, trace, neuron_chain(DEEP.topology, trace, 0, 0))
    second = ledger.row(None, 1)
    third = ledger.row(second, 2)
    output = ledger.row(third, 1)
    assert [ledger.name(row) for row in (second, third, output)] == ["→ h2.2", "→ h3.3", "→ o2"]
    assert ledger.count(output) == 0
    last = ledger.row(third, 2)
    assert last.kind is RowKind.SUM
    assert ledger.figures(last).product == ledger.figures(third).error_by_output
    assert ledger.figures(last) == Figures(ledger.figures(last).product)


def test_the_product_is_that_of_the_factors() -> None:
    trace = trace_of(DEEP)
    ledger = Ledger(DEEP.topology, trace, neuron_chain(DEEP.topology, trace, 1, 0))
    for row in rows(ledger)[:-1]:
        product, *factors = astuple(ledger.figures(row))
        assert factors[0] * factors[1] * factors[2] == pytest.approx(product, rel=1e-12)


def test_a_row_lights_its_path_back_to_where_it_began() -> None:
    topology, trace = DEEP.topology, trace_of(DEEP)
    ledger = Ledger(topology, trace, neuron_chain(topology, trace, 1, 3))
    row = ledger.row(ledger.row(None, 2), 1)
    assert ledger.spots(row) == (
        Selection(Kind.NEURON, 4, 1),
        Selection(Kind.PARAMETER, 4, topology.weight_at(3, 1, 2)),
        Selection(Kind.NEURON, 3, 2),
        Selection(Kind.PARAMETER, 3, topology.weight_at(2, 2, 3)),
        Selection(Kind.NEURON, 2, 3),
    )
    assert ledger.spots(ledger.row(None, 4)) == (Selection(Kind.NEURON, 2, 3),)


def test_the_one_bias_of_a_layer_has_a_share_for_each_neuron() -> None:
    task = random_task((2, 3, 2), bias=BiasPolicy.SHARED)
    topology, trace = task.topology, trace_of(task)
    at = topology.layers[0].biases
    ledger = Ledger(topology, trace, paths(topology, trace, at))
    assert [ledger.name(row) for row in rows(ledger)] == ["h1", "h2", "h3", "Sum"]
    products = [ledger.figures(row).product for row in rows(ledger)]
    assert products[:3] == trace.deltas[2:5].tolist()
    assert products[3] == trace.gradients[at]
    assert [ledger.name(row) for row in rows(ledger, ledger.row(None, 1))][:2] == ["→ o1", "→ o2"]


def test_another_step_has_other_figures_in_the_same_rows() -> None:
    topology, trace = TUTORIAL.topology, trace_of(TUTORIAL)
    ledger = Ledger(topology, trace, neuron_chain(topology, trace, 0, 0))
    row = ledger.row(None, 0)
    before = ledger.figures(row).product
    task = random_task((2, 2, 2))
    other = trace_of(task)
    ledger.show(other, neuron_chain(topology, other, 0, 0))
    assert ledger.row(None, 0) is row
    assert ledger.figures(row).product != before
