"""What the pages for neurons, weights, biases and layers have in common."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name, neuron_name
from backprop_gui.views.inspector.state import State
from backprop_gui.views.parts.captions import form
from backprop_gui.views.parts.choice_words import word
from backprop_gui.views.parts.fields.choice_box import ChoiceBox
from backprop_gui.views.parts.fields.number_label import NumberLabel
from backprop_gui.views.parts.selection import Kind, Selection


class Page(QWidget):
    """The facts about one kind of thing."""

    edited = Signal(object)
    selectionPicked = Signal(object)
    breakRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._experiment: Experiment
        self._selection: Selection
        self.rows = form(self)
        self.title = QLabel()
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.rows.addRow(self.title)

    def show_facts(self, experiment: Experiment, selection: Selection) -> None:
        """Shows all that does not change while the network learns."""
        self._experiment, self._selection = experiment, selection

    def show_numbers(self, state: State) -> None:
        """Shows what changes; all of `state` fits the network."""

    def give_up_typing(self) -> None:
        """Has its fields show again what they stand for."""

    def _number(self, caption: str, tip: str) -> NumberLabel:
        label = NumberLabel(caption, tip)
        self.rows.addRow(caption, label)
        return label

    def _links(self, caption: str) -> QLabel:
        """A label for names that can be clicked: `layer/neuron`, or `layer` alone."""
        label = QLabel()
        flags = Qt.TextInteractionFlag
        label.setTextInteractionFlags(
            flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setAccessibleName(caption)
        label.setToolTip("Select it")
        label.linkActivated.connect(self._follow)
        self.rows.addRow(caption, label)
        return label

    def _add_break(self) -> None:
        """A button for a breakpoint where the present thing crosses a value."""
        self.break_button = QPushButton()
        self.break_button.setToolTip("Add a breakpoint, which stops training there")
        self.break_button.clicked.connect(self._break)
        self.rows.addRow(self.break_button)

    @Slot()
    def _break(self) -> None:
        self.breakRequested.emit(self._selection)

    @Slot(str)
    def _follow(self, link: str) -> None:
        layer, _, neuron = link.partition("/")
        kind = Kind.NEURON if neuron else Kind.LAYER
        self.selectionPicked.emit(Selection(kind, int(layer), int(neuron or 0)))


class ActivationPage(Page):
    """A page with the activation of the selection's layer."""

    def _add_activation(self) -> None:
        self.activation = ChoiceBox("Activation of the layer", Activation)
        self.activation.chosen.connect(self._choose)
        self.rows.addRow("&Activation", self.activation)

    def _show_activation(self, topology: Topology, layer: int) -> None:
        self.rows.setRowVisible(self.activation, layer > 0)
        if layer > 0:
            self.activation.show_choice(topology.activations[layer - 1])

    @Slot(object)
    def _choose(self, activation: Activation) -> None:
        change = partial(edits.with_activation, layer=self._selection.layer, activation=activation)
        self.edited.emit(Edit(f"change of activation to {word(activation)}", change))


def neuron_link(topology: Topology, layer: int, neuron: int) -> str:
    return f'<a href="{layer}/{neuron}">{neuron_name(topology, layer, neuron)}</a>'


def layer_link(topology: Topology, layer: int) -> str:
    return f'<a href="{layer}">{layer_name(topology, layer)}</a>'


def show_text(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)
