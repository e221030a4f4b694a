"""The list of curves beside a plot."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.curves.curve_list import CurveList
from backprop_gui.views.parts.curves.legend import Legend
from backprop_gui.views.parts.curves.legend_rows import SWATCH
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.theme import Theme
from tests.mouse import double_click

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def legend(qtbot: QtBot, theme: Theme) -> Legend:
    legend = Legend(theme)
    legend.set_curves([Curve(f"w{at + 1}", at) for at in range(4)])
    qtbot.addWidget(legend)
    legend.resize(legend.width(), 300)
    legend.show()
    return legend


def line(legend: Legend, row: int) -> QPoint:
    """On the line sample of a row."""
    rect = legend.visualRect(legend.model().index(row, 0))
    return QPoint(SWATCH // 2, rect.center().y())


def name(legend: Legend, row: int) -> QPoint:
    return line(legend, row) + QPoint(SWATCH, 0)


def test_each_row_has_a_name_and_a_value(legend: Legend) -> None:
    legend.show_values(np.array([0.15, -2.5, 1e-9, 12345.678]))
    assert legend.texts() == ["w1 0.150000", "w2 −2.50000", "w3 1.00000e−9", "w4 1.23457e4"]
    legend.show_values(np.empty(0))
    assert legend.texts() == ["w1", "w2", "w3", "w4"]
    legend.grab()


def test_the_width_grows_with_the_values_and_never_shrinks(legend: Legend) -> None:
    legend.show_values(np.full(4, 0.5))
    usual = legend.width()
    legend.show_values(np.full(4, -9.87654))
    assert legend.width() == usual
    legend.show_values(np.full(4, -1e-300))
    wide = legend.width()
    assert wide > usual
    legend.show_values(np.full(4, 0.5))
    assert legend.width() == wide


def test_a_click_on_the_line_hides_the_curve_and_another_shows_it(
    legend: Legend, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(legend.hiddenChanged) as changed:
        QTest.mouseClick(legend.viewport(), LEFT, pos=line(legend, 1))
    assert changed.args == [frozenset({1})]
    legend.grab()
    QTest.mouseClick(legend.viewport(), LEFT, pos=line(legend, 1))
    assert legend.hidden == frozenset()


def test_a_click_on_the_name_picks_the_curve_and_hides_nothing(
    legend: Legend, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(legend.curvePicked) as picked:
        QTest.mouseClick(legend.viewport(), LEFT, pos=name(legend, 2))
    assert picked.args == [2]
    assert legend.hidden == frozenset()


@pytest.mark.parametrize("place", [line, name])
def test_a_double_click_shows_a_curve_alone_and_another_all(
    legend: Legend, place: Callable[[Legend, int], QPoint]
) -> None:
    for hidden in (frozenset({0, 2, 3}), frozenset()):
        double_click(legend.viewport(), place(legend, 1))
        assert legend.hidden == hidden


def test_keys_hide_and_pick_the_current_curve(legend: Legend, qtbot: QtBot) -> None:
    legend.select(0)
    QTest.keyClick(legend, Qt.Key.Key_Down)
    QTest.keyClick(legend, Qt.Key.Key_Space)
    assert legend.hidden == frozenset({1})
    with qtbot.waitSignal(legend.curvePicked) as picked:
        QTest.keyClick(legend, Qt.Key.Key_Return)
    assert picked.args == [1]


def test_the_curve_below_the_pointer_is_told(legend: Legend, qtbot: QtBot) -> None:
    seen: list[int | None] = []
    legend.hovered.connect(seen.append)
    QTest.mouseMove(legend.viewport(), name(legend, 0))
    QTest.mouseMove(legend.viewport(), name(legend, 3))
    qtbot.waitUntil(lambda: seen[-1:] == [3])
    QTest.mouseMove(legend.viewport(), QPoint(5, 290))
    qtbot.waitUntil(lambda: seen[-1:] == [None])


def test_a_screen_reader_hears_what_is_hidden(legend: Legend) -> None:
    legend.show_values(np.full(4, 0.25))
    legend.set_hidden(frozenset({3}))
    read = [legend.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (2, 3)]
    assert read == ["w3 0.250000, shown", "w4 0.250000, hidden"]


def test_the_full_value_is_in_the_tooltip(legend: Legend) -> None:
    legend.show_values(np.full(4, 1 / 3))
    tip = legend.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("w1 0.3333333333333333\n")


def test_a_click_leaves_the_keys_to_the_window(legend: Legend) -> None:
    assert not legend.focusPolicy() & Qt.FocusPolicy.ClickFocus


def test_only_what_a_text_means_is_listed_and_numbers_stay(legend: Legend, qtbot: QtBot) -> None:
    legend.set_curves([Curve(f"h{at + 1}", at) for at in range(30)])
    legend.select(11)
    legend.narrow("H1")
    assert legend.texts() == ["h1", *(f"h{at}" for at in range(10, 20))]
    assert legend.selected() == 11
    with qtbot.waitSignal(legend.curvePicked) as picked:
        QTest.mouseClick(legend.viewport(), LEFT, pos=name(legend, 1))
    assert picked.args == [9]
    legend.narrow("h2")
    assert legend.selected() is None
    legend.narrow("")
    assert len(legend.texts()) == 30


def test_a_match_tells_what_a_text_means(legend: Legend) -> None:
    legend.set_match(lambda text: [1, 3] if text == "odd" else [])
    legend.narrow("odd")
    assert legend.texts() == ["w2", "w4"]
    legend.narrow("w1")
    assert legend.texts() == []


def test_the_menu_hides_isolates_and_pins(legend: Legend, qtbot: QtBot) -> None:
    def act(text: str, number: int) -> None:
        menu = legend.menu_of(number)
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()

    act("Hide", 2)
    assert legend.hidden == frozenset({2})
    act("Show", 2)
    assert legend.hidden == frozenset()
    for _ in range(2):
        act("Show only this one", 1)
        assert legend.hidden == frozenset({0, 2, 3})
    act("Show all", 1)
    assert legend.hidden == frozenset()
    assert "Pin" not in [action.text() for action in legend.menu_of(0).actions()]
    legend.can_pin = True
    with qtbot.waitSignal(legend.pinToggled) as pinned:
        act("Pin", 3)
    assert pinned.args == [3]
    legend.set_pinned(frozenset({3}))
    assert "Unpin" in [action.text() for action in legend.menu_of(3).actions()]
    legend.grab()
    legend.select(1)
    with qtbot.waitSignal(legend.pinToggled) as pinned:
        QTest.keyClick(legend, Qt.Key.Key_P)
    assert pinned.args == [1]


def test_alone_is_alone_among_the_drawn_ones(legend: Legend) -> None:
    legend.set_drawn(frozenset({0, 2}))
    legend.menu_of(2).actions()[1].trigger()
    assert legend.hidden == frozenset({0})
    accessible = legend.model().data(legend.model().index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert accessible.endswith("no curve")


def test_a_click_where_no_line_is_picks_a_curve_that_is_not_drawn(
    legend: Legend, qtbot: QtBot
) -> None:
    legend.set_drawn(frozenset({0}))
    with qtbot.waitSignal(legend.curvePicked) as picked:
        QTest.mouseClick(legend.viewport(), LEFT, pos=line(legend, 1))
    assert picked.args == [1]
    assert legend.hidden == frozenset()


def test_of_100_000_only_those_in_sight_are_asked_for(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        method = getattr(CurveList, name)

        @wraps(method)
        def count(*arguments: Any) -> Any:
            asked.append(name)
            return method(*arguments)

        return count

    named = [x for x in dir(QAbstractItemModel) if x in vars(CurveList) and x[0] != "_"]
    counting = type("Counting", (CurveList,), {name: counted(name) for name in named})
    monkeypatch.setattr("backprop_gui.views.parts.curves.legend.CurveList", counting)
    legend = Legend(theme)
    qtbot.addWidget(legend)
    legend.show()
    legend.set_curves([Curve(f"w{at + 1}", at) for at in range(100_000)])
    legend.grab()
    assert len(asked) < 1000
    assert not legend.visualRect(legend.model().index(0, 0)).isEmpty()
    legend.select(99_999)
    last = legend.visualRect(legend.model().index(99_999, 0))
    assert legend.viewport().rect().contains(last)


def test_of_more_than_100_000_the_others_are_found_by_typing(legend: Legend) -> None:
    legend.set_curves([Curve(f"w{at + 1}", at) for at in range(100_003)])
    model = legend.model()
    assert model.rowCount() == 100_000
    legend.select(7)
    legend.select(100_002)
    assert legend.selected() is None
    legend.narrow("w100003")
    assert legend.texts() == ["w100003"]
    legend.select(100_002)
    assert legend.selected() == 100_002


def test_of_thousands_only_those_in_sight_are_asked_for(legend: Legend) -> None:
    class Names(list[Curve]):
        asked = 0

        def __getitem__(self, at):  # type: ignore[no-untyped-def]
            Names.asked += 1
            return super().__getitem__(at)

    legend.set_curves(Names(Curve(f"w{at + 1}", at) for at in range(20_000)))
    legend.grab()
    Names.asked = 0
    legend.show_values(np.arange(20_000.0))
    legend.grab()
    assert Names.asked < 200
