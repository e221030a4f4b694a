"""The pages about what training has made of the error, after one step and after many."""

import math

from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.formulas.formula import Number, Symbol
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.walk.forward_pages import error_figures, error_section
from backprop_gui.views.walk.page import AFTER_MANY, AFTER_ONE, Content, Figure, Moment, Page
from backprop_gui.views.walk.wording import first_of

_ALL = Symbol("total error", note="The total error: that of all samples")
_MANY = steps(AFTER_MANY)
_TITLES = {AFTER_ONE: "The error after one step", AFTER_MANY: f"The error after {_MANY} steps"}
_BEGINNINGS = {
    AFTER_ONE: "The new weights are in place, and the same sample goes forward once more.",
    AFTER_MANY: f"The same was done again and again, {_MANY} times.",
}
_ENDS = {
    AFTER_ONE: "One step is small on purpose: training makes many of them.",
    AFTER_MANY: "Compare the outputs with their targets.",
}


def after_page(notation: Notation, step: int) -> Page:
    """The error after `step` steps beside that before the first."""
    last = notation.last
    shown = first_of(notation.topology.outputs)

    def fill(moment: Moment) -> Content:
        numbers = moment.now
        words = f"{_BEGINNINGS[step]} {_compared(moment)} {_ENDS[step]}"
        figures = [Figure(notation.out(last, j), numbers.out(last, j)) for j in shown]
        figures += error_figures(numbers)
        if moment.samples > 1 or not moment.has_same_samples:
            figures.append(Figure(_ALL, Number(moment.total_error, _ALL.note)))
        return Content(words, (error_section(numbers),), tuple(figures))

    spots = tuple(notation.neuron_spot(last, j) for j in shown)
    return Page(_TITLES[step], step, spots, spots[0], fill)


def _compared(moment: Moment) -> str:
    before, now = moment.first.trace.error, moment.now.trace.error
    of = f" of sample {moment.sample + 1}" if moment.samples > 1 else ""
    if not moment.has_same_samples:
        of = " of the sample of the first step"
    if not math.isfinite(now):
        return f"The error{of} was {figure(before)} and is no longer a finite number."
    if now == before:
        return f"The error{of} is {figure(now)} as before."
    way = "fallen" if now < before else "grown"
    return f"The error{of} has {way} from {figure(before)} to {figure(now)}."
