"""What stands for the neurons of a large layer that are not shown."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.handles import fold_words
from backprop_gui.views.canvas.inks import SMALL_PX, Inks, character_width, font
from backprop_gui.views.canvas.labels import HEIGHT
from backprop_gui.views.canvas.painting import FramePainter
from backprop_gui.views.canvas.picture import Frame, Picture
from backprop_gui.views.canvas.spots import Part, Pointed, Spot
from backprop_gui.views.canvas.state import State
from backprop_gui.views.canvas.strength import Scale
from backprop_gui.views.parts.palette import DARK, LIGHT, Palette
from backprop_gui.views.parts.theme import Theme

SIZE = 620, 400
LABELLED = Spot(Part.NEURON, 1, 5990)


@pytest.fixture
def picture(theme: Theme, make_experiment: Callable[..., Experiment]) -> Picture:
    topology = make_experiment(2, 60_000, 2).network.topology
    frame = Frame(*SIZE, one_bias=True, character=character_width(), pinned={1: LABELLED.at})
    return Picture(topology, frame)


def test_its_words_fit_and_all_of_it_can_be_pressed(picture: Picture) -> None:
    (column,) = (column for column in picture.layout.columns if column.folds)
    assert column.folds
    for fold in column.folds:
        width = QFontMetricsF(font(SMALL_PX)).horizontalAdvance(fold_words(fold))
        spot = Spot(Part.FOLD, 1, fold.first)
        for side in (-1, 1):
            assert picture.spot_at(column.x + side * (width / 2 + 3), fold.y, 0.0) == spot


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_labels_of_weights_stand_over_it(picture: Picture, palette: Palette) -> None:
    inks = Inks(palette)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    state = State(np.zeros(picture.topology.parameters))
    painter = QPainter(image)
    painter.fillRect(image.rect(), inks.canvas)
    frame = FramePainter(picture, Scale())
    frame.paint(painter, inks, state, Pointed(chosen=LABELLED), QRectF(image.rect()))
    painter.end()
    covered = [
        QPointF(box.x + box.width - 2, y)  # within its border
        for spot, box in picture.boxes.items()
        if spot.part is Part.FOLD
        for labels in picture.labels_of(LABELLED)
        for x, middle, width in zip(labels.xs, labels.ys, labels.widths, strict=True)
        for y in (middle - HEIGHT / 2 + 2, middle + HEIGHT / 2 - 2)
        if abs(box.x + box.width - 2 - x) < width / 2 - 3 and box.y < y < box.y + box.height
    ]
    assert covered
    for place in covered:
        assert image.pixelColor(place.toPoint()) == inks.canvas
