"""A live plot of curves over the steps of a run. The only module that knows pyqtgraph.

pyqtgraph gives the scene, zooming and panning, and the axes; plot_item.py paints what is between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QLabel, QToolTip, QVBoxLayout, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.axis_scale import StepScale, Tick, ValueScale
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.palette import SMALL_PT, SPACING, Palette
from backprop_gui.views.parts.plot_item import Band, Level, Picture, PlotItem, Window
from backprop_gui.views.parts.plot_reading import Pointed, nearest_curve, nearest_row, tip
from backprop_gui.views.parts.theme import Theme, number_font

_TICK_WIDTH, _TICK_HEIGHT = 48, 26  # pixels that an axis gives to a tick at least
_CAPTIONS_FROM = (260, 150)  # a smaller plot has no captions at its axes
_FARTHEST = 1e300  # a range of places must not overflow
_WIDEST_USUAL = "0.00"  # what the y axis has room for at least, so that it keeps its width
_CLICK_RADIUS = 8.0


@dataclass(frozen=True)
class Rows:
    """`values` [row][curve] after `steps` [row]; between `low` and `high` [row] is the band."""

    steps: Floats
    values: Floats
    low: Floats | None = None
    high: Floats | None = None
    band_style: int = 0


class Plot(QWidget):
    """Follows the run until the person zooms; `follow` begins again.

    Signals: `pointed` what is at the pointer (Pointed) or None; `curveClicked` its number;
    `followingChanged` whether the view follows; `menuRequested` where on the screen.
    """

    pointed = Signal(object)
    curveClicked = Signal(int)
    followingChanged = Signal(bool)
    menuRequested = Signal(QPoint)

    def __init__(self, theme: Theme, caption: str, hint: str) -> None:
        super().__init__()
        self._caption = caption
        self._moments: tuple[tuple[int, ...], int | None] = ((), None)
        self._rows = Rows(np.empty(0), np.empty((0, 0)))
        self._targets: list[tuple[int, float]] = []
        self._steps, self._scale = StepScale(log=False), ValueScale(log=False)
        self._following = True
        self._extent: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._pointer: QPointF | None = None
        self._pointed: Pointed | None = None
        self._view = pg.GraphicsView(self)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the window
        self._box = pg.ViewBox(enableMenu=False)
        self._box.disableAutoRange()
        self._item = PlotItem(self._box, Picture(theme.palette), self._window)
        self._axes = {side: pg.AxisItem(side) for side in ("left", "bottom")}
        self._hint = QLabel(hint, self._view)
        self._arrange()
        self._paint(theme.palette)
        theme.changed.connect(self._paint)
        self._box.sigRangeChanged.connect(self._show_ticks)
        self._box.sigResized.connect(self._resize_item)
        self._box.sigRangeChangedManually.connect(self._stop_following)
        self._view.scene().sigMouseMoved.connect(self._point)
        self._view.scene().sigMouseClicked.connect(self._click)
        self._view.viewport().installEventFilter(self)

    # What is shown

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all in sight; their rows are yet to come."""
        self._picture.curves = list(curves)
        self._picture.hidden, self._picture.bold = frozenset(), None
        self._targets = []
        self.show_rows(Rows(np.empty(0), np.empty((0, len(curves)))))

    def show_rows(self, rows: Rows) -> None:
        """Shows these rows, frozen copies, one column for each curve."""
        assert rows.values.shape == (len(rows.steps), len(self._picture.curves))
        self._rows = rows
        self._place()

    def set_levels(self, levels: Sequence[tuple[int, float]]) -> None:
        """Horizontal lines: each the number of its curve, and a value."""
        self._targets = list(levels)
        self._place()

    def set_moments(self, changes: Sequence[int], looked_at: int | None) -> None:
        """Upright lines at the steps of changes, and at the step that is looked at."""
        if (tuple(changes), looked_at) != self._moments:
            self._moments = tuple(changes), looked_at
            self._place_moments()
            self._item.update()

    def set_hidden(self, hidden: frozenset[int]) -> None:
        """Hides these curves and shows the others."""
        self._picture.hidden = hidden
        self._place()

    def set_bold(self, curve: int | None) -> None:
        """Draws one curve stronger than the others, and before them."""
        if curve != self._picture.bold:
            self._picture.bold = curve
            self._item.update()

    def set_log(self, steps: bool, values: bool) -> None:
        """Makes the axes logarithmic or linear, and follows the run."""
        self._steps, self._scale = StepScale(steps), ValueScale(values)
        self._extent = None
        self._place()
        self.follow()
        self._show_captions()

    def set_caption(self, caption: str) -> None:
        """Says what the values are."""
        self._caption = caption
        self._show_captions()

    @property
    def following(self) -> bool:
        return self._following

    @Slot()
    def follow(self) -> None:
        """Shows all that there is, now and while more comes."""
        if not self._following:
            self._following = True
            self.followingChanged.emit(True)
        self._extent = None
        self._fit()

    # What can be read back

    @property
    def log(self) -> tuple[bool, bool]:
        """Whether the axes of steps and of values are logarithmic."""
        return self._steps.log, self._scale.log

    @property
    def hint(self) -> str:
        """The sentence in the middle of the plot, if there is one."""
        return "" if self._hint.isHidden() else self._hint.text()

    @property
    def picture(self) -> Picture:
        """A copy of what is painted."""
        return replace(self._picture)

    @property
    def view_range(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The range of steps and of values in view, as places on the axes."""
        x, y = self._box.viewRange()
        return (x[0], x[1]), (y[0], y[1])

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

    def drawn(self, curve: int) -> tuple[Floats, Floats]:
        """The steps and values of a curve that the axes have places for; none if it is hidden."""
        if curve in self._picture.hidden:
            return np.empty(0), np.empty(0)
        is_there = ~np.isnan(self._picture.y[:, curve])
        return self._rows.steps[is_there], self._rows.values[is_there, curve]

    def values_to_read(self) -> Floats:
        """The value of each curve at the pointer, else at the step that is looked at, which is the
        last one if none is; none without rows."""
        rows, looked_at = self._rows, self._moments[1]
        at = len(rows.steps) - 1
        if self._pointed is not None:
            at = self._pointed.row
        elif looked_at is not None:
            at = max(int(np.searchsorted(rows.steps, looked_at, "right")) - 1, 0)
        values: Floats = rows.values[at : at + 1].ravel()
        return values

    # Putting it into places

    @property
    def _picture(self) -> Picture:
        return self._item.picture

    def _place(self) -> None:
        picture, rows, places = self._picture, self._rows, self._scale.places
        picture.x = self._steps.places(rows.steps)
        picture.y = places(rows.values)
        picture.band = None
        if rows.low is not None and rows.high is not None:
            picture.band = Band(places(rows.low), places(rows.high), rows.band_style)
        picture.levels = [
            Level(curve, float(places(np.array(value)))) for curve, value in self._targets
        ]
        self._place_moments()
        self._hint.setVisible(len(rows.steps) < 2)
        self._fit()
        self._read_pointer()
        self._item.change()

    def _place_moments(self) -> None:
        changes, looked_at = self._moments
        places = self._steps.places
        self._picture.changes = places(np.array(changes, dtype=np.float64))
        at = None if looked_at is None else float(places(np.array(float(looked_at))))
        self._picture.moment = at

    def _fit(self) -> None:
        """Follows the data, in jumps: to move the axes costs more than to draw the curves."""
        if not self._following or not len(self._rows.steps):
            return
        last = float(self._rows.steps[-1])
        bounds = self._bounds()
        extent = self._steps.extent(last), self._scale.extent(*bounds)
        if extent != self._extent:
            self._extent = extent
            self._limit_zoom(self._steps.narrowest(last), self._scale.narrowest(*bounds))
            self._box.setRange(xRange=extent[0], yRange=extent[1], padding=0)

    def _limit_zoom(self, narrowest_x: float, narrowest_y: float) -> None:
        x, y = self._steps.limits, self._scale.limits
        self._box.setLimits(minXRange=narrowest_x, minYRange=narrowest_y)
        self._box.setLimits(xMin=x[0], xMax=x[1], yMin=y[0], yMax=y[1])

    def _bounds(self) -> tuple[float, float]:
        """The lowest and the highest place in sight. The band counts upwards only: a single
        sample that is learned to the last digit is no reason to lose sight of the others."""
        picture = self._picture
        parts = [picture.y[:, picture.visible()].ravel()]
        if picture.band is not None:
            parts.append(picture.band.high)
        parts.append(
            np.array([line.place for line in picture.levels if line.curve not in picture.hidden])
        )
        places = np.concatenate(parts)
        places = places[~np.isnan(places)]
        if not len(places):
            return 0.0, 0.0
        low, high = np.clip((places.min(), places.max()), -_FARTHEST, _FARTHEST)
        return float(low), float(high)

    def _window(self) -> Window:
        x, y = self.view_range
        size = self._box.size()
        return Window(x, y, size.width(), size.height())

    @Slot(object)
    def _stop_following(self, _axes: object) -> None:
        if self._following:
            self._following = False
            self.followingChanged.emit(False)

    # Axes and look

    def _arrange(self) -> None:
        grid = self._view.centralLayout
        grid.setSpacing(0)
        grid.setContentsMargins(SPACING // 2, SPACING, 2 * SPACING, SPACING // 2)
        grid.addItem(self._axes["left"], 0, 0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(self._axes["bottom"], 1, 1)
        for axis in self._axes.values():
            axis.linkToView(self._box)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=0, tickTextOffset=4, hideOverlappingLabels=False)
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
        font = number_font()
        font.setPointSizeF(font.pointSizeF() - 1)
        for axis in self._axes.values():
            axis.setPen(palette.border)
            axis.setTextPen(palette.muted_text)
            axis.setTickFont(font)
        self._tick_font = font
        self._show_captions()
        self._item.update()

    def _show_captions(self) -> None:
        """Says what the axes are, where there is room, and gives them their sizes."""
        has_room = self._has_captions()
        captions = (
            ("bottom", "Step", self._steps.log),
            ("left", self._caption, self._scale.log),
        )
        for side, caption, is_log in captions:
            text = f"{caption} (log)" if is_log else caption
            style = {"font-size": f"{SMALL_PT}pt", "color": self._picture.palette.muted_text}
            self._axes[side].setLabel(text if has_room else None, **style)
        self._show_ticks()

    def _has_captions(self) -> bool:
        return self.width() >= _CAPTIONS_FROM[0] and self.height() >= _CAPTIONS_FROM[1]

    @Slot()
    def _show_ticks(self) -> None:
        window = self._window()
        x = self._steps.ticks(*window.x, max(int(window.width / _TICK_WIDTH), 2))
        y = self._scale.ticks(*window.y, max(int(window.height / _TICK_HEIGHT), 2))
        self._axes["bottom"].setTicks([x])
        self._axes["left"].setTicks([y])
        self._picture.grid = [at for at, _ in x], [at for at, _ in y]
        self._size_axes(y)
        self._item.update()

    def _size_axes(self, ticks: Sequence[Tick]) -> None:
        """The y axis keeps its width while the texts change a little."""
        metrics = QFontMetrics(self._tick_font)
        texts = [text for _, text in ticks] + [_WIDEST_USUAL]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        width = SPACING * -(-widest // SPACING) + SPACING // 2
        height = metrics.height() + SPACING // 2
        caption = metrics.height() if self._has_captions() else 0
        self._axes["left"].setWidth(width + caption)
        self._axes["bottom"].setHeight(height + caption)

    @Slot()
    def _resize_item(self) -> None:
        self._item.resized()
        self._show_ticks()
        rect = self._box.mapRectToScene(self._box.rect()).toRect()
        self._hint.setGeometry(rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_captions()

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
        visible = self._picture.visible()
        return tip(self._pointed, names, self._rows.values[self._pointed.row], visible)

    @Slot(object)
    def _point(self, at: QPointF) -> None:
        inside = self.area.contains(at)
        self._pointer = self._box.mapFromScene(at) if inside else None
        self._read_pointer()

    def _read_pointer(self) -> None:
        """Snaps to the row nearest to the pointer; again while data move below it."""
        at, picture = self._pointer, self._picture
        pointed = None
        if at is not None and len(picture.x):
            window = self._window()
            row = nearest_row(window.across(picture.x), at.x())
            curve = nearest_curve(
                window.across(picture.x[row : row + 1]),
                window.down(picture.y[row : row + 1]),
                picture.visible(),
                at,
            )
            value = None if curve is None else float(self._rows.values[row, curve])
            pointed = Pointed(row, float(self._rows.steps[row]), curve, value)
        if pointed != self._pointed:
            self._pointed = pointed
            picture.row = None if pointed is None else pointed.row
            self._item.update()
            self.pointed.emit(pointed)

    @Slot(object)
    def _click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.menuRequested.emit(event.screenPos().toQPoint())
        elif event.button() == Qt.MouseButton.LeftButton:
            at = self._box.mapFromScene(event.scenePos())
            window, picture = self._window(), self._picture
            across, down = window.across(picture.x), window.down(picture.y)
            curve = nearest_curve(across, down, picture.visible(), at, _CLICK_RADIUS)
            if event.double():
                self.follow()
            elif curve is not None:
                self.curveClicked.emit(curve)
