"""The panel shows what a stage does, with the tutorial's numbers, and says what is picked."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.stepper.panel import StepperPanel
from backprop_gui.views.stepper.stage_quantities import StageQuantities
from tests.views.stepper.conftest import See

Show = Callable[[int], None]


@pytest.fixture
def panel(theme: Theme, icons: Icons, qtbot: QtBot) -> StepperPanel:
    panel = StepperPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(1400, 300)
    panel.show()
    return panel


@pytest.fixture
def show(panel: StepperPanel, tutorial: Experiment, see: See) -> Show:
    def make(done: int) -> None:
        panel.show_view(see(tutorial, done), paused(tutorial))

    return make


def paused(experiment: Experiment) -> Snapshot:
    return Snapshot(experiment, 0, experiment.network.parameters, activity=Activity.PAUSED)


def cells(panel: StepperPanel) -> list[list[str]]:
    model = panel.table.model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in rows]


def test_each_stage_shows_the_published_numbers(panel: StepperPanel, show: Show) -> None:
    show(0)
    assert cells(panel)[0] == ["h1", "0.3775", "0.593269992"]
    show(1)
    assert cells(panel) == [["o1", "–", "0.138498562"], ["o2", "–", "−0.038098237"]]
    assert "    n.delta = by_out * n.out * (1 - n.out)" in panel.code.lit
    assert panel.code.lit[-1].endswith("# 0.74136507 · 0.186815602 = 0.138498562")
    show(2)
    assert cells(panel)[0] == ["h1", "–", "0.008771355"]
    assert any("0.138498562 · 0.4 + (−0.038098237) · 0.5" in line for line in panel.code.lit)
    assert "w5 is still 0.4" in panel.sentence.text()
    show(3)
    assert cells(panel)[0] == ["w5", "0.4", "0.082167041", "0.35891648"]
    show(4)
    assert cells(panel)[0] == ["w1", "0.15", "0.000438568", "0.149780716"]
    assert [row[0] for row in cells(panel)] == ["w1", "w2", "w3", "w4"]  # biases stay fixed


def test_what_is_selected_has_its_numbers_beside_the_code(panel: StepperPanel, show: Show) -> None:
    show(3)
    panel.select(Selection(Kind.PARAMETER, 2, 7))
    assert any("# w7: 0.5" in line for line in panel.code.lit)
    assert panel.table.currentIndex().row() == 2
    panel.select(Selection(Kind.NEURON, 1, 1))  # which this stage does not change
    assert any("# w5: 0.4" in line for line in panel.code.lit)


def test_the_present_stage_is_marked_and_another_can_be_chosen(
    panel: StepperPanel, show: Show
) -> None:
    show(2)
    chosen: list[int] = []
    panel.stageChosen.connect(chosen.append)
    assert panel.list.currentItem().text() == "Hidden deltas"
    show(3)
    assert chosen == []
    panel.list.setCurrentRow(0)
    assert chosen == [0]


def test_a_row_that_is_gone_to_is_picked_and_one_pointed_at_is_lit(
    panel: StepperPanel, show: Show, qtbot: QtBot
) -> None:
    show(3)
    picked: list[Selection] = []
    lit: list[tuple[Selection, ...]] = []
    panel.selectionPicked.connect(picked.append)
    panel.spotsLit.connect(lit.append)
    panel.table.selectRow(1)
    assert picked == [Selection(Kind.PARAMETER, 2, 8)]
    panel.table.entered.emit(panel.table.model().index(0, 0))
    assert lit == [(Selection(Kind.PARAMETER, 2, 6),)]


def test_numbers_can_be_read_and_copied_in_full(panel: StepperPanel, show: Show) -> None:
    show(3)
    index = panel.table.model().index(0, 3)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "0.35891647971788465"
    panel.table.setCurrentIndex(index)
    panel.table.copying.action.trigger()
    assert QGuiApplication.clipboard().text() == "0.35891647971788465"
    tips = {panel.code.tip_at(QPoint(20, y)) for y in range(0, panel.code.height(), 4)}
    assert any("0.35891647971788465" in tip for tip in tips)


def test_a_hidden_panel_shows_no_hint_and_a_short_run_none(
    panel: StepperPanel, show: Show, tutorial: Experiment, qtbot: QtBot
) -> None:
    show(2)
    sentence = panel.sentence.text()
    panel.show_view(None, replace(paused(tutorial), activity=Activity.RUNNING))
    assert panel.sentence.text() == sentence
    qtbot.waitUntil(lambda: panel.sentence.text() == "Pause to step through a step.")
    assert not panel.list.isVisible()


@pytest.mark.parametrize("bias", list(BiasPolicy))
def test_rows_of_a_wide_network_are_found_without_making_them(
    make_experiment: Callable[..., Experiment], see: See, bias: BiasPolicy
) -> None:
    experiment = make_experiment(784, 128, 10)
    if bias is not BiasPolicy.SHARED:
        experiment = replace(experiment, training=replace(experiment.training, bias=bias))
    for done in range(5):
        quantities = StageQuantities(see(experiment, done))
        for row in (0, len(quantities) // 2, len(quantities) - 1):
            assert quantities.row_of(quantities.selection(row)) == row
            assert len(quantities.values(row)) == len(quantities.columns) - 1


def test_shared_biases_have_one_row_a_layer(tutorial: Experiment, see: See) -> None:
    shared = replace(tutorial, training=replace(tutorial.training, bias=BiasPolicy.SHARED))
    quantities = StageQuantities(see(shared, 3))
    assert [quantities.name(row) for row in range(len(quantities))] == [
        "w5",
        "w6",
        "w7",
        "w8",
        "b2",
    ]


def test_no_name_of_a_stage_is_cut_in_a_narrow_panel(
    panel: StepperPanel, see: See, make_experiment: Callable[..., Experiment]
) -> None:
    deep = make_experiment(1, *[1] * 11, 1)
    panel.resize(480, 300)
    panel.show_view(see(deep, 1), paused(deep))
    names = [panel.list.item(row) for row in range(panel.list.count())]
    wanted = max(panel.list.fontMetrics().horizontalAdvance(name.text()) for name in names)
    assert len(names) == 25
    assert panel.list.viewport().width() >= wanted
