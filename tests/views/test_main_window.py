"""The window keeps the arrangement of its docks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolBar
from pytestqt.qtbot import QtBot

from backprop_gui.views.main_window import MainWindow

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


def test_an_arrangement_of_other_docks_is_not_taken(qtbot: QtBot) -> None:
    bar = QToolBar()
    bar.setObjectName("bar")
    window = MainWindow(QLabel(), QLabel(), bar)
    qtbot.addWidget(window)
    window.add_dock("Network", QLabel(), LEFT)
    kept = window.arrangement()
    assert window.arrange(kept)
    window.add_dock("Training", QLabel(), LEFT)
    assert not window.arrange(kept)
    assert window.arrange(window.arrangement())
