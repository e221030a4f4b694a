"""One section of the derivation: its caption, its lines, and a sentence where there is one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.formulas.formula import Section
from backprop_gui.views.parts.formulas.sheet import Sheet
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme


class SectionView(QWidget):
    """Signals: `spotsLit` and `selectionPicked` as of Sheet."""

    spotsLit = Signal(object)
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, typesetter: Typesetter) -> None:
        super().__init__()
        self.caption = heading("")
        self.sheet = Sheet(theme, typesetter)
        self.note = note()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        for widget in (self.caption, self.sheet, self.note):
            layout.addWidget(widget)
        self.sheet.spotsLit.connect(self.spotsLit)
        self.sheet.selectionPicked.connect(self.selectionPicked)

    def show_section(self, section: Section | None, subject: object) -> None:
        """Shows it, or nothing."""
        self.setVisible(section is not None)
        if section is not None:
            if section.caption != self.caption.text():
                self.caption.setText(section.caption)
            self.note.setText(section.note)
            self.note.setVisible(bool(section.note))
            self.sheet.show_section(section, subject)


def heading(text: str) -> QLabel:
    """The caption of a section."""
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
