"""What a page of the walk is: a place, a step, and how its numbers are put in. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from backprop_gui.views.parts.formulas.formula import Number, Part, Section
from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.parts.selection import Selection

FIRST_STEP, AFTER_ONE, AFTER_MANY = 0, 1, 10_000
"""The steps that pages show: how many updates were made before."""


@dataclass(frozen=True)
class Moment:
    """The numbers of a page. `first` are those of the first step, `now` those of the step that
    would come next at the page's own, both on `sample`, one of the `samples` of the first step;
    `has_same_samples`: these are still the samples at the page's step. `total_error` is that over
    all samples there, NaN until it was measured."""

    first: Quantities
    now: Quantities
    sample: int
    samples: int
    has_same_samples: bool
    total_error: float


@dataclass(frozen=True)
class Figure:
    """A number of the engine under the symbol that stands for it."""

    symbol: Part
    number: Number

    @property
    def name(self) -> str:
        return self.symbol.plain.replace("^+", "⁺")


@dataclass(frozen=True)
class Content:
    """A page with its numbers in: sentences, formulas, and the figures to compare."""

    words: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Page:
    """`step` is the one to be shown, `spots` are lit in the picture, `selection` is selected."""

    title: str
    step: int
    spots: tuple[Selection, ...]
    selection: Selection | None
    fill: Callable[[Moment], Content]
