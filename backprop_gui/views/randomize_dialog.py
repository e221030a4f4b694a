"""The dialog that draws new initial weights: how, from which seed, and for which layers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.initialise import (
    Constant,
    He,
    Initialiser,
    Normal,
    Uniform,
    Xavier,
    redraw,
)
from backprop_gui.experiment.names import layer_name
from backprop_gui.views.parts.captions import form, note, problem
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.seed_box import SeedBox
from backprop_gui.views.parts.fields.stepping import by_twentieths
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import short
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.theme import number_font

_SEED_TIP = "The same seed draws the same numbers again. It also decides the order of the samples"
_PREVIEWED = 3


@dataclass(frozen=True)
class _Kind:
    """A distribution on offer: its name, what its numbers mean, and how it is made from them."""

    name: str
    meaning: str
    numbers: tuple[tuple[str, float], ...]  # (caption, first value), at most two
    make: Callable[..., Initialiser]


_KINDS = (
    _Kind(
        "Uniform",
        "Every number in the range is equally likely.",
        (("&Lowest", 0.0), ("&Highest", 1.0)),
        Uniform,
    ),
    _Kind(
        "Normal",
        "Numbers near the mean are likelier.",
        (("&Mean", 0.0), ("De&viation", 1.0)),
        Normal,
    ),
    _Kind(
        "Xavier (Glorot)", "Uniform, narrower for wide layers. For logistic and tanh.", (), Xavier
    ),
    _Kind("He", "Normal, narrower for many inputs. For ReLU.", (), He),
    _Kind("Zeros", "All alike: neurons of a hidden layer then stay alike.", (), Constant),
    _Kind("Constant", "All alike, at a value of your choice.", (("&Value", 0.5),), Constant),
)


class RandomizeDialog(QDialog):
    """Shown with `open()`. Signals: `edited` an Edit, when the person has new numbers drawn."""

    edited = Signal(object)

    def __init__(self, icons: Icons, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New random weights")
        self._experiment = experiment
        self.kind = QComboBox()
        self.kind.addItems([kind.name for kind in _KINDS])
        self.kind.setAccessibleName("Distribution")
        self.kind.currentIndexChanged.connect(self._change_kind)
        self._meaning = note()
        self.numbers = [
            NumberBox(name, tip, by_twentieths)
            for name, tip in (("First number", ""), ("Second number", ""))
        ]
        self.seed = SeedBox(icons, _SEED_TIP)
        self.seed.show_seed(experiment.training.seed)
        self.layers = self._make_layers()
        self.biases = QCheckBox("Draw &biases too")
        self.biases.setToolTip("Otherwise biases stay as they are")
        self._preview = QLabel()
        self._preview.setFont(number_font())
        self._problem = problem()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.draw = self.buttons.addButton("&Draw", QDialogButtonBox.ButtonRole.AcceptRole)
        self.draw.setDefault(True)
        self.draw.setToolTip("Replace the initial weights by these; Undo brings them back")
        self._arrange()
        self._tie()
        self._change_kind(0)

    def _make_layers(self) -> QComboBox:
        box = QComboBox()
        topology = self._experiment.network.topology
        every = range(1, len(topology.sizes))
        box.addItem("All layers", tuple(every))
        for layer in every:
            box.addItem(f"Only {layer_name(topology, layer)}", (layer,))
        box.setAccessibleName("Layers")
        box.setToolTip("Whose weights to draw: those that lead into the layer")
        return box

    def _arrange(self) -> None:
        self.setMinimumWidth(40 * SPACING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        self._form = form()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.addRow("Dis&tribution", self.kind)
        self._form.addRow("", self._meaning)
        for box in self.numbers:
            self._form.addRow(" ", box)
        self._form.addRow("&Seed", self.seed)
        self._form.addRow("La&yers", self.layers)
        self._form.addRow("", self.biases)
        self._form.addRow("Preview", self._preview)
        layout.addLayout(self._form)
        layout.addWidget(self._problem)
        layout.addWidget(self.buttons)

    def _tie(self) -> None:
        for box in self.numbers:
            box.edited.connect(self._refresh)
            box.problemChanged.connect(self._refresh)
        self.seed.edited.connect(self._refresh)
        self.seed.problemChanged.connect(self._refresh)
        self.layers.currentIndexChanged.connect(self._refresh)
        self.buttons.accepted.connect(self._draw)
        self.buttons.rejected.connect(self.reject)

    @Slot(int)
    def _change_kind(self, at: int) -> None:
        kind = _KINDS[at]
        self._meaning.setText(kind.meaning)
        self.kind.setToolTip(kind.meaning)
        for row, box in enumerate(self.numbers):
            is_used = row < len(kind.numbers)
            self._form.setRowVisible(box, is_used)
            if is_used:
                caption, value = kind.numbers[row]
                label = self._form.labelForField(box)
                assert isinstance(label, QLabel)
                label.setText(caption)
                box.describe(caption.replace("&", ""), f"{kind.meaning} Steps by 0.05")
                box.show_number(value)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        try:
            self._preview.setText(self._drawn(self._initialiser()))
            self._problem.show_text("")
        except ExperimentError as error:
            self._preview.setText("–")
            self._problem.show_text(f"Expected {error.expected}.")
        wrong = bool(self.seed.problem) or any(box.problem for box in self._used())
        self.draw.setEnabled(not wrong and not self._problem.text())

    @Slot()
    def _draw(self) -> None:
        self.seed.commit()  # what is still being typed
        for box in self._used():
            box.commit()
        if not self.draw.isEnabled():
            return
        change = partial(
            _redrawn,
            seed=self.seed.seed,
            initialiser=self._initialiser(),
            layers=self.layers.currentData(),
            biases=self.biases.isChecked(),
        )
        self.edited.emit(Edit("new random weights", change))
        self.accept()

    def _drawn(self, initialiser: Initialiser) -> str:
        """The first weights by name, as they will be."""
        topology = self._experiment.network.topology
        number = self.layers.currentData()[0]
        layer = topology.layers[number - 1]
        rows = ParameterRows(topology, one_bias=True)
        first = rows.row(layer.weights)
        texts = []
        for row in range(first, first + min(_PREVIEWED, layer.inputs * layer.neurons)):
            weight = initialiser.draw(
                self.seed.seed, 1, layer.inputs, layer.neurons, rows.place(row)
            )
            texts.append(f"{rows.name(row)} = {short(weight[0]).strip()}")
        return "\n".join(texts)

    def _initialiser(self) -> Initialiser:
        return _KINDS[self.kind.currentIndex()].make(*(box.value for box in self._used()))

    def _used(self) -> list[NumberBox]:
        return self.numbers[: len(_KINDS[self.kind.currentIndex()].numbers)]


def _redrawn(
    experiment: Experiment,
    seed: int,
    initialiser: Initialiser,
    layers: tuple[int, ...],
    biases: bool,
) -> Experiment:
    seeded = edits.with_training(experiment, replace(experiment.training, seed=seed))
    return redraw(seeded, initialiser, layers, biases)
