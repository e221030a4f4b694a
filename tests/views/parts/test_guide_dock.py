"""The guide makes itself room, and gives it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.parts.theme import Theme

HEIGHTS = (200, 240, 200)


class Window:
    """A window with three docks on the left and the guide beside the first."""

    def __init__(self) -> None:
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        bar = QToolBar()
        bar.setObjectName("bar")
        self.canvas = QWidget()
        self.window = MainWindow(self.canvas, QWidget(), bar)
        self.docks = [self.window.add_dock(name, QLabel(name), left) for name in "abc"]
        self.guide = QLabel("guide")
        self.window.add_guide("Guide", self.docks[0])
        self.window.fill_guide(self.guide)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.window.share_out(across, [(self.docks[0], 290)])
        self.window.share_out(down, list(zip(self.docks, HEIGHTS, strict=True)))
        self.window.resize(1200, 760)

    @property
    def dock(self) -> QDockWidget:
        dock = self.guide.parentWidget()
        assert isinstance(dock, QDockWidget)
        return dock

    @property
    def sizes(self) -> list[int]:
        settle()
        return [self.docks[0].width(), *(dock.height() for dock in self.docks)]


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
    QTest.qWait(20)


@pytest.fixture
def made(qtbot: QtBot, theme: Theme) -> Window:
    made = Window()
    qtbot.addWidget(made.window, before_close_func=lambda _: made.window.allow_close())
    made.window.show()
    qtbot.waitExposed(made.window)
    settle()
    return made


def test_it_is_hidden_and_in_no_list_of_docks(made: Window) -> None:
    assert not made.guide.isVisible()
    actions = made.window.dock_actions()
    assert [action.text() for action in actions] == ["a", "b", "c"]


def test_open_it_stands_in_front_of_its_neighbour_and_is_high(made: Window) -> None:
    made.window.open_guide()
    settle()
    assert made.guide.isVisible()
    assert not made.guide.visibleRegion().isEmpty()
    assert made.dock in made.window.tabifiedDockWidgets(made.docks[0])
    assert made.dock.height() > 400
    assert made.dock.width() >= 330
    assert all(dock.isVisible() for dock in made.docks[1:])


def test_closed_it_gives_all_room_back(made: Window) -> None:
    before = made.sizes
    made.window.open_guide()
    settle()
    made.dock.close()
    assert made.sizes == pytest.approx(before, abs=4)
    made.window.open_guide()
    settle()
    assert made.guide.isVisible()


@pytest.mark.parametrize("is_wished", [True, False], ids=["wished", "as found"])
def test_closed_in_a_small_window_it_leaves_wished_what_was(made: Window, is_wished: bool) -> None:
    for dock in made.docks:
        dock.setMinimumWidth(100)
    made.canvas.setMinimumWidth(500)
    before = made.sizes
    if not is_wished:
        made.docks[0].dockLocationChanged.emit(Qt.DockWidgetArea.LeftDockWidgetArea)
    made.window.resize(650, 600)
    small = made.sizes
    assert small[0] < before[0]
    made.window.open_guide()
    settle()
    made.dock.close()
    assert made.sizes == pytest.approx(small, abs=4)
    made.window.resize(1200, 760)
    assert made.sizes == pytest.approx(before, abs=4)


def test_closed_in_a_larger_window_it_shares_its_room_out(made: Window) -> None:
    before = made.sizes
    made.window.open_guide()
    made.window.resize(1500, 1000)
    settle()
    made.dock.close()
    after = made.sizes
    assert after[0] == before[0]
    larger = sum(after[1:]) / sum(before[1:])
    assert larger > 1.2
    assert after[1:] == pytest.approx([height * larger for height in before[1:]], abs=4)


def test_the_usual_arrangement_has_it_closed(made: Window) -> None:
    made.window.keep_usual_arrangement()
    made.window.open_guide()
    settle()
    made.window.show_usual_arrangement()
    settle()
    assert not made.guide.isVisible()


def test_a_kept_arrangement_has_it_closed_and_its_neighbours_as_they_were(made: Window) -> None:
    before = made.sizes
    made.window.open_guide()
    settle()
    kept = made.window.arrangement()
    made.window.resize(1000, 600)
    settle()
    assert made.window.arrange(kept)
    assert not made.guide.isVisible()
    assert made.sizes == pytest.approx(before, abs=4)


def test_it_opens_where_its_neighbours_are_as_small_as_can_be(made: Window) -> None:
    made.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, made.dock)  # no tab any more
    made.window.resize(1, 1)
    settle()
    made.window.open_guide()  # Qt would warn of a size of 0
    assert made.guide.isVisible()


def test_escape_closes_it_and_goes_on_in_the_middle(made: Window) -> None:
    made.guide.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.window.open_guide()
    made.guide.setFocus()
    QTest.keyClick(made.guide, Qt.Key.Key_A)
    assert made.guide.isVisible()
    QTest.keyClick(made.guide, Qt.Key.Key_Escape)
    assert not made.guide.isVisible()
    assert QApplication.focusWidget() is made.canvas
