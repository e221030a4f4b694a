"""The table model of the first rows of a file that is to be imported, and its columns' roles."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from backprop_gui.files.delimited import Preview
from backprop_gui.files.sample_table import Role
from backprop_gui.views.parts.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex

ROLE_WORDS = {
    Role.INPUT: "Input",
    Role.TARGET: "Target",
    Role.CLASSES: "Classes",
    Role.IGNORED: "Not used",
}


class PreviewModel(QAbstractTableModel):
    """Cells as they stand in the file; the header names each column and says what it becomes."""

    def __init__(self) -> None:
        super().__init__()
        self._preview = Preview((), ())
        self._roles: tuple[Role, ...] = ()

    def show_preview(self, preview: Preview, roles: tuple[Role, ...]) -> None:
        self.beginResetModel()
        self._preview, self._roles = preview, roles
        self.endResetModel()

    def show_roles(self, roles: tuple[Role, ...]) -> None:
        self._roles = roles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(roles) - 1)
        last = self.index(self.rowCount() - 1, len(roles) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._preview.names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return f"{self._preview.names[section]}\n{ROLE_WORDS[self._roles[section]]}"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self._preview.rows[index.row()]
            text = row[index.column()] if index.column() < len(row) else ""
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        is_used = self._roles[index.column()] is not Role.IGNORED
        if role == Qt.ItemDataRole.ForegroundRole and not is_used:
            disabled = QPalette.ColorGroup.Disabled
            return QApplication.palette().brush(disabled, QPalette.ColorRole.Text)
        return None
