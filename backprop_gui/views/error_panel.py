"""The panel of the errors of a run, over its steps: of all samples together, or of each."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QActionGroup

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.classes import class_boundary
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.sample_curves import MOST_SAMPLES, SampleCurves
from backprop_gui.training.snapshot import ErrorCurve
from backprop_gui.views.parts.curves.curve_panel import CurvePanel
from backprop_gui.views.parts.curves.panel_tools import choice_action, choice_button, show_choice
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.plot.curve_style import Curve, color_of
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.theme import Theme

_BLUE, _ORANGE, _BLACK = 0, 4, 7  # orange is for what is about single steps, or the worst sample
_TOTAL = (Curve("Total error", _BLUE), Curve("Mean of the steps", _ORANGE, faint=True))
_SPREAD = (Curve("Worst", _ORANGE), Curve("Median", _BLUE))
_ACCURACY = Curve("Accuracy", _BLACK, in_percent=True)
_LOWER, _MEDIAN, _UPPER, _WORST = range(4)  # columns of a spread, see training/sample_curves.py
_HINT = "Run or step to see the error"
_MEASURING = "more points are being measured …"


class ErrorPanel(CurvePanel):
    """In total: the total error as a line; behind it, of the squared errors of the single steps,
    their mean and a band from the lowest to the highest. By samples: a line for each; of many the
    worst, the median, and a band in which eight in ten are. Where targets name classes also the
    percentage that is classified right, on an axis of its own.

    The actions `log_x` and `log_y` hold the choice of axes; logarithmic ones leave out errors of 0.

    Signals: `wishChanged` when `wants_samples` may be another.
    """

    wishChanged = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Error", _HINT)
        self._palette = theme.palette
        self._samples: Samples | None = None
        self._is_classifying = False
        self._errors: ErrorCurve | None = None
        self._measured: SampleCurves | None = None
        self._others: tuple[list[str], list[ErrorCurve]] = ([], [])
        switch = QActionGroup(self)
        self.total = choice_action(switch, "Total", "The error of all samples together")
        tip = "The error of each sample; of many, their spread"
        self.by_samples = choice_action(switch, "Samples", tip)
        self.total.setChecked(True)
        tip = "The error of all samples together, or of each"
        self._button = choice_button("Errors of", tip, [self.total, self.by_samples])
        show_choice(self._button, self.total.text())
        self.header.insertWidget(0, self._button)
        self.show_legend.setChecked(False)
        self.add_tools([self.view_all, self.log_y, self.log_x])
        self.menu.addAction(self.show_legend)
        self.log_y.setChecked(True)
        self.set_curves(_TOTAL)
        self._explain(theme.palette)
        theme.changed.connect(self._explain)
        self.by_samples.toggled.connect(self._switch_to)

    @property
    def stretch(self) -> tuple[float, float] | None:
        """Single samples are known at keyframes only."""
        return None if self.by_samples.isChecked() else super().stretch

    @property
    def wants_samples(self) -> bool:
        """Whether `show_curve` is to be given the errors of single samples too."""
        return self._is_classifying or self.by_samples.isChecked()

    @property
    def is_measuring(self) -> bool:
        """Whether there is more to come of what was wanted."""
        measured = self._measured
        return self.wants_samples and measured is not None and measured.missing > 0

    def show_samples(self, samples: Samples) -> None:
        """The samples in force."""
        if samples is not self._samples:
            self._samples, self._measured = samples, None
            self._is_classifying = class_boundary(samples.targets) is not None
            self._choose_curves()

    def show_curve(self, errors: ErrorCurve, measured: SampleCurves | None = None) -> None:
        """Shows the errors up to now; rows where the total was not measured are passed over."""
        self._errors, self._measured = errors, measured
        self._show_again()

    def show_no_run(self) -> None:
        """No curves any more: those were another run's, and this one's are not known yet."""
        if self._errors is not None:
            self._errors = self._measured = None
            self.draw(self.drawn)
            self._choose_curves()

    def show_close_up(self, curve: ErrorCurve) -> None:
        """A stretch in more detail, of the total."""
        if self.total.isChecked():
            self.show_close_up_rows(self._total_rows(curve))

    def show_other_runs(self, names: Sequence[str], curves: Sequence[ErrorCurve]) -> None:
        """The total errors of other runs, behind that of this one."""
        self._others = list(names), list(curves)
        self._show_others()

    @Slot(bool)
    def _switch_to(self, by_samples: bool) -> None:
        chosen = self.by_samples if by_samples else self.total
        show_choice(self._button, chosen.text())
        self.show_legend.setChecked(by_samples)
        self._choose_curves()
        self.wishChanged.emit()

    def _choose_curves(self) -> None:
        accuracy = [_ACCURACY] if self._is_classifying else []
        if self.by_samples.isChecked():
            self.set_curves([*_sample_curves(self._count), *accuracy])
        else:
            self.set_curves([*_TOTAL, *accuracy])
            self.plot.set_bold(0)
        self._explain(self._palette)
        self._show_again()
        self._show_others()

    @property
    def _count(self) -> int:
        return 0 if self._samples is None else len(self._samples)

    def _show_again(self) -> None:
        measured = self._measured
        if measured is not None and measured.count != self._count:
            measured = None  # of samples that are no longer in force
        if not self.by_samples.isChecked():
            if self._errors is not None:
                self.show_rows(self._total_rows(self._errors))
        elif measured is not None:
            self.show_rows(self._sample_rows(measured))
        self.plot.say("samples", _MEASURING if self.is_measuring else "")

    def _show_others(self) -> None:
        names, curves = self._others if self.total.isChecked() else ([], [])
        self.show_ghosts([Rows(each.steps, each.total[:, None]) for each in curves], names)

    def _total_rows(self, curve: ErrorCurve) -> Rows:
        columns = [curve.total, curve.mean]
        if self._is_classifying:
            columns.append(_at_steps(curve.steps, self._measured))
        return Rows(curve.steps, np.column_stack(columns), curve.low, curve.high, _ORANGE)

    def _sample_rows(self, measured: SampleCurves) -> Rows:
        errors, low, high = measured.errors, None, None
        if measured.count > MOST_SAMPLES:
            low, high = errors[:, _LOWER], errors[:, _UPPER]
            errors = errors[:, [_WORST, _MEDIAN]]
        if self._is_classifying:
            errors = np.column_stack((errors, measured.right))
        return Rows(measured.steps, errors, low, high, _BLUE)

    @Slot(object)
    def _explain(self, palette: Palette) -> None:
        self._palette = palette
        accuracy = [(_BLACK, "accuracy")] if self._is_classifying else []
        if self.total.isChecked():
            dots = [(_BLUE, "total"), (_ORANGE, "steps"), *accuracy]
            tip = _TOTAL_TIP
        else:  # the legend tells the rest
            dots, tip = [], _EACH_TIP if self._count <= MOST_SAMPLES else _SPREAD_TIP
        parts = [
            f'<span style="color:{color_of(palette, style)}">●</span> {text}'
            for style, text in dots
        ]
        if self.by_samples.isChecked():
            word = "sample" if self._count == 1 else "samples"
            parts.insert(0, f"{steps(self._count)} {word}")
        self.readout.rest = " ".join(parts)
        self.readout.setToolTip(tip + (_ACCURACY_TIP if self._is_classifying else ""))
        self.readout.show_text("")


def _sample_curves(count: int) -> Sequence[Curve]:
    if count > MOST_SAMPLES:
        return _SPREAD
    # Not in the colour of the accuracy.
    return [Curve(f"Sample {at + 1}", at + (at >= _BLACK)) for at in range(count)]


def _at_steps(wanted: Floats, measured: SampleCurves | None) -> Floats:
    """The accuracy in rows at `wanted` steps, NaN in those where it is not known."""
    found = np.full(len(wanted), np.nan)
    if measured is not None and len(wanted):
        at = np.minimum(np.searchsorted(wanted, measured.steps), len(wanted) - 1)
        is_there = wanted[at] == measured.steps
        found[at[is_there]] = measured.right[is_there]
    return found


_TOTAL_TIP = (
    "Blue: the total error of all samples. Orange: the squared errors of the samples "
    "trained on, each before its step: their mean, and a band from lowest to highest"
)
_EACH_TIP = "A line for the squared error of each sample"
_SPREAD_TIP = (
    "The squared errors of the samples. Orange: the worst. Blue: the median, and a band in which "
    "eight of ten samples are"
)
_ACCURACY_TIP = ". Accuracy: how many of all samples are classified right, on the axis to the right"
