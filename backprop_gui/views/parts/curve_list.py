"""The curves of a plot as rows of a list, with a value each and whether they are hidden."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.numbers import FIGURE_SPACE, full, short

Index = QModelIndex | QPersistentModelIndex

_ROLE = Qt.ItemDataRole
_ROOT = QModelIndex()


class CurveList(QAbstractListModel):
    """`hidden` are the numbers of curves that are not to be seen; `values` may be none."""

    def __init__(self) -> None:
        super().__init__()
        self.curves: list[Curve] = []
        self.hidden: frozenset[int] = frozenset()
        self._values: Floats = np.empty(0)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all to be seen."""
        self.beginResetModel()
        self.curves = list(curves)
        self.hidden, self._values = frozenset(), np.empty(0)
        self.endResetModel()

    def set_hidden(self, hidden: frozenset[int]) -> None:
        self.hidden = hidden
        self._announce()

    def show_values(self, values: Floats) -> None:
        """A value for each curve; none for all when the array is empty."""
        self._values = values
        self._announce()

    def value_text(self, row: int) -> tuple[str, str]:
        """What stands before the point, and the rest."""
        if row >= len(self._values):
            return "", ""
        before, point, after = short(float(self._values[row])).strip(FIGURE_SPACE).partition(".")
        return before, point + after

    def toggled(self, row: int) -> frozenset[int]:
        """What is hidden when this curve changes between hidden and seen."""
        return self.hidden ^ {row}

    def isolated(self, row: int) -> frozenset[int]:
        """All others hidden; none if that is so already."""
        others = frozenset(range(len(self.curves))) - {row}
        return frozenset() if self.hidden - {row} == others else others

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.curves)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole
    ) -> Any:
        row = index.row()
        if role == _ROLE.DisplayRole:
            return self.curves[row].name
        if role == _ROLE.AccessibleTextRole:
            shown = "hidden" if row in self.hidden else "shown"
            return f"{self.curves[row].name} {''.join(self.value_text(row))}, {shown}"
        if role == _ROLE.ToolTipRole:
            value = f" {full(self._values[row])}" if row < len(self._values) else ""
            return f"{self.curves[row].name}{value}\n{_HELP}"
        return None

    def _announce(self) -> None:
        if self.curves:
            self.dataChanged.emit(self.index(0), self.index(len(self.curves) - 1))


_HELP = "Click the line to hide or show it, the name to select it; double-click to see it alone."
