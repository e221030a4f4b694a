"""Formulas in a width."""

from collections.abc import Callable

import pytest

from backprop_gui.views.parts.formulas.formula import (
    CLOSE,
    EQUALS,
    HALF,
    OPEN,
    PLUS,
    SQUARED,
    TIMES,
    Fraction,
    Line,
    Mark,
    Number,
    Symbol,
    row,
)
from backprop_gui.views.parts.formulas.setting import Setting, Slots, set_lines
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.theme import Theme

NET = Symbol("net", "h1")
TERM = (Number(0.123456789, ""), TIMES, Number(0.2, ""))
LONG = Line((NET,), (EQUALS, *row(PLUS, *[TERM] * 4), EQUALS, NET))


@pytest.fixture
def set_in(theme: Theme) -> Callable[..., Setting]:
    typesetter = Typesetter()

    def make(width: float, *lines: Line, slots: Slots | None = None) -> Setting:
        return set_lines(lines, width, typesetter, slots or Slots())

    return make


def rows(setting: Setting) -> list[float]:
    return sorted({each.baseline for each in setting.placed if not each.depth})


@pytest.mark.parametrize("width", [200, 320, 500])
def test_nothing_stands_out_of_the_width(set_in: Callable[..., Setting], width: float) -> None:
    setting = set_in(width, LONG)
    assert max(each.rect.right() for each in setting.placed) <= width
    assert len(rows(setting)) > 1
    assert setting.height >= max(each.rect.bottom() for each in setting.placed) - 1


def test_a_line_that_fits_is_one_row(set_in: Callable[..., Setting]) -> None:
    assert len(rows(set_in(2000, LONG))) == 1


def test_a_line_breaks_at_equals_signs_first(set_in: Callable[..., Setting]) -> None:
    whole = set_in(2000, LONG)
    setting = set_in(max(each.rect.right() for each in whole.placed) - 5, LONG)
    assert len(rows(setting)) == 2
    last = [each.part for each in setting.placed if each.baseline == rows(setting)[1]]
    assert last == [EQUALS, NET]


def test_equals_signs_stand_below_each_other(set_in: Callable[..., Setting]) -> None:
    fraction = Fraction((Symbol("∂E"),), (Symbol("∂w", "123"),))
    lines = (Line((NET,), (EQUALS, NET)), Line((fraction,), (EQUALS, NET)), Line((), (EQUALS, NET)))
    setting = set_in(500, *lines)
    first = [each.x for each in setting.placed if each.part == EQUALS]
    assert len(first) == 3
    assert len(set(first)) == 1
    assert max(p.rect.right() for p in setting.placed if p.part == fraction) <= first[0]


def test_a_number_that_gets_shorter_moves_nothing(set_in: Callable[..., Setting]) -> None:
    slots = Slots()

    def end(value: float) -> float:
        line = Line((), (EQUALS, Number(value, ""), EQUALS, NET))
        return set_in(500, line, slots=slots).placed[-1].x

    wide = end(-0.123456789)
    assert end(0.5) == wide
    slots.clear()
    assert end(0.5) < wide


def test_no_gap_stands_before_a_bracket_that_closes(set_in: Callable[..., Setting]) -> None:
    slots = Slots()

    def places(value: float) -> list[float]:
        line = Line((), (EQUALS, HALF, OPEN, Number(value, ""), CLOSE, SQUARED, EQUALS, NET))
        return [each.x for each in set_in(500, line, slots=slots).placed]

    longer, shorter = places(0.123456789), places(0.12345678)
    assert shorter[-2:] == longer[-2:]
    slots.clear()
    alone = places(0.12345678)
    assert shorter[:-2] == alone[:-2]


def test_what_is_in_a_fraction_can_be_pointed_at(set_in: Callable[..., Setting]) -> None:
    top, bottom = Symbol("∂E"), Symbol("∂w", "5")
    setting = set_in(500, Line((Fraction((top,), (bottom,)),), (EQUALS, Mark("…"))))
    places = {each.part: each.rect for each in setting.placed}
    whole = places[Fraction((top,), (bottom,))]
    assert places[top].bottom() <= places[bottom].top()
    assert whole.adjusted(-1, -1, 1, 1).contains(places[top].united(places[bottom]))
