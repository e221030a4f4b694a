"""The gradient check of the selected weight or bias: its numbers at one ε, and over all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation.checks import EPSILON, Valley, Verdict, verdict
from backprop_gui.views.derivation.slices import Slices
from backprop_gui.views.derivation.valley_plot import ValleyPlot
from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.formulas.formula import (
    CLOSE,
    EQUALS,
    MINUS,
    OPEN,
    PLUS,
    Fraction,
    Line,
    Number,
    Section,
    Symbol,
    result,
)
from backprop_gui.views.parts.formulas.notation import Notation, partial
from backprop_gui.views.parts.formulas.sheet import Sheet
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.engine.gradient_check import GradientCheck

_WORDS = {
    Verdict.AGREES: "The two agree.",
    Verdict.UNDECIDED: "They differ by no more than rounding may make: too small to tell.",
    Verdict.DIFFERS: "They differ here: ε is too large, or this is a bend of the activation.",
}


class CheckView(QWidget):
    """Signals: `spotsLit` and `selectionPicked` as of Sheet."""

    spotsLit = Signal(object)
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, typesetter: Typesetter) -> None:
        super().__init__()
        self.sheet = Sheet(theme, typesetter)
        self.plot = ValleyPlot(theme)
        self.verdict = note()
        self.section = Section("", ())
        self._valley: Valley | None = None
        self._subject: tuple[Notation, int] | None = None
        self._epsilon = EPSILON
        self._slices = Slices(self)
        self._next: tuple[Topology, StepTrace, int] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        for widget in (self.sheet, self.verdict, self.plot):
            layout.addWidget(widget)
        self.sheet.spotsLit.connect(self.spotsLit)
        self.sheet.selectionPicked.connect(self.selectionPicked)
        self.plot.epsilonPicked.connect(self.choose)
        self._slices.finished.connect(self._end)

    def check(self, topology: Topology, trace: StepTrace, at: int) -> None:
        """Checks the parameter at `at`; small networks are done when this returns."""
        subject = (Notation(topology, trace.one_bias), at)
        if self._slices.is_working and subject == self._subject:
            self._next = topology, trace, at  # else a run would never let one come to its end
            return
        self._next = None
        if subject != self._subject:
            self._subject, self._epsilon = subject, EPSILON
        self._valley = Valley(topology, trace, at)
        self._slices.start(self._valley.run())

    def stop(self) -> None:
        """Gives up what is under way."""
        self._slices.stop()
        self._subject = self._next = None

    @Slot(float)
    def choose(self, epsilon: float) -> None:
        """Shows the numbers at another ε."""
        self._epsilon = epsilon
        self._show()

    @Slot()
    def _end(self) -> None:
        self._show()
        if self._next is not None:
            self.check(*self._next)

    def _show(self) -> None:
        valley, subject = self._valley, self._subject
        if valley is None or subject is None:
            return
        chosen = next((x for x in valley.checks if x.epsilon == self._epsilon), None)
        self.plot.show_checks(valley.checks, self._epsilon)
        if chosen is not None:
            self.section = _section(*subject, chosen)
            self.sheet.show_section(self.section, subject)
            self.verdict.setText(_WORDS[verdict(chosen, valley.trace)])


def _section(notation: Notation, at: int, check: "GradientCheck") -> Section:
    error, parameter = notation.error(), notation.parameter(at)
    spot = parameter.target
    epsilon = Symbol("ε", note="ε: how far the weight or bias is moved, to both sides")
    analytic = Number(check.analytic, "The gradient by backpropagation", spot)
    numeric = Number(check.numeric, "The gradient by the central difference", spot)
    words = "Relative error: their difference, relative to the larger of the two"
    relative = Number(check.relative_error, words)
    moved = [(error, OPEN, parameter, sign, epsilon, CLOSE) for sign in (PLUS, MINUS)]
    difference = Fraction(
        (*moved[0], MINUS, *moved[1]),
        (Symbol("2"), epsilon),
        "The central difference: the error with the weight or bias moved up, minus that with it "
        "moved down, over the distance",
    )
    lines = (
        Line((partial(error, parameter),), (EQUALS, result(analytic))),
        Line((difference,), (EQUALS, result(numeric))),
        Line((Symbol("relative error", note=words),), (EQUALS, relative)),
        Line((epsilon,), (EQUALS, Number(check.epsilon, epsilon.note))),
    )
    return Section("Gradient check", lines)
