"""A field for the seed of random numbers, with a die that gives another one."""

import secrets
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QToolButton, QWidget

from backprop_gui.experiment.training_settings import MOST_SEED
from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

_EASY_TO_READ_OUT = 10_000  # a class can type along


def another_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(_EASY_TO_READ_OUT)


class SeedBox(QWidget):
    """Signals: `edited` the new seed, an int."""

    edited = Signal(object)  # an int of up to 53 bits, which Signal(int) would cut

    def __init__(self, icons: Icons, tip: str, roll: Callable[[], int] = another_seed) -> None:
        super().__init__()
        self._roll = roll
        # A QSpinBox ends at 31 bits; a float64 holds every seed exactly.
        self.field = QDoubleSpinBox()
        self.field.setDecimals(0)
        self.field.setRange(0, MOST_SEED)
        self.field.setKeyboardTracking(False)
        self.field.setFont(number_font())
        self.field.setMinimumWidth(8 * SPACING)
        self.field.setAccessibleName("Seed")
        self.field.setToolTip(tip)
        need_focus_for_wheel(self.field)
        share_keys(self.field)
        self.field.valueChanged.connect(self._change)
        self.dice = QToolButton()
        self.dice.setAccessibleName("Another seed")
        self.dice.setToolTip("Another seed, drawn at random")
        icons.bind(self.dice, "randomize")
        self.dice.clicked.connect(self._throw)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.dice)
        self.setFocusProxy(self.field)

    @property
    def seed(self) -> int:
        return int(self.field.value())

    def show_seed(self, seed: int) -> None:
        if seed != self.seed:
            with QSignalBlocker(self.field):
                self.field.setValue(seed)

    @Slot(float)
    def _change(self, value: float) -> None:
        self.edited.emit(int(value))

    @Slot()
    def _throw(self) -> None:
        self.field.setValue(self._roll())
