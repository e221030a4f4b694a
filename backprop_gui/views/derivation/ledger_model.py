"""The path ledger as a model for a tree view: names in the first column, then its figures."""

from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont

from backprop_gui.engine.chain import NeuronChain, PathLedger
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation.ledger import Ledger, Row, RowKind
from backprop_gui.views.parts.copying import FULL
from backprop_gui.views.parts.formulas.figures import brief, figure
from backprop_gui.views.parts.numbers import full, plain
from backprop_gui.views.parts.theme import number_font

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOTHING = QModelIndex()


class Column(IntEnum):
    NAME = 0
    ERROR_BY_OUTPUT = 1
    OUTPUT_BY_NET = 2
    BY = 3
    PRODUCT = 4


_HEADERS = {
    Column.NAME: ("Path", "The neuron that the path goes through. Open it for its own paths"),
    Column.ERROR_BY_OUTPUT: ("∂E/∂out", "How fast the error grows with the neuron’s output"),
    Column.OUTPUT_BY_NET: ("∂out/∂net", "The slope of the neuron’s activation"),
    Column.BY: ("weight", "The weight on the way to the neuron, from before the step"),
    Column.PRODUCT: ("product", "The product of the three: what this path adds"),
}
_SHARES = {
    Column.NAME: ("Neuron", "One of the neurons that the bias is for"),
    Column.BY: ("∂net/∂b", "A bias is added as it is, so this is 1"),
    Column.PRODUCT: ("product", "The product of the three: what this neuron adds"),
}


class LedgerModel(QAbstractItemModel):
    """`ledger` is None when there is nothing to show."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ledger: Ledger | None = None
        self._is_shares = self._is_brief = False
        self._font = number_font()
        self._bold = QFont(self._font)
        self._bold.setBold(True)

    def show_other(
        self, topology: Topology, trace: StepTrace, root: NeuronChain | PathLedger | None
    ) -> None:
        """Another selection or network, or none."""
        self.beginResetModel()
        self.ledger = None if root is None else Ledger(topology, trace, root)
        self._is_shares = isinstance(root, PathLedger)
        self.endResetModel()

    def set_brief(self, brief: bool) -> None:
        """Shows fewer digits; the tooltip has all."""
        self._is_brief = brief

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = _NOTHING) -> QModelIndex:
        if self.ledger is None or not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self.ledger.row(row_of(parent), row))

    # Overloaded in Qt, so the stubs want both forms.
    def parent(self, index: Index = _NOTHING) -> Any:
        row = row_of(index)
        if row is None or row.parent is None:
            return QModelIndex() if index.isValid() else super().parent()
        return self.createIndex(row.parent.number, 0, row.parent)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        if self.ledger is None or parent.column() > 0:
            return 0
        return self.ledger.count(row_of(parent))

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        column = Column(section)
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._words(column)[role == Role.ToolTipRole]
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = row_of(index), Column(index.column())
        if row is None or self.ledger is None:
            return None
        if role == Role.FontRole:
            is_bold = row.kind is RowKind.SUM and column is Column.NAME
            return self._bold if is_bold else self._font
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role not in (Role.DisplayRole, Role.ToolTipRole, FULL):
            return None
        if column is Column.NAME:
            return self._name(row, role)
        value = self.value(row, column)
        if value is None:
            return "" if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return brief(value) if self._is_brief else figure(value)
        return full(value) if role == FULL else f"{plain(value)}\n{self.ledger.note(row)}"

    def value(self, row: Row, column: Column) -> float | None:
        assert self.ledger is not None
        with np.errstate(all="ignore"):  # of a diverged run
            figures = self.ledger.figures(row)
        return {
            Column.ERROR_BY_OUTPUT: figures.error_by_output,
            Column.OUTPUT_BY_NET: figures.output_by_net,
            Column.BY: figures.by,
            Column.PRODUCT: figures.product,
        }[column]

    def caption(self, column: Column) -> str:
        return self._words(column)[0]

    def _words(self, column: Column) -> tuple[str, str]:
        return (_HEADERS | _SHARES if self._is_shares else _HEADERS)[column]

    def _name(self, row: Row, role: int) -> str | None:
        assert self.ledger is not None
        if role == FULL:
            return None
        if role == Role.DisplayRole:
            return self.ledger.name(row)
        return self.ledger.note(row)


def row_of(index: Index) -> Row | None:
    """The ledger's row at an index; None for the invisible root."""
    found = index.internalPointer() if index.isValid() else None
    return found if isinstance(found, Row) else None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column is Column.NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
