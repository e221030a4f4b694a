"""Editing layers in the panel of the network."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.edits import Fill
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.network_panel import NetworkPanel, most_neurons
from backprop_gui.views.parts.icons import Icons

Make = Callable[..., Experiment]
MOST = 20_000_000


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons, fill: Fill) -> NetworkPanel:
    panel = NetworkPanel(icons, fill)
    qtbot.addWidget(panel)
    panel.resize(260, 300)
    return panel


def sizes(experiment: Experiment) -> tuple[int, ...]:
    return experiment.network.topology.sizes


def type_size(panel: NetworkPanel, layer: int, text: str) -> None:
    """In place of the size that is there, and Enter."""
    field = panel.rows[layer].neurons.field
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_each_layer_has_a_row(panel: NetworkPanel, tutorial: Experiment) -> None:
    panel.show_experiment(tutorial)
    panel.show()
    assert [row.name.text() for row in panel.rows] == ["input", "hidden", "output"]
    assert [row.neurons.count for row in panel.rows] == [2, 2, 2]
    assert [row.activation.isVisible() for row in panel.rows] == [False, True, True]
    assert [row.remove_button.isVisible() for row in panel.rows] == [False, True, False]
    assert [row.insert_button.isVisible() for row in panel.rows] == [True, True, False]


def test_the_total_counts_a_shared_bias_once(
    panel: NetworkPanel, tutorial: Experiment, make_experiment: Make
) -> None:
    panel.show_experiment(tutorial)
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert "8 weights, 2 biases" in texts
    panel.show_experiment(make_experiment(1, 1))
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert "1 weight, 1 bias" in texts


def test_spinning_the_neurons_is_one_step_to_undo(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    for _ in range(3):
        QTest.keyClick(panel.rows[1].neurons.field, Qt.Key.Key_Up)
    assert sizes(done.experiment) == (2, 5, 2)
    assert len({edit.merge for edit in done.edits}) == 1
    assert done.edits[0].merge
    assert panel.rows[1].neurons.count == 5


def test_spinning_two_layers_is_two_steps_to_undo(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    QTest.keyClick(panel.rows[0].neurons.field, Qt.Key.Key_Up)
    QTest.keyClick(panel.rows[2].neurons.field, Qt.Key.Key_Up)
    assert sizes(done.experiment) == (3, 2, 3)
    assert done.edits[0].merge != done.edits[1].merge


def test_new_neurons_get_the_weights_of_the_given_source(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    QTest.keyClick(panel.rows[1].neurons.field, Qt.Key.Key_Up)
    assert done.experiment.network.weights(0).tolist() == [[0.15, 0.2], [0.25, 0.3], [7, 7]]


def test_typing_a_size_takes_it_at_enter_alone(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    field = panel.rows[1].neurons.field
    field.selectAll()
    QTest.keyClicks(field, "12")
    assert done.edits == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sizes(done.experiment) == (2, 12, 2)


@pytest.mark.parametrize("typed", ["65537", "123456", "0", "-1", "2.5", "9" * 5000])
def test_a_size_that_no_layer_can_have_is_refused_and_stays_to_be_mended(
    panel: NetworkPanel, tutorial: Experiment, desk: Any, typed: str
) -> None:
    done = desk(panel, tutorial)
    panel.show()
    type_size(panel, 1, typed)
    assert done.edits == []
    assert panel.rows[1].neurons.field.text() == typed
    said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Expected a whole number from 1 to 65\u202f536." in said
    type_size(panel, 1, "3")
    assert sizes(done.experiment) == (2, 3, 2)
    said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert not any(text.startswith("Expected") for text in said)


def test_a_layer_is_inserted_between_two_and_removed_again(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    panel.rows[1].insert_button.click()
    assert sizes(done.experiment) == (2, 2, 2, 2)
    assert [row.name.text() for row in panel.rows] == ["input", "hidden 1", "hidden 2", "output"]
    type_size(panel, 1, "4")
    panel.rows[2].remove_button.click()
    assert sizes(done.experiment) == (2, 4, 2)
    assert len(panel.rows) == 3


def test_a_network_without_hidden_layer_gets_one_like_the_tutorials(
    panel: NetworkPanel, make_experiment: Make, desk: Any
) -> None:
    done = desk(panel, make_experiment(3, 1))
    panel.rows[0].insert_button.click()
    assert sizes(done.experiment) == (3, 2, 1)
    assert done.experiment.network.topology.activations[0] is Activation.LOGISTIC


def test_the_activation_of_a_layer_is_chosen(
    panel: NetworkPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    QTest.keyClicks(panel.rows[1].activation, "R")
    activations = done.experiment.network.topology.activations
    assert activations == (Activation.RELU, Activation.LOGISTIC)


def test_the_focus_stays_while_the_same_layers_are_shown(
    panel: NetworkPanel, tutorial: Experiment, desk: Any, qtbot: QtBot
) -> None:
    done = desk(panel, tutorial)
    panel.show()
    box = panel.rows[1].neurons
    box.setFocus()
    qtbot.waitUntil(box.field.hasFocus)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    done.show(tutorial)
    assert box.field.hasFocus()
    assert box.count == 2


def test_tab_goes_through_the_rows_from_the_top(
    panel: NetworkPanel, make_experiment: Make, qtbot: QtBot
) -> None:
    panel.show_experiment(make_experiment(2, 2, 2))
    panel.show_experiment(make_experiment(2, 2, 2, 2))
    panel.show()
    expected: list[QWidget] = []
    for row in panel.rows:
        controls = (row.neurons.field, row.activation, row.remove_button, row.insert_button)
        expected += [control for control in controls if control.isVisible()]
    expected.append(panel.randomize)
    qtbot.waitUntil(expected[0].hasFocus)  # the first to have the focus in a new window
    visited = []
    for _ in expected:
        visited.append(panel.focusWidget())
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
    assert visited == expected


def test_spin_boxes_end_where_networks_do(make_experiment: Make) -> None:
    topology = Topology((784, 100, 10), (Activation.LOGISTIC,) * 2)
    most = most_neurons(topology, 1)
    larger = [Topology((784, most + more, 10), topology.activations) for more in (0, 1)]
    assert larger[0].parameters <= MOST < larger[1].parameters
    assert most_neurons(make_experiment(1, 1).network.topology, 1) == 65_536


def test_the_button_asks_for_new_random_weights(panel: NetworkPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.randomizeRequested, timeout=0):
        panel.randomize.click()


def test_every_control_says_what_it_is(panel: NetworkPanel, tutorial: Experiment) -> None:
    panel.show_experiment(tutorial)
    for row in panel.rows[1:2]:
        for control in (row.neurons.field, row.activation, row.remove_button, row.insert_button):
            assert control.accessibleName()
            assert control.toolTip()
