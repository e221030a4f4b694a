"""What the panels with plots share: a header with tools, the plot, the legend, a context menu."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curves.legend import Legend
from backprop_gui.views.parts.curves.mode_switch import MOST_CURVES
from backprop_gui.views.parts.curves.panel_header import PanelHeader
from backprop_gui.views.parts.curves.panel_tools import search_field, tool_button
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.plot.menu import PlotMenu
from backprop_gui.views.parts.plot.plot import Plot
from backprop_gui.views.parts.plot.reading import Pointed, readouts
from backprop_gui.views.parts.plot.rows import Rows, spliced
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.parts.throttle import Throttle

# Of the height, beside a picture above the plot.
PICTURE_SHARE, _PLOT_SHARE = 3, 2
_LONG = 20_000  # curves; to name them all takes some 30 milliseconds
_FIND_FROM = 12  # curves; fewer are seen at a glance
_REFRESH_MS = 100  # faster than this nobody reads numbers
# The widths from which on there is room for them.
_VALUES_FROM, _LEGEND_FROM = 280, 200


class CurvePanel(QWidget):
    """The legend lists curves, of which all or only some are drawn; a curve's number is that in
    the list. Where the legend `can_pin`, `pinned` ones are to be drawn whatever is selected.

    Signals: `curvePicked` the number of a curve that was clicked, in plot or legend; `stepPicked`
    the step to go to; `stretchChanged` when other steps are in sight than before;
    `pinnedChanged` when other curves are pinned.
    """

    curvePicked = Signal(int)
    stepPicked = Signal(object)  # an int of Qt would be too short
    stretchChanged = Signal()
    pinnedChanged = Signal()

    def __init__(self, theme: Theme, icons: Icons, caption: str, hint: str) -> None:
        super().__init__()
        self._icons = icons
        self._listed: Sequence[Curve] = []
        self._drawn: list[int] = []
        self._present: Sequence[float] | Floats | None = None
        self._selected: int | None = None
        self._rows: Rows | None = None
        self._close_up: Rows | None = None
        self.plot = Plot(theme, caption, hint)
        self.legend = Legend(theme)
        self.search = search_field()
        self._beside = QWidget()  # the legend and the field
        self.log_x = self._toggle("Log x", "log-axis", "x", "Logarithmic axis of steps")
        self.log_y = self._toggle("Log y", "log-axis", "y", "Logarithmic axis of values")
        self.show_legend = self._toggle("Legend", "legend", "", "List the curves and their values")
        self.show_legend.setChecked(True)
        self.view_all = QAction("View all", self)
        self.view_all.setToolTip("View all, and follow the run again (double-click, or 0)")
        self.view_all.setEnabled(False)
        icons.bind(self.view_all, "zoom-fit")
        self.menu = QMenu(self)
        self.plot_menu = PlotMenu(self.menu, self.plot, icons)
        self.held_at: int | None = None  # the last step shown, while the plot is held
        self.header = PanelHeader()
        self.readout = self.header.readout
        self.left = QVBoxLayout()  # the plot, and what is shown above it
        self._throttle = Throttle(_REFRESH_MS, self)
        self._stretch_throttle = Throttle(_REFRESH_MS, self)
        self._arrange()
        self._tie()

    def _tie(self) -> None:
        plot, legend = self.plot, self.legend
        self.plot_menu.hold.toggled.connect(self._hold)
        self.plot_menu.stepPicked.connect(self.stepPicked)
        self.log_x.toggled.connect(self._set_log)
        self.log_y.toggled.connect(self._set_log)
        self.show_legend.toggled.connect(self._make_room)
        self.view_all.triggered.connect(plot.follow)
        plot.followingChanged.connect(self.view_all.setDisabled)
        plot.curveClicked.connect(self._pick_drawn)
        plot.pointed.connect(self._read)
        plot.menuRequested.connect(self._open_menu)
        plot.stepClicked.connect(self.stepPicked)
        plot.stretchChanged.connect(self._stretch_throttle.ask)
        plot.followingChanged.connect(self._stretch_throttle.ask)
        self._stretch_throttle.due.connect(self.stretchChanged)
        legend.curvePicked.connect(self.curvePicked)
        legend.hiddenChanged.connect(self._hide)
        legend.pinToggled.connect(self._pin)
        self.search.textChanged.connect(legend.narrow)
        legend.hovered.connect(self._hover)
        self._throttle.due.connect(self._show_values)

    @property
    def curves(self) -> list[Curve]:
        """Those that are drawn."""
        return [self._listed[number] for number in self._drawn]

    @property
    def drawn(self) -> list[int]:
        """The numbers of the curves that are drawn, in the order of the plot."""
        return list(self._drawn)

    @property
    def pinned(self) -> frozenset[int]:
        """The numbers of the curves that are drawn whatever is selected."""
        return self.legend.pinned

    @property
    def stretch(self) -> tuple[float, float] | None:
        """The steps in sight of which more exact rows are of use; None when there are none."""
        return self.plot.stretch

    @property
    def is_live(self) -> bool:
        """Whether what is new is to be shown: it is in sight, and not held."""
        return self.isVisible() and self.held_at is None

    @property
    def picture_part(self) -> QRect:
        """Where all but the header is."""
        header = self.readout.parentWidget()
        assert header is not None
        return self.rect().adjusted(0, header.geometry().bottom() + 1, 0, 0)

    def lists(self, curves: Sequence[Curve]) -> bool:
        """Whether these are the curves that are listed."""
        return curves == self._listed

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Shows other curves; those hidden that were so before. Their rows follow."""
        is_as_long = len(curves) == len(self._listed)  # else not compared: there may be very many
        if (
            not is_as_long
            or list(curves) != list(self._listed)
            or self._drawn != list(range(len(curves)))
        ):
            self.set_list(curves)
            self.draw(range(len(curves)))

    def set_list(self, curves: Sequence[Curve]) -> None:
        """Lists other curves, of which none is drawn yet; those stay hidden and pinned that were
        so."""
        hidden = self._found_again(self.legend.hidden, curves)
        pinned = self._found_again(self.legend.pinned, curves)
        self._listed, self._present, self._selected = curves, None, None
        self.legend.set_curves(curves)
        self.search.clear()
        self.search.setVisible(len(curves) > _FIND_FROM)
        self.draw([])
        if hidden or pinned:
            self.legend.set_hidden(hidden)
            self.legend.set_pinned(pinned)

    def _found_again(self, numbers: frozenset[int], curves: Sequence[Curve]) -> frozenset[int]:
        """Where listed curves stand among others: in a long list, if in the same place; so many
        that to look for them would take a second are given up."""
        if not 0 < len(numbers) <= _LONG:
            return frozenset()
        wanted = {self._listed[at] for at in numbers}
        places = numbers if len(curves) > _LONG else range(len(curves))
        return frozenset(at for at in places if at < len(curves) and curves[at] in wanted)

    def draw(self, numbers: Sequence[int]) -> None:
        """Draws these of the listed curves. Their rows follow."""
        is_all = len(numbers) == len(self._listed)
        self._drawn = list(numbers)
        self._rows = self._close_up = None
        self.plot_menu.hold.setChecked(False)  # there is nothing yet to be held
        self.legend.set_drawn(None if is_all else frozenset(numbers))
        self.plot.set_curves(self.curves)
        self._hide()

    def share_height(self, has_curves: bool) -> None:
        """Gives the plot the height that it needs beside a picture: without curves, little."""
        self.left.setStretchFactor(self.plot, _PLOT_SHARE if has_curves else 0)

    def show_present(self, values: Sequence[float] | Floats) -> None:
        """The present value of each listed curve, for the legend."""
        self._present = values
        self._throttle.ask()

    def show_count(self, shown: int, among: int) -> None:
        """Says that not all curves there could be are shown, if so."""
        self.readout.rest = "" if shown == among else f"{steps(shown)} of {steps(among)}"
        self.readout.show_text("")

    def show_rows(self, rows: Rows) -> None:
        """Shows these rows, a column for each curve; a close-up instead where there is one."""
        self._rows = rows
        close_up = self._close_up
        self.plot.show_rows(rows if close_up is None else spliced(rows, close_up))
        self._throttle.ask()

    def show_close_up_rows(self, rows: Rows) -> None:
        """More exact rows, instead of those shown before for the same steps."""
        self._close_up = rows
        if self._rows is not None:
            self.show_rows(self._rows)

    def drop_close_up(self) -> None:
        """Shows nothing but the rows themselves."""
        if self._close_up is not None:
            self._close_up = None
            if self._rows is not None:
                self.show_rows(self._rows)

    def show_ghosts(self, ghosts: Sequence[Rows], names: Sequence[str]) -> None:
        """Other runs, each with its name, behind the curves until others are chosen.

        Their columns are those of the curves, of which they may have only the first ones.
        """
        self.plot.set_ghosts(list(zip(names, ghosts, strict=True)))

    def show_moments(self, changes: Sequence[int], looked_at: int | None) -> None:
        """Marks the steps of changes, and the one that is looked at unless it is the last."""
        self.plot.set_moments(changes, looked_at)

    def select_curve(self, curve: int | None) -> None:
        """Marks one curve, or none."""
        self._selected = curve
        self.legend.select(curve)
        self.plot.set_bold(self._place(curve))

    def add_tools(self, actions: Sequence[QAction]) -> None:
        """Puts these actions into the menu, and as buttons at the end of the header."""
        self.menu.addActions(list(actions))
        self.header.add_tools(actions, about_steps=(self.log_x, self.view_all))

    def set_tools_visible(self, has_steps: bool) -> None:
        """Whether there are the buttons that are about the axis of steps; the menu has them."""
        self.header.has_steps = has_steps
        self._make_room()

    def _toggle(self, text: str, icon: str, letter: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setIconText(letter or text)
        action.setToolTip(tip)
        action.setCheckable(True)
        self._icons.bind(action, icon)
        return action

    def _arrange(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        self.left.setSpacing(0)
        self.left.addWidget(self.plot, _PLOT_SHARE)
        body.addLayout(self.left, 1)
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACING // 2)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, SPACING // 2, 0)
        top.addWidget(self.search)
        beside.addLayout(top)
        beside.addWidget(self.legend, 1)
        body.addWidget(self._beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        header = QWidget()
        header.setLayout(self.header)
        # Too narrow for its tools it must not keep the panel wide, but lose some.
        header.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._held = tool_button(self.plot_menu.hold)
        self._held.setVisible(False)
        self.header.addWidget(self._held)
        layout.addWidget(header)
        layout.addLayout(body, 1)

    @Slot()
    def _set_log(self) -> None:
        self.plot.set_log(self.log_x.isChecked(), self.log_y.isChecked())

    @Slot()
    def _make_room(self) -> None:
        width = self.width()
        self.header.make_room(width)
        self.legend.set_has_values(width >= _VALUES_FROM)
        self._beside.setVisible(self.show_legend.isChecked() and width >= _LEGEND_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @Slot(object)
    def _hover(self, curve: int | None) -> None:
        self.plot.set_bold(self._place(self._selected if curve is None else curve))

    @Slot()
    def _hide(self) -> None:
        hidden = self.legend.hidden
        at = (place for place, number in enumerate(self._drawn) if number in hidden)
        self.plot.set_hidden(frozenset(at))

    @Slot(int)
    def _pin(self, number: int) -> None:
        """Or no longer; of more than so many there would be no telling apart."""
        pinned = self.pinned ^ {number}
        if len(pinned) <= MOST_CURVES:
            self.legend.set_pinned(pinned)
            self.pinnedChanged.emit()

    @Slot(int)
    def _pick_drawn(self, place: int) -> None:
        self.curvePicked.emit(self._drawn[place])

    def _place(self, number: int | None) -> int | None:
        """Which of the plot's curves it is, if any."""
        return self._drawn.index(number) if number in self._drawn else None

    @Slot(object)
    def _read(self, pointed: Pointed | None) -> None:
        names = [curve.name for curve in self.curves]
        if pointed is None:
            self.readout.show_text("")
        else:
            self.readout.show_one_of(readouts(pointed, names))
        self._throttle.ask()

    @Slot()
    def _show_values(self) -> None:
        """The legend shows the values at the pointer, else the present ones."""
        drawn = self.plot.values_to_read()
        if self._present is not None and self.plot.pointed_step is None:
            self.legend.show_values(self._present)
        elif len(self._drawn) == len(self._listed) or not len(drawn):
            self.legend.show_values(drawn)
        else:
            values = np.full(len(self._listed), np.nan)
            values[self._drawn] = drawn
            self.legend.show_values(values)

    @Slot(bool)
    def _hold(self, hold: bool) -> None:
        self.held_at = (self.plot.last_step or 0) if hold else None
        self._held.setVisible(hold)
        text = "" if self.held_at is None else f"held at {steps(self.held_at)}"
        self.plot.say("held", text)

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        self.plot_menu.point_at(self.plot.pointed_step)
        self.menu.popup(at)
