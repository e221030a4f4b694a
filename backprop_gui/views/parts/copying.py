"""Lets numbers be copied in full, from a menu and by the usual keys; those of tables and trees."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

FULL = Qt.ItemDataRole.UserRole
"""The role by which a model gives a number as `numbers.full` writes it; None for other cells."""


def copy_action(widget: QWidget, copy: Callable[[], None]) -> QAction:
    """The action of a widget that copies; the usual keys trigger it there."""
    action = QAction("Copy in full", widget)
    action.setShortcut(QKeySequence.StandardKey.Copy)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(copy)
    widget.addAction(action)
    return action


class Copying(QObject):
    """Works on the cell that the mouse or the keys went to last."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.action = copy_action(view, self._copy)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @Slot()
    def _copy(self) -> None:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        index: QModelIndex = view.currentIndex()
        text = index.data(FULL) or index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            QGuiApplication.clipboard().setText(str(text))
