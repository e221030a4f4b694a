"""Paints one frame of the canvas, from the back to the front."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from backprop_gui.engine.topology import Floats
from backprop_gui.views.canvas.edges import EdgePainter, edge_levels, paint_labels
from backprop_gui.views.canvas.geometry import Ints
from backprop_gui.views.canvas.headers import paint_caption, paint_ground, paint_headers
from backprop_gui.views.canvas.inks import Inks
from backprop_gui.views.canvas.labels import Labels
from backprop_gui.views.canvas.neurons import NeuronPainter, paint_folds
from backprop_gui.views.canvas.picture import Picture
from backprop_gui.views.canvas.spots import Part, Pointed, Spot
from backprop_gui.views.canvas.stage_marks import concerned, paint_deltas, paint_values_before
from backprop_gui.views.canvas.state import State
from backprop_gui.views.canvas.strength import Scale
from backprop_gui.views.canvas.wires import MOST_DRAWN
from backprop_gui.views.parts.numbers import steps

_CHOSEN_MORE = 1.6  # added to the width of the selected edge
_LIT = (Part.NEURON, Part.WEIGHT, Part.BIAS)


class FramePainter:
    """Paints one picture in any state; `drawn` are the edges of the last frame, None for all."""

    def __init__(self, picture: Picture, scale: Scale) -> None:
        self._picture, self._scale = picture, scale
        self._edges, self._neurons = EdgePainter(), NeuronPainter(picture)
        self._ranked: Floats | None = None  # for which `drawn` was found
        self._lit: dict[Spot, Ints] = {}
        self._labels: dict[Spot, list[Labels]] = {}
        self.drawn: Ints | None = None

    def paint(
        self, painter: QPainter, inks: Inks, state: State, pointed: Pointed, seen: QRectF
    ) -> None:
        """Draws into a painter in scene units, of which `seen` is in the window."""
        picture, chosen = self._picture, pointed.chosen
        self._rank(state)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if chosen is not None and chosen.part is Part.LAYER:
            paint_ground(painter, inks, picture, chosen.layer)
        elif state.stage is not None and state.stage.stage is not None:
            paint_ground(painter, inks, picture, state.stage.stage.layer + 1)
        self._paint_edges(painter, inks, state, pointed)
        paint_folds(painter, inks, picture, pointed.hovered)  # labels may reach over them
        self._paint_labels(painter, inks, state, pointed)
        self._neurons.paint(painter, inks, state, pointed, seen)
        if state.stage is not None:
            paint_deltas(painter, inks, picture, state.stage, seen)
        paint_headers(painter, inks, picture, chosen, pointed.hovered, not state.hint)
        paint_caption(painter, inks, picture, self._caption(state))

    def _rank(self, state: State) -> None:
        if state.parameters is not self._ranked:
            self._ranked = state.parameters
            self.drawn = self._picture.wires.strongest(state.parameters)
            self._scale.follow(state.parameters)

    def _paint_edges(self, painter: QPainter, inks: Inks, state: State, pointed: Pointed) -> None:
        wires, full = self._picture.wires, self._scale.full
        rows = np.arange(len(wires)) if self.drawn is None else self.drawn
        chosen, hovered = pointed.chosen, pointed.hovered
        dims = bool(pointed.lit) or (chosen is not None and chosen.part in _LIT)
        dims = dims or state.stage is not None
        values = edge_levels(state, wires, rows, full, self.drawn is not None)
        colours = inks.dim_edges if dims else inks.edges
        self._edges.paint(painter, wires, rows, values, colours)
        if state.stage is not None and not pointed.lit:
            lit = self._drawn_of(concerned(state.stage, wires))
            values = edge_levels(state, wires, lit, full)
            self._edges.paint(painter, wires, lit, values, inks.lit_edges)
        edges = (spot for spot in pointed.lit if spot.part is not Part.NEURON)
        for spot in (hovered, None if pointed.lit else chosen, *edges):
            if spot is None or spot.part not in _LIT:
                continue
            lit = self._lit_rows(spot)
            more = 0.0 if spot.part is Part.NEURON else _CHOSEN_MORE
            values = edge_levels(state, wires, lit, full)
            self._edges.paint(painter, wires, lit, values, inks.lit_edges, more)

    def _lit_rows(self, spot: Spot) -> Ints:
        """The edges of a spot, of those drawn if it is a neuron."""
        if spot not in self._lit:
            self._lit[spot] = self._picture.lit(spot)
        lit = self._lit[spot]
        return lit if spot.part is not Part.NEURON else self._drawn_of(lit)

    def _drawn_of(self, rows: Ints) -> Ints:
        """Those of these rows that are drawn."""
        if self.drawn is None:
            return rows
        return rows[np.isin(rows, self.drawn, assume_unique=True)]

    def _paint_labels(self, painter: QPainter, inks: Inks, state: State, pointed: Pointed) -> None:
        chosen, hovered, picture = pointed.chosen, pointed.hovered, self._picture
        at = chosen.at if chosen is not None and chosen.part is Part.WEIGHT else -1
        if state.stage is not None:
            paint_values_before(painter, inks, picture, state.stage, picture.labels)
        paint_labels(painter, inks, picture, state, picture.labels, at)
        for spot in (hovered, chosen):
            if spot is None or spot.part not in (Part.NEURON, Part.WEIGHT):
                continue
            if spot not in self._labels:
                self._labels[spot] = picture.labels_of(spot)
            for labels in self._labels[spot]:
                paint_labels(painter, inks, picture, state, labels, at)

    def _caption(self, state: State) -> str:
        if self.drawn is None:
            return ""
        weights = sum(x.inputs * x.neurons for x in self._picture.topology.layers)
        return f"Strongest {steps(MOST_DRAWN)} of {steps(weights)} weights"
