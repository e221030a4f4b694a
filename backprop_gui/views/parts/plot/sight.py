"""What of a plot's axes is in sight: all, following the run, or what the person zoomed to.

No pyqtgraph: its box, the area between the axes, is passed in.
"""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from backprop_gui.views.parts.plot.axis_scale import Range
from backprop_gui.views.parts.plot.content import PlotContent
from backprop_gui.views.parts.plot.picture import Window


class PlotSight(QObject):
    """Signals: `followingChanged` whether it follows; `stretchChanged` when other steps are in
    sight while it does not.

    The box tells by `values_by_hand` whether the person zoomed the axis of values itself.
    """

    followingChanged = Signal(bool)
    stretchChanged = Signal()

    def __init__(self, box: Any, content: PlotContent, parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._content = box, content
        self._following = True
        self._extents: tuple[Range | None, Range] | None = None  # that were set last
        box.sigXRangeChanged.connect(self._look_elsewhere)
        box.sigRangeChangedManually.connect(self._stop_following)

    @property
    def following(self) -> bool:
        return self._following

    @property
    def ranges(self) -> tuple[Range, Range]:
        """Of steps and of values, as places on the axes."""
        x, y = self._box.viewRange()
        return (x[0], x[1]), (y[0], y[1])

    @property
    def stretch(self) -> Range | None:
        """The first and the last step; None while following, when all are in sight."""
        if self._following:
            return None
        low, high = self.ranges[0]
        return self._content.steps.step(low), self._content.steps.step(high)

    def window(self) -> Window:
        x, y = self.ranges
        size = self._box.size()
        return Window(x, y, size.width(), size.height())

    def follow(self) -> None:
        """Shows all that there is, now and while more comes."""
        if not self._following:
            self._following = True
            self.followingChanged.emit(True)
        self._box.values_by_hand = False
        self._extents = None
        self.fit()

    def show_stretch(self, low: float, high: float) -> None:
        """Shows the steps from `low` to `high`, and does not follow."""
        places = self._content.steps.places(np.array((low, high)))
        self._box.setXRange(*places, padding=0)
        self._stop_following(None)

    def zoom(self, share: float, at: float) -> None:
        """Shows a share of the steps in sight, or more if it is above 1; the step at the share `at`
        of the width stays where it is."""
        low, high = self.ranges[0]
        fixed = low + at * (high - low)
        self._box.setXRange(
            fixed - (fixed - low) * share, fixed + (high - fixed) * share, padding=0
        )
        self._stop_following(None)

    def fit(self) -> None:
        """Follows the data, in jumps: to move the axes costs more than to draw the curves."""
        if not len(self._content.rows.steps) or self._box.values_by_hand:
            return
        x, y = extents = self._content.extents(None if self._following else self.ranges[0])
        if extents != self._extents:
            self._extents = extents
            if self._following:
                self._limit_zoom()
            self._box.setRange(xRange=x, yRange=y, padding=0)

    def _limit_zoom(self) -> None:
        content = self._content
        narrowest, x, y = content.narrowest(), content.steps.limits, content.scale.limits
        self._box.setLimits(minXRange=narrowest[0], minYRange=narrowest[1])
        self._box.setLimits(xMin=x[0], xMax=x[1], yMin=y[0], yMax=y[1])

    @Slot()
    def _look_elsewhere(self) -> None:
        if not self._following:
            self.fit()
            self.stretchChanged.emit()

    @Slot(object)
    def _stop_following(self, _axes: object) -> None:
        if self._following:
            self._following = False
            self.followingChanged.emit(False)
            self._look_elsewhere()
