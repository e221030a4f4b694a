"""The panel that shows, and lets edit, what is selected in the network."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from backprop_gui.document.edit import Edit
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.inspector.layer_page import LayerPage
from backprop_gui.views.inspector.neuron_page import NeuronPage
from backprop_gui.views.inspector.page import Page
from backprop_gui.views.inspector.parameter_page import ParameterPage
from backprop_gui.views.inspector.state import State
from backprop_gui.views.parts.captions import form, note, scrolling
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.selection import Kind, Selection

_HINT = "Click a neuron, a weight or a layer in the network to see its numbers here."


class Inspector(Panel):
    """Emits `edited`, and `selectionPicked` the Selection of what was clicked here.

    Signals: `breakRequested` the Selection at which training is to stop when it crosses a value.
    """

    breakRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self._selection: Selection | None = None
        self._state: State | None = None
        self.neuron, self.parameter, self.layer = NeuronPage(), ParameterPage(), LayerPage()
        self._nothing = QWidget()
        form(self._nothing).addRow(note(_HINT))
        self._pages = _Pages()
        self._pages.addWidget(self._nothing)
        for page in (self.neuron, self.parameter, self.layer):
            self._pages.addWidget(page)
            page.edited.connect(self._pass_on)
            page.selectionPicked.connect(self.selectionPicked)
            page.breakRequested.connect(self.breakRequested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = scrolling(self._pages)
        layout.addWidget(self._scroll)

    def show_experiment(self, experiment: Experiment) -> None:
        """Shows the selected thing as it is in this experiment, the hint where it is no more."""
        if experiment is not self._experiment:
            before, self._experiment = self._experiment, experiment
            if before is None or before.network.topology.sizes != experiment.network.topology.sizes:
                self._give_up_typing()
            self._show_facts()

    def select(self, selection: Selection | None) -> None:
        """Shows another thing, or the hint."""
        if selection != self._selection:
            self._give_up_typing()
            self._selection = selection
            self._show_facts()
            self._scroll.verticalScrollBar().setValue(0)

    def show_frame(self, frame: LiveFrame) -> None:
        # A trace of millions of weights takes long: only for the page that shows a net input.
        trace = frame.trace if self._page() is self.neuron else None
        nets = None if trace is None else trace.nets
        self.show_state(frame.parameters, frame.outputs, frame.sample, nets)

    def show_state(
        self,
        parameters: Floats,
        outputs: Floats | None = None,
        sample: int | None = None,
        nets: Floats | None = None,
    ) -> None:
        """Shows present numbers: of the parameter vector, and of `sample` the vectors of all
        outputs and net inputs, both with the input layer first. Those of another network are
        passed over.
        """
        self._state = State(parameters, outputs, sample, nets)
        self._show_numbers()

    @Slot(object)
    def _pass_on(self, edit: Edit) -> None:
        """Not of a page out of sight: a field there may still have the keys, where the window was
        not the active one when it went, and would set what is there no more."""
        if self.sender() is self._page():
            self.edited.emit(edit)

    def _give_up_typing(self) -> None:
        """What is being typed was meant for what is shown now: its field would else take it as the
        focus leaves, for whatever is there by then."""
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.give_up_typing()

    def _show_facts(self) -> None:
        page = self._page()
        if isinstance(page, Page):
            assert self._experiment is not None
            assert self._selection is not None
            page.show_facts(self._experiment, self._selection)
            self._show_numbers()
        self._pages.setCurrentWidget(page)

    def _show_numbers(self) -> None:
        page, experiment = self._page(), self._experiment
        if isinstance(page, Page) and experiment is not None:
            state = self._state or State(experiment.network.parameters)
            page.show_numbers(state.of(experiment))

    def _page(self) -> QWidget:
        """The page for the selection; the hint for none, and for one of a former network."""
        if self._experiment is None or self._selection is None:
            return self._nothing
        topology, selection = self._experiment.network.topology, self._selection
        if selection.kind is Kind.PARAMETER:
            return self.parameter if selection.at < topology.parameters else self._nothing
        if selection.layer >= len(topology.sizes):
            return self._nothing
        if selection.kind is Kind.LAYER:
            return self.layer
        return self.neuron if selection.at < topology.sizes[selection.layer] else self._nothing


class _Pages(QStackedWidget):
    """As high as the page that is shown, so that no more can be scrolled; as wide as the widest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._shown.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        height = self._shown.minimumSizeHint().height()
        return QSize(super().minimumSizeHint().width(), height)

    def heightForWidth(self, width: int) -> int:
        return self._shown.heightForWidth(width)

    @property
    def _shown(self) -> QWidget:
        page = self.currentWidget()
        assert page is not None
        return page
