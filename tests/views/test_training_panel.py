"""Editing the training settings."""

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.training_panel import TrainingPanel


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> TrainingPanel:
    panel = TrainingPanel(icons)
    qtbot.addWidget(panel)
    panel.resize(260, 300)
    return panel


def notes(panel: TrainingPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def test_a_typed_rate_is_taken(panel: TrainingPanel, tutorial: Experiment, desk: Any) -> None:
    done = desk(panel, tutorial)
    panel.rate.field.selectAll()
    QTest.keyClicks(panel.rate.field, "0.125")
    QTest.keyClick(panel.rate.field, Qt.Key.Key_Return)
    assert done.experiment.training.learning_rate == 0.125


def test_stepping_the_rate_is_one_step_to_undo_and_typing_is_one_each(
    panel: TrainingPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    for _ in range(2):
        QTest.keyClick(panel.rate.field, Qt.Key.Key_Down)
    assert done.experiment.training.learning_rate == 0.1
    assert done.edits[0].merge == done.edits[1].merge != ""
    panel.rate.field.selectAll()
    QTest.keyClicks(panel.rate.field, "3")
    QTest.keyClick(panel.rate.field, Qt.Key.Key_Return)
    assert done.edits[2].merge == ""


def is_whole(label: QLabel) -> bool:
    return label.height() >= label.heightForWidth(label.width())


def test_in_a_narrow_panel_a_sentence_about_what_was_typed_is_seen_to_its_last_line(
    panel: TrainingPanel, tutorial: Experiment, desk: Any, qtbot: QtBot
) -> None:
    desk(panel, tutorial)
    panel.resize(282, 190)
    panel.show()
    for box, text in ((panel.rate, " ".join(["no", "number"] * 4)), (panel.seed, "9" * 20)):
        box.field.selectAll()
        QTest.keyClicks(box.field, text)
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        (label,) = [x for x in box.findChildren(QLabel) if x.isVisible()]
        assert label.text() == box.problem
        assert label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
        qtbot.waitUntil(partial(is_whole, label))


def test_a_rate_below_zero_is_refused_on_the_spot(
    panel: TrainingPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    panel.rate.field.selectAll()
    QTest.keyClicks(panel.rate.field, "-1")
    QTest.keyClick(panel.rate.field, Qt.Key.Key_Return)
    assert done.edits == []
    assert "from 0 to 1\u202f000\u202f000." in panel.rate.problem


def test_an_order_is_chosen_and_explained(
    panel: TrainingPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    before = notes(panel)
    QTest.keyClicks(panel.order, "S")
    assert done.experiment.training.order is SampleOrder.SHUFFLED
    assert "each epoch in a new order" in notes(panel)
    assert "each epoch in a new order" not in before


def test_a_bias_policy_is_chosen(panel: TrainingPanel, tutorial: Experiment, desk: Any) -> None:
    done = desk(panel, tutorial)
    QTest.keyClick(panel.bias, Qt.Key.Key_Down)
    first = done.experiment.training.bias
    QTest.keyClick(panel.bias, Qt.Key.Key_Down)
    second = done.experiment.training.bias
    assert (first, second) == (BiasPolicy.SHARED, BiasPolicy.PER_NEURON)


def test_every_choice_explains_itself(panel: TrainingPanel) -> None:
    for box in (panel.order, panel.bias):
        tips = [box.itemData(at, Qt.ItemDataRole.ToolTipRole) for at in range(box.count())]
        assert len({tip for tip in tips if tip}) == 3


def test_the_seed_can_be_set_in_any_order(
    panel: TrainingPanel, tutorial: Experiment, desk: Any
) -> None:
    done = desk(panel, tutorial)
    assert panel.seed.isEnabled()
    QTest.keyClick(panel.seed.field, Qt.Key.Key_Up)
    assert done.experiment.training.seed == 1


def test_captions_lead_to_their_controls(panel: TrainingPanel) -> None:
    buddies = {label.buddy() for label in panel.findChildren(QLabel) if "&" in label.text()}
    assert buddies == {panel.rate, panel.order, panel.seed, panel.bias}
