"""The window on a projector: what is in it stays usable, and is as before in a large one."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QScrollArea, QTabBar
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from tests.app.person import train

LARGE, PROJECTOR = QSize(2000, 1200), QSize(1024, 740)  # below the title of the window
NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def resize(lab: Lab, qtbot: QtBot, size: QSize) -> None:
    lab.window.resize(size)
    QTest.qWait(50)
    assert lab.window.size() == size


def widths(lab: Lab) -> dict[str, int]:
    """Of the docks to the left and to the right."""
    aside = Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
    docks = [x for x in lab.window.findChildren(QDockWidget) if x.isVisible()]
    docks = [x for x in docks if lab.window.dockWidgetArea(x) & aside]
    return {dock.windowTitle(): dock.width() for dock in docks}


def cut(lab: Lab) -> list[QScrollArea]:
    """Those whose content is wider than they are, without a bar to bring it into sight."""
    areas = [x for x in lab.window.findChildren(QScrollArea) if x.isVisible()]
    areas = [x for x in areas if x.horizontalScrollBarPolicy() == NO_BAR]
    contents = [(area, area.widget()) for area in areas]
    return [x for x, c in contents if c and c.minimumSizeHint().width() > x.viewport().width()]


def tabs(lab: Lab) -> QTabBar:
    (bar,) = [x for x in lab.window.findChildren(QTabBar) if x.isVisible() and x.count() > 3]
    return bar


def test_docks_are_usable_on_a_projector_and_as_before_on_a_large_screen(
    lab: Lab, qtbot: QtBot
) -> None:
    resize(lab, qtbot, LARGE)
    before = widths(lab)
    assert len(before) == 6
    resize(lab, qtbot, PROJECTOR)
    assert not cut(lab)
    assert all(width < before[title] for title, width in widths(lab).items())
    resize(lab, qtbot, LARGE)
    assert widths(lab) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("size", [LARGE, QSize(1600, 1000)], ids=["large", "middling"])
def test_the_usual_arrangement_gives_plots_the_same_height(
    lab: Lab, qtbot: QtBot, size: QSize
) -> None:
    resize(lab, qtbot, size)
    lab.window.show_usual_arrangement()
    QTest.qWait(50)
    plots = (lab.views.errors, lab.views.outputs, lab.views.weights)
    heights = [plot.height() for plot in plots]
    assert heights == pytest.approx([heights[0]] * 3, abs=3)


def test_the_guide_opened_on_a_projector_takes_no_width_for_good(lab: Lab, qtbot: QtBot) -> None:
    resize(lab, qtbot, LARGE)
    before = widths(lab)
    resize(lab, qtbot, PROJECTOR)
    lab.window.open_guide()
    QTest.qWait(50)
    lab.window.close_guide()
    resize(lab, qtbot, LARGE)
    assert widths(lab) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("size", [LARGE, PROJECTOR], ids=["large", "projector"])
def test_no_tab_below_takes_room_from_the_docks_beside(lab: Lab, qtbot: QtBot, size: QSize) -> None:
    resize(lab, qtbot, LARGE)  # what was wide once can be narrow again
    for first in (LARGE, size):
        resize(lab, qtbot, first)
        before, bar = widths(lab), tabs(lab)
        for at in range(bar.count()):
            bar.setCurrentIndex(at)
            QTest.qWait(50)
            assert widths(lab) == before, bar.tabText(at)
            assert not cut(lab), bar.tabText(at)


def test_a_panel_whose_content_becomes_wider_has_room_for_it(lab: Lab, qtbot: QtBot) -> None:
    resize(lab, qtbot, PROJECTOR)
    for _ in range(10):  # the names have two figures then
        lab.views.network.rows[0].insert_button.click()
    qtbot.waitUntil(lambda: len(lab.views.network.rows) == 13)
    QTest.qWait(50)
    assert not cut(lab)


def test_legends_step_and_total_error_have_their_numbers_on_a_projector(
    lab: Lab, qtbot: QtBot
) -> None:
    train(lab, qtbot, 7)
    resize(lab, qtbot, PROJECTOR)
    bar = lab.views.transport
    shown = {x.text() for x in bar.findChildren(QLabel) if not x.visibleRegion().isEmpty()}
    error = next(text for text in shown if text.startswith("0."))
    assert float(error) == pytest.approx(lab.session.snapshot().total_error, rel=1e-5)
    assert {"Step", "7", "Error"} <= shown
    for panel in (lab.views.outputs, lab.views.weights):
        assert panel.legend.isVisible()
        assert panel.legend.width() > panel.legend.fontMetrics().horizontalAdvance("w1 −0.123456")
