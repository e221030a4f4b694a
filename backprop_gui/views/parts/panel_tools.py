"""The small things in the header of a panel with a plot, and the field above its legend."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton

from backprop_gui.views.parts.icons import Icons
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
    field.setToolTip("List only the curves whose names begin like this")
    field.setClearButtonEnabled(True)
    field.hide()
    # It is to be as wide as the legend, however narrow that is.
    field.setMinimumWidth(0)
    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return field


def menu_button(icons: Icons, icon: str, name: str, tip: str, menu: QMenu) -> QToolButton:
    """A small button of a header that opens a menu."""
    button = QToolButton()
    icons.bind(button, icon)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
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
        self.setText(text or self.rest)
