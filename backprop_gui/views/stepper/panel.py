"""The panel of the step debugger: what the present stage of a step does, and with which numbers."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.stepper.code_view import CodeView
from backprop_gui.views.stepper.focus import focus
from backprop_gui.views.stepper.quantity_table import QuantityTable
from backprop_gui.views.stepper.stage_list import StageList
from backprop_gui.views.stepper.words import sentence

_RUNNING = "Pause to step through a step."
_WAITING = "The numbers follow when the engine is ready."
_HINT_MS = 300  # a run of a step or two is over by then, and nothing is to flicker
_WIDTHS = (15 * SPACING, 28 * SPACING, 38 * SPACING)


class StepperPanel(Panel):
    """Emits `selectionPicked` the Selection of a row, and `spotsLit` those that are pointed at.

    Signals: `stageChosen` how many stages are to be done.
    """

    stageChosen = Signal(int)

    def __init__(self, theme: Theme, _icons: Icons) -> None:
        super().__init__()
        self._view: StageView | None = None
        self._selection: Selection | None = None
        self._hint = _WAITING
        self.sentence = note(_WAITING)
        self.list, self.code, self.table = StageList(), CodeView(theme), QuantityTable()
        self._body = QSplitter()
        self._body.setChildrenCollapsible(False)
        for at, (part, width) in enumerate(zip(self._parts, _WIDTHS, strict=True)):
            self._body.addWidget(part)
            self._body.setStretchFactor(at, width)
        self._body.setSizes(list(_WIDTHS))
        self._body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.sentence)
        layout.addWidget(self._body, 1)
        layout.addStretch()
        self._hint_timer = QTimer(self)
        self._hint_timer.setSingleShot(True)
        self._hint_timer.setInterval(_HINT_MS)
        self._hint_timer.timeout.connect(self._show_hint)
        self.list.stageChosen.connect(self.stageChosen)
        self.table.selectionPicked.connect(self.selectionPicked)
        self.table.spotsLit.connect(self.spotsLit)

    @property
    def _parts(self) -> tuple[QWidget, QWidget, QWidget]:
        return self.list, self.code, self.table

    def show_experiment(self, experiment: Experiment) -> None:
        """Another network's numbers are yet to come."""
        if self._view is not None and self._view.topology != experiment.network.topology:
            self._hint = _WAITING
            self._show_hint()

    def show_frame(self, frame: LiveFrame) -> None:
        self.show_view(frame.stages, frame.snapshot)

    def show_view(self, view: StageView | None, snapshot: Snapshot) -> None:
        """Shows the step as seen from inside; None while training runs or nothing is known."""
        if view is None:
            running = snapshot.activity is Activity.RUNNING
            self._hint = _RUNNING if running else _WAITING
            if not self._hint_timer.isActive() and self._view is not None:
                self._hint_timer.start()
            elif self._view is None:
                self.sentence.setText(self._hint)
            return
        self._hint_timer.stop()
        self.list.show_view(view, not snapshot.diverged or view.is_over)
        if view is not self._view:
            self._view = view
            self._body.show()
            self.sentence.setText(sentence(view))
            self.code.show_view(view, focus(view, self._selection))
            self.table.show_view(view, self._selection)

    @Slot(object)
    def select(self, selection: Selection | None) -> None:
        """Shows the numbers of another neuron or weight; says nothing about it."""
        if selection != self._selection:
            self._selection = selection
            if self._view is not None:
                self.code.show_view(self._view, focus(self._view, selection))
                self.table.mark(selection)

    @Slot()
    def _show_hint(self) -> None:
        self._view = None
        self._body.hide()
        self.table.show_view(None, None)
        self.sentence.setText(self._hint)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hint_timer.stop()
