"""A double click as a mouse makes it: QTest's own on a widget leaves the button down, so that all
clicks of later tests go to the widget of the next."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def double_click(widget: QWidget, at: QPoint) -> None:
    """All four events of it, by way of the window, which is to be shown."""
    window = widget.window()
    place = widget.mapTo(window, at)
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
