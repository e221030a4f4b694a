"""The weights and biases as curves."""

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import StateCurves
from backprop_gui.views.parts.curves.mode_switch import Mode
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.weights_panel import WeightsPanel

Make = Callable[..., Experiment]
STEPS = np.arange(40.0)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons, tutorial: Experiment) -> WeightsPanel:
    panel = WeightsPanel(theme, icons)
    panel.show_parameters(ParameterRows(tutorial.network.topology, one_bias=True))
    qtbot.addWidget(panel)
    panel.resize(420, 230)
    panel.setVisible(True)
    return panel


@pytest.fixture
def states(tutorial: Experiment) -> Floats:
    """All parameters of the tutorial over 40 steps, each on its own way."""
    ways = np.arange(12) - 6
    return tutorial.network.parameters + np.outer(STEPS, ways) / 7


def names(panel: WeightsPanel) -> list[str]:
    return [curve.name for curve in panel.curves]


def test_the_parameters_stand_in_the_order_of_their_names_and_each_bias_once(
    panel: WeightsPanel, states: Floats, tutorial: Experiment
) -> None:
    assert names(panel) == [*("w1", "w2", "w3", "w4", "b1", "w5", "w6", "w7", "w8", "b2")]
    panel.show_curves(StateCurves(STEPS, states[:, panel.columns]))
    panel.grab()
    values = dict(zip(names(panel), (panel.plot.drawn(at)[1] for at in range(10)), strict=True))
    assert values["w2"][0] == 0.20
    assert values["w7"][0] == 0.50
    topology = tutorial.network.topology
    assert values["w2"].tolist() == states[:, topology.weight_at(0, 0, 1)].tolist()
    assert values["b2"].tolist() == states[:, topology.bias_at(1, 0)].tolist()


def test_the_change_is_that_since_the_first_row(panel: WeightsPanel, states: Floats) -> None:
    shown = states[:, panel.columns]
    panel.show_curves(StateCurves(STEPS, shown))
    panel.shown.change.trigger()
    for at in range(10):
        assert panel.plot.drawn(at)[1].tolist() == (shown[:, at] - shown[0, at]).tolist()
    panel.shown.value.trigger()
    assert panel.plot.drawn(3)[1].tolist() == shown[:, 3].tolist()


def test_of_1732_parameters_64_are_wanted(panel: WeightsPanel, make_experiment: Make) -> None:
    topology = make_experiment(31, 48, 4).network.topology
    assert topology.parameters == 1732
    parameters = ParameterRows(topology, one_bias=False)
    panel.show_parameters(parameters)
    panel.modes.choose(Mode.CURVES)
    assert len(panel.columns) == len(panel.curves) == 64
    assert names(panel)[:3] == ["w1", "w2", "w3"]
    assert panel.readout.text() == "64 of 1\u202f732"
    panel.show_curves(StateCurves(STEPS, np.ones((40, 64))))
    panel.grab()


def test_a_selected_parameter_beyond_them_is_wanted_too_and_the_others_stay_drawn(
    panel: WeightsPanel, make_experiment: Make, qtbot: QtBot
) -> None:
    parameters = ParameterRows(make_experiment(31, 48, 4).network.topology, one_bias=False)
    panel.show_parameters(parameters)
    panel.modes.choose(Mode.CURVES)
    panel.show_curves(StateCurves(STEPS, np.outer(STEPS, np.arange(64))))
    at = parameters.place(1000)
    with qtbot.waitSignal(panel.columnsChanged):
        panel.select(Selection(Kind.PARAMETER, parameters.layer(1000), at))
    assert panel.columns[-1] == at
    assert len(panel.columns) == 65
    assert panel.plot.picture.bold == 64
    assert panel.plot.drawn(63)[1].tolist() == (STEPS * 63).tolist()
    assert len(panel.plot.drawn(64)[0]) == 0
    panel.grab()
    panel.select(None)
    assert len(panel.columns) == 64
    assert len(panel.plot.drawn(63)[0]) == 40


def test_a_picked_curve_is_the_selection_of_its_parameter(
    panel: WeightsPanel, qtbot: QtBot, tutorial: Experiment
) -> None:
    with qtbot.waitSignal(panel.selectionPicked) as picked:
        panel.plot.curveClicked.emit(names(panel).index("w6"))
    at = tutorial.network.topology.weight_at(1, 0, 1)
    assert picked.args == [Selection(Kind.PARAMETER, 2, at)]


def test_a_bias_of_many_neurons_is_one_curve_whichever_is_selected(
    panel: WeightsPanel, tutorial: Experiment
) -> None:
    for neuron in (0, 1):
        at = tutorial.network.topology.bias_at(0, neuron)
        panel.select(Selection(Kind.PARAMETER, 1, at))
        assert panel.plot.picture.bold == names(panel).index("b1")
    panel.select(Selection(Kind.NEURON, 1, 0))
    assert panel.plot.picture.bold is None


