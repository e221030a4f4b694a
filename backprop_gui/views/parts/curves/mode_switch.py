"""As what many values are shown: curves, heat image, matrix or spread; and the switch for it."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup

from backprop_gui.views.parts.curves.panel_tools import choice_action, choice_button, show_choice

MOST_CURVES = 64
"""Curves that can be told apart, if need be one by one; more values are a heat image at first."""


class Mode(StrEnum):
    CURVES = "Curves"
    HEAT = "Heat"
    MATRIX = "Matrix"
    SPREAD = "Spread"


_TIPS = {
    Mode.CURVES: "A curve for each, of very many the first ones",
    Mode.HEAT: "An image: a row for each, its colour its value at each step",
    Mode.MATRIX: "A layer's weights as they are now: a row for each neuron",
    Mode.SPREAD: "How large the weights of each layer are, and how they are distributed",
}


class ModeSwitch(QObject):
    """Remembers one choice for few values and one for many.

    Signals: `modeChanged` the Mode, when it is another one.
    """

    modeChanged = Signal(object)

    def __init__(self, modes: Sequence[Mode], parent: QObject) -> None:
        super().__init__(parent)
        self._chosen = {False: Mode.CURVES, True: Mode.HEAT}  # for few and for many
        self._has_many = False
        self._group = QActionGroup(self)
        self.actions = {mode: self._action(mode) for mode in modes}
        tip = "Show as curves or as an image"
        self.button = choice_button("Show as", tip, list(self.actions.values()))
        self._show_mode()

    @property
    def mode(self) -> Mode:
        return self._chosen[self._has_many]

    def show_count(self, count: int) -> None:
        """How many values there are to be shown."""
        before, self._has_many = self.mode, count > MOST_CURVES
        self._tell(before)

    def choose(self, mode: Mode) -> None:
        before, self._chosen[self._has_many] = self.mode, mode
        self._tell(before)

    def _tell(self, before: Mode) -> None:
        self._show_mode()
        if self.mode is not before:
            self.modeChanged.emit(self.mode)

    def _show_mode(self) -> None:
        self.actions[self.mode].setChecked(True)
        show_choice(self.button, self.mode)

    def _action(self, mode: Mode) -> QAction:
        action = choice_action(self._group, mode, _TIPS[mode])
        action.triggered.connect(self._take)
        return action

    @Slot()
    def _take(self) -> None:
        checked = self._group.checkedAction()
        self.choose(next(mode for mode, action in self.actions.items() if action is checked))
