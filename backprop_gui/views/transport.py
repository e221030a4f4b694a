"""The transport bar: run or pause, and to go either way by stage, step, epoch or many steps."""

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QSlider,
    QToolBar,
    QToolButton,
    QWidget,
)

from backprop_gui.engine.topology import Topology
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.fields.steps_box import StepsBox
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import number_font

_TICKS_A_DECADE = 10
_FASTEST_TICK = 7 * _TICKS_A_DECADE  # ten million steps a second
_NO_LIMIT_TICK = _FASTEST_TICK + 1
DEFAULT_SPEED_TICK = 3 * _TICKS_A_DECADE
_TUTORIAL_STEPS = 10_000
_TOTAL_ERROR = "Sum of the squared errors ½ (target − output)² of all samples"


class Transport(QToolBar):
    """Signals: `runToggled` whether to run; `stepped` and `steppedBack` by so many steps; a pair
    for stages and one for epochs; `startRequested` and `endRequested` of what was trained so far;
    `speedChanged` steps a second or None for no limit; `noted` why the number of steps that
    was typed cannot be taken, in a sentence.
    """

    runToggled = Signal(bool)
    stepped = Signal(int)
    steppedBack = Signal(int)
    stageRequested = Signal()
    stageBackRequested = Signal()
    epochRequested = Signal()
    epochBackRequested = Signal()
    startRequested = Signal()
    endRequested = Signal()
    speedChanged = Signal(object)
    noted = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__("Transport")
        self.setObjectName("transport")
        self.setMovable(False)
        self._icons = icons
        self._add_ways_back()
        self.run = self._action("run", "Run", "Space", None)
        self.run.setCheckable(True)
        self.run.toggled.connect(self._toggle)
        self._add_ways_on()
        self.count = self._make_count()
        self.addWidget(self.count)
        self.addSeparator()
        self.slider = self._make_slider()
        self._speed = _caption(_speed_text(None), "Speed of training")
        self._speed.setMinimumWidth(self._speed.sizeHint().width())
        speed_caption = self.addWidget(QLabel("Speed"))
        self.addWidget(self.slider)
        speed = self.addWidget(self._speed)
        self.addWidget(_spacer())
        self._step_value = _number("Steps made: weight updates since the start")
        self._error_value = _number(_TOTAL_ERROR)
        self._measured: Topology | None = None  # the network that the total error shown is of
        metrics = self._step_value.fontMetrics()
        self._step_value.setMinimumWidth(metrics.horizontalAdvance("9 999 999 999"))
        self._error_value.setMinimumWidth(metrics.horizontalAdvance(numbers.short(1e-9)))
        self._captions = self._add_captioned(self._step_value, self._error_value)
        # What gives way where there is no room for all, the first first. It is in tooltips too.
        self._spare: tuple[Callable[[bool], None], ...] = (
            speed.setVisible,
            self._make_slider_long,
            speed_caption.setVisible,
            self._show_captions_in_full,
            self._show_run_in_words,
            self._show_captions,
        )
        for show in self._spare:
            show(True)
        self.slider.setValue(DEFAULT_SPEED_TICK)

    def show_snapshot(self, snapshot: Snapshot, is_inside: bool = False) -> None:
        """Shows where the run is; `is_inside`: stages of the next step are done."""
        running = snapshot.activity is Activity.RUNNING
        self._allow_moves(snapshot, running, is_inside)
        is_ready = snapshot.activity is not Activity.PREPARING and snapshot.prepares is None
        if self.run.isChecked() != running and is_ready:
            with QSignalBlocker(self.run):
                self.run.setChecked(running)
            self._show_running(running)
        self._step_value.setText(numbers.steps(snapshot.step))
        if not math.isnan(snapshot.total_error) or snapshot.diverged:
            self._error_value.setText(numbers.short(snapshot.total_error).strip())
            self._error_value.setToolTip(
                f"Total error {numbers.plain(snapshot.total_error)} "
                f"after step {numbers.steps(snapshot.total_error_step)}"
            )
            self._measured = snapshot.experiment.network.topology
        elif snapshot.experiment.network.topology != self._measured:
            self._error_value.clear()  # it was about another network
            self._error_value.setToolTip(_TOTAL_ERROR)

    @property
    def speed(self) -> float | None:
        """Steps a second, None for no limit."""
        tick = self.slider.value()
        return None if tick == _NO_LIMIT_TICK else float(round(10 ** (tick / _TICKS_A_DECADE)))

    def _add_ways_back(self) -> None:
        self.to_start = self._action("to-start", "Back to the start", "Home", self.startRequested)
        self.back_many = self._action("many-back", "This many steps back", "Ctrl+Left", None)
        self.back_many.triggered.connect(self._step_many_back)
        epoch = "To the beginning of the pass through the samples"
        self.epoch_back = self._action("epoch-back", epoch, "PageUp", self.epochBackRequested)
        self.step_back = self._action("step-back", "One step back", "Left", None)
        self.step_back.triggered.connect(self._step_back)
        stage = "One stage of the step back"
        self.stage_back = self._action("stage-back", stage, "Shift+Left", self.stageBackRequested)

    def _add_ways_on(self) -> None:
        stage = "Step in: one stage of the step"
        self.stage = self._action("stage-forward", stage, "Shift+Right", self.stageRequested)
        self.step = self._action("step-forward", "One step", "Right", None)
        self.step.triggered.connect(self._step_once)
        epoch = "To the end of the pass through the samples"
        self.epoch = self._action("epoch-forward", epoch, "PageDown", self.epochRequested)
        self.to_end = self._action("to-end", "To the last step made", "End", self.endRequested)
        self.step_many = self._action("step-many", "Run this many steps", "Ctrl+Right", None)
        self.step_many.triggered.connect(self._step_many)

    def _allow_moves(self, snapshot: Snapshot, running: bool, is_inside: bool) -> None:
        """Only the moves that lead somewhere; those that aim at a place not while it runs."""
        has_past = snapshot.step > 0 or is_inside
        for back in (self.to_start, self.step_back, self.back_many):
            back.setEnabled(has_past)
        for aimed_back in (self.epoch_back, self.stage_back):
            aimed_back.setEnabled(has_past and not running)
        for onward in (self.run, self.step, self.step_many):
            onward.setEnabled(not snapshot.diverged)
        for aimed in (self.epoch, self.stage):
            aimed.setEnabled(not snapshot.diverged and not running)
        self.to_end.setEnabled(snapshot.step < snapshot.head)

    def _action(self, icon: str, text: str, key: str, signal: object) -> QAction:
        # The key is only named here: the main window answers it where nothing that has the focus
        # wants it for itself, as a button wants Space.
        action = QAction(f"{text}\t{key}", self)
        action.setIconText(text)
        action.setToolTip(f"{text} ({key})")
        self._icons.bind(action, icon)
        if signal is not None:
            action.triggered.connect(signal)
        self.addAction(action)
        return action

    def _add_captioned(self, *values: QLabel) -> list[tuple[QLabel, QAction]]:
        """Adds each behind a caption that is still empty; the captions with their places."""
        captions = []
        for value in values:
            caption = QLabel()
            caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            captions.append((caption, self.addWidget(caption)))
            self.addWidget(value)
        return captions

    def _make_count(self) -> StepsBox:
        tip = "How many steps are gone with “this many steps”, forward and back"
        count = StepsBox("Number of steps to run", tip, _TUTORIAL_STEPS, below=False)
        count.setFixedWidth(count.fontMetrics().horizontalAdvance("1 000 000 000") + 5 * SPACING)
        count.problemChanged.connect(self._note)
        return count

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _NO_LIMIT_TICK)
        slider.setPageStep(_TICKS_A_DECADE)
        slider.setAccessibleName("Speed")
        slider.valueChanged.connect(self._change_speed)
        return slider

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers stay in sight, and each has its caption or none at all."""
        super().resizeEvent(event)
        for given_up in range(len(self._spare) + 1):
            for at, show in enumerate(self._spare):
                show(at >= given_up)
            if self.sizeHint().width() <= event.size().width():
                break

    def _make_slider_long(self, is_long: bool) -> None:
        self.slider.setFixedWidth((16 if is_long else 8) * SPACING)

    def _show_run_in_words(self, in_words: bool) -> None:
        button, styles = self.widgetForAction(self.run), Qt.ToolButtonStyle
        assert isinstance(button, QToolButton)
        button.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if in_words else styles.ToolButtonIconOnly
        )
        words = button.fontMetrics().horizontalAdvance("Pause") + 7 * SPACING
        button.setMinimumWidth(words if in_words else 0)

    def _show_captions_in_full(self, in_full: bool) -> None:
        before, after = (2 * SPACING, SPACING) if in_full else (SPACING, SPACING // 2)
        words = ("Step", "Total error") if in_full else ("Step", "Error")
        for (caption, _), text in zip(self._captions, words, strict=True):
            caption.setText(text)
            caption.setContentsMargins(before, 0, after, 0)

    def _show_captions(self, are_shown: bool) -> None:
        for _, place in self._captions:
            place.setVisible(are_shown)

    @Slot(bool)
    def _toggle(self, run: bool) -> None:
        self._show_running(run)
        self.runToggled.emit(run)

    @Slot()
    def _step_once(self) -> None:
        self.stepped.emit(1)

    @Slot()
    def _step_back(self) -> None:
        self.steppedBack.emit(1)

    @Slot()
    def _step_many(self) -> None:
        if self._takes_count():
            self.stepped.emit(self.count.count)

    @Slot()
    def _step_many_back(self) -> None:
        if self._takes_count():
            self.steppedBack.emit(self.count.count)

    def _takes_count(self) -> bool:
        """Takes the number of steps as it stands there; False, and it says why, if it cannot."""
        is_taken = self.count.commit()
        self._note(self.count.problem)
        return is_taken

    @Slot(str)
    def _note(self, sentence: str) -> None:
        if sentence:
            self.noted.emit(sentence)

    @Slot(int)
    def _change_speed(self, _tick: int) -> None:
        text = _speed_text(self.speed)
        self._speed.setText(text)
        self.slider.setToolTip(f"Speed: {text}. From one step a second to as fast as it goes")
        self.speedChanged.emit(self.speed)

    def _show_running(self, running: bool) -> None:
        self._icons.bind(self.run, "pause" if running else "run")
        text = "Pause" if running else "Run"
        self.run.setText(f"{text}\tSpace")
        self.run.setIconText(text)
        self.run.setToolTip(f"{text} (Space)")


def _speed_text(speed: float | None) -> str:
    if speed is None:
        return "as fast as it goes"
    return f"{numbers.steps(int(speed))} {'step' if speed == 1 else 'steps'} a second"


def _caption(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setAccessibleName(name)
    return label


def _number(tip: str) -> QLabel:
    label = QLabel()
    label.setFont(number_font())
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setToolTip(tip)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _spacer() -> QWidget:
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spacer
