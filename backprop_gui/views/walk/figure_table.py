"""Shows the figures of a page as a table, as high as its rows, their symbols set as formulas."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from backprop_gui.views.parts.copying import Copying
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.walk.figure_model import WRITERS, Column, FigureModel, Row, Writer

_PADDING, _HEADER_PADDING = SPACING // 2, 2 * SPACING + 2
_Index = QModelIndex | QPersistentModelIndex


class FigureTable(QTableView):
    """Signals: `spotsLit` the Selections that the row pointed at comes from, empty for none."""

    spotsLit = Signal(object)

    def __init__(self, theme: Theme, typesetter: Typesetter) -> None:
        super().__init__()
        self.model_ = FigureModel(theme.palette, self)
        self.setModel(self.model_)
        self.copying = Copying(self)
        self._symbols = _Symbols(typesetter, theme.palette, self)
        self.setItemDelegateForColumn(Column.SYMBOL, self._symbols)
        self.setAccessibleName("Figures")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(SPACING)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.entered.connect(self._light)
        self.selectionModel().currentChanged.connect(self._light)
        theme.changed.connect(self._take_palette)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Shows other rows. The published column is there only if one of them is published."""
        model = self.model_
        if rows == model.rows:
            return
        at = self.currentIndex()
        keeps = [row.figure.name for row in rows] == [row.figure.name for row in model.rows]
        model.show_rows(rows)
        if keeps and at.isValid():
            self.setCurrentIndex(model.index(at.row(), at.column()))
        self.setColumnHidden(Column.PUBLISHED, all(row.published is None for row in rows))
        self._make_room()
        self.resizeRowsToContents()
        heights = sum(self.rowHeight(at) for at in range(len(rows)))
        self.setFixedHeight(heights + self.horizontalHeader().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Our figures are written as long as there is room for."""
        model, room = self.model_, self.viewport().width()
        symbols = max((self._symbols.width(row) for row in model.rows), default=0)
        published = 0 if self.isColumnHidden(Column.PUBLISHED) else self._width(Column.PUBLISHED)
        room -= symbols + published
        fitting = (each for each in WRITERS if self._width(Column.COMPUTED, each) <= room)
        writer = next(fitting, WRITERS[-1])
        model.set_writer(writer)
        computed = max(self._width(Column.COMPUTED, writer), room)
        for column, width in zip(Column, (symbols, computed, published), strict=True):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
        self.viewport().update()

    def _width(self, column: Column, writer: Writer = WRITERS[0]) -> int:
        """What the column needs for its texts and its header."""
        metrics = QFontMetrics(self.model_.font)
        texts = self.model_.texts(column, writer)
        figures = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        caption = str(self.model_.headerData(column, Qt.Orientation.Horizontal))
        header = self.horizontalHeader().fontMetrics().horizontalAdvance(caption)
        return max(figures + 2 * _PADDING, header + _HEADER_PADDING)

    @Slot(QModelIndex)
    def _light(self, index: _Index) -> None:
        spot = self.model_.rows[index.row()].figure.number.source if index.isValid() else None
        self.spotsLit.emit(() if spot is None else (spot,))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.spotsLit.emit(())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.spotsLit.emit(())

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self.model_.palette = self._symbols.palette = palette
        self.viewport().update()


class _Symbols(QStyledItemDelegate):
    """Sets the symbol of a row as formulas are set."""

    def __init__(self, typesetter: Typesetter, palette: Palette, parent: FigureTable) -> None:
        super().__init__(parent)
        self._typesetter, self.palette = typesetter, palette

    def width(self, row: Row) -> int:
        return int(self._typesetter.box(row.figure.symbol).width) + 2 * _PADDING + 1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = _row(index)
        box = self._typesetter.box(row.figure.symbol)
        return QSize(self.width(row), int(box.above + box.below) + _PADDING)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        palette, state = self.palette, QStyle.StateFlag
        box = self._typesetter.box(_row(index).figure.symbol)
        left, baseline = option.rect.left() + _PADDING, option.rect.center().y() + 1
        ink, marks = QColor(palette.text), QColor(palette.muted_text)
        painter.save()
        if option.state & state.State_Selected:
            painter.fillRect(option.rect, QColor(palette.selection))
        place = baseline + (box.above - box.below) / 2
        self._typesetter.draw(painter, box, left, place, ink, marks)
        painter.restore()


def _row(index: _Index) -> Row:
    model = index.model()
    assert isinstance(model, FigureModel)
    return model.rows[index.row()]
