"""What of the weights is shown: they themselves, or a change of theirs; and the switch for it."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup

from backprop_gui.views.parts.curves.panel_tools import choice_action, tool_button


class Shown(StrEnum):
    VALUE = "value"
    CHANGE = "change"  # since the start
    LATEST = "latest"  # change since they were shown before


class ShownSwitch(QObject):
    """An action and a button for each; that for the latest change can be taken away.

    Signals: `shownChanged` when one is chosen.
    """

    shownChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        self.value = choice_action(group, "Value", "The weights and biases themselves")
        self.change = choice_action(group, "Change", "Their change since the start")
        tip = "Their change since they were shown before"
        self.latest = choice_action(group, "Latest", tip)
        self.buttons = [tool_button(each) for each in (self.value, self.change, self.latest)]
        self.value.setChecked(True)
        group.triggered.connect(self.shownChanged)

    @property
    def choice(self) -> Shown:
        if self.value.isChecked():
            return Shown.VALUE
        return Shown.CHANGE if self.change.isChecked() else Shown.LATEST

    def offer_latest(self, is_offered: bool) -> None:
        """Whether the latest change can be chosen; where it is shown but no longer offered, that
        since the start is shown instead."""
        self.buttons[-1].setVisible(is_offered)
        if not is_offered and self.latest.isChecked():
            self.change.trigger()