def test_the_same_parameters_again_change_nothing(
    panel: WeightsPanel, states: Floats, tutorial: Experiment
) -> None:
    panel.show_curves(StateCurves(STEPS, states[:, panel.columns]))
    panel.legend.set_hidden(frozenset({1}))
    panel.show_parameters(ParameterRows(tutorial.network.topology, one_bias=True))
    assert panel.legend.hidden == frozenset({1})
    assert len(panel.plot.drawn(0)[0]) == 40


def test_values_of_other_columns_are_passed_over(panel: WeightsPanel) -> None:
    panel.show_curves(StateCurves(STEPS, np.ones((40, 3))))
    assert panel.plot.hint == "Run or step to see the weights"


def test_the_axis_says_whether_it_is_the_value_or_the_change(
    panel: WeightsPanel,
) -> None:
    assert panel.plot.caption == "Value"
    panel.shown.change.trigger()
    assert panel.plot.caption == "Change"


def test_a_close_up_is_shown_as_value_and_as_change_until_it_is_dropped(
    panel: WeightsPanel, states: Floats
) -> None:
    coarse, fine = states[::10, panel.columns], states[11:20, panel.columns]
    panel.show_curves(StateCurves(STEPS[::10], coarse))
    panel.show_close_up(StateCurves(STEPS[11:20], fine))
    assert panel.plot.drawn(0)[0].tolist() == [0, 10, *range(11, 20), 20, 30]
    assert panel.plot.drawn(3)[1][2:11].tolist() == fine[:, 3].tolist()
    panel.shown.change.trigger()
    assert panel.plot.drawn(3)[1][2:11].tolist() == (fine[:, 3] - coarse[0, 3]).tolist()
    panel.show_curves(StateCurves(STEPS[::10], coarse))
    assert len(panel.plot.drawn(0)[0]) == 13
    panel.drop_close_up()
    assert panel.plot.drawn(0)[0].tolist() == [0, 10, 20, 30]
    panel.shown.value.trigger()
    assert len(panel.plot.drawn(0)[0]) == 4


def test_other_runs_stand_behind_as_value_and_as_change(
    panel: WeightsPanel, states: Floats
) -> None:
    shown = states[:, panel.columns]
    panel.show_curves(StateCurves(STEPS, shown))
    panel.show_other_runs(["before"], [StateCurves(STEPS, shown * 2)])
    (ghost,) = panel.plot.picture.ghosts
    assert ghost.y.tolist() == (shown * 2).tolist()
    panel.shown.change.trigger()
    (ghost,) = panel.plot.picture.ghosts
    assert ghost.y.tolist() == (shown * 2 - shown[0] * 2).tolist()


@pytest.fixture
def large(make_experiment: Make) -> ParameterRows:
    """1,732 parameters."""
    return ParameterRows(make_experiment(31, 48, 4).network.topology, one_bias=False)


def test_more_than_64_are_an_image_at_first_and_few_are_curves(
    panel: WeightsPanel, large: ParameterRows, tutorial: Experiment
) -> None:
    assert panel.modes.mode.value == "Curves"
    assert not panel.pictures.isVisible()
    panel.show_parameters(large)
    assert panel.modes.mode.value == "Heat"
    assert panel.pictures.heat.isVisible()
    assert panel.curves == []
    assert panel.heat_wish is not None
    assert panel.heat_wish.order.tolist() == [large.place(row) for row in range(len(large))]
    panel.show_parameters(ParameterRows(tutorial.network.topology, one_bias=True))
    assert len(panel.curves) == 10
    assert panel.heat_wish is None


def test_what_was_chosen_for_many_is_remembered(
    panel: WeightsPanel, large: ParameterRows, tutorial: Experiment
) -> None:
    panel.show_parameters(large)
    panel.modes.actions[Mode.MATRIX].trigger()
    panel.show_parameters(ParameterRows(tutorial.network.topology, one_bias=True))
    assert panel.modes.mode.value == "Curves"
    panel.show_parameters(large)
    assert panel.pictures.matrix.isVisible()
    assert panel.modes.button.text() == "Matrix ▾"


def test_beside_the_image_the_selected_and_the_pinned_ones_are_curves(
    panel: WeightsPanel, large: ParameterRows, qtbot: QtBot
) -> None:
    panel.show_parameters(large)
    panel.legend.pinToggled.emit(1700)
    with qtbot.waitSignal(panel.columnsChanged):
        panel.select(Selection(Kind.PARAMETER, 1, large.place(40)))
    assert names(panel) == [large.name(1700), large.name(40)]
    assert [curve.style for curve in panel.curves] == [1700, 40]
    assert panel.columns.tolist() == [large.place(1700), large.place(40)]
    panel.select(None)
    assert names(panel) == [large.name(1700)]
    panel.modes.choose(Mode.SPREAD)
    assert names(panel) == ["hidden", "output"]
    panel.modes.choose(Mode.CURVES)
    assert names(panel)[-1] == large.name(1700)
    assert len(panel.curves) == 65
    panel.legend.pinToggled.emit(1700)
    assert len(panel.curves) == 64


