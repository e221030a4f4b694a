"""The dialog that says what this program is, and which versions of what it is made of."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.palette import SPACING

_TITLES = ("Part", "Version", "Licence")


class Part(NamedTuple):
    """One thing that this program is made of or runs on; a platform has no licence to name."""

    name: str
    version: str
    licence: str = ""


class AboutDialog(QDialog):
    """Shown with `open()`. Everything in it goes to the clipboard with one click."""

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Backprop Lab")
        self._parts = tuple(parts)
        self.table = _table(self._parts)
        self.buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.copy = self.buttons.addButton("&Copy all", roles.ActionRole)
        self.copy.setToolTip("Copy the versions of all parts, as for a report")
        self.copy.clicked.connect(self._copy)
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self._arrange()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(QLabel("See and touch every number of a learning network."))
        layout.addWidget(self.table)
        words = note("Each part comes under its own licence; each licence's text comes with it.")
        layout.addWidget(words)
        layout.addWidget(self.buttons)
        self.resize(72 * SPACING, 56 * SPACING)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._parts))
        self.copy.setText("Copied")


def as_text(parts: Sequence[Part]) -> str:
    """One line a part, for a report."""
    return "\n".join(
        f"{part.name} {part.version}" + (f" ({part.licence})" if part.licence else "")
        for part in parts
    )


def _table(parts: Sequence[Part]) -> QTableWidget:
    table = QTableWidget(len(parts), len(_TITLES))
    table.setAccessibleName("Parts, their versions and licences")
    table.setHorizontalHeaderLabels(_TITLES)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    for row, part in enumerate(parts):
        for column, text in enumerate(part):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    header, resize = table.horizontalHeader(), QHeaderView.ResizeMode
    header.setSectionResizeMode(resize.ResizeToContents)
    # The platform is long: what is left beside the licences is enough to tell it by.
    header.setSectionResizeMode(_TITLES.index("Version"), resize.Stretch)
    header.setHighlightSections(False)
    return table
