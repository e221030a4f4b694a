"""How far a long way to a step has come, with a button to give it up."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from backprop_gui.training.snapshot import Progress
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING

_THOUSANDTHS = 1000


class SeekDisplay(QWidget):
    """Signals: `cancelRequested`, by the button, or by Escape while it is seen."""

    cancelRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _THOUSANDTHS)
        self._bar.setFixedSize(8 * SPACING, SPACING)
        self._bar.setAccessibleName("Progress to the step")
        self.cancel = QToolButton()
        self.cancel.setText("Cancel")
        self.cancel.setAccessibleName("Cancel the seek")
        self.cancel.setToolTip("Stay where you were (Esc)")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self.cancelRequested)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.cancelRequested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._bar)
        layout.addWidget(self.cancel)

    def show_progress(self, progress: Progress) -> None:
        way, done = progress.last - progress.first, progress.now - progress.first
        self._bar.setValue(done * _THOUSANDTHS // max(way, 1))
        self._bar.setToolTip(f"Step {steps(progress.now)} on the way to {steps(progress.last)}")
