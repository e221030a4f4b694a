"""A drop-down list of one kind of choices, each with what it does as its tooltip."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox

from backprop_gui.views.parts.choice_words import Choice, meaning, word
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.palette import SPACING


class ChoiceBox(QComboBox):
    """Signals: `chosen` another choice, by the person."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Iterable[Choice]) -> None:
        super().__init__()
        self._choices = list(choices)
        self._shown = self._choices[0]
        for at, choice in enumerate(self._choices):
            self.addItem(word(choice))
            self.setItemData(at, meaning(choice), Qt.ItemDataRole.ToolTipRole)
        self.setAccessibleName(name)
        self.setMinimumWidth(8 * SPACING)
        need_focus_for_wheel(self)
        self._explain()
        self.activated.connect(self._choose)

    @property
    def choice(self) -> Choice:
        return self._shown

    def show_choice(self, choice: Choice) -> None:
        self._shown = choice
        self.setCurrentIndex(self._choices.index(choice))
        self._explain()

    @Slot(int)
    def _choose(self, at: int) -> None:
        if self._choices[at] != self._shown:
            self._shown = self._choices[at]
            self._explain()
            self.chosen.emit(self._shown)

    def _explain(self) -> None:
        self.setToolTip(f"{self.accessibleName()}: {word(self._shown)}. {meaning(self._shown)}")
