"""The small things in the header of a panel with a plot, and the field above its legend."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton

from backprop_gui.views.parts.fields.unfinished import take_at_once
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.long_lists import MOST_ROWS
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.theme import number_font


def tool_button(action: QAction) -> QToolButton:
    """A small button for an action of a header, that a click does not give the focus."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if len(action.iconText()) == 1:  # the letter of an axis
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


def search_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("Find")
    field.setAccessibleName("Find curves")
    most = f"Of all, the first {steps(MOST_ROWS)} are listed."
    field.setToolTip(f"List only the curves whose names begin like this. {most}")
    field.setClearButtonEnabled(True)
    field.hide()
    take_at_once(field)
    # It is to be as wide as the legend, however narrow that is.
    field.setMinimumWidth(0)
    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return field


def menu_button(icons: Icons, icon: str, name: str, tip: str, menu: QMenu) -> QToolButton:
    """A small button of a header that opens a menu."""
    button = _opening_button(name, tip)
    icons.bind(button, icon)
    button.setMenu(menu)
    return button


def choice_action(group: QActionGroup, text: str, tip: str) -> QAction:
    """One more of a group of which one is chosen."""
    action = group.addAction(text)
    action.setToolTip(tip)
    action.setCheckable(True)
    return action


def choice_button(name: str, tip: str, choices: Sequence[QAction]) -> QToolButton:
    """A small button of a header that opens a menu of choices; its text is the present one."""
    button = _opening_button(name, tip)
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    menu.addActions(choices)
    button.setMenu(menu)
    return button


def show_choice(button: QToolButton, text: str) -> None:
    button.setText(f"{text} ▾")


def _opening_button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


class Readout(QLabel):
    """A line of text that takes what room there is; `rest` stands there when there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.rest = ""
        self.setFont(number_font())
        self.setAccessibleName("Values at the pointer")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Where there is too little room it ends in dots: a number cut off would be another one."""
        end = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(text, end, self.width()) or self.rest)

    def show_one_of(self, texts: Sequence[str]) -> None:
        """The first of these that fits, or nothing."""
        fitting = (x for x in texts if self.fontMetrics().horizontalAdvance(x) <= self.width())
        self.setText(next(fitting, ""))
