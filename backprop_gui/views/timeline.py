"""The timeline under the network: a scrubber over the run, and a field to type a step into."""

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.theme import Theme, number_font

_PLACES = 100_000  # of the scrubber; a run may have more steps than a slider can count
_HUNDREDTHS = 100
_LONGEST = "9 999 999 999"


class Timeline(QWidget):
    """Signals: `seekRequested` the step to be shown."""

    seekRequested = Signal(object)  # a Python int: a step may not fit into a C one

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._step = self._head = 0
        self.scrubber = Scrubber(theme)
        self.scrubber.seekRequested.connect(self.seekRequested)
        self.field = QLineEdit("0")
        self.field.setFont(number_font())
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName("Step")
        self.field.setToolTip("The step that is shown. Type another one to go there")
        self.field.returnPressed.connect(self._go)
        self.field.editingFinished.connect(self._show_step)
        room = self.field.fontMetrics().horizontalAdvance(_LONGEST)
        self.field.setFixedWidth(room + 2 * SPACING)
        self._last = QLabel("0")
        self._last.setFont(number_font())
        self._last.setToolTip("The last step of the run")
        caption = QLabel("Ste&p")
        caption.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, 2 * SPACING, SPACING // 2)
        layout.setSpacing(SPACING)
        for part in (caption, self.field, self.scrubber, self._last):
            layout.addWidget(part)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shows where in its run this state lies, and where the run was changed."""
        changes = tuple(change.step for change in snapshot.experiment.changes)
        self.scrubber.show_run(snapshot.step, snapshot.head, changes)
        if (snapshot.step, snapshot.head) != (self._step, self._head):
            self._step, self._head = snapshot.step, snapshot.head
            self._last.setText(steps(snapshot.head))
            if not self.field.hasFocus():
                self._show_step()

    @Slot()
    def _show_step(self) -> None:
        self.field.setText(steps(self._step))

    @Slot()
    def _go(self) -> None:
        digits = "".join(self.field.text().replace(",", "").split())
        if digits.isascii() and digits.isdigit():
            self.seekRequested.emit(min(int(digits), self._head))
        self.field.clearFocus()
        self._show_step()


class Scrubber(QSlider):
    """A slider over the steps of a run, with a mark where it was changed.

    Signals: `seekRequested` the step that the person moved to.
    """

    seekRequested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._step = self._head = 0
        self._changes: tuple[int, ...] = ()
        self._palette = theme.palette
        theme.changed.connect(self._take_palette)
        self.setRange(0, _PLACES)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setToolTip("Drag to look at any step of the run; training goes on from there")
        self.setEnabled(False)
        self.sliderMoved.connect(self._seek_place)

    def show_run(self, step: int, head: int, changes: tuple[int, ...]) -> None:
        if (step, head, changes) == (self._step, self._head, self._changes):
            return
        self._step, self._head, self._changes = step, head, changes
        self.setEnabled(head > 0)
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(_PLACES if step == head else step * _PLACES // max(head, 1))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go by one step, page keys by a hundredth of the run."""
        page = max(self._head // _HUNDREDTHS, 1)
        ways = {
            Qt.Key.Key_Left: self._step - 1,
            Qt.Key.Key_Right: self._step + 1,
            Qt.Key.Key_Down: self._step - 1,
            Qt.Key.Key_Up: self._step + 1,
            Qt.Key.Key_PageDown: self._step - page,
            Qt.Key.Key_PageUp: self._step + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._head,
        }
        key = Qt.Key(event.key())
        if key in ways:
            self.seekRequested.emit(min(max(ways[key], 0), self._head))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere goes there at once, and a drag begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            track, handle = self._track(), self._handle()
            along = (event.position().x() - track.left()) / max(track.width(), 1.0)
            place = round(min(max(along, 0.0), 1.0) * _PLACES)
            if not handle.contains(event.position()):
                self.setSliderPosition(place)
                self._seek_place(place)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._changes or self._head == 0:
            return
        painter, track = QPainter(self), self._track()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.warning))
        for step in self._changes:
            if step <= self._head:
                x = track.left() + track.width() * step / self._head
                painter.drawRect(QRectF(x - 1, 1, 2, SPACING / 2))
        painter.end()

    @Slot(int)
    def _seek_place(self, place: int) -> None:
        self.seekRequested.emit(self._head if place == _PLACES else place * self._head // _PLACES)

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def _handle(self) -> QRectF:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        return QRectF(self.style().subControlRect(control, option, part, self))

    def _track(self) -> QRectF:
        """Where the middle of the handle can be."""
        half = self._handle().width() / 2
        return QRectF(self.rect()).adjusted(half, 0, -half, 0)
