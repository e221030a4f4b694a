"""The weights of a layer as an image: a row for each neuron, a column for each input.

Or, where the inputs are an image themselves, a tile for each neuron.
"""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.pictures.color_map import diverging
from backprop_gui.views.parts.pictures.level_image import fitted, level_image, levels_of
from backprop_gui.views.parts.pointer_tip import PointerTip
from backprop_gui.views.parts.theme import Theme, number_font

Cell = tuple[int, int]
"""A neuron and an input, each by its number in its layer."""

_NO_VALUES: Floats = np.empty((0, 0))
_LEAST_TILE = 3  # pixels a side: smaller ones are no image


def tile_side(inputs: int) -> int | None:
    """How wide a tile of so many inputs is; None where they are no square of a few at least."""
    side = math.isqrt(inputs)
    return side if side * side == inputs and side >= _LEAST_TILE else None


class MatrixPicture(QWidget):
    """Signals: `pointed` the Cell below the pointer, or None; `clicked` likewise."""

    pointed = Signal(object)
    clicked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._palette, self.colors = theme.palette, diverging(theme.palette)
        self._values = _NO_VALUES
        self._full = 1.0
        self._side: int | None = None
        self._captions = ("", "")
        self._marked: Cell | None = None
        self._cell: Cell | None = None
        self._image: QImage | None = None
        self.tip = ""
        font = number_font()
        font.setPointSizeF(font.pointSizeF() - 1)
        self.setFont(font)
        self.setMouseTracking(True)
        PointerTip(self, lambda _point: self.tip)
        self.setMinimumHeight(8 * SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Matrix of weights")
        theme.changed.connect(self._paint)

    def show_values(self, values: Floats, full: float, side: int | None) -> None:
        """`values` [neuron][input], of which one of size `full` has the full colour; with a `side`
        as tiles so wide."""
        if values.shape != self._values.shape:
            self._cell = None  # there may be no such weight
        self._values, self._full, self._side = values, full, side
        self._image = None
        self.update()

    def clear(self) -> None:
        """Shows no weight, until the next values."""
        self.show_values(_NO_VALUES, 1.0, None)

    def set_captions(self, neurons: str, inputs: str) -> None:
        """What the rows and the columns are."""
        self._captions = neurons, inputs
        self.update()

    def mark(self, cell: Cell | None) -> None:
        """Frames one weight, or none."""
        if cell != self._marked:
            self._marked = cell
            self.update()

    @property
    def image(self) -> QImage | None:
        """What was painted last."""
        return self._image

    @property
    def area(self) -> QRectF:
        """Where the image is; tiles are square."""
        line = self.fontMetrics().height()
        room = QRectF(self.rect()).adjusted(line + SPACING, line + 2, -SPACING, -SPACING // 2)
        if self._side is None:
            return room
        down, across = self._tiles()
        pixel = min(room.width() / across, room.height() / down)
        return QRectF(room.left(), room.top(), pixel * across, pixel * down)

    def place(self, cell: Cell) -> QRectF:
        """Where a weight is painted."""
        neuron, source = cell
        rows, columns = self._tiles() if self._side is not None else self._values.shape
        down, across = neuron, source
        if self._side is not None:
            tile_down, tile_across = divmod(neuron, self._tiles_across())
            down = tile_down * (self._side + 1) + source // self._side
            across = tile_across * (self._side + 1) + source % self._side
        area = self.area
        high, wide = area.height() / rows, area.width() / columns
        return QRectF(area.left() + across * wide, area.top() + down * high, wide, high)

    def cell_at(self, at: QPointF) -> Cell | None:
        """The weight at a point of this widget."""
        area = self.area
        if not self._values.size or not area.contains(at):
            return None
        rows, columns = self._tiles() if self._side is not None else self._values.shape
        down = min(int((at.y() - area.top()) / area.height() * rows), rows - 1)
        across = min(int((at.x() - area.left()) / area.width() * columns), columns - 1)
        if self._side is None:
            return down, across
        tile_down, y = divmod(down, self._side + 1)
        tile_across, x = divmod(across, self._side + 1)
        neuron = tile_down * self._tiles_across() + tile_across
        is_between = self._side in (x, y) or neuron >= len(self._values)
        return None if is_between else (neuron, y * self._side + x)

    def _holds(self, cell: Cell) -> bool:
        return bool(np.all(np.less(cell, self._values.shape)))

    # Tiles

    def _tiles_across(self) -> int:
        """So many that the tiles fill a room of this shape best."""
        count = len(self._values)
        line = self.fontMetrics().height()
        room = max(self.width() - line, 1) / max(self.height() - line, 1)
        return max(min(math.ceil(math.sqrt(count * room)), count), 1)

    def _tiles(self) -> tuple[int, int]:
        """How many pixels all tiles and what is between them are high and wide."""
        assert self._side is not None
        across = self._tiles_across()
        down = -(-len(self._values) // across)
        return down * (self._side + 1) - 1, across * (self._side + 1) - 1

    def _grid(self) -> Floats:
        """The tiles side by side; 0 between them."""
        assert self._side is not None
        side, across = self._side, self._tiles_across()
        down = -(-len(self._values) // across)
        tiles = np.zeros((down * across, side, side))
        tiles[: len(self._values)] = self._values.reshape(-1, side, side)
        grid = np.zeros((down, side + 1, across, side + 1))
        grid[:, :side, :, :side] = tiles.reshape(down, across, side, side).transpose(0, 2, 1, 3)
        return grid.reshape(down * (side + 1), across * (side + 1))[:-1, :-1]

    # Painting

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.area
        painter.fillRect(self.rect(), QColor(self._palette.canvas))
        if not self._values.size or area.width() < 1 or area.height() < 1:
            return
        ratio = self.devicePixelRatioF()
        values = self._values if self._side is None else self._grid()
        pixels = fitted(values, int(area.height() * ratio), int(area.width() * ratio))
        self._image = level_image(levels_of(pixels, self._full), self.colors)
        painter.drawImage(area, self._image)
        painter.setPen(QColor(self._palette.border))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_captions(painter, area)
        if self._marked is not None and self._holds(self._marked):
            frame = self.place(self._marked).adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.setPen(QColor(self._palette.accent))
            painter.drawRect(frame)

    def _paint_captions(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(self._palette.muted_text))
        line = self.fontMetrics().height()
        neurons, inputs = self._captions
        if self._side is not None:
            inputs = f"{neurons}, each a tile of {inputs}"
        room = int(self.width() - area.left())
        inputs = self.fontMetrics().elidedText(inputs, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(area.left(), self.fontMetrics().ascent()), inputs)
        if self._side is None and self.fontMetrics().horizontalAdvance(neurons) <= area.height():
            painter.save()
            painter.translate(SPACING // 2, area.bottom())
            painter.rotate(-90)
            box = QRectF(0, 0, area.height(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, neurons)
            painter.restore()

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._palette, self.colors = palette, diverging(palette)
        self.update()

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.clicked.emit(cell)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    @property
    def pointed_cell(self) -> Cell | None:
        return self._cell

    def _point(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.pointed.emit(cell)
