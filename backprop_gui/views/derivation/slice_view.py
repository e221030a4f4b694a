"""The error along the selected weight or bias, of one sample or of all, and what-if on it."""

import math

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from backprop_gui.engine.forecast import Forecast, Point, WhatIf, point_of_sample
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.derivation.slice_curve import LARGEST, SliceCurve, Window
from backprop_gui.views.derivation.slice_plot import SlicePlot
from backprop_gui.views.derivation.slices import Slices
from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.formulas.section_view import heading
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.parts.what_if_words import sentence

_ALL_TIP = "Plot the total error over all samples, instead of that of the sample shown"
_TOO_MANY = "The total error of so many samples would take too long to plot."
_NOT_FINITE = "The error is no finite number here."
_TOO_LARGE = "The numbers here are too large to plot."


class SliceView(QWidget):
    """Shows what `show_slice` is given; `stop` when nothing is to be shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.caption = heading("")
        self.all_samples = QCheckBox("All samples")
        self.plot = SlicePlot(theme)
        self.words = note()
        self._work = Slices(self)
        self._subject: tuple[Topology, StepTrace, int] | None = None
        self._samples: Samples | None = None
        self._window: Window | None = None
        self._curve: SliceCurve | None = None
        self._curve_window: Window | None = None
        self._what_if: WhatIf | None = None
        self._drawn: object = None  # what the curve is of
        self._all: tuple[StepTrace, Point] | None = None
        self._is_due = False  # whether another curve is wanted as soon as this one is done
        self._arrange()
        self._work.finished.connect(self._show_curve)
        self.plot.zoomed.connect(self._zoom)
        self.plot.resetRequested.connect(self._reset)
        self.all_samples.toggled.connect(self._draw)

    def show_slice(
        self, topology: Topology, trace: StepTrace, at: int, samples: Samples | None
    ) -> None:
        """The error along the parameter at `at`; `samples` are those of the total error."""
        before, self._subject = self._subject, (topology, trace, at)
        self._samples = samples
        if before is None or (before[0], before[2]) != (topology, at):
            self._forget()
        self._offer_all(topology, samples)
        self._draw()

    def show_what_if(self, what_if: WhatIf | None) -> None:
        """Marks where a change began, and how far from its tangent it led."""
        if what_if != self._what_if:
            self._what_if = what_if
            if self._subject is not None:
                self._draw()

    @Slot()
    def stop(self) -> None:
        """Gives up what is under way, and forgets what was shown."""
        self._work.stop()
        self._subject = None
        self._forget()

    def _forget(self) -> None:
        self._window = self._what_if = self._drawn = self._all = None
        self._is_due = False
        self.plot.clear()

    def _arrange(self) -> None:
        self.all_samples.setToolTip(_ALL_TIP)
        top = QHBoxLayout()
        top.addWidget(self.caption)
        top.addStretch()
        top.addWidget(self.all_samples)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addLayout(top)
        layout.addWidget(self.plot)
        layout.addWidget(self.words)

    def _offer_all(self, topology: Topology, samples: Samples | None) -> None:
        from backprop_gui.engine.error_slice import is_cheap  # there is a trace, so Numba is there

        count = 0 if samples is None else len(samples)
        self.all_samples.setVisible(count > 1)
        self.all_samples.setEnabled(is_cheap(topology, count))
        self.all_samples.setToolTip(_ALL_TIP if is_cheap(topology, count) else _TOO_MANY)

    @property
    def _is_of_all(self) -> bool:
        can = self.all_samples.isVisibleTo(self) and self.all_samples.isEnabled()
        return can and self.all_samples.isChecked()

    # Drawing

    @Slot()
    def _draw(self) -> None:
        if self._subject is None:
            return
        topology, trace, at = self._subject
        notation = Notation(topology, trace.one_bias)
        name = notation.parameter(at).plain
        self.caption.setText(f"Error along {name}")
        self.plot.name_y = "total error" if self._is_of_all else "error"
        forecast = self._forecast()
        lack = _lack(forecast)
        if lack:
            self._drawn = None
            self.plot.clear()
            self._show_words(lack)
            return
        self._window = (self._window or Window.around(forecast.now.value)).holding(
            forecast.start.value, forecast.now.value
        )
        self.plot.show_points(name, forecast.start, forecast.now)
        self._show_words(self._say(name, forecast))
        self._compute()

    def _forecast(self) -> Forecast:
        """From where to where; twice the present point while nothing is tried out."""
        assert self._subject is not None
        _, trace, at = self._subject
        tried = self._what_if
        if tried is not None and tried.at == at:
            if not self._is_of_all:
                return tried.sample
            if tried.total is not None:
                return tried.total
        now = self._point_of_all() if self._is_of_all else point_of_sample(trace, at)
        return Forecast(now, now)

    def _point_of_all(self) -> Point:
        from backprop_gui.engine.error_slice import point_of_samples

        assert self._subject is not None
        assert self._samples is not None
        topology, trace, at = self._subject
        if self._all is None or self._all[0] is not trace:
            samples = self._samples
            point = point_of_samples(topology, trace, at, samples.inputs, samples.targets)
            self._all = trace, point
        return self._all[1]

    def _compute(self) -> None:
        """Finds the curve, unless it is the one that is shown."""
        wanted = self._subject, self._window, self._is_of_all
        if wanted == self._drawn:
            return
        if self._work.is_working:
            self._is_due = True
            return
        from backprop_gui.engine.error_slice import ErrorSlice

        assert self._subject is not None
        assert self._window is not None
        samples = self._samples
        table = (samples.inputs, samples.targets) if samples is not None else None
        along = ErrorSlice(*self._subject, table if self._is_of_all else None)
        self._drawn = wanted
        self._curve, self._curve_window = SliceCurve(along, self._window), self._window
        self._work.start(self._curve.run())

    @Slot()
    def _show_curve(self) -> None:
        if self._curve is not None and self._curve_window is not None:
            self.plot.show_curve(self._curve_window, self._curve.values, self._curve.errors)
        if self._is_due:
            self._is_due = False
            self._compute()

    def _say(self, name: str, forecast: Forecast) -> str:
        if forecast.start != forecast.now:
            return sentence(name, forecast)
        words = f"The tangent’s slope is the gradient, {figure(forecast.now.gradient)}."
        is_refused = self.all_samples.isVisibleTo(self) and not self.all_samples.isEnabled()
        return f"{words} {_TOO_MANY}" if is_refused else words

    def _show_words(self, words: str) -> None:
        if words != self.words.text():
            self.words.setText(words)

    # Zooming

    @Slot(float)
    def _zoom(self, factor: float) -> None:
        if self._window is not None and self._subject is not None:
            self._window = self._window.zoomed(factor, self._forecast().now.value)
            self._draw()

    @Slot()
    def _reset(self) -> None:
        self._window = None
        self._draw()


def _lack(forecast: Forecast) -> str:
    """Why it cannot be plotted; nothing where it can."""
    values = (forecast.start.value, forecast.now.value)
    if not all(map(math.isfinite, (*values, forecast.now.error))):
        return _NOT_FINITE
    return _TOO_LARGE if max(map(abs, values)) > LARGEST else ""
