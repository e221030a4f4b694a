"""Formulas as values."""

import pytest

from backprop_gui.views.parts.formulas.formula import (
    EQUALS,
    ONE,
    PLUS,
    TIMES,
    Fraction,
    Line,
    Number,
    Symbol,
    few,
    operand,
    row,
)


@pytest.mark.parametrize(
    ("count", "keep", "shown"),
    [
        (1, None, [0]),
        (4, None, [0, 1, 2, 3]),
        (5, None, [0, 1, None, 4]),
        (5, 2, [0, 1, 2, 3, 4]),
        (9, 0, [0, 1, None, 8]),
        (9, 5, [0, 1, None, 5, None, 8]),
        (9, 7, [0, 1, None, 7, 8]),
    ],
)
def test_of_many_terms_a_few_are_shown(
    count: int, keep: int | None, shown: list[int | None]
) -> None:
    assert few(count, keep) == shown


def test_a_line_reads_as_plain_text() -> None:
    half = Fraction((ONE,), (Symbol("2"), PLUS, Symbol("x", sub="1")))
    line = Line((Symbol("out", "h1"),), (EQUALS, half, TIMES, Symbol("e", sup="−net")))
    assert line.plain == "out_h1 = 1/(2 + x1) · e^−net"


def test_a_negative_number_after_a_sign_stands_in_brackets() -> None:
    terms = [(Number(-0.5, ""),), (operand(Number(-0.25, "")),), (operand(Number(2.0, "")),)]
    assert Line((), (EQUALS, *row(PLUS, *terms))).plain == "= −0.5 + (−0.25) + 2"


def test_the_numbers_of_a_line_are_found_in_fractions_too() -> None:
    inner = Number(3.0, "")
    assert Line((), (EQUALS, Fraction((inner,), (ONE,)))).numbers == (inner,)
