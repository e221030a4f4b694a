"""Editing the list of breakpoints, with keys and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import MOST_BREAKPOINTS, Listed
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

W5, W6, O1, O2 = 6, 8, 4, 5  # where the tutorial has them


class Desk:
    """Shows the panel what it wishes, as the application does."""

    def __init__(self, panel: BreakpointsPanel) -> None:
        self.panel = panel
        self.listed: tuple[Listed, ...] = ()
        panel.listEdited.connect(self.take)

    def take(self, listed: tuple[Listed, ...]) -> None:
        self.listed = listed
        self.panel.show_list(listed)

    @property
    def breakpoints(self) -> list[Breakpoint]:
        return [each.breakpoint for each in self.listed]

    @property
    def sentences(self) -> list[str]:
        view = self.panel.list
        return [view.item(row).text() for row in range(view.count())]


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, icons: Icons, tutorial: Experiment) -> Desk:
    panel = BreakpointsPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(700, 240)
    panel.show_experiment(tutorial)
    panel.show()
    return Desk(panel)


def type_into(field: QWidget, text: str) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose(desk: Desk, condition: Condition) -> None:
    box = desk.panel.form.condition
    box.setFocus()
    target = list(Condition).index(condition)
    while box.currentIndex() != target:
        key = Qt.Key.Key_Down if box.currentIndex() < target else Qt.Key.Key_Up
        QTest.keyClick(box, key)


def problems(desk: Desk) -> list[str]:
    """The sentences in sight that say what is wrong or explain."""
    labels = desk.panel.form.findChildren(QLabel)
    return [x.text() for x in labels if x.isVisible() and x.text().endswith(".")]


def fields(desk: Desk) -> set[str]:
    form = desk.panel.form
    parts: dict[str, QWidget] = {
        "place": form.place,
        "sample": form.sample,
        "step": form.step,
        "magnitude": form.magnitude,
        "crossed": form.crossed,
    }
    return {name for name, part in parts.items() if part.isVisible()}


def box_of(desk: Desk, row: int) -> QPoint:
    view = desk.panel.list
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualItemRect(view.item(row))
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    return view.style().subElementRect(element, option, view).center()


def test_an_empty_list_explains_itself_and_adds_one_for_the_error(desk: Desk) -> None:
    (hint,) = [x for x in desk.panel.findChildren(QLabel) if x.isVisible() and x.text()]
    assert "stops training" in hint.text()
    desk.panel.add.trigger()
    assert desk.breakpoints == [Breakpoint(Condition.ERROR_BELOW, 0.001)]
    assert desk.sentences == ["total error falls below 0.001"]
    assert not hint.isVisible()


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(Kind.PARAMETER, 2, W5), Breakpoint(Condition.PARAMETER_CROSSES, 0.5, W5)),
        (Selection(Kind.NEURON, 2, 1), Breakpoint(Condition.OUTPUT_CROSSES, 0.5, O2, 0)),
        (Selection(Kind.NEURON, 0, 1), Breakpoint(Condition.ERROR_BELOW, 0.001)),
        (Selection(Kind.LAYER, 1), Breakpoint(Condition.ERROR_BELOW, 0.001)),
    ],
)
def test_a_new_one_is_for_what_is_selected(
    desk: Desk, selection: Selection, expected: Breakpoint
) -> None:
    desk.panel.select(selection)
    desk.panel.add.trigger()
    assert desk.breakpoints == [expected]


@pytest.mark.parametrize(
    ("condition", "needed"),
    [
        (Condition.STEP, {"step"}),
        (Condition.ERROR_BELOW, {"magnitude"}),
        (Condition.ERROR_ABOVE, {"magnitude"}),
        (Condition.PARAMETER_CROSSES, {"place", "crossed"}),
        (Condition.OUTPUT_CROSSES, {"place", "sample", "crossed"}),
        (Condition.GRADIENT_ABOVE, {"place", "magnitude"}),
        (Condition.NOT_FINITE, set()),
    ],
)
def test_a_condition_has_only_the_fields_that_it_needs(
    desk: Desk, condition: Condition, needed: set[str]
) -> None:
    desk.panel.add.trigger()
    choose(desk, condition)
    assert desk.breakpoints[0].condition is condition
    assert fields(desk) == needed


def test_a_weight_is_typed_by_its_name_and_the_value_as_a_number(desk: Desk) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.PARAMETER_CROSSES)
    type_into(desk.panel.form.place.field, "W6")
    type_into(desk.panel.form.crossed.field, "-1.5")
    assert desk.breakpoints == [Breakpoint(Condition.PARAMETER_CROSSES, -1.5, W6)]
    assert desk.sentences == ["w6 crosses −1.5"]
    assert desk.panel.form.place.field.text() == "w6"


def test_a_name_is_completed_while_it_is_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.OUTPUT_CROSSES)
    field = desk.panel.form.place.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "o")
    popup = field.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.breakpoints == [Breakpoint(Condition.OUTPUT_CROSSES, 0.5, O2, 0)])


@pytest.mark.parametrize("name", ["w99", "h1", "hello", ""])
def test_a_name_that_does_not_exist_is_refused_in_one_sentence(desk: Desk, name: str) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.PARAMETER_CROSSES)
    before = desk.listed
    type_into(desk.panel.form.place.field, name)
    assert desk.listed == before
    assert len(problems(desk)) == 1
    assert "weight or bias" in problems(desk)[0]
    QTest.keyClick(desk.panel.form.place.field, Qt.Key.Key_Escape)
    assert problems(desk) == []
    assert desk.panel.form.place.field.text() == "w1"


def test_a_value_that_cannot_be_is_refused_in_one_sentence(desk: Desk) -> None:
    desk.panel.add.trigger()
    before = desk.listed
    for text in ("-1", "nan", "1e999", "half"):
        type_into(desk.panel.form.magnitude.field, text)
        assert desk.listed == before
        assert len(problems(desk)) == 1


def test_what_could_not_be_taken_is_gone_when_another_breakpoint_is_shown(desk: Desk) -> None:
    for _ in range(2):
        desk.panel.add.trigger()
        choose(desk, Condition.PARAMETER_CROSSES)
    type_into(desk.panel.form.crossed.field, "0.25")
    type_into(desk.panel.form.place.field, "hello")
    type_into(desk.panel.form.crossed.field, "0.25x")
    desk.panel.list.setCurrentRow(0)
    assert problems(desk) == []
    assert desk.panel.form.place.field.text() == "w1"
    assert desk.panel.form.crossed.field.text() == "0.5"


def test_an_empty_name_is_the_whole_gradient(desk: Desk) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.GRADIENT_ABOVE)
    assert desk.breakpoints == [Breakpoint(Condition.GRADIENT_ABOVE, 1.0)]
    type_into(desk.panel.form.place.field, "w5")
    assert desk.breakpoints == [Breakpoint(Condition.GRADIENT_ABOVE, 1.0, W5)]
    type_into(desk.panel.form.place.field, "")
    assert desk.breakpoints == [Breakpoint(Condition.GRADIENT_ABOVE, 1.0)]
    assert problems(desk) == []


def test_the_selected_weight_is_taken_with_one_click(desk: Desk) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.PARAMETER_CROSSES)
    use = desk.panel.form.use_selected
    assert not use.isEnabled()
    desk.panel.select(Selection(Kind.PARAMETER, 2, W5))
    QTest.mouseClick(use, Qt.MouseButton.LeftButton)
    assert desk.sentences == ["w5 crosses 0.5"]


def test_a_step_is_typed_and_taken_once_it_is_all_there(desk: Desk) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.STEP)
    type_into(desk.panel.form.step.field, "2500")
    assert desk.breakpoints == [Breakpoint(Condition.STEP, 2500.0)]


def test_a_step_beyond_all_runs_is_refused_and_forgotten_with_another_breakpoint(
    desk: Desk,
) -> None:
    desk.panel.add.trigger()
    choose(desk, Condition.STEP)
    before = desk.breakpoints
    type_into(desk.panel.form.step.field, "1" + 9 * "0" + "1")
    assert desk.breakpoints == before
    assert problems(desk)[0].startswith("Expected a whole number from 1 to")
    desk.panel.add.trigger()
    choose(desk, Condition.STEP)
    assert not [x for x in problems(desk) if x.startswith("Expected")]


def test_the_box_before_it_switches_one_off_and_on(desk: Desk) -> None:
    desk.panel.add.trigger()
    desk.panel.add.trigger()
    for is_on in (False, True):
        viewport = desk.panel.list.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box_of(desk, 0))
        assert [each.is_on for each in desk.listed] == [is_on, True]
    desk.panel.list.setCurrentRow(1)
    QTest.keyClick(desk.panel.list, Qt.Key.Key_Space)
    assert [each.is_on for each in desk.listed] == [True, False]


def test_an_edit_leaves_one_that_is_off_as_it_is(desk: Desk) -> None:
    desk.panel.add.trigger()
    QTest.keyClick(desk.panel.list, Qt.Key.Key_Space)
    type_into(desk.panel.form.magnitude.field, "0.25")
    assert [(x.breakpoint.value, x.is_on) for x in desk.listed] == [(0.25, False)]


def test_delete_removes_the_current_one_and_goes_to_the_next(desk: Desk) -> None:
    for condition in (Condition.STEP, Condition.ERROR_ABOVE, Condition.NOT_FINITE):
        desk.panel.add.trigger()
        choose(desk, condition)
    desk.panel.list.setCurrentRow(1)
    desk.panel.list.setFocus()
    QTest.keyClick(desk.panel.list, Qt.Key.Key_Delete)
    assert [x.condition for x in desk.breakpoints] == [Condition.STEP, Condition.NOT_FINITE]
    assert desk.panel.list.currentRow() == 1
    assert desk.panel.form.condition.choice is Condition.NOT_FINITE


def test_there_is_an_end_to_adding(desk: Desk) -> None:
    for _ in range(MOST_BREAKPOINTS + 3):
        desk.panel.add.trigger()
        desk.panel.add_for(Selection(Kind.PARAMETER, 2, W5))
    assert len(desk.listed) == MOST_BREAKPOINTS
    assert not desk.panel.add.isEnabled()
    assert str(MOST_BREAKPOINTS) in desk.panel.add.toolTip()


def test_one_that_holds_already_says_so_in_its_row_and_in_the_form(desk: Desk) -> None:
    for condition in (Condition.ERROR_BELOW, Condition.STEP):
        desk.panel.add.trigger()
        choose(desk, condition)
    desk.panel.show_holding(frozenset(desk.breakpoints[:1]))
    assert desk.sentences == ["total error falls below 0.001 (holds now)", "step 1\u202f000"]
    assert problems(desk) == []  # the form is that of the other one
    desk.panel.list.setCurrentRow(0)
    assert problems(desk) == ["This holds now. Training stops when it begins to hold anew."]
    assert problems(desk)[0] in desk.panel.list.item(0).toolTip()
    desk.panel.show_holding(frozenset())
    assert desk.sentences[0] == "total error falls below 0.001"
    assert problems(desk) == []


def test_neither_one_that_has_just_stopped_training_nor_one_that_is_off_holds_now(
    desk: Desk,
) -> None:
    desk.panel.add.trigger()
    desk.panel.show_holding(frozenset(desk.breakpoints))
    desk.panel.show_met(desk.breakpoints[0])
    assert desk.sentences == ["total error falls below 0.001"]
    desk.panel.show_met(None)
    assert desk.sentences == ["total error falls below 0.001 (holds now)"]
    QTest.keyClick(desk.panel.list, Qt.Key.Key_Space)
    assert desk.sentences == ["total error falls below 0.001"]


def test_one_that_has_lost_its_place_says_so_and_comes_back(
    desk: Desk, tutorial: Experiment, make_experiment: Callable[..., Experiment]
) -> None:
    desk.panel.add_for(Selection(Kind.PARAMETER, 2, W5))
    listed = desk.listed
    desk.panel.show_experiment(make_experiment(2, 3, 2))
    assert desk.sentences == ["w5 crosses 0.5 (not here)"]
    assert problems(desk) == ["It is for a network of another shape, 2-2-2."]
    assert fields(desk) == {"place"}
    desk.panel.show_experiment(tutorial)
    assert desk.sentences == ["w5 crosses 0.5"]
    assert (problems(desk), desk.listed) == ([], listed)


def test_one_that_has_lost_its_place_can_be_given_one_here(
    desk: Desk, make_experiment: Callable[..., Experiment]
) -> None:
    desk.panel.add_for(Selection(Kind.PARAMETER, 2, W5))
    other = make_experiment(2, 3, 2)
    desk.panel.show_experiment(other)
    type_into(desk.panel.form.place.field, "w5")
    assert desk.listed[0].topology == other.network.topology
    assert desk.sentences == ["w5 crosses 0.5"]


def test_only_the_one_that_stopped_training_is_marked(desk: Desk) -> None:
    desk.panel.add.trigger()
    desk.panel.add_for(Selection(Kind.PARAMETER, 2, W5))
    desk.panel.show_met(desk.breakpoints[1])
    icons = [desk.panel.list.item(row).icon().isNull() for row in range(2)]
    assert icons == [True, False]
    desk.panel.show_met(None)
    assert desk.panel.list.item(1).icon().isNull()


def test_a_value_that_was_typed_changes_nothing_once_its_breakpoint_has_gone(desk: Desk) -> None:
    """Qt tells that typing has ended also when the field is hidden, the list being another one."""
    desk.panel.add.trigger()
    desk.panel.hide()
    desk.take(())
    desk.panel.form.edited.emit(Breakpoint(Condition.ERROR_BELOW, 0.5))
    desk.panel.remove.trigger()
    assert desk.listed == ()