def test_the_spread_after_a_picture_without_curves_can_be_of_the_change(
    panel: WeightsPanel, large: ParameterRows
) -> None:
    panel.show_parameters(large)
    panel.show_curves(StateCurves(STEPS, np.empty((40, 0))))
    panel.modes.choose(Mode.SPREAD)
    panel.shown.change.trigger()
    assert names(panel) == ["hidden", "output"]


def test_no_more_than_64_can_be_pinned(panel: WeightsPanel, large: ParameterRows) -> None:
    panel.show_parameters(large)
    for row in range(100, 170):
        panel.legend.pinToggled.emit(row)
    assert panel.pinned == frozenset(range(100, 164))


def test_the_legend_lists_all_of_them_with_their_present_values(
    panel: WeightsPanel, large: ParameterRows, qtbot: QtBot
) -> None:
    panel.show_parameters(large)
    start = np.arange(1732.0)
    panel.show_state(start + 0.5, start)
    assert len(panel.legend.texts()) == 1732
    qtbot.waitUntil(lambda: panel.legend.texts()[1] == f"w2 {large.place(1)}.50000"[:10])
    panel.search.setText("h2")
    found = {large.name(row) for row in large.matching("h2")}
    assert {text.split()[0] for text in panel.legend.texts()} == found
    panel.shown.change.trigger()
    panel.show_state(start + 0.5, start)
    qtbot.waitUntil(lambda: all(text.endswith(" 0.500000") for text in panel.legend.texts()))


def test_a_click_on_a_cell_of_the_matrix_selects_its_weight(
    panel: WeightsPanel, large: ParameterRows, qtbot: QtBot
) -> None:
    panel.show_parameters(large)
    panel.modes.choose(Mode.MATRIX)
    panel.pictures.choose_layer(1)
    with qtbot.waitSignal(panel.selectionPicked) as picked:
        panel.pictures.matrix.clicked.emit((3, 7))
    assert picked.args == [Selection(Kind.PARAMETER, 2, large.topology.weight_at(1, 3, 7))]


def test_the_latest_change_is_that_since_the_state_shown_before(
    panel: WeightsPanel, tutorial: Experiment
) -> None:
    panel.modes.choose(Mode.MATRIX)
    panel.shown.latest.trigger()
    start = tutorial.network.parameters
    shown = []
    panel.pictures.matrix.show_values = lambda values, *_: shown.append(values)  # type: ignore[method-assign]  # a spy
    for state in (start, start + 1, start + 1.25):
        panel.show_state(state, start)
    assert [np.unique(values.round(9)).tolist() for values in shown] == [[0.0], [1.0], [0.25]]


def test_what_is_hidden_is_so_again_after_the_layers_were_listed(
    panel: WeightsPanel, large: ParameterRows
) -> None:
    panel.show_parameters(large)
    panel.modes.choose(Mode.CURVES)
    panel.legend.set_hidden(frozenset({3, 5}))
    panel.modes.choose(Mode.SPREAD)
    assert panel.legend.hidden == frozenset()
    panel.modes.choose(Mode.CURVES)
    assert panel.legend.hidden == panel.plot.picture.hidden == frozenset({3, 5})


def test_a_change_beyond_all_numbers_is_not_drawn_and_warns_of_nothing(panel: WeightsPanel) -> None:
    ends = np.array([[-1e308], [1e308]])
    panel.shown.change.trigger()
    panel.show_curves(StateCurves(STEPS[:2], ends.repeat(len(panel.columns), axis=1)))
    panel.show_state(ends[1].repeat(12), ends[0].repeat(12))
    assert panel.plot.drawn(0)[1].tolist() == [0.0]


def test_to_keep_what_is_hidden_and_pinned_among_very_many_names_only_a_few(
    panel: WeightsPanel, make_experiment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[int] = []
    name = ParameterRows.name

    def counted(rows: ParameterRows, row: int) -> str:
        named.append(row)
        return name(rows, row)

    for hidden in (9, 10):
        panel.show_parameters(
            ParameterRows(make_experiment(300, hidden * 10, 20).network.topology, one_bias=False)
        )
        if hidden == 9:
            panel.legend.set_hidden(frozenset({2}))
            panel.legend.set_pinned(frozenset({4}))
            monkeypatch.setattr(ParameterRows, "name", counted)
    assert panel.legend.hidden == {2}
    assert panel.pinned == {4}
    panel.modes.choose(Mode.SPREAD)
    panel.modes.choose(Mode.CURVES)
    assert len(named) < 2000
