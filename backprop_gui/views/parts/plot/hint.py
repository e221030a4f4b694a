"""The sentence in the middle of a plot as long as there is no curve."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from backprop_gui.views.parts.palette import SPACING


class PlotHint(QLabel):
    """Lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setContentsMargins(SPACING, 0, SPACING, 0)  # clear of the axes
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shown(self) -> str:
        """The sentence if it is to be seen."""
        return "" if self.isHidden() else self.text()
