"""Shows a network, its present numbers and what is selected; mouse and keys come on top of it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.canvas.describe import spoken
from backprop_gui.views.canvas.inks import Inks, character_width, text_scale
from backprop_gui.views.canvas.painting import FramePainter
from backprop_gui.views.canvas.picture import Frame, Picture
from backprop_gui.views.canvas.spots import Part, Pointed, Spot, ends, spot_of
from backprop_gui.views.canvas.state import State
from backprop_gui.views.canvas.strength import Scale
from backprop_gui.views.canvas.viewport import Viewport
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

_REACH = 7.0  # pixels from an edge within which the pointer is on it
_LEAST, _FIRST = QSize(260, 200), QSize(720, 480)


class Stage(Viewport):
    """Signals: `selectionChanged` the Selection or None."""

    selectionChanged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._inks = Inks(theme.palette)
        self._experiment: Experiment | None = None
        self._state: State | None = None
        self._one_bias = True
        self._selection: Selection | None = None
        self._hovered: Spot | None = None
        self._lit: frozenset[Spot] = frozenset()
        self._opened: frozenset[int] = frozenset()
        self._picture: Picture | None = None
        self._frame: FramePainter | None = None
        self._scale = Scale()
        theme.changed.connect(self._take_palette)
        self.setMinimumSize(_LEAST)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Network")
        self.setAccessibleDescription("Nothing is selected.")

    # Showing

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows another network, or this one with other initial weights."""
        before, self._experiment = self._experiment, experiment
        network = experiment.network
        self._one_bias = has_one_bias(experiment)
        changed = before is None or before.network.topology != network.topology
        if changed:
            self._state, self._scale, self._hovered = State(network.parameters), Scale(), None
            self._lit = frozenset()
            if before is None or before.network.topology.sizes != network.topology.sizes:
                self._opened = frozenset()
        elif self._is_at_start_of(before):
            # What was edited is seen without waiting for the next state.
            assert self._state is not None
            self._state = replace(self._state, parameters=network.parameters)
        if changed:
            self._keep_selection(before)
        self._describe()
        self._lay_out()

    def _is_at_start_of(self, experiment: Experiment | None) -> bool:
        """Whether what is shown are the initial weights of an experiment."""
        if experiment is None or self._state is None:
            return False
        return np.array_equal(self._state.parameters, experiment.network.parameters)

    def show_state(
        self,
        parameters: Floats,
        outputs: Floats | None,
        targets: Floats | None,
        hint: str = "",
        stage: StageView | None = None,
    ) -> None:
        """Shows present weights and biases, and for the sample shown the outputs of all neurons,
        inputs first, and its targets; None where not known.

        `hint` says why nothing can be edited now; empty when it can. `stage` is the step that
        the person has gone into. Numbers of another network are passed over.
        """
        if self._experiment is None:
            return
        topology = self._experiment.network.topology
        if len(parameters) != topology.parameters:
            return
        if outputs is not None and len(outputs) != topology.neurons:
            outputs = None
        if targets is not None and len(targets) != topology.outputs:
            targets = None
        if stage is not None and stage.topology != topology:
            stage = None
        self._state = State(parameters, outputs, targets, hint, stage)
        self.update()

    @property
    def selection(self) -> Selection | None:
        return self._selection

    @Slot(object)
    def select(self, selection: Selection | None) -> None:
        """Selects a neuron, weight, bias or layer of the network shown, or nothing."""
        if self._experiment is None:
            selection = None
        else:
            spot = spot_of(self._experiment.network.topology, selection, self._one_bias)
            selection = None if spot is None else spot.selection()
        if selection == self._selection:
            return
        self._selection = selection
        self._lay_out()
        self._describe()
        if self._chosen is not None and self._picture is not None:
            self.show_in(*self._picture.middle(self._chosen), 4 * SPACING)
        self.selectionChanged.emit(selection)

    @Slot(object)
    def light(self, selections: Sequence[Selection]) -> None:
        """Lights what another view points at, of a layer all neurons, and nothing else of that
        kind."""
        if self._experiment is not None:
            topology = self._experiment.network.topology
            spots = (spot_of(topology, each, self._one_bias) for each in selections)
            self._lit = frozenset(spot for spot in spots if spot is not None)
            self.update()

    @property
    def _chosen(self) -> Spot | None:
        if self._experiment is None:
            return None
        return spot_of(self._experiment.network.topology, self._selection, self._one_bias)

    def spot_at(self, point: QPointF) -> Spot | None:
        """What is at a point of the widget."""
        if self._picture is None or self._frame is None:
            return None
        x, y = self.to_scene(point)
        reach = _REACH / (self.zoom.factor * self.scale)
        return self._picture.spot_at(x, y, reach, self._frame.drawn)

    def place_of(self, spot: Spot) -> QPointF:
        """The point of the widget that stands for a spot."""
        assert self._picture is not None
        return self.to_window(*self._picture.middle(spot))

    def label_of(self, spot: Spot) -> QRectF:
        """Where the name and value of a weight or bias stand in the widget; empty if nowhere."""
        assert self._picture is not None
        box = self._picture.label_of(spot)
        if box is None:
            return QRectF()
        corners = (box.x, box.y), (box.x + box.width, box.y + box.height)
        return QRectF(*(self.to_window(*corner) for corner in corners))

    def place_below(self, spot: Spot) -> QPointF:
        """The lower left corner, in the widget, of a button."""
        assert self._picture is not None
        box = self._picture.boxes[spot]
        return self.to_window(box.x, box.y + box.height)

    def toggle_fold(self, layer: int) -> None:
        """Shows all neurons of a layer, or again as many as can be read."""
        self._opened ^= {layer}
        self._lay_out()

    def _keep_selection(self, before: Experiment | None) -> None:
        """After another network came: the same neuron or layer, the last where it is gone."""
        assert self._experiment is not None
        chosen, sizes = self._selection, self._experiment.network.topology.sizes
        if chosen is None:
            return
        spot = Spot(Part(chosen.kind), chosen.layer, chosen.at) if chosen.kind in _KEPT else None
        if spot is None or spot.layer >= len(sizes):
            self.select(None)
        elif spot.at >= sizes[spot.layer]:
            self.select(replace(chosen, at=sizes[spot.layer] - 1))

    def _lay_out(self) -> None:
        """Makes a new picture if anything changed that it depends on."""
        if self._experiment is None or self.width() <= 0 or self.height() <= 0:
            return
        topology = self._experiment.network.topology
        frame = Frame(
            self.width(),
            self.height(),
            self._one_bias,
            character_width(),
            text_scale(),
            self._opened,
        )
        frame = replace(frame, pinned=self._pins(frame))
        old = self._picture
        if old is None or old.frame != frame or old.topology != topology:
            self._picture = Picture(topology, frame)
            self._frame = FramePainter(self._picture, self._scale)
            self.scale = self._picture.layout.scale
            self._hovered = None
        self.update()

    def _pins(self, frame: Frame) -> dict[int, int]:
        """The neurons, by layer, that are folded but selected."""
        spot = self._chosen
        assert self._experiment is not None
        if spot is None or spot.part is Part.LAYER:
            return {}
        topology = self._experiment.network.topology
        pins = {spot.layer: spot.at}
        if spot.part is Part.WEIGHT:
            source, neuron = ends(topology, spot)
            pins = {spot.layer - 1: source, spot.layer: neuron}
        elif spot.part is Part.BIAS:
            pins[spot.layer] = spot.at - topology.layers[spot.layer - 1].biases
            if self._one_bias:
                return {}
        layout = Picture(topology, frame).layout
        return {
            layer: neuron
            for layer, neuron in pins.items()
            if neuron not in layout.columns[layer].neurons
        }

    def _describe(self) -> None:
        """Tells a screen reader what is selected."""
        if self._experiment is not None and self._state is not None:
            topology = self._experiment.network.topology
            text = spoken(topology, self._one_bias, self._state, self._chosen)
            if text != self.accessibleDescription():
                self.setAccessibleDescription(text)

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self._inks = Inks(palette)
        self.update()

    # Painting

    def sizeHint(self) -> QSize:
        return _FIRST

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.keep_point(event.oldSize().width(), event.oldSize().height())
        self._lay_out()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._inks.canvas)
        if self._frame is not None and self._state is not None:
            painter.save()
            seen = self.enter_scene(painter)
            pointed = Pointed(self._chosen, self._hovered, self._lit)
            self._frame.paint(painter, self._inks, self._state, pointed, seen)
            painter.restore()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Draws on top of the picture, in pixels of the widget; here nothing."""


_KEPT = (Kind.NEURON, Kind.LAYER)  # what a network of other sizes may have too
