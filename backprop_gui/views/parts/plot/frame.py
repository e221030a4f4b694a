"""What stands around the curves of a plot, and upon them: axes, the hint, the small print.

No pyqtgraph: its view, its box and its axes are passed in.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.plot.axes import PlotAxes
from backprop_gui.views.parts.plot.content import PlotContent
from backprop_gui.views.parts.plot.hint import PlotHint
from backprop_gui.views.parts.plot.item import PlotItem
from backprop_gui.views.parts.plot.note import PlotNote, density
from backprop_gui.views.parts.plot.rows import steps_a_row
from backprop_gui.views.parts.plot.sight import PlotSight


class PlotFrame(QObject):
    """`axes` are those to the left, at the bottom and to the right; `caption` says what the values
    are.

    Signals: `changed` when anything has another place on the screen.
    """

    changed = Signal()

    def __init__(
        self,
        plot: QWidget,
        view: Any,
        box: Any,
        axes: Sequence[Any],
        item: PlotItem,
        content: PlotContent,
        sight: PlotSight,
    ) -> None:
        super().__init__(plot)
        self._plot, self._view, self._box, self._item = plot, view, box, item
        self._content, self._sight = content, sight
        self._axes = PlotAxes(content, *axes)
        self.caption = ""
        self.is_being_refined = False
        self.hint, self.note = PlotHint(view), PlotNote(view)
        self._arrange(*axes)
        box.sigRangeChanged.connect(self.show_ticks)
        box.sigResized.connect(self._resize)
        sight.stretchChanged.connect(self.say_density)

    def _arrange(self, left: Any, bottom: Any, right: Any) -> None:
        grid = self._view.centralLayout
        grid.setSpacing(0)
        grid.setContentsMargins(SPACING // 2, SPACING, 2 * SPACING, SPACING // 2)
        grid.addItem(left, 0, 0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(bottom, 1, 1)
        grid.addItem(right, 0, 2)
        for axis in (left, bottom, right):
            axis.linkToView(self._box)
        layout = QVBoxLayout(self._plot)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)

    def paint(self, palette: Palette) -> None:
        """Takes other colours."""
        self._view.setBackground(palette.canvas)
        self._axes.paint(palette)
        self.note.paint(palette)
        self.show_captions()

    def show_captions(self) -> None:
        """Says what the axes are, as far as the plot has room."""
        self._axes.show_captions(self.caption, self._plot.size())
        self.show_ticks()

    @Slot()
    def show_ticks(self) -> None:
        """Ticks for what is in sight."""
        self._axes.show_ticks(self._sight.window())
        self._item.update()
        self.changed.emit()

    @Slot()
    def say_density(self) -> None:
        """How exact the curves are where the person looks closely."""
        stretch, text = self._sight.stretch, ""
        if stretch is not None:
            between = steps_a_row(self._content.rows.steps, *stretch)
            text = density(between, self.is_being_refined)
        self.note.say("density", text)

    @Slot()
    def _resize(self) -> None:
        self._item.resized()
        self.show_ticks()
        # An axis that moves and shrinks at once forgets the place of a text that juts out of it.
        self._view.viewport().update()
        rect = self._box.mapRectToScene(self._box.rect()).toRect()
        self.hint.setGeometry(rect)
        self.note.move_into(rect)
