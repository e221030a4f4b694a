"""The dialog that offers the examples as cards."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListView,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import Example
from backprop_gui.views.gallery.card_delegate import DESCRIPTION, EXPERIMENT, CardDelegate
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme

_NAME = EXPERIMENT + 1


class GalleryDialog(QDialog):
    """Shown with `open()`. Signals: `chosen` the name of the example that the person opens."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        entries: Sequence[tuple[Example, Experiment]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Examples")
        self.resize(144 * SPACING, 66 * SPACING)  # two rows of five cards
        self.cards = QListView()
        self._model = QStandardItemModel(self)
        for example, experiment in entries:
            self._model.appendRow(_item(example, experiment))
        self._show_cards(theme)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.buttons)
        self.cards.setFocus()

    def _show_cards(self, theme: Theme) -> None:
        cards = self.cards
        cards.setModel(self._model)
        delegate = CardDelegate(theme)
        delegate.setParent(cards)
        cards.setItemDelegate(delegate)
        cards.setViewMode(QListView.ViewMode.IconMode)
        cards.setResizeMode(QListView.ResizeMode.Adjust)
        cards.setMovement(QListView.Movement.Static)
        cards.setUniformItemSizes(True)
        cards.setMouseTracking(True)
        cards.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        cards.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        cards.setAccessibleName("Examples")
        cards.setCurrentIndex(self._model.index(0, 0))
        cards.doubleClicked.connect(self._open)
        theme.changed.connect(self._repaint)

    @Slot()
    def _choose(self) -> None:
        self._open(self.cards.currentIndex())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.accept()
            self.chosen.emit(index.data(_NAME))

    @Slot()
    def _repaint(self) -> None:
        self.cards.viewport().update()


def _item(example: Example, experiment: Experiment) -> QStandardItem:
    item = QStandardItem(example.title)
    item.setData(example.description, DESCRIPTION)
    item.setData(example.description, Qt.ItemDataRole.ToolTipRole)
    item.setData(example.description, Qt.ItemDataRole.AccessibleDescriptionRole)
    item.setData(experiment, EXPERIMENT)
    item.setData(example.name, _NAME)
    return item
