"""The list beside a plot: which curve is which, its value, and which are to be seen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curves.curve_list import CurveList, Match
from backprop_gui.views.parts.curves.legend_rows import SWATCH, LegendRows
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.theme import Theme, number_font

_SCROLL_BAR = 12


class Legend(QListView):
    """Signals: `hiddenChanged` the numbers of the curves now hidden; `curvePicked` the number of
    the one whose name was clicked; `hovered` the number below the pointer, or None; `pinToggled`
    the number of the one to be pinned, or no longer, where `can_pin`.
    """

    hiddenChanged = Signal(object)
    curvePicked = Signal(int)
    hovered = Signal(object)
    pinToggled = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._list = CurveList()
        self._rows = LegendRows(self._list, theme.palette)
        self._hovered: int | None = None
        self._match: Match = self._list.named
        self.can_pin = False
        self._menu = QMenu(self)
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
        self._match = self._list.named
        self._list.set_curves(curves)
        self._rows.forget_widths()
        self._hover(None)
        self._fit_width()

    def set_match(self, match: Match) -> None:
        """How the curves that a text means are found, until others are listed."""
        self._match = match

    def set_hidden(self, hidden: frozenset[int]) -> None:
        """Hides these curves and no others."""
        if hidden != self._list.hidden:
            self._list.hidden = hidden
            self.viewport().update()
            self.hiddenChanged.emit(hidden)

    def set_pinned(self, pinned: frozenset[int]) -> None:
        """Marks the curves that are drawn whatever is selected."""
        if pinned != self._list.pinned:
            self._list.pinned = pinned
            self.viewport().update()

    def set_drawn(self, drawn: frozenset[int] | None) -> None:
        """The curves that the plot has; all for None."""
        if drawn != self._list.drawn:
            self._list.drawn = drawn
            self.viewport().update()

    @Slot(str)
    def narrow(self, text: str) -> None:
        """Lists only what a text means; all for an empty one."""
        selected = self.selected()
        self._list.show_only(self._match(text) if text.strip() else None)
        self._hover(None)
        self.select(selected)

    def show_values(self, values: Sequence[float] | Floats) -> None:
        """Shows a value for each curve; none for all when the array is empty."""
        self._list.values = values
        self.viewport().update()
        if self._rows.widen(self._list.value_text(number) for number in self._in_sight()):
            self._fit_width()

    def set_has_values(self, has_values: bool) -> None:
        """Whether there is room for values."""
        if has_values != self._has_values:
            self._has_values = self._rows.has_values = has_values
            self._fit_width()

    def select(self, curve: int | None) -> None:
        """Marks a curve as selected, and brings it into sight."""
        row = None if curve is None else self._list.row(curve)
        if row is None:
            self.selectionModel().clear()
        elif curve != self.selected():
            self.setCurrentIndex(self._list.index(row))

    def selected(self) -> int | None:
        rows = self.selectionModel().selectedRows()
        return self._list.number(rows[0].row()) if rows else None

    @property
    def pinned(self) -> frozenset[int]:
        return self._list.pinned

    @property
    def hidden(self) -> frozenset[int]:
        return self._list.hidden

    def texts(self) -> list[str]:
        """What stands in the rows."""
        numbers = map(self._list.number, range(self._list.rowCount()))
        return [
            f"{self._list.curves[at].name} {''.join(self._list.value_text(at))}".strip()
            for at in numbers
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < SWATCH and self._list.is_drawn(number):
            self.set_hidden(self._list.toggled(number))
        else:
            self.curvePicked.emit(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number is not None:
            self.set_hidden(self._list.isolated(number))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._number_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the pointer of the curve there, by the keyboard of the current one."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.selected() if is_by_key else self._number_at(event.pos())
        if number is not None:
            self.menu_of(number).popup(event.globalPos())

    def menu_of(self, number: int) -> QMenu:
        """What can be done with a curve. It is always the same menu, filled anew."""
        menu = self._menu
        menu.clear()
        is_hidden, is_pinned = number in self._list.hidden, number in self._list.pinned
        hide = menu.addAction("Show" if is_hidden else "Hide")
        hide.setEnabled(self._list.is_drawn(number))
        hide.triggered.connect(partial(self.set_hidden, self._list.toggled(number)))
        only = menu.addAction("Show only this one")
        only.triggered.connect(partial(self._show_alone, number))
        everything = menu.addAction("Show all")
        everything.setEnabled(bool(self._list.hidden))
        everything.triggered.connect(partial(self.set_hidden, frozenset()))
        if self.can_pin:
            menu.addSeparator()
            pin = menu.addAction("Unpin" if is_pinned else "Pin")
            pin.setToolTip("A pinned curve is drawn whatever is selected")
            pin.triggered.connect(partial(self.pinToggled.emit, number))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        number = self._list.number(row) if row >= 0 else -1
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.set_hidden(self._list.toggled(number))
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.curvePicked.emit(number)
        elif row >= 0 and event.key() == Qt.Key.Key_P and self.can_pin:
            self.pinToggled.emit(number)
        else:
            super().keyPressEvent(event)

    def _show_alone(self, number: int) -> None:
        others = self._list.isolated(number)
        if others:
            self.set_hidden(others)

    def _number_at(self, at: QPoint) -> int | None:
        row = self._row_at(at.y())
        return self._list.number(row) if 0 <= row < self._list.rowCount() else None

    def _row_at(self, y: int) -> int:
        """`indexAt` would ask about every row above: with 100,000 that takes 50 ms."""
        height = self.sizeHintForRow(0)
        return (self.verticalScrollBar().value() + y) // height if height > 0 else -1

    def _in_sight(self) -> list[int]:
        """The curves whose rows can be seen: to measure all of thousands would take too long."""
        first, last = self._row_at(0), self._row_at(self.viewport().height())
        end = min(last + 1, self._list.rowCount())
        return [self._list.number(row) for row in range(max(first, 0), end)]

    def _hover(self, hovered: int | None) -> None:
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
