"""The outputs of the neurons as curves."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.parts.curves.mode_switch import Mode
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

NAMES = ["i1", "i2", "h1", "h2", "o1", "o2"]
STEPS, OTHER = np.arange(3.0), np.zeros((3, 9))
CURVES = StateCurves(np.arange(50.0), np.arange(300.0).reshape(50, 6) / 300)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> OutputsPanel:
    panel = OutputsPanel(theme, icons)
    panel.show_neurons(NAMES, (2, 2, 2))
    panel.show_samples(1)
    panel.show_targets(np.array([0.01, 0.99]))
    qtbot.addWidget(panel)
    panel.resize(420, 230)
    panel.setVisible(True)
    return panel


def names(panel: OutputsPanel) -> list[str]:
    return [curve.name for curve in panel.curves]


def targets(panel: OutputsPanel) -> dict[str, float]:
    return {names(panel)[line.curve]: line.place for line in panel.plot.picture.levels}


def test_all_neurons_but_the_inputs_are_drawn_at_first(panel: OutputsPanel) -> None:
    panel.show_curves(CURVES)
    panel.grab()
    assert names(panel) == ["h1", "h2", "o1", "o2"]
    for curve in range(4):
        assert panel.plot.drawn(curve)[1].tolist() == CURVES.values[:, curve + 2].tolist()


def test_layers_can_be_chosen_and_colours_stay_with_their_neurons(panel: OutputsPanel) -> None:
    panel.show_curves(CURVES)
    before = {curve.name: curve.style for curve in panel.curves}
    captions = [action.text() for action in panel.layers.actions()]
    assert captions == ["Input layer (2)", "Hidden layer (2)", "Output layer (2)"]
    panel.layers.actions()[0].trigger()
    panel.layers.actions()[1].trigger()
    assert names(panel) == ["i1", "i2", "o1", "o2"]
    assert panel.plot.drawn(0)[1].tolist() == CURVES.values[:, 0].tolist()
    styles = {curve.name: curve.style for curve in panel.curves}
    assert (styles["o1"], styles["o2"]) == (before["o1"], before["o2"])
    assert targets(panel) == {"o1": 0.01, "o2": 0.99}
    for at in (0, 2):
        panel.layers.actions()[at].trigger()
    assert names(panel) == []
    panel.grab()


def test_targets_stand_at_the_curves_of_their_neurons(panel: OutputsPanel) -> None:
    panel.show_curves(CURVES)
    assert targets(panel) == {"o1": 0.01, "o2": 0.99}
    panel.show_targets(np.array([0.5, 2.0]))
    assert targets(panel) == {"o1": 0.5, "o2": 2.0}
    assert panel.plot.view_range[1][1] > 2.0


def test_a_hidden_neuron_stays_hidden_when_another_layer_comes(panel: OutputsPanel) -> None:
    panel.legend.set_hidden(frozenset({2}))
    panel.layers.actions()[0].trigger()
    assert [names(panel)[at] for at in panel.legend.hidden] == ["o1"]
    assert panel.plot.picture.hidden == panel.legend.hidden


def test_the_sample_is_chosen_and_stays_while_there_are_enough(
    panel: OutputsPanel, qtbot: QtBot
) -> None:
    assert not panel.samples.isVisible()
    panel.show_samples(4)
    assert panel.samples.isVisible()
    panel.samples.setFocus()
    with qtbot.waitSignal(panel.sampleChosen) as chosen:
        QTest.keyClick(panel.samples, Qt.Key.Key_Up)
    assert chosen.args == [1]
    with qtbot.assertNotEmitted(panel.sampleChosen):
        panel.show_samples(3)
        assert panel.samples.value() == 2
        panel.show_samples(1)
    assert panel.samples.value() == 1


def test_outputs_of_another_network_are_passed_over(panel: OutputsPanel) -> None:
    panel.show_curves(StateCurves(np.arange(3.0), np.zeros((3, 9))))
    assert panel.plot.hint == "Run or step to see the outputs"


def test_a_picked_curve_is_the_selection_of_its_neuron(panel: OutputsPanel, qtbot: QtBot) -> None:
    for curve, layer, at in ((0, 1, 0), (3, 2, 1)):
        with qtbot.waitSignal(panel.selectionPicked) as picked:
            panel.legend.curvePicked.emit(curve)
        assert picked.args == [Selection(Kind.NEURON, layer, at)]


def test_the_curve_of_the_selected_neuron_is_bold(panel: OutputsPanel, qtbot: QtBot) -> None:
    panel.show_curves(CURVES)
    with qtbot.assertNotEmitted(panel.selectionPicked):
        panel.select(Selection(Kind.NEURON, 2, 0))
    assert panel.plot.picture.bold == names(panel).index("o1") == panel.legend.selected()
    panel.legend.hovered.emit(0)
    assert panel.plot.picture.bold == 0
    panel.legend.hovered.emit(None)
    assert panel.plot.picture.bold == names(panel).index("o1")
    for other in (None, Selection(Kind.NEURON, 0, 0), Selection(Kind.PARAMETER, 1, 2)):
        panel.select(other)
        assert panel.plot.picture.bold is None
        assert panel.legend.selected() is None


def test_of_very_many_neurons_the_last_64_are_drawn(panel: OutputsPanel) -> None:
    panel.show_neurons([f"n{at}" for at in range(134)], (4, 120, 10))
    assert panel.modes.mode is Mode.HEAT
    assert panel.curves == []
    panel.modes.choose(Mode.CURVES)
    assert len(panel.curves) == 64
    assert names(panel)[-1] == "n133"
    assert panel.readout.text() == "64 of 130"


def test_the_legend_reads_the_last_row(panel: OutputsPanel, qtbot: QtBot) -> None:
    panel.show_curves(CURVES)
    qtbot.waitUntil(lambda: panel.legend.texts()[-1] == "o2 0.996667")


def test_a_close_up_has_the_neurons_shown_and_ends_with_them(panel: OutputsPanel) -> None:
    panel.show_curves(StateCurves(CURVES.steps[::10], CURVES.values[::10]))
    fine = StateCurves(CURVES.steps[11:20], CURVES.values[11:20, panel.columns])
    panel.show_close_up(fine)
    assert panel.plot.drawn(2)[0].tolist() == [0, 10, *range(11, 20), 20, 30, 40]
    assert panel.plot.drawn(2)[1][2:11].tolist() == CURVES.values[11:20, 4].tolist()
    panel.layers.actions()[0].trigger()
    assert panel.plot.drawn(2)[0].tolist() == [0, 10, 20, 30, 40]
    panel.show_close_up(fine)
    assert len(panel.plot.drawn(2)[0]) == 5


def test_other_runs_stand_behind_in_the_columns_shown(panel: OutputsPanel) -> None:
    panel.show_curves(CURVES)
    panel.show_other_runs(["before", "of another network"], [CURVES, StateCurves(STEPS, OTHER)])
    (ghost,) = panel.plot.picture.ghosts
    assert ghost.y.tolist() == CURVES.values[:, 2:].tolist()
    panel.layers.actions()[0].trigger()
    (ghost,) = panel.plot.picture.ghosts
    assert ghost.y.tolist() == CURVES.values.tolist()


def test_a_neuron_has_its_colour_whatever_is_drawn_beside_it(panel: OutputsPanel) -> None:
    panel.show_neurons([f"n{at}" for at in range(134)], (4, 120, 10))
    panel.select(Selection(Kind.NEURON, 2, 3))
    assert [(curve.name, curve.style) for curve in panel.curves] == [("n127", 127)]
    panel.modes.choose(Mode.CURVES)
    assert {curve.name: curve.style for curve in panel.curves}["n127"] == 127


def test_the_heat_image_has_the_neurons_of_the_chosen_layers(
    panel: OutputsPanel, qtbot: QtBot
) -> None:
    panel.show_neurons([f"n{at}" for at in range(134)], (4, 120, 10))
    assert panel.heat_wish is not None
    assert panel.heat_wish.order.tolist() == list(range(4, 134))
    with qtbot.waitSignal(panel.wishChanged):
        panel.layers.actions()[2].trigger()
    assert panel.heat_wish.order.tolist() == list(range(4, 124))


def test_the_field_above_a_long_legend_keeps_clear_of_the_edge(panel: OutputsPanel) -> None:
    panel.show_neurons([f"h{number}" for number in range(40)], (2, 36, 2))
    panel.grab()
    field = panel.search
    assert field.isVisible()
    assert panel.width() - field.mapTo(panel, field.rect().topRight()).x() > SPACING // 2
