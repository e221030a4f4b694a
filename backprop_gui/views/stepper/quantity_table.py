"""The table of what a stage computes; only the rows in sight are ever made."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.copying import FULL, Copying
from backprop_gui.views.parts.formulas.figures import brief, figure
from backprop_gui.views.parts.long_lists import MOST_ROWS, no_match
from backprop_gui.views.parts.numbers import full, plain
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.parts.theme import number_font
from backprop_gui.views.stepper.stage_quantities import StageQuantities

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOTHING = QModelIndex()
_UNKNOWN = "–"
_FEW_DIGITS = 4
_PADDING = 14  # of a cell, to both sides together


class QuantityModel(QAbstractTableModel):
    match = no_match

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.quantities: StageQuantities | None = None
        self._font = number_font()
        self._is_brief = False

    def set_brief(self, is_brief: bool) -> None:
        """Shows fewer digits; the tooltip has all."""
        self._is_brief = is_brief

    def show_quantities(self, quantities: StageQuantities | None) -> None:
        """Other numbers; also other rows, unless they are of the same stage."""
        before, self.quantities = self.quantities, quantities
        if quantities is not None and _same_rows(before, quantities):
            last = self.index(self.rowCount() - 1, len(quantities.columns) - 1)
            self.dataChanged.emit(self.index(0, 1), last)
        else:
            self.beginResetModel()
            self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        if parent.isValid() or self.quantities is None:
            return 0
        return min(len(self.quantities), MOST_ROWS)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() or self.quantities is None else len(self.quantities.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.quantities is None:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.quantities.columns[section][role == Role.ToolTipRole]
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Role.FontRole and column > 0:
            return self._font
        if role == Role.TextAlignmentRole and column > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Role.DisplayRole, Role.ToolTipRole, FULL) or self.quantities is None:
            return None
        if column == 0:
            return self.quantities.name(row) if role == Role.DisplayRole else None
        value = self.quantities.values(row)[column - 1]
        if role == Role.DisplayRole:
            return _UNKNOWN if value is None else self._figure(value)
        if value is None:
            return None
        return full(value) if role == FULL else plain(value)

    def _figure(self, value: float) -> str:
        return brief(float(f"{value:.{_FEW_DIGITS}g}")) if self._is_brief else figure(value)


class QuantityTable(QTableView):
    """Signals: `selectionPicked` the Selection of the row gone to; `spotsLit` a tuple of that of
    the row pointed at, empty when none is."""

    selectionPicked = Signal(object)
    spotsLit = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = QuantityModel(self)
        self._picking = True  # whether a new current row was picked by the person
        self.setModel(self._model)
        self.copying = Copying(self)
        self.setAccessibleName("What the stage computes")
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QTableView::item { padding: 0 4px; }")
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACING // 2)
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._narrow, self._wide = (
            QFontMetrics(number_font()).horizontalAdvance(widest) + _PADDING
            for widest in ("−0.12345", "−0.123456789")
        )
        self.entered.connect(self._light)
        self.selectionModel().currentRowChanged.connect(self._pick)

    def show_view(self, view: StageView | None, selection: Selection | None) -> None:
        """Shows what the present stage computes, and marks what of it is selected."""
        self._picking = False
        self._model.show_quantities(None if view is None else StageQuantities(view))
        self._picking = True
        self._make_room()
        self.mark(selection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The names get what the figures leave; these are brief where that is too little."""
        quantities = self._model.quantities
        if quantities is None:
            return
        header, room = self.horizontalHeader(), self.viewport().width()
        captions = [title for title, _ in quantities.columns]
        longest = (captions[0], quantities.name(len(quantities) - 1))
        name = max(self._text_width(text) for text in longest)
        is_brief = name + (len(captions) - 1) * self._wide > room
        self._model.set_brief(is_brief)
        widths = [self._narrow if is_brief else self._wide] * (len(captions) - 1)
        for column, width in enumerate((max(room - sum(widths), name), *widths)):
            header.resizeSection(column, width)

    def mark(self, selection: Selection | None) -> None:
        """Goes to the row of what is selected, and says nothing about it."""
        quantities = self._model.quantities
        row = None if quantities is None else quantities.row_of(selection)
        index = self.currentIndex()
        if row == (index.row() if index.isValid() else None):
            return
        self._picking = False
        if row is None or row >= self._model.rowCount():
            self.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            index = self._model.index(row, max(index.column(), 0))
            whole_row = flags.ClearAndSelect | flags.Rows
            self.selectionModel().setCurrentIndex(index, whole_row)
            self.scrollTo(index)
        self._picking = True

    def _text_width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + _PADDING

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, current: QModelIndex, _previous: QModelIndex) -> None:
        quantities = self._model.quantities
        if self._picking and current.isValid() and quantities is not None:
            self.selectionPicked.emit(quantities.selection(current.row()))

    @Slot(QModelIndex)
    def _light(self, index: QModelIndex) -> None:
        quantities = self._model.quantities
        if quantities is not None:
            self.spotsLit.emit((quantities.selection(index.row()),))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.spotsLit.emit(())


def _same_rows(before: StageQuantities | None, now: StageQuantities) -> bool:
    if before is None or before.view.topology != now.view.topology:
        return False
    return before.view.stage == now.view.stage and len(before) == len(now)
