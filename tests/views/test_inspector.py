"""Seeing and editing what is selected."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.inspector.panel import Inspector
from backprop_gui.views.parts.numbers import FIGURE_SPACE
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

Make = Callable[..., Experiment]
OUTPUTS = np.array([0.05, 0.1, 0.593, 0.597, 0.751, 0.773])
O1 = Selection(Kind.NEURON, 2, 0)


@pytest.fixture
def inspector(qtbot: QtBot, theme: Theme) -> Inspector:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.resize(260, 300)
    inspector.show()
    return inspector


def seen(inspector: Inspector) -> list[str]:
    """The texts in sight, from the top."""
    labels = [label for label in inspector.findChildren(QLabel) if label.isVisible()]
    place = {label: label.mapTo(inspector, label.rect().topLeft()) for label in labels}
    labels.sort(key=lambda label: (place[label].y(), place[label].x()))
    return [label.text().strip(FIGURE_SPACE).replace("&", "") for label in labels]


def shown_number(inspector: Inspector, caption: str) -> float:
    texts = seen(inspector)
    return float(texts[texts.index(caption) + 1].replace("−", "-"))


def test_with_nothing_selected_it_says_what_to_do(
    inspector: Inspector, tutorial: Experiment
) -> None:
    inspector.show_experiment(tutorial)
    inspector.show_state(tutorial.network.parameters, OUTPUTS, 0)
    assert [text.split()[0] for text in seen(inspector)] == ["Click"]


def test_it_scrolls_only_where_its_text_is_higher_than_the_panel(
    inspector: Inspector, tutorial: Experiment, qtbot: QtBot
) -> None:
    inspector.show_experiment(tutorial)
    inspector.resize(260, 150)
    (area,) = inspector.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    inspector.select(O1)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    inspector.select(None)
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_another_selection_begins_at_its_title(
    inspector: Inspector, tutorial: Experiment, qtbot: QtBot
) -> None:
    inspector.show_experiment(tutorial)
    inspector.resize(260, 100)
    (area,) = inspector.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    inspector.select(O1)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    inspector.select(replace(O1, at=1))
    title = inspector.neuron.title
    assert title.text() == "Neuron o2"
    assert not title.visibleRegion().isEmpty()


def test_an_output_neuron_shows_its_numbers(inspector: Inspector, tutorial: Experiment) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(O1)
    inspector.show_state(tutorial.network.parameters - 0.1, OUTPUTS, 0, nets=OUTPUTS + 1)
    assert seen(inspector)[0] == "Neuron o1"
    assert shown_number(inspector, "Net input") == 1.751
    assert shown_number(inspector, "Output") == 0.751
    assert shown_number(inspector, "Target") == 0.01
    assert shown_number(inspector, "Bias") == 0.5
    assert inspector.neuron.initial.field.text() == "0.6"


def test_net_inputs_that_nobody_computed_are_left_out(
    inspector: Inspector, tutorial: Experiment
) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(O1)
    inspector.show_state(tutorial.network.parameters, OUTPUTS)
    assert "Net input" not in seen(inspector)
    assert "–" in seen(inspector)  # no sample, no target


def test_an_input_shows_only_its_value(inspector: Inspector, tutorial: Experiment) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(Selection(Kind.NEURON, 0, 1))
    inspector.show_state(tutorial.network.parameters, OUTPUTS, 0, nets=OUTPUTS)
    captions = {"Net input", "Output", "Target", "Bias", "Initial bias", "Activation"}
    assert captions & set(seen(inspector)) == {"Output"}
    assert shown_number(inspector, "Output") == 0.1


def test_a_weight_shows_where_it_leads_and_how_far_it_moved(
    inspector: Inspector, tutorial: Experiment
) -> None:
    inspector.show_experiment(tutorial)
    at = tutorial.network.topology.weight_at(0, 1, 0)
    inspector.select(Selection(Kind.PARAMETER, 1, at))
    inspector.show_state(tutorial.network.parameters - 0.5)
    assert seen(inspector)[0] == "Weight w3"
    assert ">i1<" in seen(inspector)[2]
    assert ">h2<" in seen(inspector)[4]
    assert shown_number(inspector, "Present value") == -0.25
    assert shown_number(inspector, "Change") == -0.5


def test_a_weight_is_typed_and_stepped(
    inspector: Inspector, tutorial: Experiment, desk: Any
) -> None:
    done = desk(inspector, tutorial)
    inspector.select(Selection(Kind.PARAMETER, 1, 0))
    field = inspector.parameter.initial.field
    field.selectAll()
    QTest.keyClicks(field, "0.4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert done.experiment.network.parameters[0] == 0.4
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert done.experiment.network.parameters[0] == 0.5
    typed, *stepped = [edit.merge for edit in done.edits]
    assert typed == ""
    assert len(set(stepped)) == 1
    assert stepped[0]


def test_the_bias_of_a_neuron_is_the_layers_where_they_share_it(
    inspector: Inspector, tutorial: Experiment, desk: Any
) -> None:
    done = desk(inspector, tutorial)
    inspector.select(O1)
    QTest.keyClick(inspector.neuron.initial.field, Qt.Key.Key_Up)
    assert done.experiment.network.biases(1).tolist() == [0.65, 0.65]
    assert done.edits[-1].text == "change of b2"
    done.show(replace(done.experiment, training=TrainingSettings(bias=BiasPolicy.PER_NEURON)))
    QTest.keyClick(inspector.neuron.initial.field, Qt.Key.Key_Up)
    assert done.experiment.network.biases(1).tolist() == [0.7, 0.65]
    assert done.edits[-1].text == "change of b2.1"


def test_the_activation_of_a_layer_is_chosen(
    inspector: Inspector, tutorial: Experiment, desk: Any
) -> None:
    done = desk(inspector, tutorial)
    inspector.select(Selection(Kind.LAYER, 1))
    assert seen(inspector)[:5] == ["Layer hidden", "Neurons", "2", "Weights", "4"]
    QTest.keyClicks(inspector.layer.activation, "t")
    assert done.experiment.network.topology.activations[0] is Activation.TANH


def test_a_named_neuron_can_be_gone_to(
    inspector: Inspector, tutorial: Experiment, qtbot: QtBot
) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(Selection(Kind.PARAMETER, 1, 0))
    inspector.parameter.end.setFocus()
    qtbot.waitUntil(inspector.parameter.end.hasFocus)
    with qtbot.waitSignal(inspector.selectionPicked, timeout=0) as picked:
        QTest.keyClick(inspector.parameter.end, Qt.Key.Key_Tab)
        QTest.keyClick(inspector.parameter.end, Qt.Key.Key_Return)
    assert picked.args == [Selection(Kind.NEURON, 1, 0)]


def test_what_is_no_more_in_the_network_leaves_the_hint(
    inspector: Inspector, tutorial: Experiment, make_experiment: Make
) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(Selection(Kind.NEURON, 2, 1))
    inspector.show_experiment(make_experiment(2, 2, 1))
    assert seen(inspector)[0].startswith("Click")
    inspector.show_experiment(tutorial)
    assert seen(inspector)[0] == "Neuron o2"


def test_numbers_of_a_former_network_are_passed_over(
    inspector: Inspector, tutorial: Experiment, make_experiment: Make
) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(Selection(Kind.PARAMETER, 1, 0))
    inspector.show_state(tutorial.network.parameters + 1, OUTPUTS, 0)
    inspector.show_experiment(make_experiment(3, 3, 3))
    assert shown_number(inspector, "Change") == 0


def test_a_number_is_copied_in_full(inspector: Inspector, tutorial: Experiment) -> None:
    inspector.show_experiment(tutorial)
    inspector.select(Selection(Kind.PARAMETER, 1, 0))
    inspector.show_state(np.full(12, 1 / 3))
    inspector.parameter.present.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "0.3333333333333333"
    assert inspector.parameter.present.toolTip().startswith("0.3333333333333333")
