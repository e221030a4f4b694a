"""The walk as it is seen and gone through."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.walk.figure_model import Column
from backprop_gui.views.walk.panel import WalkPanel
from tests.engine.learner import TUTORIAL, Task, random_task
from tests.views.derivation.conftest import experiment_of
from tests.views.walk.conftest import moment_at
from tests.views.walk.test_pages import DEEP, TITLES

ALT = Qt.KeyboardModifier.AltModifier
PATHS, ONE_STEP = 7, 11


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> WalkPanel:
    panel = WalkPanel(theme)
    qtbot.addWidget(panel)
    panel.show_experiment(experiment_of(TUTORIAL))
    panel.resize(340, 700)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.next.setFocus()
    return panel


def fill(panel: WalkPanel, task: Task = TUTORIAL) -> None:
    panel.show_moment(moment_at(task, panel.page.step))
    QApplication.processEvents()


def cells(panel: WalkPanel, column: Column) -> list[str]:
    model = panel.body.table.model_
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_the_list_unfolds_as_wide_as_its_longest_title(panel: WalkPanel) -> None:
    panel.resize(240, 700)
    panel.list.showPopup()
    unfolded = panel.list.view()
    assert max(len(panel.list.itemText(at)) for at in range(panel.list.count())) > 20
    assert unfolded.viewport().width() >= unfolded.sizeHintForColumn(0) > panel.list.width()
    panel.list.hidePopup()


def test_a_title_that_the_list_has_no_room_for_is_cut_with_a_mark_and_whole_in_the_tip(
    panel: WalkPanel,
) -> None:
    def drawn() -> str:
        option = QStyleOptionComboBox()
        panel.list.initStyleOption(option)
        return option.currentText

    for at, title in enumerate(TITLES):
        panel.go(at)
        panel.resize(900, 700)
        QApplication.processEvents()
        assert drawn() == title
        panel.resize(300, 700)
        QApplication.processEvents()
        assert drawn() == title or drawn().endswith("…")
        arrow = 2 * SPACING
        assert panel.list.fontMetrics().horizontalAdvance(drawn()) < panel.list.width() - arrow
        assert panel.list.toolTip().startswith(title)
    assert drawn().endswith("…")


def test_it_begins_at_the_first_page(panel: WalkPanel) -> None:
    assert panel.title.text() == TITLES[0]
    assert panel.progress.text() == "1 of 13"
    assert not panel.back.isEnabled()
    assert not panel.body.isVisible()


def test_keys_go_through_all_pages_and_stop_at_the_ends(panel: WalkPanel, qtbot: QtBot) -> None:
    seen = [panel.title.text()]
    for _ in range(len(TITLES)):
        QTest.keyClick(panel.next, Qt.Key.Key_Right, ALT)
        seen.append(panel.title.text())
    assert seen == [*TITLES, TITLES[-1]]
    assert not panel.next.isEnabled()
    QTest.keyClick(panel.list, Qt.Key.Key_Left, ALT)
    assert panel.title.text() == TITLES[-2]


def test_the_list_leads_to_any_page(panel: WalkPanel, qtbot: QtBot) -> None:
    assert [panel.list.itemText(at) for at in range(panel.list.count())] == TITLES
    with qtbot.waitSignal(panel.entered) as entered:
        panel.list.activated.emit(4)
    assert entered.args[0].title == TITLES[4]
    assert panel.progress.text() == "5 of 13"
    panel.next.click()
    assert panel.list.currentText() == TITLES[5]


def test_a_page_lights_its_places_and_lights_them_again(panel: WalkPanel, qtbot: QtBot) -> None:
    lit: list[object] = []
    panel.spotsLit.connect(lit.append)
    panel.go(4)
    fill(panel)
    assert lit == [panel.page.spots]
    table = panel.body.table
    table.setCurrentIndex(table.model_.index(0, 1))
    assert lit[-1] == (table.model_.rows[0].figure.number.source,)
    table.setFocus()
    panel.next.setFocus()
    assert lit[-1] == panel.page.spots


def test_the_total_error_lights_the_output_layer(panel: WalkPanel) -> None:
    lit: list[object] = []
    panel.spotsLit.connect(lit.append)
    panel.go(ONE_STEP)
    fill(panel)
    table = panel.body.table
    (row,) = [at for at, row in enumerate(table.model_.rows) if row.figure.name == "E"]
    table.setCurrentIndex(table.model_.index(row, 1))
    assert lit[-1] == (Selection(Kind.LAYER, 2),)


def test_behind_another_tab_it_lights_nothing_until_it_is_back(
    panel: WalkPanel, qtbot: QtBot
) -> None:
    fill(panel)
    with qtbot.waitSignal(panel.left):
        panel.hide()
    lit_while_hidden: list[object] = []
    panel.spotsLit.connect(lit_while_hidden.append)
    for part in (panel.body.table, panel.body.sections[0].sheet):
        QApplication.sendEvent(part, QEvent(QEvent.Type.Leave))  # as Qt says of what has gone
    panel.light_page()
    assert lit_while_hidden == []
    with qtbot.waitSignal(panel.spotsLit) as lit:
        panel.show()
    assert lit.args == [panel.page.spots]


def test_our_figures_stand_in_full_beside_the_published(panel: WalkPanel) -> None:
    panel.go(4)
    panel.resize(420, 700)
    fill(panel)
    assert cells(panel, Column.SYMBOL)[0] == "∂E/∂out_o1"
    assert cells(panel, Column.COMPUTED)[0] == "0.7413650695523157"
    assert cells(panel, Column.PUBLISHED)[0] == "✓ 0.74136507"
    assert "All published figures agree" in panel.body.verdict.text()
    assert "Matt Mazur" in panel.body.verdict.text()


def test_where_there_is_no_room_they_are_shorter_and_copied_in_full(panel: WalkPanel) -> None:
    panel.go(4)
    panel.resize(290, 700)
    fill(panel)
    table = panel.body.table
    assert len(cells(panel, Column.COMPUTED)[0]) < 18
    assert sum(table.columnWidth(column) for column in Column) <= table.viewport().width()
    assert "0.7413650695523157" in str(table.model_.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    table.setCurrentIndex(table.model_.index(0, Column.COMPUTED))
    table.copying.action.trigger()
    assert QGuiApplication.clipboard().text() == "0.7413650695523157"
    table.setCurrentIndex(table.model_.index(0, Column.PUBLISHED))
    table.copying.action.trigger()
    assert QGuiApplication.clipboard().text() == "0.74136507"


def test_a_figure_that_differs_is_marked_and_shown_how_it_comes_about(panel: WalkPanel) -> None:
    panel.go(PATHS)
    fill(panel)
    assert "≠ −0.019049119" in cells(panel, Column.PUBLISHED)
    assert panel.body.verdict.text().startswith("3 of 4 published figures agree")
    reason = panel.body.sections[-1]
    assert reason.caption.text() == "Why −0.019049119"
    assert "= −0.0190491185 ≈ −0.019049119" in reason.sheet.text
    assert "rounded" in reason.note.text()


def test_the_error_after_one_step_is_explained(panel: WalkPanel) -> None:
    panel.go(ONE_STEP)
    fill(panel)
    assert cells(panel, Column.PUBLISHED)[-1] == "≠ 0.291027924"
    assert "0.291027773693599" in cells(panel, Column.COMPUTED)[-1]
    assert "updated already" in panel.body.sections[-1].note.text()


def test_of_another_network_nothing_is_published(panel: WalkPanel) -> None:
    panel.show_experiment(experiment_of(DEEP))
    fill(panel, DEEP)
    assert panel.body.table.isColumnHidden(Column.PUBLISHED)
    assert not panel.body.verdict.isVisible()
    assert panel.progress.text() == "1 of 15"


def test_another_weight_changes_the_numbers_and_no_page(panel: WalkPanel) -> None:
    panel.go(5)
    fill(panel)
    other = replace(TUTORIAL, parameters=TUTORIAL.parameters + 0.1)
    panel.show_experiment(experiment_of(other))
    fill(panel, other)
    assert panel.title.text() == "The new w5"
    assert "= 0.5 − 0.5 ·" in panel.body.sections[0].sheet.text
    assert panel.body.table.isColumnHidden(Column.PUBLISHED)


def test_another_bias_policy_makes_other_pages_of_the_same_place(panel: WalkPanel) -> None:
    panel.go(10)
    shared = replace(TUTORIAL, bias=BiasPolicy.PER_NEURON)
    panel.show_experiment(experiment_of(shared))
    fill(panel, shared)
    assert panel.title.text() == "The biases"
    assert "of its own" in panel.body.words.text()


def test_another_network_is_begun_with_the_first_page(panel: WalkPanel) -> None:
    panel.go(12)
    panel.show_experiment(experiment_of(random_task((1, 1))))
    assert panel.progress.text() == "1 of 8"
    assert panel.next.hasFocus()


def test_it_says_when_another_step_is_shown_and_leads_back(panel: WalkPanel, qtbot: QtBot) -> None:
    panel.show_waiting("Another step is shown.", is_on_its_way=False)
    assert panel.waiting.isVisible()
    assert panel.there.text() == "Go to the beginning"
    with qtbot.waitSignal(panel.stepRequested):
        panel.there.click()
    panel.show_waiting("Training.", is_on_its_way=True)
    assert not panel.there.isVisible()
    panel.show_waiting("", is_on_its_way=False)
    assert not panel.waiting.isVisible()


def test_everything_says_what_it_is(panel: WalkPanel) -> None:
    panel.go(PATHS)
    fill(panel)
    panel.show_waiting("Waiting", is_on_its_way=False)
    sheets = [view.sheet for view in panel.body.sections]
    for widget in (panel.list, panel.back, panel.next, panel.there, panel.body.table, *sheets):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
    for widget in (panel.list, panel.back, panel.next, panel.there):
        assert widget.toolTip()


def test_nothing_stands_out_of_a_narrow_panel(panel: WalkPanel) -> None:
    panel.resize(290, 700)
    for at in range(len(panel.pages)):
        panel.go(at)
        fill(panel)
        assert panel.width() == 290
        for view in panel.body.sections:
            placed = [each.rect.right() for each in view.sheet.placed]
            assert max(placed, default=0) <= view.sheet.width()


def test_the_numbers_of_another_network_are_passed_over(panel: WalkPanel) -> None:
    fill(panel, random_task((2, 1)))  # while the networks are exchanged
    assert not panel.body.isVisible()
    fill(panel)
    assert panel.body.isVisible()
