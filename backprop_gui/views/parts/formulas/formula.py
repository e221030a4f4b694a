"""A formula as a value: lines of symbols, fractions, numbers and marks. No Qt, no numbers made."""

from dataclasses import dataclass, replace
from itertools import chain

from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.selection import Selection


@dataclass(frozen=True)
class Symbol:
    """A letter or a word, with an index and an exponent; `target` is what it stands for or, where
    that is nothing to go to, `source` where in the network it comes from."""

    text: str
    sub: str = ""
    sup: str = ""
    note: str = ""
    target: Selection | None = None
    source: Selection | None = None

    @property
    def plain(self) -> str:
        sub = f"_{self.sub}" if self.sub and self.is_word else self.sub
        return self.text + sub + (f"^{self.sup}" if self.sup else "")

    @property
    def is_word(self) -> bool:
        """Words and digits stand upright, single letters slanted."""
        return len(self.text.lstrip("∂")) > 1 or self.text.isdigit()


@dataclass(frozen=True)
class Mark:
    """An operator or a bracket. A line breaks before the marks of the highest `rank` first,
    and never before those of rank 0, which have no room around them."""

    text: str
    rank: int = 0

    @property
    def plain(self) -> str:
        return f" {self.text} " if self.rank else self.text


@dataclass(frozen=True)
class Number:
    """A number of the engine; `note` says what it is, `source` where in the network it is.

    `is_operand`: it stands in brackets where it is negative. `printed` is how it is written where
    that is not how `figure` writes it.
    """

    value: float
    note: str
    source: Selection | None = None
    is_operand: bool = False
    is_result: bool = False
    printed: str = ""

    @property
    def plain(self) -> str:
        text = self.printed or figure(self.value)
        return f"({text})" if self.is_operand and self.value < 0 else text


@dataclass(frozen=True)
class Fraction:
    """One row of parts over another."""

    top: "Parts"
    bottom: "Parts"
    note: str = ""

    @property
    def plain(self) -> str:
        rows = self.top, self.bottom
        return "/".join(f"({plain(x)})" if len(x) > 1 else plain(x) for x in rows)


Part = Symbol | Mark | Number | Fraction
Parts = tuple[Part, ...]

EQUALS = Mark("=", 3)
PLUS, MINUS = Mark("+", 2), Mark("−", 2)
TIMES = Mark("·", 1)
ONE = Symbol("1")
NEGATIVE, OPEN, CLOSE, SQUARED, HALF, DOTS = (Mark(text) for text in "−()²½…")


@dataclass(frozen=True)
class Line:
    """`left` is empty where the line goes on with the one above; `right` begins with a mark."""

    left: Parts
    right: Parts

    @property
    def plain(self) -> str:
        return (plain(self.left) + plain(self.right)).strip()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """In order, those within fractions too."""
        return tuple(numbers_of(self.left + self.right))


@dataclass(frozen=True)
class Section:
    """Lines that belong together; `note` is a sentence about them."""

    caption: str
    lines: tuple[Line, ...]
    note: str = ""


def plain(parts: Parts) -> str:
    """The parts as one line of text."""
    return "".join(part.plain for part in parts)


def numbers_of(parts: Parts) -> list[Number]:
    """All numbers among the parts, in order."""
    found = []
    for part in parts:
        if isinstance(part, Number):
            found.append(part)
        elif isinstance(part, Fraction):
            found += numbers_of(part.top + part.bottom)
    return found


def operand(number: Number) -> Number:
    """The number as it stands after a sign."""
    return replace(number, is_operand=True)


def result(number: Number) -> Number:
    """The number as what a line ends in."""
    return replace(number, is_result=True)


def row(mark: Mark, *terms: Parts) -> Parts:
    """The terms with the mark between them."""
    between = chain.from_iterable((mark, *term) for term in terms)
    return tuple(between)[1:]


def few(count: int, keep: int | None = None, most: int = 4) -> list[int | None]:
    """The numbers from 0 to `count`; of many only the first two, `keep` and the last, with None
    for each gap."""
    if count <= most:
        return list(range(count))
    shown: list[int | None] = [0]
    last = 0
    for at in sorted({1, count - 1} | ({keep} if keep is not None else set())):
        if at > last + 1:
            shown.append(last + 1 if at == last + 2 else None)
        if at > last:
            shown.append(at)
        last = at
    return shown
