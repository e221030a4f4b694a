"""The pages of the walk through the tutorial, and through networks of other shapes."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.experiment.names import parameter_names
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.walk.page import Content, Page
from backprop_gui.views.walk.published import all_published, published
from tests.engine.learner import TUTORIAL, Definition, Task, random_task
from tests.views.walk.conftest import moment_at, pages_of

TITLES = [
    "The network and its task",
    "Forward: h1 and h2",
    "Forward: o1 and o2",
    "The error",
    "The gradient of w5",
    "The new w5",
    "Likewise w6, w7 and w8",
    "The paths from h1 to the error",
    "The new w1",
    "Likewise w2, w3 and w4",
    "The biases",
    "The error after one step",
    "The error after 10\u202f000 steps",
]
PLAIN = random_task((1, 1), Activation.IDENTITY, bias=BiasPolicy.PER_NEURON)
DEEP = random_task((2, 3, 3, 2), Activation.TANH, bias=BiasPolicy.SHARED)
RELU = random_task((2, 4, 1), Activation.RELU, bias=BiasPolicy.PER_NEURON)
WIDE = random_task((784, 128, 10), scale=0.1, samples=1)


def filled(task: Task, steps: set[int] | None = None) -> list[tuple[Page, Content]]:
    """All pages with their numbers, or those of some steps."""
    found = [page for page in pages_of(task) if steps is None or page.step in steps]
    moments = {step: moment_at(task, step) for step in {page.step for page in found}}
    return [(page, page.fill(moments[page.step])) for page in found]


def page_called(title: str, task: Task) -> Page:
    (page,) = [page for page in pages_of(task) if page.title == title]
    return page


def lines(content: Content) -> list[str]:
    return [line.plain for section in content.sections for line in section.lines]


# The tutorial


def test_the_tutorial_has_its_pages_in_its_order() -> None:
    found = pages_of(TUTORIAL)
    assert [page.title for page in found] == TITLES
    assert [page.step for page in found] == [0] * 11 + [1, 10_000]


def test_every_published_figure_stands_on_a_page_with_its_verdict() -> None:
    verdicts = {}
    for page, content in filled(TUTORIAL):
        for figure in content.figures:
            for each in published(page.step, figure.name):
                verdicts[page.step, figure.name, each.text] = each.agrees(figure.number.value)
    everything = {(step, name, figure.text): figure for step, name, figure in all_published()}
    assert verdicts.keys() == everything.keys()
    assert len(verdicts) > 40
    assert verdicts == {key: not figure.why for key, figure in everything.items()}


def test_formulas_stand_in_symbols_in_numbers_and_with_the_result() -> None:
    (content,) = [c for page, c in filled(TUTORIAL, {0}) if page.title == "The new w5"]
    assert lines(content) == [
        "w5^+ = w5 − η · ∂E/∂w5",
        "= 0.4 − 0.5 · 0.082167041",
        "= 0.4 − 0.04108352",
        "= 0.35891648",
    ]


def test_the_paths_page_shows_each_path_and_their_sum() -> None:
    (content,) = [c for page, c in filled(TUTORIAL, {0}) if page.title.startswith("The paths")]
    assert lines(content) == [
        "∂Eo1/∂out_h1 = δo1 · w5",
        "= 0.138498562 · 0.4 = 0.055399425",
        "∂Eo2/∂out_h1 = δo2 · w7",
        "= −0.038098237 · 0.5 = −0.019049118",
        "∂E/∂out_h1 = 0.055399425 + (−0.019049118) = 0.036350306",
    ]


def test_each_page_has_its_place_in_the_picture() -> None:
    w5, h1 = Selection(Kind.PARAMETER, 2, 6), Selection(Kind.NEURON, 1)
    page = page_called("The gradient of w5", TUTORIAL)
    assert page.selection == w5
    assert page.spots == (w5, h1, Selection(Kind.NEURON, 2))
    assert page_called("The paths from h1 to the error", TUTORIAL).selection == h1
    assert all(page.spots for page in pages_of(TUTORIAL))
    assert page_called(TITLES[0], TUTORIAL).selection is None


def test_the_pages_after_training_say_how_the_error_has_changed() -> None:
    one, many = (content.words for _, content in filled(TUTORIAL, {1, 10_000}))
    assert "fallen from 0.298371109 to 0.291027774" in one
    assert "fallen from 0.298371109 to 3.51019e−5" in many


# Biases


@pytest.mark.parametrize(
    ("bias", "word", "line"),
    [
        (BiasPolicy.FIXED, "fixed", "b1^+ = b1 = 0.35"),
        (BiasPolicy.SHARED, "one bias for all", "b1^+ = b1 − η · ∂E/∂b1"),
        (BiasPolicy.PER_NEURON, "of its own", "b1.1^+ = b1.1 − η · ∂E/∂b1.1"),
    ],
)
def test_biases_are_gone_through_as_their_policy_is(bias: BiasPolicy, word: str, line: str) -> None:
    task = replace(TUTORIAL, bias=bias)
    (content,) = [c for page, c in filled(task, {0}) if page.title == "The biases"]
    assert word in content.words
    assert line in lines(content)


# Other networks


@pytest.mark.parametrize("task", [PLAIN, DEEP, RELU], ids=["plain", "deep", "relu"])
def test_new_weights_are_those_of_the_definition(task: Task) -> None:
    definition = Definition(task)
    definition.advance(1)
    names = parameter_names(task.topology, task.bias is not BiasPolicy.PER_NEURON)
    new = dict(zip(names, definition.parameters.tolist(), strict=True))
    figures = [f for _, content in filled(task, {0}) for f in content.figures]
    shown = {f.name.removesuffix("⁺"): f.number.value for f in figures if f.name.endswith("⁺")}
    assert len(shown) >= min(len(new), 4)
    for name, value in shown.items():
        assert value == pytest.approx(new[name], rel=1e-13)


def test_a_network_without_hidden_neurons_has_no_pages_about_them() -> None:
    assert [page.title for page in pages_of(PLAIN)] == [
        "The network and its task",
        "Forward: o1",
        "The error",
        "The gradient of w1",
        "The new w1",
        "The biases",
        "The error after one step",
        "The error after 10\u202f000 steps",
    ]


def test_each_further_hidden_layer_has_one_page_forward_and_one_back() -> None:
    found = [page.title for page in pages_of(DEEP)]
    assert found[1:4] == [
        "Forward: h1.1, h1.2 and h1.3",
        "Forward: h2.1, h2.2 and h2.3",
        "Forward: o1 and o2",
    ]
    assert "Further back: h1.1" in found


def test_other_activations_have_their_formulas() -> None:
    forward = [lines(c) for page, c in filled(DEEP, {0}) if page.title.startswith("Forward")]
    assert any("tanh(net_h1.1)" in line for line in forward[0])
    content = next(c for page, c in filled(RELU, {0}) if page.title.startswith("Forward: h1"))
    assert any(line.startswith("out_h1 = max(0,\u2009net_h1)") for line in lines(content))
    assert "positive" in content.words


def test_of_many_neurons_the_first_stand_for_all_and_are_counted() -> None:
    page = page_called("Forward: h1, h2, h3 and 125 more", WIDE)
    assert len(page.spots) == 3


def test_pages_of_a_wide_network_stay_short() -> None:
    for page, content in filled(WIDE, {0, 1}):
        assert len(page.spots) <= 12
        assert len(content.sections) <= 6
        assert len(content.figures) <= 24
        assert max(len(line.right) for s in content.sections for line in s.lines) < 60
    task = filled(WIDE, {0})[0][1]
    assert "784 inputs, 128 hidden neurons and 10 outputs" in task.words


def test_a_deep_network_says_how_many_neurons_each_layer_has() -> None:
    assert "6 hidden neurons (3 in hidden 1, 3 in hidden 2)" in filled(DEEP, {0})[0][1].words


def test_of_several_samples_the_total_error_stands_beside_the_samples_own() -> None:
    ((_, content),) = filled(DEEP, {1})
    figures = {figure.name: figure.number.value for figure in content.figures}
    definition = Definition(DEEP)
    definition.advance(1)
    assert figures["total error"] == pytest.approx(definition.total_error(), rel=1e-13)
    assert figures["E"] < figures["total error"]
    assert "of sample 1 has" in content.words


def test_a_diverged_run_is_said_to_be_one() -> None:
    task = random_task((2, 3, 1), Activation.IDENTITY, rate=1e5)
    with np.errstate(all="ignore"):
        *_, (_, content) = filled(task, {10_000})
    assert "no longer a finite number" in content.words
    assert any(not math.isfinite(figure.number.value) for figure in content.figures)
