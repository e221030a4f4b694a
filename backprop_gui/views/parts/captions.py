"""Labels and forms in the one look of all panels."""

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QPalette
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

_RELEASE_MS = 30  # after which it is asked again whether a button of the mouse is still down


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


def problem(text: str = "") -> "Problem":
    """A sentence that says what is wrong."""
    label = Problem(text)
    _shape(label, QPalette.ColorRole.BrightText)
    label.setVisible(bool(text))
    return label


class Problem(QLabel):
    """Takes no room while there is none; comes and goes while no button of the mouse is down, or
    what is pressed would move away under it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_RELEASE_MS)
        self._later.timeout.connect(self._fit)

    def show_text(self, text: str) -> None:
        """Another sentence, or none."""
        self.setText(text)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.setVisible(bool(self.text()))
        else:
            self._later.start()


def _sentence(text: str, colour: QPalette.ColorRole) -> QLabel:
    label = QLabel(text)
    _shape(label, colour)
    return label


def _shape(label: QLabel, colour: QPalette.ColorRole) -> None:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setForegroundRole(colour)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class _Column(QScrollArea):
    """Lower than its content, but not narrower: it has no bar to bring the rest into sight."""

    def minimumSizeHint(self) -> QSize:
        least, bar, content = super().minimumSizeHint(), self.verticalScrollBar(), self.widget()
        width = content.minimumSizeHint().width() if content else 0
        return least.expandedTo(QSize(width + bar.sizeHint().width(), 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the content, whose least width may have changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolling(content: QWidget) -> QScrollArea:
    """Lets a panel be lower than its content."""
    area = _Column()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
