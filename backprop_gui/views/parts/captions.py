"""Labels and forms in the one look of all panels."""

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from backprop_gui.views.parts.palette import SPACING


def form(parent: QWidget | None = None) -> QFormLayout:
    """Captions on the left, controls on the right, all with one left edge and as wide as can be."""
    layout = QFormLayout(parent) if parent else QFormLayout()
    tidy(layout)
    layout.setHorizontalSpacing(SPACING)
    layout.setVerticalSpacing(SPACING // 2)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    layout.setFormAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return layout


def tidy(layout: QLayout) -> None:
    """Gives a panel's outermost layout the margins that all panels have."""
    layout.setContentsMargins(QMargins(SPACING, SPACING, SPACING, SPACING))


def note(text: str = "") -> QLabel:
    """A sentence that explains, fainter than what it explains."""
    return _sentence(text, QPalette.ColorRole.PlaceholderText)


def problem(text: str = "") -> QLabel:
    """A sentence that says what is wrong; takes no room while there is none."""
    label = _sentence(text, QPalette.ColorRole.BrightText)
    label.setVisible(bool(text))
    return label


def show_problem(label: QLabel, text: str) -> None:
    """Puts another sentence, or none, into what `problem` made."""
    label.setText(text)
    label.setVisible(bool(text))


def _sentence(text: str, colour: QPalette.ColorRole) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setForegroundRole(colour)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def scrolling(content: QWidget) -> QScrollArea:
    """Lets a panel be lower than its content."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
