"""Paints an example as a card: its picture, its title, what it is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.gallery.picture import draw_picture
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.theme import Theme

Index = QModelIndex | QPersistentModelIndex

DESCRIPTION = Qt.ItemDataRole.UserRole
EXPERIMENT = Qt.ItemDataRole.UserRole + 1

_WIDTH, _PICTURE = 26 * SPACING, 14 * SPACING
_LINES = 3  # of the description
_CORNER = 5


class CardDelegate(QStyledItemDelegate):
    """The model gives the title to be shown, a description and an experiment."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = option.fontMetrics.lineSpacing()
        text = line * (_LINES + 1) + 4 * SPACING
        return QSize(_WIDTH + SPACING, _PICTURE + text + SPACING)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, state = self._theme.palette, QStyle.StateFlag
        is_chosen = bool(option.state & state.State_Selected)
        is_under = bool(option.state & state.State_MouseOver)
        half = SPACING / 2
        card = QRectF(option.rect).adjusted(half, half, -half, -half)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = palette.accent if is_chosen else palette.border
        painter.setPen(QPen(QColor(edge), 2 if is_chosen else 1))
        ground = palette.selection if is_chosen else palette.raised if is_under else palette.surface
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), _CORNER, _CORNER)
        self._paint_picture(painter, card, index.data(EXPERIMENT))
        self._paint_words(painter, card, option.font, index)
        painter.restore()

    def _paint_picture(self, painter: QPainter, card: QRectF, experiment: Experiment) -> None:
        palette = self._theme.palette
        place = QRectF(card.left() + 2, card.top() + 2, card.width() - 4, _PICTURE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.canvas))
        painter.drawRoundedRect(place, _CORNER - 1, _CORNER - 1)
        draw_picture(painter, place, experiment, palette)

    def _paint_words(self, painter: QPainter, card: QRectF, font: QFont, index: Index) -> None:
        palette = self._theme.palette
        words = card.adjusted(SPACING, _PICTURE + SPACING, -SPACING, -SPACING / 2)
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(palette.text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, flags, index.data())
        painter.setFont(font)
        painter.setPen(QColor(palette.muted_text))
        below = words.adjusted(0, painter.fontMetrics().lineSpacing() + SPACING / 2, 0, 0)
        painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, index.data(DESCRIPTION))
