"""The frame in the colour of errors around a cell of the preview that does not fit."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from backprop_gui.views.import_data.preview_model import COMPLAINT
from backprop_gui.views.parts.panel_fault import guarded

_WIDTH = 2  # device-independent pixels


class BadCellFrame(QStyledItemDelegate):
    """Frames what the model complains of: an empty cell has no text to be coloured."""

    @guarded
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if index.data(COMPLAINT):
            painter.save()
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.BrightText), _WIDTH))
            half = _WIDTH / 2
            painter.drawRect(QRectF(option.rect).adjusted(half, half, -half, -half))
            painter.restore()
