"""A field for the seed of random numbers, with a die that gives another one."""

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from backprop_gui.experiment.training_settings import MOST_SEED
from backprop_gui.views.parts.captions import problem
from backprop_gui.views.parts.fields.count_box import CountBox
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING

_EASY_TO_READ_OUT = 10_000  # a class can type along


def another_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(_EASY_TO_READ_OUT)


class SeedBox(QWidget):
    """Signals: `edited` the new seed, an int; `problemChanged` why what was typed is none."""

    edited = Signal(object)  # an int of up to 53 bits, which Signal(int) would cut
    problemChanged = Signal(str)

    def __init__(self, icons: Icons, tip: str, roll: Callable[[], int] = another_seed) -> None:
        super().__init__()
        self._roll = roll
        # Its float64 holds every seed exactly. Not grouped, since a seed is a name, not a count.
        self._box = CountBox("Seed", tip, 0, MOST_SEED, write=str, below=False)
        self._box.edited.connect(self._change)
        self._box.problemChanged.connect(self._complain)
        self._problem = problem()  # below the die too: the largest seed is a long word
        self.field = self._box.field
        self.field.setMinimumWidth(8 * SPACING)
        self.dice = QToolButton()
        self.dice.setAccessibleName("Another seed")
        self.dice.setToolTip("Another seed, drawn at random")
        icons.bind(self.dice, "randomize")
        self.dice.clicked.connect(self._throw)
        row = QHBoxLayout()
        row.setSpacing(SPACING // 2)
        row.addWidget(self._box, 1)
        row.addWidget(self.dice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addLayout(row)
        layout.addWidget(self._problem)
        self.setFocusProxy(self.field)
        self.problemChanged.connect(self._make_room, Qt.ConnectionType.QueuedConnection)

    @property
    def seed(self) -> int:
        """The seed last shown or taken; not what is being typed."""
        return self._box.count

    @property
    def problem(self) -> str:
        """Why what was typed cannot be taken; empty when it was."""
        return self._box.problem

    def commit(self) -> bool:
        """Takes what was typed; False, and it says why, when that cannot be."""
        return self._box.commit()

    def show_seed(self, seed: int) -> None:
        self._box.show_number(seed)

    @Slot()
    def _change(self) -> None:
        self.edited.emit(self.seed)

    @Slot(str)
    def _complain(self, sentence: str) -> None:
        self._problem.show_text(sentence)
        self.problemChanged.emit(sentence)

    @Slot()
    def _make_room(self) -> None:
        self.updateGeometry()  # as TypedBox does

    @Slot()
    def _throw(self) -> None:
        before, seed = self.seed, self._roll()
        self._box.restore()  # what is typed there is given up
        self.show_seed(seed)
        if seed != before:
            self.edited.emit(seed)
