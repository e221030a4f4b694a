"""A panel that fails while it draws is covered, tells it once, and leaves the others alone."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMessageBox,
    QStyledItemDelegate,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.panel_fault import apart, guarded

RED = QColor("#ff0000")


class Panel(QWidget):
    def __init__(self, is_broken: bool) -> None:
        super().__init__()
        self.is_broken, self.painted = is_broken, 0
        self.setMinimumSize(300, 60)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), RED)
        self.painted += 1
        if self.is_broken:
            raise ValueError("a broken panel")
        painter.end()


class Delegate(QStyledItemDelegate):
    painted = 0

    @guarded
    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        self.painted += 1
        raise ValueError("a broken row")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What goes to sys.excepthook."""
    words: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: words.append(str(error)))
    yield words
    monkeypatch.undo()


def shown(qtbot: QtBot, *panels: QWidget) -> QWidget:
    window = QWidget()
    layout = QHBoxLayout(window)
    for panel in panels:
        layout.addWidget(panel)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def notice(panel: QWidget) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def button(panel: QWidget, text: str) -> QToolButton:
    (found,) = [each for each in panel.findChildren(QToolButton) if each.text() == text]
    return found


def test_a_broken_panel_says_so_and_the_one_beside_it_lives(qtbot: QtBot, told: list[str]) -> None:
    broken, whole = Panel(True), Panel(False)
    window = shown(qtbot, broken, whole)
    qtbot.waitUntil(lambda: notice(broken) == ["This panel met a fault; the rest goes on."])
    before = whole.painted
    for panel in (broken, whole):
        panel.repaint()
    assert (broken.painted, whole.painted) == (1, before + 1)
    assert told == ["a broken panel"]
    picture = window.grab().toImage()
    assert picture.pixelColor(broken.geometry().topLeft()) != RED
    assert picture.pixelColor(whole.geometry().topLeft()) == RED


def test_the_details_name_the_place(qtbot: QtBot, told: list[str]) -> None:
    broken = Panel(True)
    window = shown(qtbot, broken)
    qtbot.waitUntil(lambda: bool(notice(broken)))
    button(broken, "Details").click()
    (box,) = window.findChildren(QMessageBox)
    assert "test_panel_fault.py" in box.detailedText()
    assert "a broken panel" in box.detailedText()
    box.close()


def test_it_can_be_tried_again(qtbot: QtBot, told: list[str]) -> None:
    panel = Panel(True)
    _window = shown(qtbot, panel)
    qtbot.waitUntil(lambda: bool(notice(panel)))
    button(panel, "Try again").click()
    qtbot.waitUntil(lambda: panel.painted == 2 and bool(notice(panel)))
    panel.is_broken = False
    qtbot.waitUntil(lambda: len(panel.findChildren(QToolButton)) == 2)
    button(panel, "Try again").click()
    qtbot.waitUntil(lambda: panel.painted > 2)
    assert notice(panel) == []
    assert told == ["a broken panel"] * 2


def test_the_notice_is_as_large_as_the_panel(qtbot: QtBot, told: list[str]) -> None:
    panel = Panel(True)
    window = shown(qtbot, panel)
    qtbot.waitUntil(lambda: bool(notice(panel)))
    window.resize(700, 300)
    (cover,) = panel.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly)
    qtbot.waitUntil(lambda: cover.size() == panel.size())


def test_what_draws_rows_is_guarded_by_the_view_of_the_rows(qtbot: QtBot, told: list[str]) -> None:
    view, model, delegate = QListView(), QStandardItemModel(), Delegate()
    for text in "abc":
        model.appendRow(QStandardItem(text))
    view.setModel(model)
    view.setItemDelegate(delegate)
    _window = shown(qtbot, view)
    qtbot.waitUntil(lambda: bool(notice(view)))
    view.viewport().repaint()
    assert delegate.painted == 1
    assert told == ["a broken row"]


def test_a_method_that_shows_something_fails_for_its_own_panel_alone(
    qtbot: QtBot, told: list[str]
) -> None:
    panel = Panel(False)
    _window = shown(qtbot, panel)

    def show(value: int, by: int) -> None:
        raise ValueError(f"cannot show {value // by}")

    apart(panel, show, 6, by=2)
    apart(panel, show, 6, by=2)
    qtbot.waitUntil(lambda: bool(notice(panel)))
    assert told == ["cannot show 3"] * 2  # whoever hears it tells one from another


def test_a_panel_that_goes_before_its_notice_comes_is_no_trouble(
    qtbot: QtBot, told: list[str]
) -> None:
    panel = Panel(False)

    def show() -> None:
        raise ValueError("no")

    apart(panel, show)
    panel.deleteLater()
    del panel
    qtbot.wait(1)
    assert told == ["no"]
