"""Panels behind other tabs are out of the way."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from tests.app.person import open_tab
from tests.opened import opened

TABS = ("Data", "Table of weights", "Derivation", "Step by step", "Breakpoints", "Changes")


def test_of_tabs_only_the_one_in_front_is_fed_and_takes_the_focus(lab: Lab, qtbot: QtBot) -> None:
    panels = (lab.views.data, *lab.late.views.panels)
    place = lab.views.canvas.geometry()
    for at in (5, 2, 0, 4, 1, 3):
        open_tab(lab, TABS[at])
        qtbot.waitUntil(panels[at].isVisible)
        assert [x for x in panels if x.isVisible()] == [panels[at]]
        assert lab.views.canvas.geometry() == place


def test_the_walk_behind_another_tab_lights_nothing(lab: Lab, qtbot: QtBot) -> None:
    canvas = lab.views.canvas
    dark = canvas.grab().toImage()
    lab.late.walking.open()
    qtbot.waitUntil(lambda: canvas.grab().toImage() != dark)
    open_tab(lab, "Network")
    qtbot.waitUntil(lambda: not lab.late.views.walk.isVisible())
    assert not canvas._lit


def tabs_seen(lab: Lab) -> list[str]:
    bars = [bar for bar in lab.window.findChildren(QTabBar) if bar.isVisible()]
    seen = [bar for bar in bars if bar.geometry().intersects(lab.window.rect())]
    return [bar.tabText(at) for bar in seen for at in range(bar.count())]


def test_each_tab_is_painted_once(lab: Lab) -> None:
    """Qt keeps bars that it has forgotten, and would paint them across the plots."""
    assert tabs_seen(lab) == list(TABS)
    lab.window.show_usual_arrangement()
    assert tabs_seen(lab) == list(TABS)


def test_each_tab_is_painted_once_at_the_next_start(
    lab: Lab, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    before = lab.window.arrangement()
    with opened(qapp, tmp_path) as again:
        assert again.window.arrange(before)
        qtbot.waitUntil(lambda: tabs_seen(again) == list(TABS))
