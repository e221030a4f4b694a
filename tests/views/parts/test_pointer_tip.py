"""A tooltip that is about the place of the pointer, and what a filter is for."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.pointer_tip import PointerTip
from tests.views.test_guarded import classes


def test_the_tooltip_is_that_of_the_place(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(50, 50)
    widget.show()
    PointerTip(widget, lambda point: f"at {point.x()}, {point.y()}")
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(3, 7), QPoint(3, 7)))
    assert QToolTip.text() == "at 3, 7"
    QToolTip.hideText()


def test_no_view_has_an_event_in_python_through_which_all_its_events_would_go() -> None:
    assert [owner for owner in classes() if "event" in vars(owner)] == []
