"""Reading, editing, copying and pasting weights and biases in the table."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.parameters_panel import ParametersPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import FIGURE_SPACE
from backprop_gui.views.parts.parameter_table import ParameterTable
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from tests.calls import calls_of
from tests.mouse import double_click

Make = Callable[..., Experiment]
NAME, ENDS, INITIAL, PRESENT, CHANGE = range(5)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> ParametersPanel:
    panel = ParametersPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    return panel


def texts(panel: ParametersPanel, column: int) -> list[str]:
    model = panel.table.model()
    cells = [model.index(row, column).data() for row in range(model.rowCount())]
    return [cell.strip(FIGURE_SPACE) for cell in cells]


def point_at(panel: ParametersPanel, row: int, column: int) -> QPoint:
    return panel.table.visualRect(panel.table.model().index(row, column)).center()


def click(panel: ParametersPanel, row: int, column: int) -> None:
    QTest.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, pos=point_at(panel, row, column)
    )


def open_editor(panel: ParametersPanel, row: int) -> QLineEdit:
    double_click(panel.table.viewport(), point_at(panel, row, INITIAL))
    editor = panel.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    return editor


def enter(editor: QLineEdit) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the view takes what was typed when the key is done with


def press(panel: ParametersPanel, key: Qt.Key) -> None:
    QTest.keyClick(panel.table, key, Qt.KeyboardModifier.ControlModifier)


def sentences(panel: ParametersPanel) -> str:
    labels = panel.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_every_number_of_the_tutorial_is_listed(
    panel: ParametersPanel, tutorial: Experiment
) -> None:
    panel.show_experiment(tutorial)
    assert texts(panel, NAME) == ["w1", "w2", "w3", "w4", "b1", "w5", "w6", "w7", "w8", "b2"]
    assert texts(panel, ENDS)[:5] == ["i1 → h1", "i2 → h1", "i1 → h2", "i2 → h2", "→ hidden"]
    assert [float(text) for text in texts(panel, INITIAL)[:5]] == [0.15, 0.2, 0.25, 0.3, 0.35]
    assert texts(panel, PRESENT) == texts(panel, INITIAL)
    assert set(texts(panel, CHANGE)) == {"0.00000"}


def test_present_values_and_changes_follow_the_run(
    panel: ParametersPanel, tutorial: Experiment
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(tutorial.network.parameters + 0.5)
    assert float(texts(panel, PRESENT)[0]) == 0.65
    assert set(texts(panel, CHANGE)) == {"0.500000"}
    assert float(texts(panel, INITIAL)[0]) == 0.15


def test_of_many_states_at_once_the_last_one_stays(
    panel: ParametersPanel, tutorial: Experiment, qtbot: QtBot
) -> None:
    panel.show_experiment(tutorial)
    for change in range(5):
        panel.show_state(tutorial.network.parameters + change)
    qtbot.waitUntil(lambda: set(texts(panel, CHANGE)) == {"4.00000"})


def test_the_state_of_another_network_is_passed_over(
    panel: ParametersPanel, tutorial: Experiment
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(np.ones(5))
    assert texts(panel, PRESENT) == texts(panel, INITIAL)


def tip_of(panel: ParametersPanel, column: int) -> str:
    """Of the first row."""
    return str(panel.table.model().index(0, column).data(Qt.ItemDataRole.ToolTipRole))


def test_a_number_is_shown_in_full_as_a_tooltip_and_copied_for_other_programs(
    panel: ParametersPanel, tutorial: Experiment, qtbot: QtBot
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(np.full(12, 1 / 3))
    tip = tip_of(panel, PRESENT)
    assert tip == "0.3333333333333333"
    panel.show_state(np.full(12, -5e-07))
    qtbot.waitUntil(lambda: tip_of(panel, PRESENT) == "−5e−7")
    click(panel, 0, PRESENT)
    press(panel, Qt.Key.Key_C)
    assert "-5e-07" in QGuiApplication.clipboard().text()


def test_an_initial_value_is_typed_over(
    panel: ParametersPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    editor = open_editor(panel, 2)
    assert editor.text() == "0.25"
    QTest.keyClicks(editor, "-1e-3")
    enter(editor)
    assert done.experiment.network.weights(0)[1, 0] == -0.001
    assert [edit.text for edit in done.edits] == ["change of w3"]


def test_the_one_bias_of_a_layer_is_edited_for_all_its_neurons(
    panel: ParametersPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    editor = open_editor(panel, 4)
    QTest.keyClicks(editor, "0")
    enter(editor)
    assert done.experiment.network.biases(0).tolist() == [0, 0]


def test_what_is_no_number_keeps_the_editor_open_and_is_explained(
    panel: ParametersPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    editor = open_editor(panel, 0)
    QTest.keyClicks(editor, "0,5")
    enter(editor)
    assert editor.isVisible()
    assert "Use a point" in sentences(panel)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert done.edits == []
    assert "Use a point" not in sentences(panel)


def test_what_is_being_typed_stays_in_sight_below_the_sentence_about_it(
    panel: ParametersPanel, tutorial: Experiment, qtbot: QtBot
) -> None:
    panel.show_experiment(tutorial)
    viewport, last = panel.table.viewport(), point_at(panel, 9, INITIAL).y() + 20
    panel.resize(panel.width(), panel.height() - viewport.height() + last)
    qtbot.waitUntil(lambda: viewport.height() == last)
    editor = open_editor(panel, 9)
    QTest.keyClicks(editor, "0,45")
    enter(editor)
    assert "Use a point" in sentences(panel)
    assert viewport.height() < last
    assert viewport.rect().contains(panel.table.visualRect(panel.table.currentIndex()))
    assert editor.isVisible()


def test_learning_goes_on_below_an_open_editor(
    panel: ParametersPanel, tutorial: Experiment
) -> None:
    panel.show_experiment(tutorial)
    editor = open_editor(panel, 0)
    QTest.keyClicks(editor, "0.7")
    panel.show_state(tutorial.network.parameters + 1)
    assert editor.isVisible()
    assert editor.text() == "0.7"


def test_the_seeds_list_is_pasted_as_one_step_to_undo(
    panel: ParametersPanel, make_experiment: Make, desk: Any
) -> None:
    done = desk(panel, make_experiment(2, 2, 2))
    click(panel, 0, INITIAL)
    QGuiApplication.clipboard().setText("[0.15, 0.2, 0.25, 0.3]")
    press(panel, Qt.Key.Key_V)
    assert done.experiment.network.weights(0).tolist() == [[0.15, 0.2], [0.25, 0.3]]
    assert done.experiment.network.biases(0).tolist() == [4, 5]
    assert len(done.edits) == 1


def test_numbers_are_pasted_into_the_rows_that_the_filter_leaves(
    panel: ParametersPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    QTest.keyClicks(panel.filter, "o1")
    click(panel, 0, INITIAL)
    QGuiApplication.clipboard().setText("1\n2\n3\n")
    press(panel, Qt.Key.Key_V)
    assert done.experiment.network.weights(1).tolist() == [[1, 2], [0.5, 0.55]]
    assert done.experiment.network.biases(1).tolist() == [3, 3]


@pytest.mark.parametrize(
    ("text", "sentence"), [("1 2 3 4", "3 rows, but 4 numbers"), ("1 x", "“x” is not a number")]
)
def test_what_cannot_be_pasted_changes_nothing(
    panel: ParametersPanel, tutorial: Experiment, desk: Any, text: str, sentence: str
) -> None:
    done = desk(panel, tutorial)
    click(panel, 7, INITIAL)
    QGuiApplication.clipboard().setText(text)
    press(panel, Qt.Key.Key_V)
    assert done.edits == []
    assert sentence in sentences(panel)


def test_selected_cells_are_copied_with_all_digits(
    panel: ParametersPanel, tutorial: Experiment
) -> None:
    panel.show_experiment(tutorial)
    panel.show_state(np.full(12, 1 / 3))
    click(panel, 0, NAME)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, shift, point_at(panel, 1, PRESENT)
    )
    press(panel, Qt.Key.Key_C)
    third = "0.3333333333333333"
    copied = f"w1\ti1 → h1\t0.15\t{third}\nw2\ti2 → h1\t0.2\t{third}"
    assert QGuiApplication.clipboard().text() == copied


def test_a_copied_column_can_be_pasted_back(
    panel: ParametersPanel, make_experiment: Make, desk: Any
) -> None:
    before = make_experiment(3, 4, 2)
    done = desk(panel, before)
    click(panel, 0, INITIAL)
    last = point_at(panel, 3, INITIAL)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, shift, last)
    press(panel, Qt.Key.Key_C)
    click(panel, 0, INITIAL)
    press(panel, Qt.Key.Key_V)
    assert done.experiment == before


def test_picking_a_row_selects_its_weight(
    panel: ParametersPanel, tutorial: Experiment, qtbot: QtBot
) -> None:
    panel.show_experiment(tutorial)
    topology = tutorial.network.topology
    with qtbot.waitSignal(panel.selectionPicked, timeout=0) as picked:
        click(panel, 6, NAME)
    assert picked.args == [Selection(Kind.PARAMETER, 2, topology.weight_at(1, 0, 1))]


def test_a_selection_made_elsewhere_is_scrolled_to_in_silence(
    panel: ParametersPanel, make_experiment: Make
) -> None:
    panel.show_experiment(make_experiment(20, 30, 10))
    picked: list[Selection] = []
    panel.selectionPicked.connect(picked.append)
    panel.select(Selection(Kind.PARAMETER, 2, 600))
    index = panel.table.currentIndex()
    assert panel.table.viewport().rect().contains(panel.table.visualRect(index).center())
    assert len(panel.table.selectedIndexes()) == 5
    panel.select(None)
    assert panel.table.selectedIndexes() == []
    assert picked == []


def test_a_filter_without_a_find_says_so(panel: ParametersPanel, tutorial: Experiment) -> None:
    panel.show_experiment(tutorial)
    QTest.keyClicks(panel.filter, "h9")
    assert texts(panel, NAME) == []
    assert "“h9”" in sentences(panel)
    panel.filter.clear()
    assert len(texts(panel, NAME)) == 10
    assert "“h9”" not in sentences(panel)


def test_other_initial_values_leave_row_and_scroll_position(
    panel: ParametersPanel, make_experiment: Make, desk: Any
) -> None:
    before = make_experiment(20, 30, 10)
    done = desk(panel, before)
    click(panel, 3, INITIAL)
    panel.table.verticalScrollBar().setValue(2000)
    network = before.network.with_parameters(before.network.parameters + 1)
    done.show(replace(before, network=network))
    assert panel.table.verticalScrollBar().value() == 2000
    assert panel.table.currentIndex().row() == 3
    assert float(texts(panel, INITIAL)[0]) == 1


def test_biases_of_their_own_get_rows_of_their_own(
    panel: ParametersPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    done.show(replace(tutorial, training=TrainingSettings(bias=BiasPolicy.PER_NEURON)))
    assert texts(panel, NAME)[4:6] == ["b1.1", "b1.2"]


def test_a_hundred_thousand_rows_are_made_only_where_they_are_seen(
    panel: ParametersPanel, make_experiment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make_experiment(300, 330, 10)
    asked: set[int] = set()
    model = panel.table.model()
    cells = type(model).data

    def watched(self: Any, index: Any, role: int = 0) -> Any:
        asked.add(index.row())
        return cells(self, index, role)

    monkeypatch.setattr(type(model), "data", watched)
    panel.show_experiment(experiment)
    panel.show_state(experiment.network.parameters + 1)
    panel.grab()
    assert model.rowCount() == 100_000
    assert 0 < len(asked) < 100


def type_name(panel: ParametersPanel, name: str) -> None:
    """As another one than the last, and as one however long the machine takes from key to key."""
    interval = QApplication.keyboardInputInterval()
    QTest.qWait(interval + 50)
    try:
        QTest.keyClicks(panel.table, name[:1])
        QApplication.setKeyboardInputInterval(60_000)  # milliseconds
        QTest.keyClicks(panel.table, name[1:])
    finally:
        QApplication.setKeyboardInputInterval(interval)


def test_letters_typed_in_the_table_lead_to_the_weight_of_that_name(
    panel: ParametersPanel, make_experiment: Make
) -> None:
    panel.show_experiment(make_experiment(300, 300, 2))
    with calls_of(ParameterTable.data) as asked:
        click(panel, 0, NAME)
        type_name(panel, "w89887")
        assert panel.table.currentIndex().row() == 89_886
        panel.filter.setText("b1")
        click(panel, 0, NAME)
        type_name(panel, "b1.30")
        assert panel.table.currentIndex().row() == 29
        type_name(panel, "w5")  # which the filter leaves out
        assert panel.table.currentIndex().row() == 29
    assert 0 < len(asked) < 10_000


def test_to_select_whole_columns_asks_nothing_about_each_row(
    panel: ParametersPanel, make_experiment: Make
) -> None:
    panel.show_experiment(make_experiment(300, 300, 2))
    with calls_of(ParameterTable.flags) as asked:
        panel.table.selectAll()
        panel.grab()
        QTest.mouseClick(
            panel.table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 9)
        )
        panel.grab()
    (chosen,) = panel.table.selectionModel().selection().toList()
    assert (chosen.left(), chosen.right(), chosen.height()) == (NAME, NAME, 90_902)
    assert len(asked) < 10_000


def test_of_very_many_only_the_first_are_listed_and_it_says_so(
    panel: ParametersPanel, make_experiment: Make
) -> None:
    panel.show_experiment(make_experiment(400, 300, 2))
    assert panel.table.model().rowCount() == 100_000
    assert problems(panel) == ["Only the first 100 000 are listed. Filter to see others."]
    (label,) = (x for x in panel.findChildren(QLabel) if x.text().endswith("others."))
    assert label.foregroundRole() == QPalette.ColorRole.PlaceholderText  # a note, no problem
    panel.filter.setText("w100001")
    assert texts(panel, NAME) == ["w100001"]
    assert problems(panel) == []


def problems(panel: ParametersPanel) -> list[str]:
    labels = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    return [x.text().replace("\u202f", " ") for x in labels if x.text().endswith(".")]
