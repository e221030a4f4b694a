"""A field for one number of any size, typed in full or stepped by wheel and arrow keys."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QVBoxLayout, QWidget

from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.captions import problem, show_problem
from backprop_gui.views.parts.fields.stepping import Stepping
from backprop_gui.views.parts.fields.typed_number import paint_wrong, read_number
from backprop_gui.views.parts.fields.undo_keys import share_undo_keys
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font


class NumberBox(QWidget):
    """Shows a number in full; what cannot be taken is framed, and a sentence below says why.

    Signals: `edited` the new number, and whether it came from a step rather than from typing;
    `problemChanged` the sentence, empty when all is well.
    """

    edited = Signal(float, bool)
    problemChanged = Signal(str)

    def __init__(
        self,
        name: str,
        tip: str,
        stepping: Stepping,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> None:
        super().__init__()
        self._value = 0.0
        self._stepping, self._low, self._high = stepping, low, high
        self.field = _Field()
        self.describe(name, tip)
        self.field.stepped.connect(self._step)
        self.field.editingFinished.connect(self.commit)
        self.field.cancelled.connect(self._restore)
        self._problem = problem()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.field)
        layout.addWidget(self._problem)
        self.setFocusProxy(self.field)
        self._restore()

    def describe(self, name: str, tip: str) -> None:
        """Says what the number is."""
        self.field.setAccessibleName(name)
        self.field.setToolTip(tip)

    @property
    def value(self) -> float:
        """The number last shown or taken; not what is being typed."""
        return self._value

    @property
    def problem(self) -> str:
        """Why what was typed cannot be taken; empty when it was."""
        return self._problem.text()

    def show_number(self, value: float) -> None:
        """Shows another number; what is being typed stays when it is the same one."""
        if value != self._value:
            self._value = value
            self._restore()

    @Slot()
    def commit(self) -> bool:
        """Takes what was typed; False when that cannot be."""
        text = self.field.lineEdit().text()
        if text == numbers.full(self._value):
            self._complain("")
            return True
        try:
            value = read_number(text, self._low, self._high)
        except ValueError as error:
            self._complain(str(error))
            return False
        self._take(value, stepped=False)
        return True

    @Slot(int)
    def _step(self, count: int) -> None:
        # From what is being typed, where that is a number.
        if self.commit():
            after = self._stepping(self._value, count)
            self._take(min(max(after, self._low), self._high), stepped=True)

    def _take(self, value: float, stepped: bool) -> None:
        is_new = value != self._value
        self._value = value
        self._restore()
        if is_new:
            self.edited.emit(value, stepped)

    @Slot()
    def _restore(self) -> None:
        self.field.lineEdit().setText(numbers.full(self._value))
        self.field.lineEdit().setCursorPosition(0)
        self._complain("")

    def _complain(self, sentence: str) -> None:
        if sentence != self._problem.text():
            show_problem(self._problem, sentence)
            self.field.set_wrong(bool(sentence))
            self.field.setAccessibleDescription(sentence)
            self.problemChanged.emit(sentence)


class _Field(QAbstractSpinBox):
    """Signals: `stepped` how many steps; `cancelled` by Escape."""

    stepped = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wrong = False
        self.setFont(number_font())
        self.setMinimumWidth(10 * SPACING)
        need_focus_for_wheel(self)
        share_undo_keys(self)

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._wrong or self.lineEdit().isModified()):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong:
            paint_wrong(self)
