"""Lets the numbers of a table or tree be copied in full, from its menu and by the usual keys."""

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

FULL = Qt.ItemDataRole.UserRole
"""The role by which a model gives a number as `numbers.full` writes it; None for other cells."""


class Copying(QObject):
    """Works on the cell that the mouse or the keys went to last."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.action = QAction("Copy in full", view)
        self.action.setShortcut(QKeySequence.StandardKey.Copy)
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.triggered.connect(self._copy)
        view.addAction(self.action)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @Slot()
    def _copy(self) -> None:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        index: QModelIndex = view.currentIndex()
        text = index.data(FULL) or index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            QGuiApplication.clipboard().setText(str(text))
