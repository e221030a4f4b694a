"""The table model of all weights and biases: names, initial and present values, changes.

Makes each cell when it is looked at. Holds no truth: what is typed goes out as a signal.
"""

from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.long_lists import MOST_ROWS
from backprop_gui.views.parts.parameter_rows import ParameterRows, Rows
from backprop_gui.views.parts.theme import number_font

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable


class Column(IntEnum):
    NAME = 0
    ENDS = 1
    INITIAL = 2
    PRESENT = 3
    CHANGE = 4


_HEADERS = {
    Column.NAME: ("Name", "The name of the weight or bias"),
    Column.ENDS: (
        "From → to",
        "The neurons that a weight connects; the neurons that a bias is for",
    ),
    Column.INITIAL: ("Initial value", "The value before the first step. Double-click to edit it"),
    Column.PRESENT: ("Present value", "The value after the steps made so far"),
    Column.CHANGE: ("Change", "Present value minus initial value"),
}


class ParameterTable(QAbstractTableModel):
    """Signals: `valueTyped` the place in the parameter vector and its new initial value."""

    valueTyped = Signal(object, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: ParameterRows | None = None
        self._filtered: Rows | None = None
        self._initial: Floats | None = None
        self._present: Floats | None = None
        self._font = number_font()

    def show_rows(self, rows: ParameterRows, filtered: Rows | None, initial: Floats) -> None:
        """Other rows: all, or only the `filtered` ones."""
        self.beginResetModel()
        if self._present is not None and self._present.shape != initial.shape:
            self._present = None
        self._rows, self._filtered, self._initial = rows, filtered, initial
        self.endResetModel()

    def show_initial(self, initial: Floats, first: int, last: int) -> None:
        """Other initial values; announced for the rows in sight, `first` to `last`."""
        self._initial = initial
        self._changed(Column.INITIAL, first, last)

    def show_present(self, present: Floats, first: int, last: int) -> None:
        """Other present values, likewise; those of another network are passed over."""
        if self._initial is not None and present.shape == self._initial.shape:
            self._present = present
            self._changed(Column.PRESENT, first, last)

    def source_row(self, row: int) -> int:
        """The row of ParameterRows that the table's row shows."""
        return row if self._filtered is None else int(self._filtered[row])

    def table_row(self, source: int) -> int | None:
        """The table's row that shows a row of ParameterRows, if any does."""
        if self._filtered is None:
            return source if source < self.rowCount() else None
        at = int(self._filtered.searchsorted(source))
        shown = self._filtered[:MOST_ROWS]
        return at if at < len(shown) and shown[at] == source else None

    def cell(self, row: int, column: int) -> str:
        """What a cell holds, numbers in full."""
        return self._text(row, Column(column), numbers.full)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid() or self._rows is None:
            return 0
        count = len(self._rows) if self._filtered is None else len(self._filtered)
        return min(count, MOST_ROWS)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(Column)

    def match(
        self,
        start: Index,
        role: int,
        value: Any,
        hits: int = 1,
        _flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Where the weights and biases are that a name means: letters typed in a view lead there.

        Qt would ask for the text of row after row.
        """
        if self._rows is None or role != Role.DisplayRole:
            return []
        rows = self._rows.matching(str(value))
        if self._filtered is not None:
            rows = np.flatnonzero(np.isin(self._filtered, rows))
        shown = rows[rows < self.rowCount()][: max(hits, 1)]
        return [self.index(row, start.column()) for row in shown.tolist()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Role.DisplayRole,
            Role.ToolTipRole,
        ):
            return _HEADERS[Column(section)][role == Role.ToolTipRole]
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _EDITABLE if index.column() == Column.INITIAL else _READABLE

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), Column(index.column())
        if role == Role.DisplayRole:
            return self._text(row, column, numbers.short)
        if role == Role.EditRole:
            return self._text(row, column, numbers.full)
        if role == Role.ToolTipRole and column >= Column.INITIAL:
            return self._text(row, column, numbers.plain)
        if role == Role.FontRole and column >= Column.INITIAL:
            return self._font
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        # The number appears when the experiment comes back changed.
        assert self._rows is not None
        self.valueTyped.emit(self._rows.place(self.source_row(index.row())), numbers.parse(value))
        return False

    def _text(self, row: int, column: Column, write: Any) -> str:
        assert self._rows is not None
        assert self._initial is not None
        source = self.source_row(row)
        if column == Column.NAME:
            return self._rows.name(source)
        if column == Column.ENDS:
            return self._rows.ends(source)
        place = self._rows.place(source)
        initial = float(self._initial[place])
        present = initial if self._present is None else float(self._present[place])
        values = {Column.INITIAL: initial, Column.PRESENT: present}
        text: str = write(values.get(column, present - initial))
        return text

    def _changed(self, column: Column, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, column), self.index(last, Column.CHANGE))
