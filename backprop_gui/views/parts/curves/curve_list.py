"""The curves that a legend lists: a value each, whether hidden, pinned, or among the drawn ones.

A curve has its number among all of them; with a filter the rows are fewer, and never more than
MOST_ROWS.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.long_lists import MOST_ROWS, no_match
from backprop_gui.views.parts.numbers import FIGURE_SPACE, plain, short
from backprop_gui.views.parts.plot.curve_style import Curve

Index = QModelIndex | QPersistentModelIndex
Match = Callable[[str], Iterable[int]]
"""Finds the numbers, rising, of the curves that a text means."""

_ROLE = Qt.ItemDataRole


class CurveList(QStringListModel):
    """`hidden` are the numbers of curves that are not to be seen, `pinned` those that stay among
    the drawn ones; `drawn` are those that the plot has a curve for, all if None; `values` has one
    for each curve, or none at all.

    Who sets these has the view painted. To announce a change would have a list view ask about each
    row again.

    Of Qt's own model there are but the rows, with nothing in them: a list view asks how many there
    are for each one that it lays out, which takes fifteen times longer where Python answers.
    """

    match = no_match

    def __init__(self) -> None:
        super().__init__()
        self.curves: Sequence[Curve] = []
        self.hidden: frozenset[int] = frozenset()
        self.pinned: frozenset[int] = frozenset()
        self.drawn: frozenset[int] | None = None
        self.values: Sequence[float] | Floats = np.empty(0)
        self._filtered: Integers | None = None

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all to be seen."""
        self.curves = curves
        self.hidden, self.pinned, self.drawn = frozenset(), frozenset(), None
        self.values, self._filtered = np.empty(0), None
        self._reset(len(curves))

    def show_only(self, numbers: Iterable[int] | None) -> None:
        """Lists these curves, numbers rising; all for None."""
        self._filtered = None if numbers is None else np.array(list(numbers), dtype=np.int64)
        self._reset(len(self.curves) if self._filtered is None else len(self._filtered))

    def _reset(self, rows: int) -> None:
        self.setStringList([""] * min(rows, MOST_ROWS))

    def named(self, text: str) -> list[int]:
        """The curves whose names begin with a text, however they are written."""
        text = text.strip().casefold()
        return [at for at, x in enumerate(self.curves) if x.name.casefold().startswith(text)]

    def number(self, row: int) -> int:
        """The number of the curve in a row."""
        return row if self._filtered is None else int(self._filtered[row])

    def row(self, number: int) -> int | None:
        """The row of a curve; None when the filter leaves it out, or it is too far down."""
        if self._filtered is None:
            return number if number < self.rowCount() else None
        at = int(np.searchsorted(self._filtered, number))
        is_there = at < self.rowCount() and self._filtered[at] == number
        return at if is_there else None

    def is_drawn(self, number: int) -> bool:
        """Whether the plot has a curve for it, though that may be hidden."""
        return self.drawn is None or number in self.drawn

    def value_text(self, number: int) -> tuple[str, str]:
        """What stands before the point, and the rest."""
        if number >= len(self.values):
            return "", ""
        value = float(self.values[number])
        if value != value and not self.is_drawn(number):
            return "", ""  # not known
        before, point, after = short(value).strip(FIGURE_SPACE).partition(".")
        return before, point + after

    def toggled(self, number: int) -> frozenset[int]:
        """What is hidden when this curve changes between hidden and seen."""
        return self.hidden ^ {number}

    def isolated(self, number: int) -> frozenset[int]:
        """All others that are drawn hidden; none if that is so already."""
        drawn = frozenset(range(len(self.curves))) if self.drawn is None else self.drawn
        others = drawn - {number}
        return frozenset() if (self.hidden - {number}) & drawn == others else others

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if role == _ROLE.DisplayRole:
            return self.curves[self.number(index.row())].name
        if role == _ROLE.AccessibleTextRole:
            number = self.number(index.row())
            state = "hidden" if number in self.hidden else "shown"
            state = state if self.is_drawn(number) else "no curve"
            pinned = ", pinned" if number in self.pinned else ""
            text = "".join(self.value_text(number))
            return f"{self.curves[number].name} {text}, {state}{pinned}"
        if role == _ROLE.ToolTipRole:
            number = self.number(index.row())
            is_known = number < len(self.values) and "".join(self.value_text(number))
            value = f" {plain(self.values[number])}" if is_known else ""
            return f"{self.curves[number].name}{value}\n{_HELP}"
        return None


_HELP = (
    "Click the line to hide or show it, the name to select it; double-click to see it alone. "
    "The menu can pin it."
)
