"""The table view of the samples: keys, and what of it is selected and in sight."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from backprop_gui.views.data_table.sample_model import SampleModel
from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.quick_header import look_for_no_selection

_BEGINS_A_NUMBER = "0123456789+-.\u2212"
_USUAL = "-0.123456"  # a number that every column has room for
_LOOKED_AT = 20  # rows whose numbers a column makes room for
_MOST_FITTED = 100  # columns
_LONGEST_TITLE = 24  # characters of a header that a column makes room for


class SampleView(QTableView):
    """A spreadsheet's keys: typing replaces a cell, Enter takes it and goes down."""

    def __init__(self, model: SampleModel) -> None:
        super().__init__()
        self._model = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName("Samples")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setStyleSheet("QTableView::item { padding: 0 4px; }")
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(True)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACING)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        look_for_no_selection(self)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        is_typing = event.text().isprintable() and not event.modifiers() & command
        if is_typing and event.text() not in _BEGINS_A_NUMBER:
            event.ignore()  # so that Space still runs and pauses
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        at = self.currentIndex()
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and at.isValid():
            below = at.siblingAtRow(at.row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)

    def fit_columns(self, only_wider: bool = False) -> None:
        """Gives each column room for its title and its numbers, those in sight at least.

        Only the first columns, where there are hundreds: the others are as wide as Qt makes them.
        """
        width = self.fontMetrics().horizontalAdvance
        first = max(self.rowAt(0), 0)
        rows = range(first, min(first + _LOOKED_AT, self._model.rowCount()))
        for column in range(min(self._model.columnCount(), _MOST_FITTED)):
            texts = [_USUAL]
            if column < self._model.editable:
                texts += [self._model.index(row, column).data() for row in rows]
            else:
                texts.append(numbers.short(-1e-300))
            title = width(self._model.title(column)[:_LONGEST_TITLE]) + SPACING
            wanted = max(title, *map(width, texts)) + 2 * SPACING
            if not only_wider or wanted > self.columnWidth(column):
                self.setColumnWidth(column, wanted)

    def seen_rows(self) -> tuple[int, int]:
        """The first row in sight and the one after the last."""
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return first, last + 1 if last >= 0 else self._model.rowCount()

    def selected_blocks(self) -> list[tuple[slice, slice]]:
        """What is selected, as (rows, columns)."""
        ranges = self.selectionModel().selection().toList()
        return [
            (slice(x.top(), x.bottom() + 1), slice(x.left(), x.right() + 1))
            for x in ranges
            if x.isValid()
        ]

    def selected_rows(self) -> list[int]:
        """The rows of which anything is selected, in order."""
        return sorted({row for rows, _ in self.selected_blocks() for row in _range(rows)})

    def selected_columns(self) -> list[int]:
        """The columns of which anything is selected, in order."""
        return sorted({at for _, columns in self.selected_blocks() for at in _range(columns)})

    def has_whole_rows(self) -> bool:
        """Whether all that is selected are whole rows."""
        every = self._model.columnCount()
        blocks = self.selected_blocks()
        return bool(blocks) and all(_range(columns) == range(every) for _, columns in blocks)

    def select_rows(self, first: int, count: int) -> None:
        """Makes `first` the current row and selects `count` rows from there."""
        count = min(count, self._model.rowCount() - first)
        index = self._model.index(first, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        last = self._model.index(first + count - 1, self._model.columnCount() - 1)
        rows = QItemSelection(self._model.index(first, 0), last)
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(rows, flags.ClearAndSelect)
        self.scrollTo(self._model.index(first + count - 1, index.column()))
        self.scrollTo(index)


def _range(part: slice) -> range:
    return range(part.start, part.stop)
