"""The rows of a page's figures: ours in full, and beside it the published one with a verdict."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from backprop_gui.views.parts.copying import FULL
from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.numbers import full, plain, typeset
from backprop_gui.views.parts.palette import SMALL_PT, Palette
from backprop_gui.views.parts.theme import number_font
from backprop_gui.views.walk.page import Figure
from backprop_gui.views.walk.published import SOURCE, Published

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole

AGREES, DIFFERS = "✓", "≠"


Writer = Callable[[float], str]


def _twelve(value: float) -> str:
    return typeset(f"{value:.12g}")


WRITERS: tuple[Writer, ...] = (plain, _twelve, figure)
"""In full where there is room for it; else with twelve digits; else with nine decimals."""


class Column(IntEnum):
    SYMBOL = 0
    COMPUTED = 1
    PUBLISHED = 2


_CAPTIONS = {
    Column.SYMBOL: ("", "What it is"),
    Column.COMPUTED: ("Computed", "By this application, in full precision. Copy it with Ctrl+C"),
    Column.PUBLISHED: ("Published", f"In the tutorial: {SOURCE}"),
}


@dataclass(frozen=True)
class Row:
    """One of our figures, with one that the tutorial publishes for it, if it does."""

    figure: Figure
    published: Published | None

    @property
    def agrees(self) -> bool | None:
        """Whether the two do; None where nothing is published."""
        if self.published is None:
            return None
        return self.published.agrees(self.figure.number.value)


class FigureModel(QAbstractTableModel):
    def __init__(self, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.palette = palette
        self.font = number_font()
        self.font.setPointSizeF(SMALL_PT)
        self._writer: Writer = plain

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_writer(self, writer: Writer) -> None:
        """How our figures are written."""
        self._writer = writer

    def texts(self, column: Column, writer: Writer) -> Iterator[str]:
        """What stands in the cells of a column."""
        return (_text(row, column, writer) for row in self.rows)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        name, tip = _CAPTIONS[Column(section)]
        if role == _Role.DisplayRole:
            return name
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tip if role == _Role.ToolTipRole else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        row, column = self.rows[index.row()], Column(index.column())
        if role == _Role.DisplayRole:
            return _text(row, column, self._writer)
        if role == _Role.FontRole and column is not Column.SYMBOL:
            return self.font
        if role == _Role.ForegroundRole and column is Column.PUBLISHED:
            return QColor(self.palette.success if row.agrees else self.palette.warning)
        if role == _Role.ToolTipRole:
            return tip(row, column)
        if role == FULL:
            return _to_copy(row, column)
        return None


def _text(row: Row, column: Column, writer: Writer) -> str:
    if column is Column.SYMBOL:
        return row.figure.name
    if column is Column.COMPUTED:
        return writer(row.figure.number.value + 0.0)  # without the sign of -0.0
    if row.published is None:
        return ""
    return f"{AGREES if row.agrees else DIFFERS} {row.published.shown}"


def tip(row: Row, column: Column) -> str:
    """What a cell says in full."""
    number = row.figure.number
    if column is not Column.PUBLISHED or row.published is None:
        return f"{plain(number.value)}\n{number.note}"
    if row.agrees:
        return f"Agrees with the computed figure to all its {row.published.decimals} decimals."
    return f"Another than the computed figure. {row.published.why}"


def _to_copy(row: Row, column: Column) -> str | None:
    if column is Column.COMPUTED:
        return full(row.figure.number.value)
    if column is Column.PUBLISHED and row.published is not None:
        return row.published.text
    return None
