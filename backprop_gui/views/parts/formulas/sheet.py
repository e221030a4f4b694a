"""Shows the lines of one section, and lets a person ask each symbol and number what it is."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from backprop_gui.views.parts.copying import copy_action
from backprop_gui.views.parts.formulas.formula import Line, Mark, Number, Section, Symbol
from backprop_gui.views.parts.formulas.setting import Placed, Setting, Slots, set_lines
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.numbers import full, plain
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.pointer_tip import PointerTip
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.parts.theme import Theme

_CORNER = 3.0
_HIT = 2.0  # pixels around a part that count as it
_LEAST_WIDTH = 20 * SPACING


class Sheet(QWidget):
    """Signals: `spotsLit` the Selections that what is pointed at comes from; `selectionPicked`
    the Selection whose name was clicked."""

    spotsLit = Signal(object)
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme, typesetter: Typesetter) -> None:
        super().__init__()
        self._typesetter, self._palette = typesetter, theme.palette
        self._lines: tuple[Line, ...] = ()
        self._subject: object = None
        self._slots = Slots()
        self._setting = Setting((), 0.0)
        self._at: int | None = None  # the part pointed at, by mouse or keys
        self._by_keys = False
        theme.changed.connect(self._take_palette)
        self.setMouseTracking(True)
        PointerTip(self, lambda point: self.tip_at(self.part_at(QPointF(point))))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._copy = copy_action(self, self._copy_number)

    def show_section(self, section: Section, subject: object) -> None:
        """Shows these lines. While the `subject` is equal, only their numbers are others."""
        if subject != self._subject:
            self._subject = subject
            self._slots.clear()
            self._point_at(None)
        self.setAccessibleName(section.caption)
        self._lines = section.lines
        self._set()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """What is seen, and where."""
        return self._setting.placed

    @property
    def text(self) -> str:
        """What is seen, as lines of text."""
        return "\n".join(line.plain for line in self._lines)

    def _set(self) -> None:
        before = len(self._setting.placed)
        self._setting = set_lines(self._lines, self.width(), self._typesetter, self._slots)
        if len(self._setting.placed) != before:
            self._point_at(None)
        height = int(self._setting.height + 1) if self._lines else 0
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._set()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, int(self._setting.height + 1))

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    # Painting

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._palette
        text, muted = QColor(palette.text), QColor(palette.muted_text)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect())
        for at, placed in enumerate(self._setting.placed):
            if not placed.rect.intersects(seen):
                continue
            self._paint_ground(painter, placed, at == self._at)
            if not placed.depth:
                colour = muted if isinstance(placed.part, Mark) else text
                origin = placed.x, placed.baseline
                self._typesetter.draw(painter, placed.box, *origin, colour, muted)
        painter.end()

    def _paint_ground(self, painter: QPainter, placed: Placed, is_pointed: bool) -> None:
        """Behind results, and behind what is pointed at."""
        is_result = isinstance(placed.part, Number) and placed.part.is_result
        if not (is_result or is_pointed):
            return
        ground = self._palette.raised if is_pointed else self._palette.selection
        focused = is_pointed and self._by_keys and self.hasFocus()
        painter.setPen(QPen(QColor(self._palette.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(placed.rect.adjusted(-2, 0, 2, 0), _CORNER, _CORNER)

    # What is pointed at

    def part_at(self, point: QPointF) -> int | None:
        """The number, in `placed`, of the innermost symbol or number at a point."""
        found = None
        for at, placed in enumerate(self._setting.placed):
            rect = placed.rect.adjusted(-_HIT, -_HIT, _HIT, _HIT)
            if not isinstance(placed.part, Mark) and rect.contains(point):
                found = at
        return found

    def tip_at(self, at: int | None) -> str:
        """What a part is; a number in full; for one in a fraction what that is, too."""
        if at is None:
            return ""
        placed = self._setting.placed[at]
        part = placed.part
        if isinstance(part, Number):
            return f"{plain(part.value)}\n{part.note}"
        notes = [] if isinstance(part, Mark) else [part.note]
        if placed.depth:
            above = self._setting.placed[:at]
            outer = next(each.part for each in reversed(above) if not each.depth)
            notes.insert(0, getattr(outer, "note", ""))
        return "\n".join(note for note in notes if note)

    def _point_at(self, at: int | None, by_keys: bool = False) -> None:
        self._by_keys = by_keys
        if at != self._at:
            self._at = at
            part = None if at is None else self._setting.placed[at].part
            self._copy.setEnabled(isinstance(part, Number))
            self.spotsLit.emit(_spots(part))
            self.setCursor(_cursor(part))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.part_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(self.part_at(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._point_at(self.part_at(QPointF(event.pos())))
        if self._at is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy)
        menu.popup(event.globalPos())

    @Slot()
    def _copy_number(self) -> None:
        part = None if self._at is None else self._setting.placed[self._at].part
        if isinstance(part, Number):
            QGuiApplication.clipboard().setText(full(part.value))

    def _pick(self, at: int | None) -> None:
        part = None if at is None else self._setting.placed[at].part
        if isinstance(part, Symbol) and part.target is not None:
            self.selectionPicked.emit(part.target)

    # Keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        stops = self._stops()
        if stops and event.reason() in _BY_TAB:
            self._go_to(stops[0])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self._stops()
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if by is not None and stops:
            at = stops.index(self._at) + by if self._at in stops else 0
            self._go_to(stops[min(max(at, 0), len(stops) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._at)
        else:
            super().keyPressEvent(event)

    def _stops(self) -> list[int]:
        """What the arrow keys go through: numbers, and names that can be picked."""
        parts = enumerate(each.part for each in self._setting.placed)
        return [at for at, part in parts if isinstance(part, Number) or _is_link(part)]

    def _go_to(self, at: int) -> None:
        self._point_at(at, by_keys=True)
        placed = self._setting.placed[at]
        text = f"{placed.part.plain}. {self.tip_at(at)}"
        self.setAccessibleDescription(text)
        if self.isVisible():
            corner = placed.rect.bottomLeft().toPoint() + QPoint(0, SPACING // 2)
            QToolTip.showText(self.mapToGlobal(corner), text, self)


_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def _is_link(part: object) -> bool:
    return isinstance(part, Symbol) and part.target is not None


def _spots(part: object) -> tuple[Selection, ...]:
    if isinstance(part, Symbol) and part.target is not None:
        return (part.target,)
    if isinstance(part, Number | Symbol) and part.source is not None:
        return (part.source,)
    return ()


def _cursor(part: object) -> Qt.CursorShape:
    shape = Qt.CursorShape
    return shape.PointingHandCursor if _is_link(part) else shape.ArrowCursor
