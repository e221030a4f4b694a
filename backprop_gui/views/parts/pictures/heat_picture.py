"""Many values over the steps of a run as an image: a row for each, or for each few of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from backprop_gui.engine.levels import Levels
from backprop_gui.engine.state import Integers
from backprop_gui.training.heat_wish import HeatWish
from backprop_gui.training.reach import reach
from backprop_gui.views.parts.numbers import plain, short, steps
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.pictures.color_bar import ColorBar
from backprop_gui.views.parts.pictures.color_map import diverging
from backprop_gui.views.parts.pictures.step_image import Group, Mark, Spot, StepImage
from backprop_gui.views.parts.plot.curve_style import color_of
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.training.heat import Heat  # loads Numba

_PIXELS = 32  # the number of bands is a multiple of this: not each pixel of height is others


class HeatPicture(QWidget):
    """What it needs is told by `wish`.

    Signals: `wishChanged` when `wish` is another; `placePicked` the place, in the order of the
    rows, of the one that was clicked; `pointed` what is at the pointer, as a text.
    """

    wishChanged = Signal()
    placePicked = Signal(int)
    pointed = Signal(str)

    def __init__(self, theme: Theme, plot: Plot) -> None:
        super().__init__()
        self._palette, self._colors = theme.palette, diverging(theme.palette)
        self._plot = plot
        self._heat: Heat | None = None
        self._order: Integers = np.empty(0, dtype=np.int64)
        self._name: Callable[[int], str] = str
        self._change = False
        self._marked: tuple[Mapping[int, int], int | None] = ({}, None)
        self.wish = HeatWish(self._order, 0, change=False)
        self.image, self.bar = StepImage(theme, plot), ColorBar()
        self.image.setAccessibleName("Heat image")
        self.image.tip = self._tip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.image, 1)
        layout.addWidget(self.bar)
        self.image.heightChanged.connect(self._wish_again)
        self.image.pointed.connect(self._point)
        self.image.clicked.connect(self._pick)
        plot.viewChanged.connect(self._align)
        theme.changed.connect(self._paint)

    def set_rows(
        self, order: Integers, name: Callable[[int], str], groups: Sequence[tuple[str, str, int]]
    ) -> None:
        """Other rows: the values at `order`, each called `name`(its place there), in groups: their
        names, long and short, and how many rows each has."""
        self._order, self._name, self._heat = order, name, None
        ends = [0.0, *(np.cumsum([count for *_, count in groups]) / max(len(order), 1)).tolist()]
        self.image.set_groups(
            [
                Group(name, short, ends[at], ends[at + 1])
                for at, (name, short, _) in enumerate(groups)
            ]
        )
        self.image.clear()
        self._wish_again()

    def set_change(self, change: bool) -> None:
        """Whether the change since the start is shown."""
        self._change = change
        self._wish_again()

    def show_heat(self, heat: "Heat") -> None:
        """What was wished for; what was wished for before is passed over."""
        if heat.wish is self.wish:
            self._heat = heat
            self.bar.show_levels(self._colors, reach(heat.largest), self._palette)
            self.image.show_picture(heat.steps, self._levels, self._colors)

    def set_marked(self, styles: Mapping[int, int], selected: int | None) -> None:
        """The places that are curves too, each with the number of its style."""
        self._marked = styles, selected
        self._show_marks()

    def _levels(self, starts: Integers) -> Levels:
        assert self._heat is not None
        return self._heat.levels(starts, reach(self._heat.largest))

    def _show_marks(self) -> None:
        styles, selected = self._marked
        count = max(len(self._order), 1)
        self.image.set_marks(
            [
                Mark((place + 0.5) / count, color_of(self._palette, style), place == selected)
                for place, style in styles.items()
            ]
        )

    @Slot()
    def _wish_again(self) -> None:
        pixels = max(self.image.rows_of_pixels // _PIXELS, 1) * _PIXELS
        bands, wish = min(len(self._order), pixels), self.wish
        if (wish.order is self._order) and (wish.bands, wish.change) == (bands, self._change):
            return
        self.wish = HeatWish(self._order, bands, self._change)
        self.wishChanged.emit()

    @Slot()
    def _align(self) -> None:
        self.bar.align(self.image.area.left())

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._palette, self._colors = palette, diverging(palette)
        self._show_marks()
        if self._heat is not None:
            self.show_heat(self._heat)

    @Slot(object)
    def _point(self, spot: Spot | None) -> None:
        found = None if spot is None else self._at(spot)
        if found is None:
            self.pointed.emit("")
        else:
            step, place, value = found
            text = f"Step {steps(round(step))}   {self._name(place)} {short(value).strip()}"
            self.pointed.emit(text)

    @Slot(object)
    def _pick(self, spot: Spot) -> None:
        found = self._at(spot)
        if found is not None:
            self.placePicked.emit(found[1])

    def _tip(self, spot: Spot) -> str:
        found = self._at(spot)
        if found is None:
            return ""
        step, place, value = found
        text = f"{self._name(place)} {plain(value)}\nStep {steps(round(step))}"
        heat = self._heat
        if heat is not None and heat.wish.bands < len(heat.wish.order):
            text += f"\nThe largest of {-(-len(heat.wish.order) // heat.wish.bands)} here"
        return text

    def _at(self, spot: Spot) -> tuple[float, int, float] | None:
        """The step, the place and the value at a spot."""
        heat = self._heat
        if heat is None or spot.row >= len(heat.steps) or not heat.wish.bands:
            return None
        band = int(spot.down * heat.wish.bands)
        place = int(heat.places[spot.row, band])
        return float(heat.steps[spot.row]), place, float(heat.values[spot.row, band])
