"""What a person does in front of the application, with keys and mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.training.snapshot import Activity, Snapshot

PATIENCE_MS = 60_000  # a first compile on a busy machine


def is_at_rest(lab: Lab) -> bool:
    snapshot = lab.session.snapshot()
    is_paused = snapshot.activity is Activity.PAUSED and not snapshot.is_stale
    return is_paused and snapshot.total_error_step == snapshot.step


def is_prepared(lab: Lab) -> bool:
    """Whether what is compiled behind the window is there too; it comes with frames of its own."""
    history, snapshot = lab.session.history(), lab.session.snapshot()
    is_pictured = history is not None and history.has_pictures
    return is_pictured and lab.session.next_sample(snapshot) is not None


def wait_for(lab: Lab, qtbot: QtBot, fits: Callable[[Snapshot], bool]) -> Snapshot:
    """The snapshot once training rests and it fits."""
    qtbot.waitUntil(lambda: is_at_rest(lab) and fits(lab.session.snapshot()), timeout=PATIENCE_MS)
    return lab.session.snapshot()


def train(lab: Lab, qtbot: QtBot, steps: int) -> None:
    """Some steps on from the one that is looked at."""
    step = lab.session.snapshot().step + steps
    lab.session.run(steps)
    wait_for(lab, qtbot, lambda s: s.step == s.head == step)


def open_tab(lab: Lab, title: str) -> None:
    for bar in lab.window.findChildren(QTabBar):
        for at in range(bar.count() if bar.isVisible() else 0):
            if bar.tabText(at) == title:
                click(bar, bar.tabRect(at).center())


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """By way of the window, as a mouse does it: scrolls there first."""
    QApplication.processEvents()  # to where it is to be by then
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
    window = widget.window()
    place = widget.mapTo(window, at or widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def click_button(within: QWidget, text: str) -> None:
    (button,) = [x for x in within.findChildren(QToolButton) if x.text() == text]
    click(button)


def type_into(field: QWidget, text: str) -> None:
    """In place of what is there, and Enter."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
