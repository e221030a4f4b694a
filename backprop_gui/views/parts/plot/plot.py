"""A live plot of curves over the steps of a run. The only module that knows pyqtgraph.

pyqtgraph gives the scene, zooming and panning, and the axes. content.py has what is shown, item.py
paints it, sight.py follows the run, pointer.py reads what is below the pointer, and frame.py is
what stands around it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.plot.axis_scale import Range, StepScale
from backprop_gui.views.parts.plot.content import PlotContent
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.plot.frame import PlotFrame
from backprop_gui.views.parts.plot.item import PlotItem
from backprop_gui.views.parts.plot.keys import PlotKeys
from backprop_gui.views.parts.plot.picture import Picture
from backprop_gui.views.parts.plot.pointer import PlotPointer
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.plot.sight import PlotSight
from backprop_gui.views.parts.plot.smoothing import Smoothing
from backprop_gui.views.parts.theme import Theme

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Plot(QWidget):
    """Follows the run until the person zooms; `follow` begins again.

    Wheel and drag zoom and pan the steps, and the axis of values fits itself to those in sight;
    until it is zoomed itself, by wheel or drag on it or by a drag with the right button.

    Signals: `pointed` what is at the pointer (Pointed) or None; `curveClicked` its number;
    `stepClicked` the step of a click with Ctrl; `followingChanged` whether the view follows;
    `stretchChanged` when other steps are in sight; `menuRequested` where on the screen;
    `viewChanged` when anything has another place on the screen; `pinRequested` when the key for
    it was pressed.
    """

    pointed = Signal(object)
    curveClicked = Signal(int)
    stepClicked = Signal(object)  # an int of Qt would be too short
    followingChanged = Signal(bool)
    stretchChanged = Signal()
    menuRequested = Signal(QPoint)
    viewChanged = Signal()
    pinRequested = Signal()

    def __init__(self, theme: Theme, caption: str, hint: str) -> None:
        super().__init__()
        self._view = pg.GraphicsView(self)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the plot's
        self._view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # of a plain ground
        self._box = _Box()
        self._picture = Picture(theme.palette)
        self._content = PlotContent(self._picture)
        self._sight = PlotSight(self._box, self._content, self)
        self._item = PlotItem(self._box, self._picture, self._sight.window)
        self.pointer = PlotPointer(self._view, self._box, self._item, self._content, self._sight)
        axes = [pg.AxisItem(side) for side in ("left", "bottom", "right")]
        self._frame = PlotFrame(
            self, self._view, self._box, axes, self._item, self._content, self._sight
        )
        self._frame.caption = caption
        self.set_hint(hint)
        PlotKeys(self, self.zoom, self.follow, self.pinRequested.emit)
        self.setAccessibleName(caption)
        self.setMinimumSize(10 * SPACING, 8 * SPACING)
        self._paint(theme.palette)
        theme.changed.connect(self._paint)
        self._pass_on()

    def _pass_on(self) -> None:
        sight, pointer = self._sight, self.pointer
        self._frame.changed.connect(self.viewChanged)
        sight.followingChanged.connect(self.followingChanged)
        sight.stretchChanged.connect(self.stretchChanged)
        pointer.pointed.connect(self.pointed)
        pointer.curveClicked.connect(self.curveClicked)
        pointer.stepClicked.connect(self.stepClicked)
        pointer.doubleClicked.connect(self.follow)
        pointer.menuRequested.connect(self.menuRequested)

    # What is shown

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all in sight; their rows are yet to come."""
        self._content.set_curves(curves)
        self._frame.show_ticks()
        self._frame.note.name_runs([])
        self._show_again()

    def show_rows(self, rows: Rows) -> None:
        """Shows these rows, frozen copies, one column for each curve."""
        self._show_again(is_other=self._content.set_rows(rows, self.view_range[0]))

    def set_levels(self, levels: Sequence[tuple[int, float]]) -> None:
        """Horizontal lines: each the number of its curve, and a value."""
        self._content.set_levels(levels)
        self._show_again()

    def set_ghosts(self, ghosts: Sequence[tuple[str, Rows]]) -> None:
        """Other runs behind the curves, each with its name; column k belongs to curve k, and there
        may be fewer columns than curves."""
        self._content.set_ghosts(ghosts)
        self._frame.note.name_runs([name for name, _ in ghosts])
        self._show_again()

    def set_moments(self, changes: Sequence[int], looked_at: int | None) -> None:
        """Upright lines at the steps of changes, and at the step that is looked at."""
        if self._content.set_moments(changes, looked_at):
            self._item.update()

    def set_pins(self, steps: Sequence[int]) -> None:
        """Upright lines with a head at these steps."""
        self._content.set_pins(steps)
        self._item.update()
        self.viewChanged.emit()

    def set_smoothing(self, smoothing: Smoothing) -> None:
        """Smooths the curves; as they are they stay faint behind."""
        self._picture.smoothing = smoothing
        self._frame.note.say("smoothing", smoothing.words)
        self._item.change()

    def say(self, topic: str, text: str) -> None:
        """A line of the small print in the corner, instead of that about the same before."""
        self._frame.note.say(topic, text)

    def set_hidden(self, hidden: frozenset[int]) -> None:
        """Hides these curves and shows the others."""
        self._picture.hidden = hidden
        self._show_again()

    def set_bold(self, curve: int | None) -> None:
        """Draws one curve stronger than the others, and before them."""
        if curve != self._picture.bold:
            self._picture.bold = curve
            self._item.update()

    def set_log(self, steps: bool, values: bool) -> None:
        """Makes the axes logarithmic or linear, and follows the run."""
        self._content.set_log(steps, values)
        self.follow()
        self._show_again()
        self._frame.show_captions()

    def set_caption(self, caption: str) -> None:
        """Says what the values are."""
        self._frame.caption = caption
        self._frame.show_captions()

    def set_hint(self, hint: str) -> None:
        """What stands in the middle as long as there is no curve."""
        self._frame.hint.setText(hint)

    def show_refining(self, is_being_refined: bool) -> None:
        """Says that more exact rows are on their way."""
        self._frame.is_being_refined = is_being_refined
        self._frame.say_density()

    @Slot()
    def follow(self) -> None:
        """Shows all that there is, now and while more comes."""
        self._sight.follow()
        self._frame.say_density()

    def show_stretch(self, low: float, high: float) -> None:
        """Shows the steps from `low` to `high`, and does not follow."""
        self._sight.show_stretch(low, high)

    def zoom(self, share: float) -> None:
        """Shows a share of the steps in view, or more if it is above 1, around the pointer or the
        middle."""
        self._sight.zoom(share, self.pointer.share)

    # What can be read back

    @property
    def following(self) -> bool:
        return self._sight.following

    @property
    def log(self) -> tuple[bool, bool]:
        """Whether the axes of steps and of values are logarithmic."""
        return self._content.steps.log, self._content.scale.log

    @property
    def step_scale(self) -> StepScale:
        """The axis of steps."""
        return self._content.steps

    @property
    def hint(self) -> str:
        """The sentence in the middle of the plot, if there is one."""
        return self._frame.hint.shown

    @property
    def note(self) -> str:
        """The small print in the corner."""
        return self._frame.note.text()

    @property
    def picture(self) -> Picture:
        """A copy of what is painted."""
        return replace(self._picture)

    @property
    def view_range(self) -> tuple[Range, Range]:
        """The range of steps and of values in view, as places on the axes."""
        return self._sight.ranges

    @property
    def stretch(self) -> Range | None:
        """The first and the last step in sight; None while following, when all are."""
        return self._sight.stretch

    @property
    def pointed_step(self) -> int | None:
        """The step at the pointer."""
        at = self.pointer.at
        return None if at is None else int(at.step)

    @property
    def view(self) -> QGraphicsView:
        """The widget that takes the mouse."""
        view: QGraphicsView = self._view
        return view

    @property
    def area(self) -> QRectF:
        """The rectangle between the axes, in `view`."""
        area: QRectF = self._box.sceneBoundingRect()
        return area

    @property
    def caption(self) -> str:
        """What the values are."""
        return self._frame.caption

    @property
    def last_step(self) -> int | None:
        """Of the rows; None without any."""
        steps = self._content.rows.steps
        return int(steps[-1]) if len(steps) else None

    @property
    def step_to_read(self) -> int | None:
        """The step that is looked at, which is the last one if none is; None without rows."""
        return self._content.step_to_read

    def drawn(self, curve: int) -> tuple[Floats, Floats]:
        """The steps and values of a curve that the axes have places for; none if it is hidden."""
        return self._content.drawn(curve)

    def values_to_read(self) -> Floats:
        """The value of each curve at the pointer, else at the step that is looked at, which is the
        last one if none is; none without rows."""
        at = self.pointer.at
        return self._content.values_at(None if at is None else at.row)

    def table(self) -> tuple[list[str], Floats, Floats]:
        """The visible curves in sight: names, steps [row], values [row][curve]."""
        return self._content.table(self.view_range[0])

    # The look

    def _show_again(self, is_other: bool = True) -> None:
        """`is_other` is False where what is in view is the same: painting it is most of a frame."""
        self._frame.hint.setVisible(not self._content.has_curves)
        self._sight.fit()
        self.pointer.read()
        self._frame.say_density()
        if is_other:
            self._item.change()

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._picture.palette = palette
        self._frame.paint(palette)
        self._item.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._frame.show_captions()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._picture.is_focused = event.reason() in _BY_KEYBOARD
        self._item.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._picture.is_focused = False
        self._item.update()


class _Box(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """The area between the axes, with the mouse upon it. `values_by_hand`: see PlotSight."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.disableAutoRange()
        self.values_by_hand = False

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        axis = axis or 0
        self.values_by_hand |= axis == 1
        self.updateMatrix()  # else only when painted, and several turns may come before that
        super().wheelEvent(event, axis)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        pans = event.button() != Qt.MouseButton.RightButton
        if axis is None and pans and not self.values_by_hand:
            axis = 0
        self.values_by_hand |= axis != 0
        super().mouseDragEvent(event, axis)
