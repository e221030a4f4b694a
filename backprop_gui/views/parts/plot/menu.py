"""What the menu of a plot offers beside its axes: the step pointed at, pins, smoothing, holding it,
taking it along.
"""

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.smoothing import Smoothing


class Copy(Enum):
    """What can be taken along of a plot: its text in a menu, and what that does."""

    PNG = "Picture (PNG)…", "Save the plot as it is seen, with twice as many pixels"
    SVG = "Drawing (SVG)…", "Save the plot as it is seen, as lines and text"
    CSV = "Table (CSV)…", "Save the visible curves in sight, every number in full"
    PICTURE = "Copy picture", "Copy the plot as it is seen to the clipboard"
    TABLE = "Copy table", "Copy the visible curves in sight to the clipboard, for a spreadsheet"


_FILES, _CLIPBOARD = (Copy.PNG, Copy.SVG, Copy.CSV), (Copy.PICTURE, Copy.TABLE)
_SMOOTHING = {
    Smoothing.OFF: ("Off", "The curves as they are"),
    Smoothing.LIGHT: ("Light", "Draw the mean over 2 % of the axis; the curves stay faint behind"),
    Smoothing.STRONG: ("Strong", "Draw the mean over 10 % of the axis; the curves stay behind"),
}


class PlotMenu(QObject):
    """Adds to `menu`. Signals: `pinToggled` the step to pin or no longer; `stepPicked` the step
    to go to; `pinsCleared`; `copyRequested` a Copy.

    The action `hold` is checked while the plot is to stay as it is.
    """

    pinToggled = Signal(object)  # an int of Qt would be too short
    stepPicked = Signal(object)
    pinsCleared = Signal()
    copyRequested = Signal(object)

    def __init__(self, menu: QMenu, plot: Plot, icons: Icons) -> None:
        super().__init__(menu)
        self._plot, self._icons = plot, icons
        self._pins: tuple[int, ...] = ()
        menu.setToolTipsVisible(True)
        self.go_to = QAction("Go to step", self)
        self.go_to.setToolTip("Look at the step at the pointer (Ctrl+click)")
        self.go_to.triggered.connect(self._go_to)
        icons.bind(self.go_to, "timeline")
        menu.addAction(self.go_to)
        self.pin = self._action("Pin step", "pin", "Mark the step at the pointer in all plots (P)")
        self.pin.triggered.connect(self._toggle_pin)
        menu.addAction(self.pin)
        self.pins = self._submenu(menu, "Pins", "pin", "Go to pinned steps, or remove their pins")
        menu.addSeparator()
        self.smoothing = self._submenu(menu, "Smoothing", "smooth", "Draw the curves smoother")
        self._fill_smoothing()
        tip = "Keep the plot as it is while training goes on"
        self.hold = self._action("Hold", "pause", tip)
        self.hold.setCheckable(True)
        menu.addAction(self.hold)
        menu.addSeparator()
        self.files = self._submenu(menu, "Export plot", "export", "Save what is seen to a file")
        for copies, into in ((_FILES, self.files), (_CLIPBOARD, menu)):
            for copy in copies:
                action = self._action(copy.value[0], "copy", copy.value[1])
                action.triggered.connect(partial(self._request, copy))
                into.addAction(action)
        self._menu, self._end = menu, menu.addSeparator()
        plot.pinRequested.connect(self._pin_pointed)
        self.set_pins(())

    def add(self, actions: Sequence[QAction]) -> None:
        """Further ones, after those about pins and the like."""
        self._menu.insertActions(self._end, list(actions))

    def set_pins(self, pins: Sequence[int]) -> None:
        """The steps that are pinned in all plots, rising."""
        self._pins = tuple(pins)
        self.pins.clear()
        for pin in self._pins:
            action = self.pins.addAction(f"Step {steps(pin)}")
            action.setToolTip(f"Go to step {steps(pin)}")
            action.triggered.connect(partial(self._pick, pin))
        self.pins.addSeparator()
        for pin in self._pins:
            action = self.pins.addAction(f"Remove the pin at step {steps(pin)}")
            action.triggered.connect(partial(self._remove, pin))
        if len(self._pins) > 1:
            self.pins.addAction("Remove all pins").triggered.connect(self.pinsCleared)
        self.pins.menuAction().setEnabled(bool(self._pins))
        self._plot.set_pins(self._pins)

    def point_at(self, step: int | None) -> None:
        """The step that the menu is about."""
        for action in (self.go_to, self.pin):
            action.setEnabled(step is not None)
            action.setData(step)
        self.go_to.setText("Go to step" if step is None else f"Go to step {steps(step)}")
        word = "Unpin" if step in self._pins else "Pin"
        self.pin.setText(f"{word} step" if step is None else f"{word} step {steps(step)}")

    @Slot()
    def _go_to(self) -> None:
        self.stepPicked.emit(self.go_to.data())

    @Slot()
    def _toggle_pin(self) -> None:
        self.pinToggled.emit(self.pin.data())

    @Slot()
    def _pin_pointed(self) -> None:
        step = self._plot.pointed_step
        if step is None:
            step = self._plot.step_to_read
        if step is not None:
            self.pinToggled.emit(step)

    def _pick(self, step: int, _checked: bool = False) -> None:
        self.stepPicked.emit(step)

    def _remove(self, step: int, _checked: bool = False) -> None:
        self.pinToggled.emit(step)

    def _request(self, copy: Copy, _checked: bool = False) -> None:
        self.copyRequested.emit(copy)

    def _smooth(self, smoothing: Smoothing, _checked: bool = False) -> None:
        self._plot.set_smoothing(smoothing)

    def _fill_smoothing(self) -> None:
        group = QActionGroup(self)
        for smoothing, (text, tip) in _SMOOTHING.items():
            action = self.smoothing.addAction(text)
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setChecked(smoothing is Smoothing.OFF)
            action.triggered.connect(partial(self._smooth, smoothing))
            group.addAction(action)

    def _action(self, text: str, icon: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        self._icons.bind_late(action, icon)
        return action

    def _submenu(self, menu: QMenu, title: str, icon: str, tip: str) -> QMenu:
        submenu = menu.addMenu(title)
        submenu.setToolTipsVisible(True)
        submenu.menuAction().setToolTip(tip)
        self._icons.bind_late(submenu.menuAction(), icon)
        return submenu
