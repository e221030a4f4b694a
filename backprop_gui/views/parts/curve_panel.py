"""What the panels with plots share: a header with tools, the plot, the legend, a context menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.views.parts.curve_style import Curve
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.legend import Legend
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.plot import Plot, Rows
from backprop_gui.views.parts.plot_reading import Pointed, readout
from backprop_gui.views.parts.theme import Theme, number_font
from backprop_gui.views.parts.throttle import Throttle

_REFRESH_MS = 100  # faster than this nobody reads numbers
# The widths from which on a panel has room for them.
_TOOLS_FROM, _VALUES_FROM, _LEGEND_FROM = 300, 320, 200


class CurvePanel(QWidget):
    """Signals: `curvePicked` the number of a curve that was clicked, in plot or legend."""

    curvePicked = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, caption: str, hint: str) -> None:
        super().__init__()
        self._icons = icons
        self._curves: list[Curve] = []
        self._selected: int | None = None
        self.plot = Plot(theme, caption, hint)
        self.legend = Legend(theme)
        self.log_x = self._toggle("Log x", "log-axis", "x", "Logarithmic axis of steps")
        self.log_y = self._toggle("Log y", "log-axis", "y", "Logarithmic axis of values")
        self.show_legend = self._toggle("Legend", "legend", "", "List the curves and their values")
        self.show_legend.setChecked(True)
        self.view_all = QAction("View all", self)
        self.view_all.setToolTip("View all, and follow the run again (double-click)")
        self.view_all.setEnabled(False)
        icons.bind(self.view_all, "zoom-fit")
        self.menu = QMenu(self)
        self.readout = _Readout()
        self.header = QHBoxLayout()
        self._spare: list[QToolButton] = []  # that a narrow panel has in its menu only
        self._throttle = Throttle(_REFRESH_MS, self)
        self._arrange()
        self._tie()

    def _tie(self) -> None:
        plot, legend = self.plot, self.legend
        self.log_x.toggled.connect(self._set_log)
        self.log_y.toggled.connect(self._set_log)
        self.show_legend.toggled.connect(self._make_room)
        self.view_all.triggered.connect(plot.follow)
        plot.followingChanged.connect(self.view_all.setDisabled)
        plot.curveClicked.connect(self.curvePicked)
        plot.pointed.connect(self._read)
        plot.menuRequested.connect(self._open_menu)
        legend.curvePicked.connect(self.curvePicked)
        legend.hiddenChanged.connect(plot.set_hidden)
        legend.hovered.connect(self._hover)
        self._throttle.due.connect(self._show_values)

    @property
    def curves(self) -> list[Curve]:
        return list(self._curves)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Shows other curves; those hidden that were so before. Their rows follow."""
        if list(curves) == self._curves:
            return
        hidden = {self._curves[at] for at in self.legend.hidden}
        self._curves, self._selected = list(curves), None
        self.legend.set_curves(curves)
        self.plot.set_curves(curves)
        self.legend.set_hidden(frozenset(at for at, x in enumerate(curves) if x in hidden))

    def show_count(self, shown: int, among: int) -> None:
        """Says that not all curves there could be are shown, if so."""
        self.readout.rest = "" if shown == among else f"{steps(shown)} of {steps(among)}"
        self.readout.show_text("")

    def show_rows(self, rows: Rows) -> None:
        """Shows these rows, a column for each curve."""
        self.plot.show_rows(rows)
        self._throttle.ask()

    def show_moments(self, changes: Sequence[int], looked_at: int | None) -> None:
        """Marks the steps of changes, and the one that is looked at unless it is the last."""
        self.plot.set_moments(changes, looked_at)

    def select_curve(self, curve: int | None) -> None:
        """Marks one curve, or none."""
        self._selected = curve
        self.legend.select(curve)
        self.plot.set_bold(curve)

    def add_tools(self, actions: Sequence[QAction]) -> None:
        """Puts these actions into the menu, and as buttons at the end of the header."""
        self.menu.addActions(list(actions))
        for action in actions:
            button = tool_button(action)
            self.header.addWidget(button)
            if action.isCheckable():
                self._spare.append(button)

    def _toggle(self, text: str, icon: str, letter: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setIconText(letter or text)
        action.setToolTip(tip)
        action.setCheckable(True)
        self._icons.bind(action, icon)
        return action

    def _arrange(self) -> None:
        self.header.setContentsMargins(SPACING, SPACING // 2, SPACING // 2, SPACING // 2)
        self.header.setSpacing(SPACING // 2)
        self.header.addWidget(self.readout, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.plot, 1)
        body.addWidget(self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        header = QWidget()
        header.setLayout(self.header)
        # Too narrow for its tools it must not keep the panel wide, but lose some.
        header.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout.addWidget(header)
        layout.addLayout(body, 1)

    @Slot()
    def _set_log(self) -> None:
        self.plot.set_log(self.log_x.isChecked(), self.log_y.isChecked())

    @Slot()
    def _make_room(self) -> None:
        width = self.width()
        for button in self._spare:
            button.setVisible(width >= _TOOLS_FROM)
        self.legend.set_has_values(width >= _VALUES_FROM)
        self.legend.setVisible(self.show_legend.isChecked() and width >= _LEGEND_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @Slot(object)
    def _hover(self, curve: int | None) -> None:
        self.plot.set_bold(self._selected if curve is None else curve)

    @Slot(object)
    def _read(self, pointed: Pointed | None) -> None:
        names = [curve.name for curve in self._curves]
        self.readout.show_text("" if pointed is None else readout(pointed, names))
        self._throttle.ask()

    @Slot()
    def _show_values(self) -> None:
        """The legend shows the values at the pointer, else the present ones."""
        self.legend.show_values(self.plot.values_to_read())

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        self.menu.popup(at)


def tool_button(action: QAction) -> QToolButton:
    """A small button for an action of a header, that a click does not give the focus."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if len(action.iconText()) == 1:  # the letter of an axis
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


class _Readout(QLabel):
    """A line of text that takes what room there is; `rest` stands there when there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.rest = ""
        self.setFont(number_font())
        self.setAccessibleName("Values at the pointer")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self.setText(text or self.rest)
