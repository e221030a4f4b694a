"""The list of a step's stages, with the present one marked."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from backprop_gui.training.stage_view import StageView
from backprop_gui.views.stepper.words import entries


class StageList(QListWidget):
    """Signals: `stageChosen` how many stages are to be done."""

    stageChosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Stages of the step")
        self.setToolTip("The stages of the step. Click one to go there")
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListView::item { min-height: 20px; padding: 0 2px; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentRowChanged.connect(self._choose)

    def show_view(self, view: StageView, can_go_on: bool) -> None:
        """Marks the present stage; without `can_go_on` those after it cannot be chosen."""
        names = entries(view)
        with QSignalBlocker(self):
            if names != [self.item(row).toolTip() for row in range(self.count())]:
                self._fill(names)
            for row in range(self.count()):
                is_open = can_go_on or row <= view.done
                flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
                self.item(row).setFlags(flags if is_open else Qt.ItemFlag.NoItemFlags)
            self.setCurrentRow(view.done)

    def _fill(self, names: list[str]) -> None:
        self.clear()
        for name in names:
            item = QListWidgetItem(name)
            item.setToolTip(name)
            self.addItem(item)
        around = 2 * self.frameWidth() + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self.sizeHintForColumn(0) + around)

    @Slot(int)
    def _choose(self, row: int) -> None:
        if row >= 0:
            self.stageChosen.emit(row)
