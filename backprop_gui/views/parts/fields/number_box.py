"""A field for one number of any size, typed in full or stepped by wheel and arrow keys."""

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractSpinBox

from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.fields.stepping import Stepping
from backprop_gui.views.parts.fields.typed_box import TypedBox
from backprop_gui.views.parts.fields.typed_number import read_number
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font


class NumberBox(TypedBox):
    """Shows a number in full.

    Signals: `edited` the new number, and whether it came from a step rather than from typing.
    """

    edited = Signal(float, bool)

    def __init__(
        self,
        name: str,
        tip: str,
        stepping: Stepping,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        below: bool = True,
    ) -> None:
        field = _Field()
        super().__init__(field, below)
        self.field = field
        self._value = 0.0
        self._stepping, self._low, self._high = stepping, low, high
        self.describe(name, tip)
        self.field.stepped.connect(self._step)
        self.restore()

    def describe(self, name: str, tip: str) -> None:
        """Says what the number is."""
        self.field.setAccessibleName(name)
        self.field.setToolTip(tip)

    @property
    def value(self) -> float:
        """The number last shown or taken; not what is being typed."""
        return self._value

    def show_number(self, value: float) -> None:
        """Shows another number; what is being typed stays when it is the same one."""
        if value != self._value:
            self._value = value
            self.restore()

    @Slot()
    def commit(self) -> bool:
        text = self._line.text()
        if text == self._written(self._value):
            self._complain("")
            return True
        try:
            value = self._read(text)
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
        self.restore()
        if is_new:
            self.edited.emit(value, stepped)

    def restore(self) -> None:
        self._line.setText(self._written(self._value))
        self._line.setCursorPosition(0)
        self._complain("")

    def _written(self, value: float) -> str:
        return numbers.full(value)

    def _read(self, text: str) -> float:
        """The number that was typed; raises ValueError with a sentence for the person."""
        return read_number(text, self._low, self._high)


class _Field(QAbstractSpinBox):
    """Signals: `stepped` how many steps."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(number_font())
        self.setMinimumWidth(10 * SPACING)
        need_focus_for_wheel(self)
        share_keys(self)

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled
