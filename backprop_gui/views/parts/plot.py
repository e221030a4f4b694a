"""A live plot of curves over the steps of a run. The only module that knows pyqtgraph.

pyqtgraph gives the scene, zooming and panning, and the axes; plot_item.py paints what is between.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QLabel, QToolTip, QVBoxLayout, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.axis_scale import Range, StepScale
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.plot_axes import PlotAxes
from backprop_gui.views.parts.plot_content import PlotContent
from backprop_gui.views.parts.plot_item import PlotItem
from backprop_gui.views.parts.plot_keys import PlotKeys
from backprop_gui.views.parts.plot_note import PlotNote, density
from backprop_gui.views.parts.plot_picture import Picture, Window
from backprop_gui.views.parts.plot_reading import Pointed, nearest_curve, nearest_row, read, tip
from backprop_gui.views.parts.plot_rows import Rows, steps_a_row
from backprop_gui.views.parts.smoothing import Smoothing
from backprop_gui.views.parts.theme import Theme

_TICK_WIDTH, _TICK_HEIGHT = 48, 26  # pixels that an axis gives to a tick at least
_CAPTIONS_FROM = (260, 150)  # a smaller plot has no captions at its axes
_CLICK_RADIUS = 8.0
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ZOOM = 0.7  # what a press of + leaves of the steps in view


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
        self._caption = caption
        self._following = True
        self._extents: tuple[Range | None, Range] | None = None  # that were set last
        self._is_being_refined = False
        self._pointer: QPointF | None = None
        self._pointed: Pointed | None = None
        self._view = pg.GraphicsView(self)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the plot's
        self._view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # of a plain ground
        self._box = _Box()
        self._picture = Picture(theme.palette)
        self._content = PlotContent(self._picture)
        self._item = PlotItem(self._box, self._picture, self._window)
        left, bottom, right = (pg.AxisItem(side) for side in ("left", "bottom", "right"))
        self._axes = PlotAxes(left, bottom, right)
        self._hint = QLabel(hint, self._view)
        self._note = PlotNote(self._view)
        self._arrange(left, bottom, right)
        self._take_keys()
        self._paint(theme.palette)
        theme.changed.connect(self._paint)
        self._box.sigXRangeChanged.connect(self._look_elsewhere)
        self._box.sigRangeChanged.connect(self._show_ticks)
        self._box.sigResized.connect(self._resize_item)
        self._box.sigRangeChangedManually.connect(self._stop_following)
        self._view.scene().sigMouseMoved.connect(self._point)
        self._view.scene().sigMouseClicked.connect(self._click)
        self._view.viewport().installEventFilter(self)

    # What is shown

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all in sight; their rows are yet to come."""
        self._content.set_curves(curves)
        self._show_ticks()
        self._note.name_runs([])
        self._show_again()

    def show_rows(self, rows: Rows) -> None:
        """Shows these rows, frozen copies, one column for each curve."""
        before = self._picture.rows_in_view(*self.view_range[0])
        self._content.set_rows(rows)
        after = self._picture.rows_in_view(*self.view_range[0])
        is_smooth = self._picture.smoothing is not Smoothing.OFF  # by rows that are not in view too
        self._show_again(is_other=is_smooth or not _are_equal(before, after))

    def set_levels(self, levels: Sequence[tuple[int, float]]) -> None:
        """Horizontal lines: each the number of its curve, and a value."""
        self._content.set_levels(levels)
        self._show_again()

    def set_ghosts(self, ghosts: Sequence[tuple[str, Rows]]) -> None:
        """Other runs behind the curves, each with its name; column k belongs to curve k, and there
        may be fewer columns than curves."""
        self._content.set_ghosts(ghosts)
        self._note.name_runs([name for name, _ in ghosts])
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
        self._note.say("smoothing", smoothing.words)
        self._item.change()

    def say(self, topic: str, text: str) -> None:
        """A line of the small print in the corner, instead of that about the same before."""
        self._note.say(topic, text)

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
        self._show_captions()

    def set_caption(self, caption: str) -> None:
        """Says what the values are."""
        self._caption = caption
        self._show_captions()

    def set_hint(self, hint: str) -> None:
        """What stands in the middle as long as there is no curve."""
        self._hint.setText(hint)

    def show_refining(self, is_being_refined: bool) -> None:
        """Says that more exact rows are on their way."""
        self._is_being_refined = is_being_refined
        self._say_density()

    @property
    def following(self) -> bool:
        return self._following

    @Slot()
    def follow(self) -> None:
        """Shows all that there is, now and while more comes."""
        if not self._following:
            self._following = True
            self.followingChanged.emit(True)
        self._box.values_by_hand = False
        self._extents = None
        self._fit()
        self._say_density()

    def show_stretch(self, low: float, high: float) -> None:
        """Shows the steps from `low` to `high`, and does not follow."""
        places = self._content.steps.places(np.array((low, high)))
        self._box.setXRange(*places, padding=0)
        self._stop_following(None)

    def zoom(self, share: float) -> None:
        """Shows a share of the steps in view, or more if it is above 1, around the pointer or the
        middle."""
        low, high = self.view_range[0]
        middle = (low + high) / 2
        if self._pointer is not None:
            middle = low + self._pointer.x() / self._window().width * (high - low)
        self._box.setXRange(
            middle - (middle - low) * share, middle + (high - middle) * share, padding=0
        )
        self._stop_following(None)

    # What can be read back

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
        return "" if self._hint.isHidden() else self._hint.text()

    @property
    def note(self) -> str:
        """The small print in the corner."""
        return self._note.text()

    @property
    def picture(self) -> Picture:
        """A copy of what is painted."""
        return replace(self._picture)

    @property
    def view_range(self) -> tuple[Range, Range]:
        """The range of steps and of values in view, as places on the axes."""
        x, y = self._box.viewRange()
        return (x[0], x[1]), (y[0], y[1])

    @property
    def stretch(self) -> Range | None:
        """The first and the last step in sight; None while following, when all are."""
        if self._following:
            return None
        low, high = self.view_range[0]
        return self._content.steps.step(low), self._content.steps.step(high)

    @property
    def pointed_step(self) -> int | None:
        """The step at the pointer."""
        return None if self._pointed is None else int(self._pointed.step)

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
        return self._caption

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
        return self._content.values_at(None if self._pointed is None else self._pointed.row)

    def table(self) -> tuple[list[str], Floats, Floats]:
        """The visible curves in sight: names, steps [row], values [row][curve]."""
        picture, rows = self._picture, self._content.rows
        low, high = self.view_range[0]
        start, end = np.searchsorted(picture.x, low), np.searchsorted(picture.x, high, "right")
        visible = picture.visible()
        names = [picture.curves[at].name for at in visible]
        return names, rows.steps[start:end], rows.values[start:end, visible]

    # The view

    def _show_again(self, is_other: bool = True) -> None:
        """`is_other` is False where what is in view is the same: painting it is most of a frame."""
        self._hint.setVisible(len(self._content.rows.steps) < 2 or not self._picture.curves)
        self._fit()
        self._read_pointer()
        self._say_density()
        if is_other:
            self._item.change()

    def _fit(self) -> None:
        """Follows the data, in jumps: to move the axes costs more than to draw the curves."""
        if not len(self._content.rows.steps) or self._box.values_by_hand:
            return
        x, y = extents = self._content.extents(None if self._following else self.view_range[0])
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

    def _window(self) -> Window:
        x, y = self.view_range
        size = self._box.size()
        return Window(x, y, size.width(), size.height())

    @Slot()
    def _look_elsewhere(self) -> None:
        if not self._following:
            self._fit()
            self._say_density()
            self.stretchChanged.emit()

    @Slot(object)
    def _stop_following(self, _axes: object) -> None:
        if self._following:
            self._following = False
            self.followingChanged.emit(False)
            self._look_elsewhere()

    def _say_density(self) -> None:
        """How exact the curves are where the person looks closely."""
        stretch, text = self.stretch, ""
        if stretch is not None:
            between = steps_a_row(self._content.rows.steps, *stretch)
            text = density(between, self._is_being_refined)
        self._note.say("density", text)

    # Axes and look

    def _take_keys(self) -> None:
        keys, wider = Qt.Key, 1 / _ZOOM
        do: dict[Qt.Key, Callable[[], None]] = {
            keys.Key_Plus: partial(self.zoom, _ZOOM),
            keys.Key_Equal: partial(self.zoom, _ZOOM),
            keys.Key_Minus: partial(self.zoom, wider),
            keys.Key_0: self.follow,
            keys.Key_P: self.pinRequested.emit,
        }
        PlotKeys(self, do)
        self.setAccessibleName(self._caption)
        self.setAccessibleDescription("+ and − zoom the steps, 0 shows all, P pins a step")

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
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setForegroundRole(self._hint.palette().ColorRole.PlaceholderText)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setMinimumSize(10 * SPACING, 8 * SPACING)

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._picture.palette = palette
        self._view.setBackground(palette.canvas)
        self._axes.paint(palette)
        self._note.paint(palette)
        self._show_captions()
        self._item.update()

    def _show_captions(self) -> None:
        captions = zip(("Step", self._caption), self.log, strict=True)
        bottom, left = (f"{text} (log)" if is_log else text for text, is_log in captions)
        has_room = self.width() >= _CAPTIONS_FROM[0] and self.height() >= _CAPTIONS_FROM[1]
        self._axes.show_captions(left, bottom, has_room)
        self._show_ticks()

    @Slot()
    def _show_ticks(self) -> None:
        window, content = self._window(), self._content
        x = content.steps.ticks(*window.x, max(int(window.width / _TICK_WIDTH), 2))
        y = content.scale.ticks(*window.y, max(int(window.height / _TICK_HEIGHT), 2))
        self._axes.show_ticks(y, x)
        self._axes.show_percents(*window.y, has_any=bool(self._picture.in_percent()))
        self._picture.grid = [at for at, _ in x], [at for at, _ in y]
        self._item.update()
        self.viewChanged.emit()

    @Slot()
    def _resize_item(self) -> None:
        self._item.resized()
        self._show_ticks()
        rect = self._box.mapRectToScene(self._box.rect()).toRect()
        self._hint.setGeometry(rect)
        self._note.move_into(rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_captions()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._picture.is_focused = event.reason() in _BY_KEYBOARD
        self._item.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._picture.is_focused = False
        self._item.update()

    # The pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._pointer = None
            self._read_pointer()
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(), self._view.viewport())
            return True
        # Asked for by `menuRequested`, when the button comes up: held down it zooms.
        return event.type() == QEvent.Type.ContextMenu

    def tip(self) -> str:
        """The step at the pointer and the values there, in full."""
        if self._pointed is None:
            return ""
        names = [curve.name for curve in self._picture.curves]
        visible, content = self._picture.visible(), self._content
        values = content.rows.values[self._pointed.row]
        return tip(self._pointed, names, values, visible, content.ghosts)

    @Slot(object)
    def _point(self, at: QPointF) -> None:
        inside = self.area.contains(at)
        self._pointer = self._box.mapFromScene(at) if inside else None
        self._read_pointer()

    def _read_pointer(self) -> None:
        """Snaps to the row nearest to the pointer; again while data move below it."""
        pointed = read(self._picture, self._content.rows, self._window(), self._pointer)
        if pointed != self._pointed:
            self._pointed = pointed
            self._picture.row = None if pointed is None else pointed.row
            self._item.update()
            self.pointed.emit(pointed)

    @Slot(object)
    def _click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.menuRequested.emit(event.screenPos().toQPoint())
        elif event.button() == Qt.MouseButton.LeftButton and event.double():
            self.follow()
        elif event.button() == Qt.MouseButton.LeftButton:
            at = self._box.mapFromScene(event.scenePos())
            window, picture, steps = self._window(), self._picture, self._content.rows.steps
            across, down = window.across(picture.x), picture.down(window, slice(None))
            curve = nearest_curve(across, down, picture.visible(), at, _CLICK_RADIUS)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and len(steps):
                self.stepClicked.emit(int(steps[nearest_row(across, at.x())]))
            elif curve is not None:
                self.curveClicked.emit(curve)


def _are_equal(some: tuple[Floats, ...], others: tuple[Floats, ...]) -> bool:
    pairs = zip(some, others, strict=False)
    is_alike = [one.shape for one in some] == [other.shape for other in others]
    return is_alike and all(np.array_equal(*pair, equal_nan=True) for pair in pairs)


class _Box(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """The area between the axes, with the mouse upon it. `values_by_hand`: see Plot."""

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
