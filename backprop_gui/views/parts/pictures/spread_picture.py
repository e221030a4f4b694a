"""A layer's weights over the steps of a run as an image: a row for each range of values."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from backprop_gui.training.heat_wish import SpreadWish
from backprop_gui.views.parts.numbers import MINUS, plain, short, steps
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.pictures.color_map import rising
from backprop_gui.views.parts.pictures.step_image import Spot, StepImage
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.training.spread import Spread  # loads Numba


class SpreadPicture(QWidget):
    """What it needs is told by `wish`.

    Signals: `wishChanged` when `wish` is another; `pointed` what is at the pointer, as a text.
    """

    wishChanged = Signal()
    pointed = Signal(str)

    def __init__(self, theme: Theme, plot: Plot) -> None:
        super().__init__()
        self._spread: Spread | None = None
        self._colors = rising(theme.palette)
        self.wish = SpreadWish(0, change=False)
        self.image = StepImage(theme, plot)
        self.image.setAccessibleName("Histogram over the steps")
        self.image.setToolTip("How many of the layer's weights have which value, at each step")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.image)
        self.image.pointed.connect(self._point)
        theme.changed.connect(self._paint)

    def set_wish(self, wish: SpreadWish) -> None:
        if wish != self.wish:
            self.wish, self._spread = wish, None
            self.image.clear()
            self.wishChanged.emit()

    def show_spread(self, spread: "Spread") -> None:
        """What was wished for; what was wished for before is passed over."""
        if spread.wish != self.wish:
            return
        if self._spread is None or self._spread.reach != spread.reach:
            high = plain(spread.reach)
            self.image.set_ticks([(0.0, high), (0.5, "0"), (1.0, f"{MINUS}{high}")])
        self._spread = spread
        self.image.show_picture(spread.steps, spread.levels, self._colors)

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._colors = rising(palette)
        if self._spread is not None:
            self.show_spread(self._spread)

    @Slot(object)
    def _point(self, spot: Spot | None) -> None:
        spread = self._spread
        if spot is None or spread is None or spot.row >= len(spread.steps):
            self.pointed.emit("")
            return
        bins = spread.counts.shape[1]
        bin = bins - 1 - int(spot.down * bins)
        low, high = (spread.reach * (2 * end / bins - 1) for end in (bin, bin + 1))
        count = round(float(spread.counts[spot.row, bin]))
        self.pointed.emit(
            f"Step {steps(round(float(spread.steps[spot.row])))}   {steps(count)} from "
            f"{short(low).strip()} to {short(high).strip()}"
        )
