"""The panel of the errors of a run, over its steps."""

import numpy as np
from PySide6.QtCore import Slot

from backprop_gui.training.snapshot import ErrorCurve
from backprop_gui.views.parts.curve_panel import CurvePanel
from backprop_gui.views.parts.curve_style import Curve, color_of
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.plot import Rows
from backprop_gui.views.parts.theme import Theme

_TOTAL, _STEPS = 0, 4  # blue, and orange for what is about single steps
_CURVES = (Curve("Total error", _TOTAL), Curve("Mean of the steps", _STEPS, faint=True))
_HINT = "Run or step to see the error"


class ErrorPanel(CurvePanel):
    """The total error as a line. Behind it, of the squared errors of the single steps, their mean
    and a band from the lowest to the highest.

    The actions `log_x` and `log_y` hold the choice of axes; logarithmic ones leave out errors of 0.
    """

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "Error", _HINT)
        self.show_legend.setChecked(False)
        self.add_tools([self.view_all, self.log_y, self.log_x])
        self.log_y.setChecked(True)
        self.set_curves(_CURVES)
        self.plot.set_bold(0)
        self._explain(theme.palette)
        theme.changed.connect(self._explain)

    def show_curve(self, curve: ErrorCurve) -> None:
        """Shows the errors up to now; rows where the total was not measured are passed over."""
        values = np.column_stack((curve.total, curve.mean))
        self.show_rows(Rows(curve.steps, values, curve.low, curve.high, _STEPS))

    @Slot(object)
    def _explain(self, palette: Palette) -> None:
        total, steps = color_of(palette, _TOTAL), color_of(palette, _STEPS)
        self.readout.rest = (
            f'<span style="color:{total}">●</span> total '
            f'&nbsp;<span style="color:{steps}">●</span> single steps'
        )
        self.readout.setToolTip(
            "Blue: the total error of all samples. Orange: the squared errors of the samples "
            "trained on, each before its step: their mean, and a band from lowest to highest"
        )
        self.readout.show_text("")
