"""A spin box for a number of steps, written as steps are written everywhere."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.numbers import steps

_MOST = 1_000_000_000


class StepsBox(QSpinBox):
    """Takes 1 to a thousand million steps; arrows change the second digit."""

    def __init__(self, value: int) -> None:
        super().__init__()
        self.setRange(1, _MOST)
        self.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self.setValue(value)
        share_keys(self)

    def textFromValue(self, value: int) -> str:
        return steps(value)

    def valueFromText(self, text: str) -> int:
        return int(_digits(text) or 0)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        digits = _digits(text)
        if digits and not (digits.isascii() and digits.isdigit()):
            return QValidator.State.Invalid, text, position
        if not digits or not 1 <= int(digits) <= _MOST:
            is_too_large = len(digits) > len(str(_MOST))
            state = QValidator.State.Invalid if is_too_large else QValidator.State.Intermediate
            return state, text, position
        return QValidator.State.Acceptable, text, position


def _digits(text: str) -> str:
    """The text without what groups digits."""
    return "".join(text.replace(",", "").split())
