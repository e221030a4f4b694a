"""The axes of a plot: their captions, ticks and sizes. No pyqtgraph: its items are passed in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics

from backprop_gui.views.parts.palette import SMALL_PT, SPACING, Palette
from backprop_gui.views.parts.plot.axis_scale import Tick
from backprop_gui.views.parts.plot.content import PlotContent
from backprop_gui.views.parts.plot.picture import PERCENT, Window
from backprop_gui.views.parts.theme import number_font

_TICK_WIDTH, _TICK_HEIGHT = 48, 26  # pixels that an axis gives to a tick at least
_CAPTIONS_FROM = (260, 150)  # a smaller plot has no captions at its axes
_PERCENTS = (0, 50, 100)
_WIDEST_USUAL = "0.00"  # what the y axis has room for at least, so that it keeps its width


class PlotAxes:
    """`left`, `bottom` and `right` are items of pyqtgraph, of its class AxisItem. That to the right
    is there when there are curves in percent."""

    def __init__(self, content: PlotContent, left: Any, bottom: Any, right: Any) -> None:
        self._content = content
        self._left, self._bottom, self._right = left, bottom, right
        self._font = number_font()
        self._font.setPointSizeF(self._font.pointSizeF() - 1)
        self._color = ""
        self._has_captions = False
        right.setEnabled(False)  # it cannot be zoomed
        right.hide()
        for axis in (left, bottom, right):
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=0, tickTextOffset=4, hideOverlappingLabels=False)
            axis.setTickFont(self._font)

    def paint(self, palette: Palette) -> None:
        """Takes other colours; captions are to be shown again after it."""
        self._color = palette.muted_text
        for axis in (self._left, self._bottom, self._right):
            axis.setPen(palette.border)
            axis.setTextPen(palette.muted_text)

    def show_captions(self, values: str, plot: QSize) -> None:
        """Says what the axes are, where a plot of that size has room; ticks are to be shown again
        after it."""
        has_room = plot.width() >= _CAPTIONS_FROM[0] and plot.height() >= _CAPTIONS_FROM[1]
        self._has_captions = has_room
        scales = ("Step", self._content.steps), (values, self._content.scale)
        bottom, left = (f"{text} (log)" if scale.log else text for text, scale in scales)
        style = {"font-size": f"{SMALL_PT}pt", "color": self._color}
        for axis, text in ((self._left, left), (self._bottom, bottom)):
            axis.setLabel(text if has_room else None, **style)

    def show_ticks(self, window: Window) -> None:
        """Ticks for what is in view, and the lines of the grid there."""
        content = self._content
        x = content.steps.ticks(*window.x, max(int(window.width / _TICK_WIDTH), 2))
        y = content.scale.ticks(*window.y, max(int(window.height / _TICK_HEIGHT), 2))
        self._set_ticks(y, x)
        self._show_percents(*window.y, has_any=bool(content.picture.in_percent()))
        content.picture.grid = [at for at, _ in x], [at for at, _ in y]

    def _set_ticks(self, left: Sequence[Tick], bottom: Sequence[Tick]) -> None:
        """The y axis keeps its width while the texts change a little."""
        self._bottom.setTicks([bottom])
        self._left.setTicks([left])
        metrics = QFontMetrics(self._font)
        texts = [text for _, text in left] + [_WIDEST_USUAL]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        width = SPACING * -(-widest // SPACING) + SPACING // 2
        height = metrics.height() + SPACING // 2
        caption = metrics.height() if self._has_captions else 0
        self._left.setWidth(width + caption)
        self._bottom.setHeight(height + caption)

    def _show_percents(self, low: float, high: float, has_any: bool) -> None:
        """Ticks from 0 to 100 % on the axis to the right; the other one shows `low` to `high`."""
        if has_any != self._right.isVisible():
            self._right.setVisible(has_any)
            text = QFontMetrics(self._font).horizontalAdvance("100 %")
            self._right.setWidth(text + SPACING if has_any else 0)
        if has_any:
            scale = (high - low) / (PERCENT[1] - PERCENT[0])
            ticks = [(low + (at - PERCENT[0]) * scale, f"{at} %") for at in _PERCENTS]
            self._right.setTicks([ticks])
