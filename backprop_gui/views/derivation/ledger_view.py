"""Shows the path ledger as a tree that opens level by level, as high as its rows."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeView

from backprop_gui.engine.chain import NeuronChain, PathLedger
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation.ledger_model import Column, LedgerModel, row_of
from backprop_gui.views.parts.copying import Copying
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

_MOST_ROWS = 10  # that are seen at once
_WIDEST, _WIDEST_BRIEF = "−0.123456789", "−0.123456"
_NAME = "→ h1.1"
_PADDING, _HEADER_PADDING = SPACING, 2 * SPACING + 2


class LedgerView(QTreeView):
    """Signals: `spotsLit` the Selections on the path that is pointed at; `selectionPicked` the
    Selection of the neuron whose row was double-clicked."""

    spotsLit = Signal(object)
    selectionPicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model_ = LedgerModel(self)
        self.setModel(self.model_)
        self._subject: object = None
        self.copying = Copying(self)
        self.setAccessibleName("Paths to the error")
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(2 * SPACING)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self._arrange_header()
        self.entered.connect(self._light)
        self.activated.connect(self._pick)
        self.expanded.connect(self._fit)
        self.collapsed.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._light)
        self.hide()

    def show_paths(
        self,
        topology: Topology,
        trace: StepTrace,
        root: NeuronChain | PathLedger | None,
        subject: object,
    ) -> None:
        """Shows the paths from `root`; opened rows stay open while the `subject` is equal."""
        ledger = self.model_.ledger
        if subject == self._subject and ledger is not None and root is not None:
            ledger.show(trace, root)
            self.viewport().update()
            return
        self._subject = subject
        self.model_.show_other(topology, trace, root)
        self.setVisible(root is not None)
        self._fit()

    def _arrange_header(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(2 * SPACING)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._make_room()

    def _make_room(self) -> None:
        """The names get what the figures leave; these are brief where that is too little."""
        metrics = QFontMetrics(number_font())
        name = metrics.horizontalAdvance(_NAME) + 2 * SPACING
        room = self.viewport().width()
        widths = self._figure_widths(_WIDEST)
        is_brief = name + sum(widths) > room
        if is_brief:
            widths = self._figure_widths(_WIDEST_BRIEF)
        self.model_.set_brief(is_brief)
        for column, width in zip(Column, (max(room - sum(widths), name), *widths), strict=True):
            self.header().resizeSection(column, width)

    def _figure_widths(self, widest: str) -> list[int]:
        """Of the columns of figures, each wide enough for its header too."""
        header = self.header().fontMetrics()
        figures = QFontMetrics(number_font()).horizontalAdvance(widest) + _PADDING
        columns = (self.model_.caption(column) for column in list(Column)[1:])
        return [max(figures, header.horizontalAdvance(x) + _HEADER_PADDING) for x in columns]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """As high as the rows that are open."""
        count, index = 0, self.model_.index(0, 0)
        while index.isValid() and count < _MOST_ROWS:
            count, index = count + 1, self.indexBelow(index)
        row = self.sizeHintForRow(0)
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_narrow() else 0
        frame = 2 * self.frameWidth()
        self.setFixedHeight(self.header().sizeHint().height() + count * max(row, 1) + frame + bar)

    def _is_too_narrow(self) -> bool:
        return self.header().length() > self.viewport().width()

    @Slot(QModelIndex)
    def _light(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row, ledger = row_of(index), self.model_.ledger
        lit = () if row is None or ledger is None else ledger.spots(row)
        self.spotsLit.emit(lit)

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        row, ledger = row_of(index), self.model_.ledger
        if row is not None and ledger is not None:
            self.selectionPicked.emit(ledger.neuron_spot(row))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.spotsLit.emit(())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.spotsLit.emit(())
