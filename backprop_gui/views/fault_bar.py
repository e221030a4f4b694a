"""The quiet bar that says that something went wrong, and where the report of it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from backprop_gui.views.parts.palette import SPACING

NOW = "Something went wrong; you can go on."
LAST_TIME = "The last session met a fault."
CRASHED = "The last session ended unexpectedly."


class FaultBar(QFrame):
    """Hidden until `show_fault`; `read` gives a report's text.

    Signals: `dismissed` when the person has taken note of it.
    """

    dismissed = Signal()

    def __init__(self, read: Callable[[Path], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._report: Path | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Report of a fault")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folder = _button("Show folder", "Open the folder with the reports", self._show_folder)
        self.copy = _button("Copy", "Copy the report's text", self._copy)
        self.dismiss = _button("Dismiss", "Hide this; the report stays", self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        layout.setSpacing(SPACING)
        layout.addWidget(self.text, 1)
        for button in (self.folder, self.copy, self.dismiss):
            layout.addWidget(button)
        self.hide()

    def show_fault(self, what: str, report: Path | None) -> None:
        """Says `what` happened; `report` is None where none could be written."""
        self._report = report
        place = f"Report: {report.name}" if report else "No report could be written."
        self.text.setText(f"{what} {place}")
        self.text.setToolTip(str(report or ""))
        self.folder.setVisible(report is not None)
        self.copy.setVisible(report is not None)
        self.copy.setText("Copy")
        self.show()

    @Slot()
    def _show_folder(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.parent)))

    @Slot()
    def _copy(self) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(self._read(self._report))
            self.copy.setText("Copied")

    @Slot()
    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


def _button(text: str, tip: str, do: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.clicked.connect(do)
    return button
