"""A field for one thing that is typed, with a sentence below it where that cannot be taken.

What is typed, and what it stands for, is the business of the boxes that are made of this.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QVBoxLayout, QWidget

from backprop_gui.views.parts.captions import problem
from backprop_gui.views.parts.fields.wrong_frame import WrongFrame
from backprop_gui.views.parts.palette import SPACING


class TypedBox(QWidget):
    """Around `field`; Escape gives up what was typed there.

    Signals: `problemChanged` the sentence, empty when all is well. Where it is not to stand
    `below` the field, whoever hears this has another place for it.
    """

    problemChanged = Signal(str)

    def __init__(self, field: QAbstractSpinBox | QLineEdit, below: bool = True) -> None:
        super().__init__()
        self._typed, self._is_below = field, below
        self._frame = WrongFrame(field)
        self._problem = problem()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(field)
        layout.addWidget(self._problem)
        self.setFocusProxy(field)
        field.installEventFilter(self)
        field.editingFinished.connect(self.commit)
        self.problemChanged.connect(self._make_room, Qt.ConnectionType.QueuedConnection)

    @property
    def _line(self) -> QLineEdit:
        # Asked for each time: as a spin box goes, its line goes first, and something may be typed.
        return self._typed if isinstance(self._typed, QLineEdit) else self._typed.lineEdit()

    @property
    def problem(self) -> str:
        """Why what was typed cannot be taken; empty when it was."""
        return self._problem.text()

    @Slot()
    def commit(self) -> bool:
        """Takes what was typed; False, and it says why, when that cannot be."""
        raise NotImplementedError

    def restore(self) -> None:
        """Shows what stood there before it was typed over."""
        raise NotImplementedError

    @Slot()
    def _make_room(self) -> None:
        """Once the sentence is there: a form may have left room for two of its lines only."""
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        )
        if is_escape and (self.problem or self._line.isModified()):
            self.restore()
            return True
        return False

    def _complain(self, sentence: str) -> None:
        if sentence != self.problem:
            if self._is_below:
                self._problem.show_text(sentence)
            else:
                self._problem.setText(sentence)
            self._frame.setVisible(bool(sentence))
            self._typed.setAccessibleDescription(sentence)
            self.problemChanged.emit(sentence)
