"""The table model of the first rows of a file that is to be imported, and its columns' roles."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from backprop_gui.files.delimited import Dialect, Preview
from backprop_gui.files.sample_table import Role, expected
from backprop_gui.views.parts.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

COMPLAINT = Qt.ItemDataRole.UserRole
"""Of a cell: what it should be and is not; empty where it fits."""

_ROW_TIP = "The number of the row in the file; the header and blank rows count too"

ROLE_WORDS = {
    Role.INPUT: "Input",
    Role.TARGET: "Target",
    Role.CLASSES: "Classes",
    Role.IGNORED: "Not used",
}


IS_BAD = Qt.ItemDataRole.UserRole
"""Of a cell: whether it does not fit its column."""

_ROW_TIP = "The row in the file, header and blank rows counted too"


class PreviewModel(QAbstractTableModel):
    """Cells as they stand in the file; the header names each column and says what it becomes.

    Beside each row stands its number. `doubts` has a sentence on each column that seems to hold
    numbers and is not taken as such.
    """

    def __init__(self) -> None:
        super().__init__()
        self._preview, self._dialect = Preview(), Dialect()
        self._roles: Sequence[Role] = ()
        self._doubts: Mapping[int, str] = {}

    def show_preview(
        self, preview: Preview, dialect: Dialect, roles: Sequence[Role], doubts: Mapping[int, str]
    ) -> None:
        self.beginResetModel()
        self._preview, self._dialect = preview, dialect
        self._roles, self._doubts = roles, doubts
        self.endResetModel()

    def show_roles(self, roles: Sequence[Role], doubts: Mapping[int, str]) -> None:
        self._roles, self._doubts = roles, doubts
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(roles) - 1)
        last = self.index(self.rowCount() - 1, len(roles) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._preview.names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return {
                _Role.DisplayRole: self._preview.numbers[section],
                _Role.ToolTipRole: _ROW_TIP,
            }.get(_Role(role))
        if role == _Role.DisplayRole:
            return f"{self._preview.names[section]}\n{ROLE_WORDS[self._roles[section]]}"
        if role == _Role.ToolTipRole and section in self._doubts:
            return plain_tip(self._doubts[section])
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self._preview.rows[index.row()], index.column()
        text = row[column] if column < len(row) else ""
        if role == _Role.DisplayRole:
            return text
        if role == _Role.ToolTipRole:
            complaint = self._complaint(row, column)
            return plain_tip(f"{text}\n{complaint}".strip() if complaint else text)
        if role in (COMPLAINT, _Role.AccessibleDescriptionRole):
            return self._complaint(row, column)
        if role == _Role.ForegroundRole and self._roles[column] is Role.IGNORED:
            disabled = QPalette.ColorGroup.Disabled
            return QApplication.palette().brush(disabled, QPalette.ColorRole.Text)
        return None

    def _complaint(self, row: Sequence[str], column: int) -> str:
        """What a cell should be and is not; empty where it fits."""
        if column >= len(row):
            return "Expected a cell"
        role = Role.INPUT if column in self._doubts else self._roles[column]
        wanted = expected(row[column], role, self._dialect)
        return f"Expected {wanted}" if wanted else ""
