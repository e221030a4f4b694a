"""The small tools above the table: actions with their keys, and the row of their buttons."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING


def make_action(
    parent: QWidget,
    icons: Icons,
    text: str,
    icon: str,
    key: QKeySequence.StandardKey | str,
    do: Callable[[], None] | SignalInstance,
) -> QAction:
    """An action whose key works in the widget that it is added to; its tooltip names the key."""
    action = QAction(text, parent)
    if icon:
        icons.bind(action, icon)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    plain = text.replace("&", "").removesuffix("…")
    action.setToolTip(f"{plain} ({shortcut})" if shortcut else plain)
    action.triggered.connect(do)
    return action


def separator(parent: QWidget) -> QAction:
    """What stands between two groups in a menu."""
    action = QAction(parent)
    action.setSeparator(True)
    return action


def button(action: QAction) -> QToolButton:
    tool = QToolButton()
    tool.setDefaultAction(action)
    return tool


def menu_button(text: str, menu: QMenu) -> QToolButton:
    """Opens `menu` at once."""
    tool = QToolButton()
    tool.setText(f"{text} ▾")
    tool.setAccessibleName(text)
    tool.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    tool.setMenu(menu)
    tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return tool


def rule() -> QFrame:
    """What stands between two groups of buttons."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    return line


def tool_row(left: Iterable[QWidget], right: Iterable[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACING // 2)
    for tool in left:
        row.addWidget(tool)
    row.addStretch(1)
    for tool in right:
        row.addWidget(tool)
    return row
