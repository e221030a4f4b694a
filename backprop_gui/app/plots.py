"""What the plots have in common: pins, one axis of steps, being held; and taking one along."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.files.atomic import write_atomically
from backprop_gui.files.curve_table import curve_table
from backprop_gui.files.errors import FileError
from backprop_gui.training.session import Session
from backprop_gui.views.live import Live
from backprop_gui.views.menus import Menus
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.curves.curve_panel import CurvePanel
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.plot.export import picture_of, png_of, svg_of
from backprop_gui.views.parts.plot.menu import Copy

_KINDS = {
    Copy.PNG: ("png", "Pictures (*.png)"),
    Copy.SVG: ("svg", "Drawings (*.svg)"),
    Copy.CSV: ("csv", "Tables (*.csv)"),
}


class Plots(QObject):
    """Signals: `done` what was done; `failed` what went wrong, in a sentence."""

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, views: Views, session: Session, document: Document, live: Live) -> None:
        super().__init__(live)
        self._window, self._session = views.window, session
        self._document, self._live = document, live
        self._panels: dict[str, CurvePanel] = {
            "Total error": views.errors,
            "Outputs": views.outputs,
            "Weights": views.weights,
        }
        self._pins: set[int] = set()
        self._is_linking = False
        self.hold = self._action("&Hold the plots", "Ctrl+H", checkable=True)
        self.hold.setToolTip("Keep all plots as they are while training goes on")
        self.pin = self._action("&Pin the step shown", "Ctrl+P")
        self.pin.setToolTip("Mark it in all plots; or no longer")
        self.link = self._action("&Link the step axes", "", checkable=True)
        self.link.setToolTip("Have all plots show the same steps")
        self._tie(views)

    def fill(self, menus: Menus) -> None:
        """Adds what is theirs to the menu bar."""
        menus.view.addActions([self.hold, self.pin, self.link])
        menus.view.addSeparator()
        before_quit = menus.file.actions()[-2]
        exports = menus.file.addMenu("Export plo&t")
        menus.file.insertMenu(before_quit, exports)
        for name, panel in self._panels.items():
            exports.addMenu(name).addActions(panel.plot_menu.files.actions())

    def _action(self, text: str, key: str, checkable: bool = False) -> QAction:
        action = QAction(text, self)
        action.setCheckable(checkable)
        action.setShortcut(QKeySequence(key))
        return action

    def _tie(self, views: Views) -> None:
        for name, panel in self._panels.items():
            menu, plot = panel.plot_menu, panel.plot
            menu.pinToggled.connect(self._toggle_pin)
            menu.pinsCleared.connect(self._clear_pins)
            menu.copyRequested.connect(partial(self._copy, name, panel))
            menu.hold.toggled.connect(self._note_hold)
            menu.add([self.link])
            plot.stretchChanged.connect(partial(self._show_alike, panel))
            plot.followingChanged.connect(partial(self._show_alike, panel))
        views.weights.columnsChanged.connect(
            partial(views.weights.plot_menu.hold.setChecked, False)
        )
        views.outputs.wishChanged.connect(partial(views.outputs.plot_menu.hold.setChecked, False))
        self.hold.toggled.connect(self._hold_all)
        self.pin.triggered.connect(self._pin_shown)
        self.link.toggled.connect(self._link)
        self._document.experimentChanged.connect(self._release)
        self._document.replaced.connect(self._clear_pins)

    # Holding

    @Slot(bool)
    def _hold_all(self, hold: bool) -> None:
        for panel in self._panels.values():
            panel.plot_menu.hold.setChecked(hold)

    @Slot()
    def _note_hold(self) -> None:
        """What is released shows at once what it has missed."""
        holds = [panel.plot_menu.hold.isChecked() for panel in self._panels.values()]
        with QSignalBlocker(self.hold):
            self.hold.setChecked(all(holds))
        self._live.again()

    @Slot()
    def _release(self) -> None:
        """What was held was another run."""
        self._hold_all(False)

    # Pins

    @Slot()
    def _pin_shown(self) -> None:
        self._toggle_pin(self._session.snapshot().step)

    @Slot(object)
    def _toggle_pin(self, step: int) -> None:
        self._pins ^= {step}
        self._show_pins()
        self.done.emit(f"Step {steps(step)} is {'' if step in self._pins else 'no longer '}pinned")

    @Slot()
    def _clear_pins(self) -> None:
        self._pins.clear()
        self._show_pins()

    def _show_pins(self) -> None:
        for panel in self._panels.values():
            panel.plot_menu.set_pins(sorted(self._pins))

    # One axis of steps

    @Slot(bool)
    def _link(self, link: bool) -> None:
        """All follow the one that is zoomed, if one is."""
        zoomed = [panel for panel in self._panels.values() if not panel.plot.following]
        if link and zoomed:
            self._show_alike(zoomed[0])

    def _show_alike(self, panel: CurvePanel, *_: object) -> None:
        if self._is_linking or not self.link.isChecked():
            return
        self._is_linking = True
        stretch = panel.plot.stretch
        for other in self._panels.values():
            if other is not panel and stretch is None:
                other.plot.follow()
            elif other is not panel and stretch is not None:
                other.plot.show_stretch(*stretch)
        self._is_linking = False

    # Taking along

    def _copy(self, name: str, panel: CurvePanel, copy: Copy) -> None:
        clipboard = QGuiApplication.clipboard()
        if copy is Copy.PICTURE:
            clipboard.setImage(picture_of(panel, panel.picture_part))
            self.done.emit(f"Copied a picture of “{name}”")
        elif copy is Copy.TABLE:
            clipboard.setText(curve_table(*panel.plot.table(), separator="\t"))
            self.done.emit(f"Copied the curves of “{name}” as a table")
        else:
            ending, kind = _KINDS[copy]
            # As it is now: the dialog takes its time, and the run goes on.
            data = self._data(panel, copy)
            target = self._suggested(name, ending)
            prompts.ask_target(
                self._window, "Export plot", kind, partial(self._write, data), target
            )

    @staticmethod
    def _data(panel: CurvePanel, copy: Copy) -> bytes:
        if copy is Copy.CSV:
            return curve_table(*panel.plot.table()).encode()
        made = png_of if copy is Copy.PNG else svg_of
        return made(panel, panel.picture_part)

    def _suggested(self, name: str, ending: str) -> str:
        path = self._document.path
        folder = Path.home() if path is None else path.parent
        stem = self._document.name.removesuffix(".json")
        return str(folder / f"{stem} {name}.{ending}".lower().replace(" ", "-"))

    def _write(self, data: bytes, path: Path) -> None:
        try:
            write_atomically(path, data)
        except FileError as error:
            self.failed.emit(str(error))
        else:
            self.done.emit(f"Exported the plot to {path}")
