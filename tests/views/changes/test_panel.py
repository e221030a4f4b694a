"""The list of changes and that of other futures."""

import math
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from backprop_gui.document.edit import Edit
from backprop_gui.document.ghost import Ghost
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.changes.panel import ChangesPanel, FutureRow
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme

SLOW = Change(1000, TrainingSettings(learning_rate=0.1))
MOVE = Change(2500, parameters=((6, 0.3),))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> ChangesPanel:
    panel = ChangesPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(900, 240)
    panel.show()
    return panel


@pytest.fixture
def changed(tutorial: Experiment) -> Experiment:
    return replace(tutorial, changes=(SLOW, MOVE))


@pytest.fixture
def rows(tutorial: Experiment, changed: Experiment) -> list[FutureRow]:
    one, two = Ghost("One", tutorial, 5000), Ghost("Two", changed, 700)
    return [FutureRow(one, 1000, 0.125), FutureRow(two, 600, math.nan)]


def texts(view: QTreeWidget) -> list[list[str]]:
    items = [view.topLevelItem(row) for row in range(view.topLevelItemCount())]
    return [
        [item.text(at).replace("\u202f", " ") for at in range(view.columnCount())]
        for item in items
        if item is not None
    ]


def heard(signal: Any) -> list[Any]:
    calls: list[Any] = []
    signal.connect(lambda *values: calls.append(values))
    return calls


def go_to_row(view: QTreeWidget, row: int) -> None:
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(view, Qt.Key.Key_Down)


def test_empty_lists_explain_how_they_fill(panel: ChangesPanel, tutorial: Experiment) -> None:
    panel.show_changes(tutorial)
    shown = " ".join(x.text() for x in panel.findChildren(QLabel) if x.isVisible())
    assert "What you edit after the first step" in shown
    assert "When you go back and change something there" in shown
    assert not panel.changes.rows.isVisible()


def test_changes_are_listed_with_their_steps(panel: ChangesPanel, changed: Experiment) -> None:
    panel.show_changes(changed)
    expected = [["learning rate 0.5 → 0.1", "1 000"], ["w5 = 0.3", "2 500"]]
    assert texts(panel.changes.rows) == expected


def test_enter_goes_to_the_step_of_a_change(panel: ChangesPanel, changed: Experiment) -> None:
    panel.show_changes(changed)
    steps = heard(panel.seekRequested)
    go_to_row(panel.changes.rows, 1)
    QTest.keyClick(panel.changes.rows, Qt.Key.Key_Return)
    assert steps == [(2500,)]


def test_delete_takes_the_change_out_of_the_run(panel: ChangesPanel, changed: Experiment) -> None:
    panel.show_changes(changed)
    edits = heard(panel.removalRequested)
    go_to_row(panel.changes.rows, 0)
    QTest.keyClick(panel.changes.rows, Qt.Key.Key_Delete)
    ((edit,),) = edits
    assert isinstance(edit, Edit)
    assert edit.change(changed).changes == (MOVE,)
    assert edit.text.replace("\u202f", " ") == "removal of the change after step 1 000"


def test_futures_are_listed_with_where_they_part_and_end(
    panel: ChangesPanel, rows: list[FutureRow]
) -> None:
    panel.show_futures(rows)
    expected = [["One", "1 000", "5 000", "0.125000"], ["Two", "600", "700", "…"]]
    assert texts(panel.futures.rows) == expected


def test_enter_returns_to_a_future_and_delete_throws_it_away(
    panel: ChangesPanel, rows: list[FutureRow]
) -> None:
    panel.show_futures(rows)
    returns, throws = heard(panel.returnRequested), heard(panel.throwAwayRequested)
    go_to_row(panel.futures.rows, 1)
    QTest.keyClick(panel.futures.rows, Qt.Key.Key_Return)
    QTest.keyClick(panel.futures.rows, Qt.Key.Key_Delete)
    assert returns == throws == [(rows[1].ghost,)]


@pytest.mark.parametrize(("typed", "names"), [("Mine", ["Mine"]), ("  ", []), ("One", [])])
def test_a_future_is_renamed_in_its_place(
    panel: ChangesPanel, rows: list[FutureRow], typed: str, names: list[str]
) -> None:
    panel.show_futures(rows)
    renamed = heard(panel.renamed)
    go_to_row(panel.futures.rows, 0)
    QTest.keyClick(panel.futures.rows, Qt.Key.Key_F2)
    (editor,) = panel.futures.rows.findChildren(QLineEdit)
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt takes what was typed a turn later
    assert renamed == [(rows[0].ghost, name) for name in names]
    assert names or texts(panel.futures.rows)[0][0] == "One"


def test_nothing_can_be_done_to_no_row(panel: ChangesPanel, rows: list[FutureRow]) -> None:
    panel.show_futures(rows)
    panel.show_futures([])
    for view in (panel.changes.rows, panel.futures.rows):
        assert not [action for action in view.actions() if action.isEnabled()]
