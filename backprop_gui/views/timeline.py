"""The timeline under the network: a scrubber over the run, a field to type a step into, and how far
a long way to a step has come.
"""

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from backprop_gui.training.snapshot import Progress, Snapshot
from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.seek_display import SeekDisplay
from backprop_gui.views.parts.theme import Theme, number_font

_PLACES = 100_000  # of the scrubber; a run may have more steps than a slider can count
_HUNDREDTHS = 100
_PATIENCE_MS = 150
_MARK = SPACING / 2  # its height
_TIP = (
    "Drag to look at any step of the run; training goes on from there.\n"
    "Marks above: changes of the run. Marks below: breakpoints"
)
_LONGEST = "9 999 999 999"
_MOST_TYPED = 40  # characters: of thousands of digits Python makes no int


class Timeline(QWidget):
    """Signals: `seekRequested` the step to be shown; `cancelRequested` a seek is given up; `noted`
    why another step than the one typed is shown, in a sentence."""

    seekRequested = Signal(object)  # a Python int: a step may not fit into a C one
    cancelRequested = Signal()
    noted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._step = self._head = 0
        self.scrubber = Scrubber(theme)
        self.scrubber.seekRequested.connect(self.seekRequested)
        self.field = QLineEdit("0")
        self.field.setFont(number_font())
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setMaxLength(_MOST_TYPED)
        self.field.setAccessibleName("Step")
        self.field.setToolTip("The step that is shown. Type another one to go there")
        share_keys(self.field)
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
        # In one place, so that nothing moves when a seek turns out to be a long one.
        self._end = QStackedWidget()
        self._end.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.seeking = SeekDisplay()
        self.seeking.cancelRequested.connect(self.cancelRequested)
        for page in (self._last, self.seeking):
            self._end.addWidget(page)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_seeking)
        for part in (caption, self.field, self.scrubber, self._end):
            layout.addWidget(part)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shows where in its run this state lies, and where the run was changed."""
        changes = tuple(change.step for change in snapshot.experiment.changes)
        self.scrubber.show_run(snapshot.step, snapshot.head, changes)
        if (snapshot.step, snapshot.head) != (self._step, self._head):
            self._step, self._head = snapshot.step, snapshot.head
            self._last.setText(steps(snapshot.head))
            if not self.field.isModified():
                self._show_step()

    @Slot(object)
    def show_progress(self, progress: Progress | None) -> None:
        """Shows how far a seek has come, once it has taken longer than one waits gladly."""
        if progress is None:
            self._patience.stop()
            self._end.setCurrentWidget(self._last)
            return
        self.seeking.show_progress(progress)
        if not self._patience.isActive() and self._end.currentWidget() is not self.seeking:
            self._patience.start()

    @Slot()
    def _show_seeking(self) -> None:
        self._end.setCurrentWidget(self.seeking)

    @Slot()
    def _show_step(self) -> None:
        """What was selected as a whole stays so: to type over it must do even while it runs."""
        is_all_selected = self.field.selectedText() == self.field.text()
        self.field.setText(steps(self._step))
        if is_all_selected:
            self.field.selectAll()

    @Slot()
    def _go(self) -> None:
        typed = self.field.text().strip()
        digits = "".join(typed.replace(",", "").split())
        if digits.isascii() and digits.isdigit():
            step = int(digits)
            self.seekRequested.emit(min(step, self._head))
            if step > self._head:
                self.noted.emit(f"The last step so far is {steps(self._head)}.")
        elif typed:
            self.noted.emit("Expected a whole number from 0.")
        self.field.clearFocus()
        self._show_step()


class Scrubber(QSlider):
    """A slider over the steps of a run, with marks: above where it was changed, below where a
    breakpoint stops it.

    Signals: `seekRequested` the step that the person moved to.
    """

    seekRequested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._step = self._head = 0
        self._changes: tuple[int, ...] = ()
        self._stops: tuple[int, ...] = ()
        self._palette = theme.palette
        theme.changed.connect(self._take_palette)
        self.setRange(0, _PLACES)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setToolTip(_TIP)
        self.setEnabled(False)
        self.sliderMoved.connect(self._seek_place)

    def show_run(self, step: int, head: int, changes: tuple[int, ...]) -> None:
        if (step, head, changes) == (self._step, self._head, self._changes):
            return
        self._step, self._head, self._changes = step, head, changes
        self.setEnabled(head > 0)
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(_PLACES if 0 < step == head else step * _PLACES // max(head, 1))
        self.update()

    def show_stops(self, steps: tuple[int, ...]) -> None:
        """Marks the steps at which breakpoints stop training."""
        if steps != self._stops:
            self._stops = steps
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

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._head > 0 and (self._changes or self._stops):
            painter = QPainter(self)
            painter.setPen(Qt.PenStyle.NoPen)
            self._mark(painter, self._changes, 1, self._palette.warning)
            below = self.height() - 1 - _MARK
            self._mark(painter, self._stops, below, self._palette.error)
            painter.end()

    def _mark(self, painter: QPainter, steps: tuple[int, ...], top: float, color: str) -> None:
        track = self._track()
        painter.setBrush(QColor(color))
        for step in steps:
            if step <= self._head:
                x = track.left() + track.width() * step / self._head
                painter.drawRect(QRectF(x - 1, top, 2, _MARK))

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
