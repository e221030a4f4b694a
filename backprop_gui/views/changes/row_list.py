"""A list of rows with columns, one of them current, and the actions on it below."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.labelled_button import labelled_button
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowList(QWidget):
    """`hint` stands where there are no rows; each of the columns has its tooltip. The first column
    is the wide one.

    Signals: `activated` the number of a row, by Enter or a double click.
    """

    activated = Signal(int)

    def __init__(self, icons: Icons, title: str, hint: str, columns: Mapping[str, str]) -> None:
        super().__init__()
        self._icons = icons
        self._actions: list[QAction] = []
        self.rows = self._make_rows(title, columns)
        self._pages = QStackedWidget()
        self._pages.addWidget(note(hint))
        self._pages.addWidget(self.rows)
        caption = QLabel(title)
        font = caption.font()
        font.setBold(True)
        caption.setFont(font)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACING // 2)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(caption)
        layout.addWidget(self._pages, 1)
        layout.addLayout(self._buttons)
        self._enable()

    @property
    def current(self) -> int:
        """The number of the current row; -1 for none."""
        item = self.rows.currentItem()
        return -1 if item is None else self.rows.indexOfTopLevelItem(item)

    def add_action(
        self,
        text: str,
        icon: str,
        tip: str,
        do: Callable[[], None],
        key: QKeySequence.StandardKey | Qt.Key | None = None,
    ) -> QAction:
        """A button, and an entry of the menu, for something done to the current row."""
        action = QAction(text, self.rows)
        self._icons.bind(action, icon)
        action.setToolTip(tip)
        if key is not None:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self._actions.append(action)
        self.rows.addAction(action)
        self._buttons.insertWidget(self._buttons.count() - 1, labelled_button(action))
        self._enable()
        return action

    def show_rows(
        self, texts: Sequence[Sequence[str]], tips: Sequence[str]
    ) -> list[QTreeWidgetItem]:
        """Other rows; the current one stays at its place. Gives their items."""
        at = max(self.current, 0)
        with QSignalBlocker(self.rows):
            self.rows.clear()
            items = [self._item(row, tip) for row, tip in zip(texts, tips, strict=True)]
            self.rows.addTopLevelItems(items)
            if items:
                self.rows.setCurrentItem(items[min(at, len(items) - 1)])
        for column in range(1, self.rows.columnCount()):
            self.rows.resizeColumnToContents(column)
        self._pages.setCurrentIndex(1 if items else 0)
        self._enable()
        return items

    def _make_rows(self, title: str, columns: Mapping[str, str]) -> QTreeWidget:
        rows = QTreeWidget()
        rows.setAccessibleName(title)
        rows.setHeaderLabels(list(columns))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setAllColumnsShowFocus(True)
        rows.setAlternatingRowColors(True)
        rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        rows.setMinimumHeight(6 * SPACING)
        rows.itemActivated.connect(self._activate)
        rows.currentItemChanged.connect(self._enable)
        header = rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        for column, tip in enumerate(columns.values()):
            rows.headerItem().setToolTip(column, tip)
            if column:
                rows.headerItem().setTextAlignment(column, _RIGHT)
        return rows

    def _item(self, texts: Sequence[str], tip: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(list(texts))
        for column in range(len(texts)):
            item.setToolTip(column, tip)
            if column:
                item.setFont(column, number_font())
                item.setTextAlignment(column, _RIGHT)
        return item

    @Slot(QTreeWidgetItem)
    def _activate(self, item: QTreeWidgetItem) -> None:
        self.activated.emit(self.rows.indexOfTopLevelItem(item))

    @Slot()
    def _enable(self) -> None:
        for action in self._actions:
            action.setEnabled(self.current >= 0)
