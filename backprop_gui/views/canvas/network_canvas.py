"""The widget of the network canvas: ties mouse and keys to what they do on the stage."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip

from backprop_gui.engine.forecast import WhatIf
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import parameter_name
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.canvas.describe import tip
from backprop_gui.views.canvas.hand import Hand
from backprop_gui.views.canvas.keyboard import Way, tab, walk
from backprop_gui.views.canvas.read_out import lines, paint_read_out
from backprop_gui.views.canvas.spots import Part, Spot, parameter_spot
from backprop_gui.views.canvas.stage import Stage
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme

_Key = Qt.Key
_WAYS = {
    _Key.Key_Left: Way.LEFT,
    _Key.Key_Right: Way.RIGHT,
    _Key.Key_Up: Way.UP,
    _Key.Key_Down: Way.DOWN,
}
_ADD, _REMOVE = (_Key.Key_Plus, _Key.Key_Equal), (_Key.Key_Minus, _Key.Key_Underscore)
_OPEN = (_Key.Key_Return, _Key.Key_Enter)
_DELETE = (_Key.Key_Delete, _Key.Key_Backspace)
_OURS = {*_WAYS, *_ADD, *_REMOVE, *_OPEN, *_DELETE, _Key.Key_Escape, _Key.Key_A}
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier

_VALUES = (Part.WEIGHT, Part.BIAS)
_BUTTONS = (Part.ADD, Part.REMOVE, Part.INSERT, Part.ACTIVATION, Part.FOLD)


@dataclass
class _Press:
    """A mouse button held down: where it began, what was there, where the pointer was last."""

    spot: Spot | None
    start: QPointF
    last: QPointF
    pans: bool
    moved: bool = False


class NetworkCanvas(Stage):
    """Signals: `selectionChanged` the Selection or None; `edited` an Edit; `takenBack` the merge
    key of edits that are to be taken back; `sampleTyped` the number of an input or, after the
    inputs, of a target, and what that of the sample shown is to be; `noted` why something typed is
    not taken.

    New weights of an edit come from `fill`. Keys are taken only while something is selected.
    """

    edited = Signal(object)
    takenBack = Signal(str)
    sampleTyped = Signal(int, float)
    noted = Signal(str)

    def __init__(self, theme: Theme, fill: Fill) -> None:
        super().__init__(theme)
        self._press: _Press | None = None
        self._by_key = False  # whether the focus came by the keyboard
        self._what_if: WhatIf | None = None
        self.hand = Hand(self, fill)
        self.hand.edited.connect(self.edited)
        self.hand.takenBack.connect(self.takenBack)
        self.hand.sampleTyped.connect(self.sampleTyped)
        self.hand.field.refused.connect(self.noted)
        self.hand.field.closed.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_experiment(self, experiment: Experiment) -> None:
        before = self._experiment
        if before is not None and before.network.topology != experiment.network.topology:
            self._press = None  # where it is there may be nothing now
        self.hand.show_experiment(experiment)
        super().show_experiment(experiment)

    def show_state(
        self,
        parameters: Floats,
        outputs: Floats | None,
        targets: Floats | None,
        hint: str = "",
        stage: StageView | None = None,
    ) -> None:
        super().show_state(parameters, outputs, targets, hint, stage)
        if hint and self.hand.drag is not None:
            self.hand.end_drag()

    @Slot(object)
    def show_what_if(self, what_if: WhatIf | None) -> None:
        """What the change that is tried out does to the error; None when nothing is."""
        self._what_if = what_if
        self.update()

    @Slot()
    def let_go(self) -> None:
        """Ends what is being typed or dragged, and takes no more of it."""
        self._press = None
        self.hand.let_go()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hand.field.cancel()
        self._by_key = False
        point = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._press = _Press(None, point, point, pans=True, moved=True)
        elif event.button() == Qt.MouseButton.LeftButton:
            spot = self.spot_at(point)
            self._press = _Press(spot, point, point, pans=spot is None)
            if spot is not None and spot.part not in _BUTTONS:
                self.select(spot.selection())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        press, point = self._press, event.position()
        if press is None:
            self._hover(self.spot_at(point))
            return
        if not press.moved:
            far = (point - press.start).manhattanLength() >= QApplication.startDragDistance()
            if not far:
                return
            press.moved = True
            if press.spot is not None and press.spot.part in _VALUES:
                self._start_drag(press.spot, press.start)
        if press.pans:
            self.pan(point - press.last)
        press.last = point
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.hand.move_drag(point.y(), fine)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        self.hand.end_drag()
        if press is not None and not press.moved:
            if press.spot is None:
                self.select(None)
            elif press.spot.part in _BUTTONS:
                self._push(press.spot)
        self._hover(self.spot_at(event.position()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or (spot and spot.part in _BUTTONS):
            self.mousePressEvent(event)
        elif spot is None:
            self.fit()
        elif spot.selection() == self.selection:
            self._open(spot)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, spot: Spot | None) -> None:
        if spot == self._hovered:
            return
        self._hovered = spot
        if spot is None:
            self.unsetCursor()
        elif spot.part in _VALUES and self._can_edit:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def _start_drag(self, spot: Spot, start: QPointF) -> None:
        if self._state is not None and self._may_edit(start):
            value = float(self._state.parameters[spot.at])
            self.hand.start_drag(spot.at, value, self._scale.full, start.y())

    # What is done to spots

    @property
    def _can_edit(self) -> bool:
        return self._state is not None and not self._state.hint

    def _may_edit(self, point: QPointF) -> bool:
        """Whether editing is possible; says why not."""
        if self._state is not None and self._state.hint:
            QToolTip.showText(self.mapToGlobal(point).toPoint(), self._state.hint, self)
        return self._can_edit

    def _push(self, spot: Spot) -> None:
        """Does what a button is for."""
        if spot.part is Part.FOLD:
            self.toggle_fold(spot.layer)
        elif self._may_edit(self.place_of(spot)):
            match spot.part:
                case Part.ADD:
                    self.hand.add_neuron(spot.layer)
                case Part.REMOVE:
                    self.hand.remove_last_neuron(spot.layer)
                case Part.INSERT:
                    self.hand.insert_layer(spot.layer)
                case Part.ACTIVATION:
                    self._offer_activations(spot.layer)

    def _offer_activations(self, layer: int) -> None:
        if layer > 0 and self._may_edit(self.place_of(Spot(Part.ACTIVATION, layer))):
            place = self.place_below(Spot(Part.ACTIVATION, layer))
            self.hand.offer_activations(layer, self._inks, self.mapToGlobal(place).toPoint())

    def _open(self, spot: Spot) -> None:
        """Lets the number of a spot be typed where it stands; of a neuron that computes its output,
        its bias."""
        if self._experiment is None:
            return
        if spot.part is Part.NEURON and spot.layer > 0:
            topology = self._experiment.network.topology
            at = topology.bias_at(spot.layer - 1, spot.at)
            spot = parameter_spot(topology, at, self._one_bias)
        label, value = self.label_of(spot), self._value_of(spot)
        place = self.place_of(spot) if label.isEmpty() else label.center()
        if value is not None and self._may_edit(place):
            self.hand.open_field(spot, value, place)

    def _value_of(self, spot: Spot) -> float | None:
        """The number of a weight, bias, input, target or layer; None where it is not known."""
        assert self._experiment is not None
        if spot.part is Part.LAYER:
            return self._experiment.network.topology.sizes[spot.layer]
        if self._state is None:
            return None
        state = self._state
        known = {Part.NEURON: state.outputs, Part.TARGET: state.targets}
        numbers = known.get(spot.part, state.parameters)
        return None if numbers is None else float(numbers[spot.at])

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(self._zoom_by_key(event) or self._take_key(event))

    def _zoom_by_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~_PLAIN != Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() in _ADD:
            self.zoom_in()
        elif event.key() in _REMOVE:
            self.zoom_out()
        elif event.key() == _Key.Key_0:
            self.fit()
        else:
            return False
        return True

    def _takes(self, event: QKeyEvent) -> bool:
        held = event.modifiers()
        plain = held & ~_PLAIN == Qt.KeyboardModifier.NoModifier
        if event.key() in _WAYS and held & Qt.KeyboardModifier.ShiftModifier:
            return False  # the window steps by stages with these
        return plain and self._chosen is not None and event.key() in _OURS

    def _take_key(self, event: QKeyEvent) -> bool:
        chosen, key = self._chosen, Qt.Key(event.key())
        if chosen is None or self._experiment is None or not self._takes(event):
            return False
        place = QPointF(self.rect().center())
        if key in _WAYS:
            topology = self._experiment.network.topology
            self.select(walk(topology, self._one_bias, chosen, _WAYS[key]).selection())
        elif key == _Key.Key_Escape:
            self._escape()
        elif key in _OPEN:
            self._open(chosen)
        elif key == _Key.Key_A:
            self._offer_activations(chosen.layer)
        elif self._may_edit(place):
            self._resize_by_key(chosen, key)
        return True

    def _resize_by_key(self, chosen: Spot, key: Qt.Key) -> None:
        """Adds to the layer that is selected, or whose neuron is, or removes what is selected: a
        minus takes from a layer its last neuron, not all."""
        if chosen.part not in (Part.NEURON, Part.LAYER):
            return
        if key in _ADD:
            self.hand.add_neuron(chosen.layer)
        elif key in _REMOVE and chosen.part is Part.LAYER:
            self.hand.remove_last_neuron(chosen.layer)
        else:
            self.hand.remove(chosen)

    def _escape(self) -> None:
        if self._press is not None:
            self.hand.take_back_drag()
            self._press = None  # so that letting go does nothing
            self.update()
        else:
            self.select(None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through what is selectable, then out."""
        if self._picture is not None and self._chosen is not None:
            spot = tab(self._picture, self._chosen, forward)
            if spot is not None:
                self.hand.field.commit()
                self._by_key = True
                self.select(spot.selection())
                return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        tabbed = {Qt.FocusReason.TabFocusReason: True, Qt.FocusReason.BacktabFocusReason: False}
        if event.reason() in tabbed:
            self._by_key = True
            if self._picture is not None and self._chosen is None:
                spot = tab(self._picture, None, tabbed[event.reason()])
                self.select(None if spot is None else spot.selection())
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.hand.field.cancel()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._takes(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().eventFilter(watched, event)

    def _show_tip(self, event: QHelpEvent) -> None:
        spot = self.spot_at(QPointF(event.pos()))
        if spot is None or self._picture is None or self._state is None:
            QToolTip.hideText()
            event.ignore()
            return
        picture, state = self._picture, self._state
        text = tip(picture.topology, self._one_bias, state, spot, picture.layout)
        if spot.part in _VALUES and not state.hint:
            text += "\nDrag up or down to change it, with Shift in small steps."
        elif _is_of_sample(spot) and not state.hint:
            text += "\nDouble-click to change it."
        elif spot.part in (*_VALUES, *_BUTTONS) and state.hint and spot.part is not Part.FOLD:
            text += f"\n{state.hint}"
        QToolTip.showText(event.globalPos(), text, self)

    def paint_over(self, painter: QPainter) -> None:
        self._paint_read_out(painter)
        if self.hasFocus() and self._by_key:
            painter.setPen(QPen(self._inks.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_read_out(self, painter: QPainter) -> None:
        """At the pointer while a weight or bias is dragged; then in the corner, out of the way, as
        long as what-if holds."""
        drag, press, what_if = self.hand.drag, self._press, self._what_if
        at = drag.at if drag is not None else what_if.at if what_if is not None else None
        if at is None or self._experiment is None or self._state is None:
            return
        spot = parameter_spot(self._experiment.network.topology, at, self._one_bias)
        name = parameter_name(self._experiment.network.topology, at, self._one_bias)
        value = float(self._state.parameters[at]) if drag is None else drag.value
        text = lines(name, value, what_if)
        if drag is None or press is None:
            text = text[1:]  # the value stands at the edge
            place = QPointF(self.width(), self.height() + SPACING)
        else:
            place = press.last
        paint_read_out(painter, self._inks, text, place, self.label_of(spot), self.size())


def _is_of_sample(spot: Spot) -> bool:
    """Whether its number is one of the sample shown."""
    return spot.part is Part.TARGET or (spot.part is Part.NEURON and spot.layer == 0)
