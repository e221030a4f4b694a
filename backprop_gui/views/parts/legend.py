"""The list beside a plot: which curve is which, its value, and which are to be seen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curve_list import CurveList
from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.legend_rows import SWATCH, LegendRows
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.theme import Theme, number_font

_SCROLL_BAR = 12


class Legend(QListView):
    """Signals: `hiddenChanged` the numbers of the curves now hidden; `curvePicked` the number of
    the one whose name was clicked; `hovered` the number below the pointer, or None.
    """

    hiddenChanged = Signal(object)
    curvePicked = Signal(int)
    hovered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._list = CurveList()
        self._rows = LegendRows(self._list, theme.palette)
        self._hovered: int | None = None
        self._has_values = True
        self.setModel(self._list)
        self.setItemDelegate(self._rows)
        self.setAccessibleName("Curves")
        self.setFont(_font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        # Not by a click: Space is to run the network, unless one went here with Tab.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._fit_width()
        theme.changed.connect(self._paint)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Lists other curves, all in sight."""
        self._list.set_curves(curves)
        self._rows.forget_widths()
        self._hover(-1)
        self._fit_width()

    def set_hidden(self, hidden: frozenset[int]) -> None:
        """Hides these curves and no others."""
        if hidden != self._list.hidden:
            self._list.set_hidden(hidden)
            self.hiddenChanged.emit(hidden)

    def show_values(self, values: Floats) -> None:
        """Shows a value for each curve; none for all when the array is empty."""
        self._list.show_values(values)
        if self._rows.widen(self._list.value_text(row) for row in range(len(values))):
            self._fit_width()

    def set_has_values(self, has_values: bool) -> None:
        """Whether there is room for values."""
        if has_values != self._has_values:
            self._has_values = self._rows.has_values = has_values
            self._fit_width()

    def select(self, curve: int | None) -> None:
        """Marks a curve as selected, and brings it into sight."""
        if curve is None:
            self.selectionModel().clear()
        elif curve != self.selected():
            self.setCurrentIndex(self._list.index(curve))

    def selected(self) -> int | None:
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    @property
    def hidden(self) -> frozenset[int]:
        return self._list.hidden

    def texts(self) -> list[str]:
        """What stands in the rows."""
        rows = range(self._list.rowCount())
        return [
            f"{curve.name} {''.join(self._list.value_text(row))}".strip()
            for row, curve in zip(rows, self._list.curves, strict=True)
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < SWATCH:
            self.set_hidden(self._list.toggled(row))
        else:
            self.curvePicked.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0:
            self.set_hidden(self._list.isolated(row))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.set_hidden(self._list.toggled(row))
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.curvePicked.emit(row)
        else:
            super().keyPressEvent(event)

    def _hover(self, row: int) -> None:
        hovered = row if row >= 0 else None
        if hovered != self._hovered:
            self._hovered = self._rows.hovered = hovered
            self.viewport().update()
            self.hovered.emit(hovered)

    @Slot(object)
    def _paint(self, palette: Palette) -> None:
        self._rows.palette = palette
        self.viewport().update()

    def _fit_width(self) -> None:
        self.setFixedWidth(self._rows.width(self.font()) + _SCROLL_BAR)


def _font() -> QFont:
    font = number_font()
    font.setPointSizeF(font.pointSizeF() - 1)
    return font
