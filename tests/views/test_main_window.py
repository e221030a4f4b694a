"""The window keeps the arrangement of its docks."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar, QToolBar
from pytestqt.qtbot import QtBot

from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.parts.theme import Theme

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


def test_the_first_words_of_the_status_line_move_nothing(qtbot: QtBot, theme: Theme) -> None:
    bar, canvas = QToolBar(), QLabel()
    window = MainWindow(canvas, QLabel(), bar)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    place = canvas.geometry()
    window.show_status("Preparing the engine.")
    QTest.qWait(50)
    assert canvas.geometry() == place


def test_tabs_of_docks_stay_in_their_order(qtbot: QtBot) -> None:
    """Qt crashes where a tab is dragged whose dock has closed meanwhile."""
    bar = QToolBar()
    bar.setObjectName("bar")
    window = MainWindow(QLabel(), QLabel(), bar)
    qtbot.addWidget(window)
    docks = [window.add_dock(name, QLabel(), LEFT) for name in ("One", "Two", "Three")]
    for dock in docks[1:]:
        window.tabifyDockWidget(docks[0], dock)
    window.show()
    (tabs,) = (tabs for tabs in window.findChildren(QTabBar) if tabs.isVisible())
    start = tabs.tabRect(0).center()
    QTest.mousePress(tabs, Qt.MouseButton.LeftButton, pos=start)
    for by in (20, 40, 60):
        QTest.mouseMove(tabs, start + QPoint(by, 0))
    QTest.mouseRelease(tabs, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert [tabs.tabText(at) for at in range(tabs.count())] == ["One", "Two", "Three"]
