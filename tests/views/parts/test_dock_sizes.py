"""Docks have their sizes back where a window was too small for them for a while."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.parts.dock_sizes import taken_apart
from backprop_gui.views.parts.theme import Theme

LARGE, MIDDLING, SMALL = QSize(1600, 900), QSize(1300, 800), QSize(800, 500)
LEFT, RIGHT, BELOW = 300, 400, 350
AREAS, BUTTON = Qt.DockWidgetArea, Qt.MouseButton.LeftButton


class _Content(QWidget):
    """Of a panel that has its least size."""

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 100)


class Window:
    """A window with a dock on each of three sides, and a tab beside the one below."""

    def __init__(self) -> None:
        bar = QToolBar()
        bar.setObjectName("bar")
        self.window = window = MainWindow(_Content(), QWidget(), bar)
        self.left = window.add_dock("Left", _Content(), AREAS.LeftDockWidgetArea)
        self.right = window.add_dock("Right", _Content(), AREAS.RightDockWidgetArea)
        self.below = window.add_dock("Below", _Content(), AREAS.BottomDockWidgetArea)
        window.add_tab("Tab", self.below)
        window.fill_dock("Tab", _Content())
        window.resize(LARGE)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        window.share_out(across, [(self.left, LEFT), (self.right, RIGHT)])
        window.share_out(down, [(self.below, BELOW)])

    @property
    def sizes(self) -> tuple[int, int, int]:
        settle()
        return self.left.width(), self.right.width(), self.below.height()

    def resize(self, size: QSize) -> tuple[int, int, int]:
        """The docks' sizes in a window of this size."""
        self.window.resize(size)
        return self.sizes

    def forget(self) -> None:
        """Has docks taken as they are, as where one was moved."""
        self.left.dockLocationChanged.emit(AREAS.LeftDockWidgetArea)

    def drag_edge_of(self, dock: QDockWidget, by: int) -> None:
        """The edge at its right."""
        handle, start = self.window.windowHandle(), dock.geometry().topRight() + QPoint(3, 40)
        QTest.mousePress(handle, BUTTON, pos=start)
        for moved in (by // 2, by):
            QTest.mouseMove(handle, start + QPoint(moved, 0))
            settle()
        QTest.mouseRelease(handle, BUTTON, pos=start + QPoint(by, 0))
        settle()


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
    QTest.qWait(20)


@pytest.fixture
def make(qtbot: QtBot, theme: Theme) -> Callable[[], Window]:
    def make() -> Window:
        made = Window()
        qtbot.addWidget(made.window, before_close_func=lambda _: made.window.allow_close())
        made.window.show()
        qtbot.waitExposed(made.window)
        settle()
        return made

    return make


@pytest.fixture
def made(make: Callable[[], Window]) -> Window:
    return make()


def test_the_middle_gives_way_before_any_dock(made: Window) -> None:
    before = made.sizes
    assert before[:2] == (LEFT, RIGHT)
    assert made.resize(MIDDLING) == before


@pytest.mark.parametrize("forgotten", [False, True], ids=["as made", "as found"])
def test_what_a_small_window_took_a_large_one_gives_back(made: Window, forgotten: bool) -> None:
    before = made.sizes
    if forgotten:
        made.forget()
    small = made.resize(SMALL)
    assert all(now < then for now, then in zip(small, before, strict=True))
    made.resize(QSize(700, 450))
    assert made.resize(SMALL) == pytest.approx(small, abs=2)
    assert made.resize(LARGE) == pytest.approx(before, abs=1)


def test_an_edge_that_was_dragged_stays_where_it_was_left(made: Window) -> None:
    made.drag_edge_of(made.left, 60)
    assert made.sizes[0] == pytest.approx(LEFT + 60, abs=2)
    made.resize(SMALL)
    assert made.resize(LARGE)[0] == pytest.approx(LEFT + 60, abs=2)
    made.resize(QSize(900, 500))
    made.drag_edge_of(made.left, -40)
    dragged = made.sizes
    assert dragged[0] < LEFT
    assert made.resize(LARGE)[:2] == dragged[:2]


def test_a_dock_that_was_made_narrower_in_a_large_window_stays_so(made: Window) -> None:
    made.forget()
    made.window.resizeDocks([made.left], [LEFT - 60], Qt.Orientation.Horizontal)
    before = made.sizes
    made.resize(MIDDLING)
    assert made.resize(LARGE) == before


def test_a_dock_that_floats_is_left_alone(made: Window) -> None:
    made.right.setFloating(True)
    made.right.resize(500, 300)
    made.resize(SMALL)
    made.resize(LARGE)
    assert made.right.size() == QSize(500, 300)


def test_a_small_window_that_is_closed_gives_back_after_the_next_start(
    make: Callable[[], Window],
) -> None:
    closed, opened = make(), make()
    before = closed.sizes
    closed.drag_edge_of(closed.left, 60)
    closed.resize(SMALL)
    assert opened.window.arrange(closed.window.arrangement())
    assert opened.sizes == pytest.approx(closed.sizes, abs=2)
    again = opened.resize(LARGE)
    assert again == pytest.approx((LEFT + 60, *before[1:]), abs=2)


def test_the_usual_arrangement_in_a_small_window_is_that_of_a_large_one_later(
    made: Window,
) -> None:
    before = made.sizes
    made.window.keep_usual_arrangement()
    made.drag_edge_of(made.left, 100)
    made.resize(SMALL)
    made.window.show_usual_arrangement()
    assert made.resize(LARGE) == pytest.approx(before, abs=1)


def column(make: Callable[[], Window], *heights: int) -> tuple[Window, list[QDockWidget]]:
    """A window whose dock to the left has others below it."""
    made = make()
    made.window.hide()  # as it is while its docks are made
    others = [made.window.add_dock(name, _Content(), AREAS.LeftDockWidgetArea) for name in "ab"]
    docks = [made.left, *others]
    made.window.share_out(Qt.Orientation.Vertical, list(zip(docks, heights, strict=True)))
    made.window.keep_usual_arrangement()
    made.window.show()
    settle()
    return made, docks


def parts(docks: list[QDockWidget]) -> list[float]:
    """What each has of the height of all."""
    settle()
    heights = [dock.height() for dock in docks]
    return [height / sum(heights) for height in heights]


@pytest.mark.parametrize("size", [LARGE, MIDDLING, QSize(1900, 1200)], ids=str)
def test_the_usual_arrangement_shares_a_column_out_alike_in_any_window(
    make: Callable[[], Window], size: QSize
) -> None:
    made, docks = column(make, 200, 200, 100)
    made.resize(size)
    made.window.resizeDocks(docks, [150, 150, 400], Qt.Orientation.Vertical)
    settle()
    made.window.show_usual_arrangement()
    assert parts(docks) == pytest.approx([0.4, 0.4, 0.2], abs=0.01)
    assert docks[0].width() == LEFT
    made.resize(LARGE)
    assert parts(docks) == pytest.approx([0.4, 0.4, 0.2], abs=0.01)


def test_a_column_that_was_kept_is_shared_out_alike_in_a_smaller_window(
    make: Callable[[], Window],
) -> None:
    made, docks = column(make, 200, 200, 100)
    made.window.resizeDocks(docks, [150, 250, 400], Qt.Orientation.Vertical)
    before = parts(docks)
    made.window.keep_usual_arrangement()
    made.resize(MIDDLING)
    made.window.show_usual_arrangement()
    assert parts(docks) == pytest.approx(before, abs=0.01)


def test_docks_beside_each_other_in_a_column_stay_so(make: Callable[[], Window]) -> None:
    made, (left, first, second) = column(make, 200, 200, 100)
    made.window.splitDockWidget(first, second, Qt.Orientation.Horizontal)
    settle()
    before = parts([left, first])
    made.window.keep_usual_arrangement()
    made.window.show_usual_arrangement()
    assert parts([left, first]) == pytest.approx(before, abs=0.01)
    assert first.height() == second.height()


def test_an_arrangement_of_before_columns_were_kept_is_read() -> None:
    assert taken_apart(b'{"a": 3}\n\0\0\0\xff') == (({"a": 3}, {}), b"\0\0\0\xff")
    assert taken_apart(b'{"a": 3}\n{"b": 4}\n\0') == (({"a": 3}, {"b": 4}), b"\0")


@pytest.mark.parametrize(
    "kept",
    [b"", b"\0\0\0\xff", b"\0\n\1", b'{"a": 0}\nb', b'{"a": "b"}\n', b'{"\xff": 1}\n', b"[]\n"],
)
def test_what_is_no_arrangement_with_sizes_is_one_without(kept: bytes) -> None:
    assert taken_apart(kept) == (({}, {}), kept)
