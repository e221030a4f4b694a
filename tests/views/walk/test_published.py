"""Each published figure is what the tutorial's formulas give, or what `why` says that it is."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from mpmath import mpf, nstr  # type: ignore[import-untyped]  # it has no types

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.edits import with_parameter, with_training
from backprop_gui.files.examples import read_example
from backprop_gui.views.parts.formulas.formula import Number
from backprop_gui.views.walk.published import Published, all_published, is_tutorial, published
from tests.views.walk.tutorial import Pass, after, first_figures

MANY = 10_000
PATH = "∂Eo2/∂out_h1"
ELSEWHERE = {
    (0, PATH, "-0.019049119"),
    (1, "E", "0.291027924"),
    (MANY, "E", "0.000035085"),
    (MANY, "E", "0.0000351085"),
    (MANY, "out_o1", "0.015912196"),
    (MANY, "out_o2", "0.984065734"),
}


@cache
def after_many(late: bool) -> tuple[Pass, Pass]:
    """The passes after 9,999 and after 10,000 steps."""
    before = after(MANY - 1, late)
    return before, Pass(before.new, late)


def rounded(value: mpf, text: str) -> bool:
    """Whether `text` is `value` rounded to the decimals of `text`."""
    exact = Decimal(nstr(value, 30))
    return exact.quantize(Decimal(text)) == Decimal(text)


def truth(step: int, name: str) -> mpf:
    """What the formulas give."""
    if step == 0:
        return first_figures()[name]
    now = after(1) if step == 1 else after_many(late=False)[1]
    return {"E": now.error, "out_o1": now.o[0], "out_o2": now.o[1]}[name]


def numbers(figure: Published) -> list[str]:
    """The numbers of the arithmetic, as they are printed."""
    found = [number for line in figure.arithmetic for number in line.numbers]
    return [number.plain.strip("()").replace("−", "-") for number in found]


def figure_of(step: int, name: str, at: int = 0) -> Published:
    return published(step, name)[at]


@pytest.mark.parametrize(("step", "name", "figure"), list(all_published()))
def test_a_published_figure_is_the_true_one_or_gives_a_reason(
    step: int, name: str, figure: Published
) -> None:
    is_true = rounded(truth(step, name), figure.text)
    assert figure.agrees(float(truth(step, name))) is is_true
    assert is_true is ((step, name, figure.text) not in ELSEWHERE)
    assert is_true is not bool(figure.why)
    assert is_true is not bool(figure.arithmetic)


def test_the_second_path_is_computed_from_a_rounded_delta() -> None:
    delta, weight, product, result = numbers(figure_of(0, PATH))
    first = after(0)
    assert rounded(first.deltas[1], delta)
    assert rounded(first.weights[6], weight)
    assert Decimal(delta) * Decimal(weight) == Decimal(product)
    assert abs(Decimal(product) - Decimal(result)) <= Decimal("0.0000000005")
    assert result == figure_of(0, PATH).text


def test_the_error_after_one_step_is_that_of_deltas_with_new_weights() -> None:
    figure = figure_of(1, "E")
    first = after(0, late=True)
    exact = [
        *(first.deltas[0], first.new[4], first.deltas[1], first.new[6]),
        *(first.by_out_h[0], *first.new[:4], after(1, late=True).error),
    ]
    assert all(map(rounded, exact, numbers(figure)))
    assert numbers(figure)[-1] == figure.text
    assert [line.left[0].plain for line in figure.arithmetic[3:7]] == [
        "w1^+",
        "w2^+",
        "w3^+",
        "w4^+",
    ]


@pytest.mark.parametrize(
    ("name", "at", "late", "back"),
    [
        ("E", 0, True, 0),
        ("E", 1, False, 1),  # the error that step 10,000 begins with
        ("out_o1", 0, True, 0),
        ("out_o2", 0, True, 0),
    ],
)
def test_the_figures_after_many_steps_are_those_that_their_reason_names(
    name: str, at: int, late: bool, back: int
) -> None:
    figure = figure_of(MANY, name, at)
    found = after_many(late)[1 - back]
    exact = {"E": found.error, "out_o1": found.o[0], "out_o2": found.o[1]}[name]
    longer, printed = numbers(figure)
    assert rounded(exact, longer)
    assert rounded(exact, printed)
    assert printed == figure.text


def test_a_figure_that_is_no_number_agrees_with_nothing() -> None:
    assert not Published("0.5").agrees(float("nan"))
    assert not Published("0.5").agrees(float("inf"))
    assert isinstance(figure_of(1, "E").arithmetic[-1].right[-1], Number)


def test_the_example_is_the_tutorial() -> None:
    assert is_tutorial(read_example("tutorial"), MANY)
    assert not is_tutorial(read_example("xor"), 0)


def test_with_another_weight_or_policy_nothing_is_published() -> None:
    tutorial = read_example("tutorial")
    trained = replace(tutorial.training, bias=BiasPolicy.SHARED)
    assert not is_tutorial(with_parameter(tutorial, 0, 0.16), 0)
    assert not is_tutorial(with_training(tutorial, trained), 0)
    samples = replace(tutorial.samples, inputs=np.array([[0.05, 0.2]]))
    assert not is_tutorial(replace(tutorial, samples=samples), 0)


def test_what_was_published_holds_until_the_step_of_a_change() -> None:
    changed = replace(read_example("tutorial"), changes=(Change(5, parameters=((0, 0.2),)),))
    assert is_tutorial(changed, 4)
    assert not is_tutorial(changed, 5)
