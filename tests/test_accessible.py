"""What a screen reader and a keyboard meet in the whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.parts.selection import Kind, Selection
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine
MOST_PLACES = 300


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        with qtbot.waitActive(lab.window):
            lab.window.activateWindow()
        ready = Activity.PAUSED
        qtbot.waitUntil(lambda: lab.session.snapshot().activity is ready, timeout=PATIENCE_MS)
        yield lab


SELECTIONS = [
    None,
    Selection(Kind.NEURON, 1, 0),
    Selection(Kind.NEURON, 2, 1),
    Selection(Kind.PARAMETER, 1, 0),
    Selection(Kind.LAYER, 1, 0),
]


def name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface else ""


def takes_the_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()


def says_what_it_is(widget: QWidget) -> bool:
    """A field inside a spin box is named by that, and tabs by what is written on them."""
    inside = widget.focusProxy() is not None or widget.objectName() == "qt_spinbox_lineedit"
    return inside or isinstance(widget, QTabBar) or bool(name(widget).strip())


@pytest.mark.parametrize("selection", SELECTIONS)
def test_everything_that_takes_the_focus_has_a_name(
    lab: Lab, qtbot: QtBot, selection: Selection | None
) -> None:
    for dock in lab.window.findChildren(QDockWidget):
        dock.setFloating(True)  # out of the tabs
        dock.show()
    lab.views.canvas.select(selection)
    QTest.qWait(50)
    widgets = [w for w in QApplication.allWidgets() if takes_the_focus(w)]
    assert len(widgets) > 30
    assert not [widget for widget in widgets if not says_what_it_is(widget)]


def test_tab_goes_round_the_window_and_is_caught_nowhere(lab: Lab, qtbot: QtBot) -> None:
    lab.views.canvas.setFocus()
    passed: list[QWidget] = []
    for _ in range(MOST_PLACES):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused not in passed[-1:]:  # some have several places of their own, as links
            passed.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is lab.views.canvas:
            break
    else:
        pytest.fail("Tab does not come back")
    assert len(passed) == len(set(passed)) > 30
