"""What the mouse does in a plot: what is below the pointer is read, and clicks are told.

Zooming and panning are pyqtgraph's, whose view and box are passed in.
"""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from backprop_gui.views.parts.plot.content import PlotContent
from backprop_gui.views.parts.plot.item import PlotItem
from backprop_gui.views.parts.plot.reading import Pointed, nearest_curve, nearest_row, read, tip
from backprop_gui.views.parts.plot.sight import PlotSight

_CLICK_RADIUS = 8.0


class PlotPointer(QObject):
    """Signals: `pointed` what is at the pointer (Pointed) or None; `curveClicked` its number;
    `stepClicked` the step of a click with Ctrl; `doubleClicked`; `menuRequested` where on the
    screen.
    """

    pointed = Signal(object)
    curveClicked = Signal(int)
    stepClicked = Signal(object)  # an int of Qt would be too short
    doubleClicked = Signal()
    menuRequested = Signal(QPoint)

    def __init__(
        self, view: Any, box: Any, item: PlotItem, content: PlotContent, sight: PlotSight
    ) -> None:
        super().__init__(view)
        self._view, self._box, self._item = view, box, item
        self._content, self._sight = content, sight
        self._place: QPointF | None = None
        self._at: Pointed | None = None
        view.scene().sigMouseMoved.connect(self.move_to)
        view.scene().sigMouseClicked.connect(self._click)
        view.viewport().installEventFilter(self)

    @property
    def at(self) -> Pointed | None:
        return self._at

    @property
    def share(self) -> float:
        """Where it is, as a share of the width; in the middle if it is outside."""
        width = self._sight.window().width  # none where the axes leave no room
        return self._place.x() / width if self._place is not None and width > 0 else 0.5

    @property
    def tip(self) -> str:
        """The step and the values there, in full."""
        if self._at is None:
            return ""
        picture, content = self._content.picture, self._content
        names, values = [curve.name for curve in picture.curves], content.rows.values[self._at.row]
        return tip(self._at, names, values, picture.visible(), content.ghosts)

    @Slot(object)
    def move_to(self, at: QPointF) -> None:
        """The pointer is there, in the view."""
        inside = self._box.sceneBoundingRect().contains(at)
        self._place = self._box.mapFromScene(at) if inside else None
        self.read()

    def read(self) -> None:
        """Snaps to the row nearest to the pointer; again while data move below it."""
        picture = self._content.picture
        at = read(picture, self._content.rows, self._sight.window(), self._place)
        if at != self._at:
            self._at = at
            picture.row = None if at is None else at.row
            self._item.update()
            self.pointed.emit(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._place = None
            self.read()
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip, self._view.viewport())
            return True
        # Asked for by `menuRequested`, when the button comes up: held down it zooms.
        return event.type() == QEvent.Type.ContextMenu

    @Slot(object)
    def _click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.menuRequested.emit(event.screenPos().toQPoint())
        elif event.button() == Qt.MouseButton.LeftButton and event.double():
            self.doubleClicked.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._pick(self._box.mapFromScene(event.scenePos()), bool(with_control))

    def _pick(self, at: QPointF, picks_step: bool) -> None:
        picture, steps = self._content.picture, self._content.rows.steps
        window = self._sight.window()
        across, down = window.across(picture.x), picture.down(window, slice(None))
        curve = nearest_curve(across, down, picture.visible(), at, _CLICK_RADIUS)
        if picks_step and len(steps):
            self.stepClicked.emit(int(steps[nearest_row(across, at.x())]))
        elif curve is not None:
            self.curveClicked.emit(curve)
