"""The row on top of a panel with a plot: what is at the pointer, and small buttons for actions."""

from collections.abc import Collection, Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from backprop_gui.views.parts.curves.panel_tools import Readout, tool_button
from backprop_gui.views.parts.palette import SPACING

_TOOLS_FROM = 300  # the width from which on there is room for all tools


class PanelHeader(QHBoxLayout):
    """Of the tools a narrow panel has those that can be checked in its menu only; those about the
    axis of steps are seen while `has_steps`."""

    def __init__(self) -> None:
        super().__init__()
        self.readout = Readout()
        self.has_steps = True
        self._spare: list[QToolButton] = []
        self._of_steps: list[QToolButton] = []
        self.setContentsMargins(SPACING, SPACING // 2, SPACING // 2, SPACING // 2)
        self.setSpacing(SPACING // 2)
        self.addWidget(self.readout, 1)

    def add_tools(self, actions: Iterable[QAction], about_steps: Collection[QAction]) -> None:
        """Adds buttons at the end."""
        for action in actions:
            button = tool_button(action)
            self.addWidget(button)
            if action in about_steps:
                self._of_steps.append(button)
            if action.isCheckable():
                self._spare.append(button)

    def make_room(self, width: int) -> None:
        """Shows the tools that a panel of this width has room for."""
        for button in {*self._spare, *self._of_steps}:
            has_room = width >= _TOOLS_FROM or button not in self._spare
            button.setVisible(has_room and (self.has_steps or button not in self._of_steps))
