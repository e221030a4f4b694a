"""The panel of the training settings: learning rate, sample order, seed and bias policy."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import MOST_RATE
from backprop_gui.views.parts.captions import form, note, scrolling
from backprop_gui.views.parts.choice_words import Choice, meaning
from backprop_gui.views.parts.fields.choice_box import ChoiceBox
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.seed_box import SeedBox
from backprop_gui.views.parts.fields.stepping import by_one_two_five
from backprop_gui.views.parts.icons import Icons

_RATE_TIP = "How far each step goes against the gradient. Wheel and arrow keys go 1, 2, 5, 10"
_SEED_TIP = (
    "Decides the random and the shuffled order, and is suggested for new random weights. "
    "The same seed gives the same run again"
)


class TrainingPanel(QWidget):
    """Signals: `edited` an Edit."""

    edited = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.rate = NumberBox("Learning rate", _RATE_TIP, by_one_two_five, 0, MOST_RATE)
        self.order = ChoiceBox("Sample order", SampleOrder)
        self.seed = SeedBox(icons, _SEED_TIP)
        self.bias = ChoiceBox("Biases", BiasPolicy)
        self._order_note, self._bias_note = note(), note()
        self.rate.edited.connect(self._change_rate)
        self.order.chosen.connect(self._change_order)
        self.seed.edited.connect(self._change_seed)
        self.bias.chosen.connect(self._change_bias)
        self._arrange()

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows the experiment's settings."""
        training = experiment.training
        self.rate.show_number(training.learning_rate)
        self.order.show_choice(training.order)
        self.seed.show_seed(training.seed)
        self.bias.show_choice(training.bias)
        _explain(self._order_note, training.order)
        _explain(self._bias_note, training.bias)

    def _arrange(self) -> None:
        content = QWidget()
        rows = form(content)
        rows.addRow("Learning &rate", self.rate)
        rows.addRow("Sample &order", self.order)
        rows.addRow("", self._order_note)
        rows.addRow("&Seed", self.seed)
        rows.addRow("&Biases", self.bias)
        rows.addRow("", self._bias_note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))

    @Slot(float, bool)
    def _change_rate(self, rate: float, stepped: bool) -> None:
        merge = "learning rate" if stepped else ""
        self._change("change of the learning rate", merge, learning_rate=rate)

    @Slot(object)
    def _change_order(self, order: SampleOrder) -> None:
        self._change("change of the sample order", order=order)

    @Slot(object)
    def _change_seed(self, seed: int) -> None:
        self._change("change of the seed", "seed", seed=seed)

    @Slot(object)
    def _change_bias(self, bias: BiasPolicy) -> None:
        self._change("change of how biases learn", bias=bias)

    def _change(self, text: str, merge: str = "", **settings: Any) -> None:
        self.edited.emit(Edit(text, partial(_with_settings, **settings), merge))


def _with_settings(experiment: Experiment, **settings: Any) -> Experiment:
    return edits.with_training(experiment, replace(experiment.training, **settings))


def _explain(label: QLabel, choice: Choice) -> None:
    if label.text() != meaning(choice):
        label.setText(meaning(choice))
