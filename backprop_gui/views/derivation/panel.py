"""The panel that derives the gradient of what is selected, from one trace of a step."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from backprop_gui.engine.chain import NeuronChain, PathLedger
from backprop_gui.engine.forecast import WhatIf
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import layer_name
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.derivation.check_view import CheckView
from backprop_gui.views.derivation.derivation import Derivation, derive, is_derivable
from backprop_gui.views.derivation.ledger_view import LedgerView
from backprop_gui.views.derivation.network_check_view import NetworkCheckView
from backprop_gui.views.derivation.slice_view import SliceView
from backprop_gui.views.parts.captions import note, scrolling
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.parts.formulas.section_view import SectionView, heading
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.parts.throttle import Throttle

_REFRESH_MS = 100  # faster than this nobody reads numbers
_CHECK_MS = 500
_COLUMNS_FROM = (600, 1060)  # the widths from which on there are two, and three columns
_SIDE_WIDTHS = (36 * SPACING, 56 * SPACING)  # of each column beside the derivation
_SIDE_PART = 5  # it has the fifth part of the panel
_SECTIONS = 4

_HINT = "Click a weight, a bias or a neuron in the network to see how backpropagation treats it."
_INPUT = "This is an input: its value is given, so there is nothing to derive."
_WAITING = "The numbers follow when the engine is ready."
_REFERENCE = (
    "Names and steps as in Matt Mazur, “A Step by Step Backpropagation Example”, 2015. Point at a "
    "symbol or a number to see what it is and where it comes from."
)


class DerivationPanel(Panel):
    """Emits `selectionPicked` the Selection whose name was clicked, and `spotsLit` the Selections
    that what is pointed at comes from."""

    def __init__(self, theme: Theme, _icons: Icons) -> None:
        super().__init__()
        self._topology: Topology | None = None
        self._one_bias = True
        self._trace: StepTrace | None = None
        self._samples: Samples | None = None
        self._sample = 0
        self._selection: Selection | None = None
        self._lit: tuple[Selection, ...] = ()
        self._subject: object = None  # that is shown
        self.derivation: Derivation | None = None
        typesetter = Typesetter()
        self.title = QLabel()
        self.hint = note(_HINT)
        self.sections = [SectionView(theme, typesetter) for _ in range(_SECTIONS)]
        self.ledger_caption = heading("")
        self.ledger = LedgerView()
        self.check_caption = heading("Gradient check")
        self.check = CheckView(theme, typesetter)
        self.network_check = NetworkCheckView()
        self.slice = SliceView(theme)
        self.reference = note(_REFERENCE)
        self._columns = [QVBoxLayout() for _ in range(1 + len(_COLUMNS_FROM))]
        self._areas: list[QScrollArea] = []
        self._count = 0  # of the columns in use
        self._arrange()
        self._throttle = Throttle(_REFRESH_MS, self)
        self._check_throttle = Throttle(_CHECK_MS, self)
        self._tie()
        self._refresh()

    # What is shown

    def show_experiment(self, experiment: Experiment) -> None:
        """Another network, or the same with other initial weights; its numbers are yet to come."""
        topology, one_bias = experiment.network.topology, has_one_bias(experiment)
        if (topology, one_bias) != (self._topology, self._one_bias):
            self._topology, self._one_bias = topology, one_bias
            self._trace = None
            self._refresh()

    def show_frame(self, frame: LiveFrame) -> None:
        self.show_trace(frame.trace, frame.sample, frame.snapshot.samples)

    def show_trace(
        self, trace: StepTrace | None, sample: int, samples: Samples | None = None
    ) -> None:
        """The step on `sample`, one of `samples`, that would come next; None while nothing is known
        of it. One of another network is passed over."""
        if trace is not None and not self._fits(trace):
            return
        self._samples = samples
        if (trace is None) != (self._trace is None) or sample != self._sample:
            self._trace, self._sample = trace, sample
            self._refresh()
        elif trace is not self._trace:
            self._trace = trace
            self._throttle.ask()

    @Slot(object)
    def show_what_if(self, what_if: WhatIf | None) -> None:
        """What the change that is tried out does to the error; None when nothing is."""
        if self.isVisible():
            self.slice.show_what_if(what_if)

    @Slot(object)
    def select(self, selection: Selection | None) -> None:
        """Derives another weight, bias or neuron; says nothing about it."""
        if selection != self._selection:
            self._selection = selection
            self._light(())
            self._refresh()

    def _fits(self, trace: StepTrace) -> bool:
        topology = self._topology
        return (
            topology is not None
            and len(trace.parameters) == topology.parameters
            and len(trace.outputs) == topology.neurons
        )

    # Building

    def _arrange(self) -> None:
        self.title.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        *before, update = self.sections
        self._contents: tuple[tuple[QWidget, ...], ...] = (
            (self.title, self.hint, *before, self.ledger_caption, self.ledger, update),
            (self.slice,),
            (self.check_caption, self.check, self.network_check, self.reference),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, column in enumerate(self._columns):
            body = QWidget()
            body.setLayout(column)
            column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
            column.setSpacing(SPACING + SPACING // 2)
            column.addStretch()
            area = scrolling(body)
            self._areas.append(area)
            row.addWidget(area, 1 if number == 0 else 0)
        self._spread(1)

    def _spread(self, count: int) -> None:
        """Puts the contents into so many columns, what is left over into the last one. Each
        scrolls by itself: the panel is usually low."""
        if count == self._count:
            return
        self._count = count
        for column in self._columns:
            while column.count() > 1:
                column.takeAt(0)
        for number, contents in enumerate(self._contents):
            column = self._columns[min(number, count - 1)]
            for widget in contents:
                column.insertWidget(column.count() - 1, widget)
        for number, area in enumerate(self._areas):
            area.setVisible(number < count)

    def _tie(self) -> None:
        self._throttle.due.connect(self._refresh)
        self._check_throttle.due.connect(self._run_check)
        self.title.linkActivated.connect(self._follow)
        views: list[SectionView | LedgerView | CheckView] = [*self.sections]
        for view in (*views, self.ledger, self.check):
            view.spotsLit.connect(self._light)
            view.selectionPicked.connect(self.selectionPicked)
        self.network_check.selectionPicked.connect(self.selectionPicked)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column, also while there are more: else it stayed wide for good."""
        width = max(area.minimumSizeHint().width() for area in self._areas)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._spread(1 + sum(width >= least for least in _COLUMNS_FROM))
        least, most = _SIDE_WIDTHS
        for area in self._areas[1:]:
            bar = area.verticalScrollBar().sizeHint().width()
            area.setFixedWidth(min(max(width // _SIDE_PART, least), most) + bar)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    # Refreshing

    @Slot()
    def _refresh(self) -> None:
        """Shows what is known now. A hidden panel costs nothing, and is refreshed when shown."""
        if not self.isVisible():
            return
        topology, trace, selection = self._topology, self._trace, self._selection
        self.derivation = None
        if topology is not None and trace is not None and is_derivable(topology, selection):
            assert selection is not None
            self.derivation = derive(topology, trace, selection)
        self._show_title()
        self._show_derivation()
        if topology is not None:
            self.network_check.show_trace(topology, trace)

    def _show_derivation(self) -> None:
        topology, trace, derivation = self._topology, self._trace, self.derivation
        subject = (topology, self._selection, trace is not None and trace.one_bias)
        shown = () if derivation is None else derivation.sections
        update = None if derivation is None else derivation.update
        for at, view in enumerate(self.sections[:-1]):
            view.show_section(shown[at] if at < len(shown) else None, subject)
        self.sections[-1].show_section(update, subject)
        root = None if derivation is None else derivation.paths
        if topology is not None and trace is not None:
            self.ledger.show_paths(topology, trace, root, subject)
        self.ledger.setVisible(root is not None)
        self.ledger_caption.setVisible(root is not None)
        self.ledger_caption.setText(self._ledger_words(root))
        self._show_check(subject, is_wanted=update is not None)
        self._show_slice(is_wanted=update is not None)

    def _show_check(self, subject: object, is_wanted: bool) -> None:
        """Of another selection at once, of another step not so often."""
        self.check.setVisible(is_wanted)
        is_other, self._subject = subject != self._subject, subject
        if not is_wanted:
            self.check.stop()
        elif is_other:
            self._run_check()
        else:
            self._check_throttle.ask()

    def _show_slice(self, is_wanted: bool) -> None:
        self.slice.setVisible(is_wanted)
        topology, trace, selection = self._topology, self._trace, self._selection
        if not is_wanted or topology is None or trace is None or selection is None:
            self.slice.stop()
        else:
            self.slice.show_slice(topology, trace, selection.at, self._samples)

    @Slot()
    def _run_check(self) -> None:
        topology, trace, selection = self._topology, self._trace, self._selection
        if self.derivation is None or self.derivation.update is None or not self.isVisible():
            return
        assert topology is not None
        assert trace is not None
        assert selection is not None
        self.check.check(topology, trace, selection.at)

    def _show_title(self) -> None:
        hint, title = "", ""
        topology, selection = self._topology, self._selection
        if topology is None or selection is None or selection.kind is Kind.LAYER:
            hint = _HINT
        elif selection.kind is Kind.NEURON and selection.layer == 0:
            hint = _INPUT
        elif not is_derivable(topology, selection):
            hint = _HINT
        elif self._trace is None:
            hint = _WAITING
        else:
            title = self._title(Notation(topology, self._trace.one_bias), selection)
        self.title.setVisible(bool(title))
        self.hint.setVisible(bool(hint))
        if title != self.title.text():
            self.title.setText(title)
        if hint != self.hint.text():
            self.hint.setText(hint)

    def _title(self, notation: Notation, selection: Selection) -> str:
        """What is selected, with links to the neurons that are named."""
        sample = f"sample {self._sample + 1}"
        if selection.kind is Kind.NEURON:
            layer = layer_name(notation.topology, selection.layer)
            name = notation.name(selection.layer, selection.at)
            return f"<b>{name}</b>, a neuron of layer {layer} · {sample}"
        name = notation.parameter(selection.at).plain
        words = notation.described(selection.at)
        for spot in notation.neurons_at(selection.at):
            neuron = notation.name(spot.layer, spot.at)
            words = words.replace(f" {neuron}", f' <a href="{spot.layer}/{spot.at}">{neuron}</a>')
        return f"<b>{name}</b>, {words} · {sample}"

    def _ledger_words(self, root: object) -> str:
        if self._topology is None or self._trace is None or root is None:
            return ""
        if isinstance(root, PathLedger):
            return "Shares of the neurons in the gradient"
        assert isinstance(root, NeuronChain)
        name = Notation(self._topology, self._one_bias).name(root.layer + 1, root.neuron)
        return f"Paths from {name} to the error"

    # What a person does

    @Slot(str)
    def _follow(self, link: str) -> None:
        layer, _, neuron = link.partition("/")
        self.selectionPicked.emit(Selection(Kind.NEURON, int(layer), int(neuron)))

    @Slot(object)
    def _light(self, spots: tuple[Selection, ...]) -> None:
        if spots != self._lit:
            self._lit = spots
            self.spotsLit.emit(spots)
