"""Drawing new weights in the dialog."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.randomize_dialog import RandomizeDialog

Open = Callable[[Experiment], tuple[RandomizeDialog, list[Any]]]


@pytest.fixture
def opened(qtbot: QtBot, icons: Icons) -> Open:
    """Opens the dialog for an experiment; the list fills with the experiments it leads to."""

    def open_for(experiment: Experiment) -> tuple[RandomizeDialog, list[Experiment]]:
        dialog = RandomizeDialog(icons, experiment)
        qtbot.addWidget(dialog)
        results: list[Experiment] = []
        dialog.edited.connect(lambda edit: results.append(edit.change(experiment)))
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog, results

    return open_for


def type_number(dialog: RandomizeDialog, at: int, text: str) -> None:
    field = dialog.numbers[at].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def preview(dialog: RandomizeDialog) -> str:
    return next(x.text() for x in dialog.findChildren(QLabel) if x.text().startswith("w"))


def test_all_weights_are_drawn_from_the_range_and_biases_stay(
    opened: Open, tutorial: Experiment
) -> None:
    dialog, results = opened(tutorial)
    type_number(dialog, 0, "-3")
    type_number(dialog, 1, "-2")
    dialog.draw.click()
    network = results[0].network
    for layer in (0, 1):
        assert np.all((network.weights(layer) >= -3) & (network.weights(layer) < -2))
        assert network.biases(layer).tolist() == tutorial.network.biases(layer).tolist()
    assert not dialog.isVisible()


def test_biases_are_drawn_where_wanted(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    dialog.biases.click()
    dialog.draw.click()
    assert not np.any(np.isin(results[0].network.parameters, tutorial.network.parameters))


def test_one_layer_alone_is_drawn(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    QTest.keyClick(dialog.layers, Qt.Key.Key_End)
    assert dialog.layers.currentText() == "Only output"
    dialog.draw.click()
    assert np.array_equal(results[0].network.weights(0), tutorial.network.weights(0))
    assert not np.any(np.isin(results[0].network.weights(1), tutorial.network.weights(1)))


def test_the_preview_shows_what_will_be_drawn(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    before = preview(dialog)
    QTest.keyClick(dialog.seed.field, Qt.Key.Key_Up)
    shown = preview(dialog)
    assert shown != before
    dialog.draw.click()
    weights = results[0].network.weights(0).ravel()[:3]
    assert shown == "\n".join(f"w{at} = {w:#.6g}" for at, w in enumerate(weights, 1))


def test_the_seed_becomes_the_experiments(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    dialog.seed.show_seed(99)
    dialog.draw.click()
    assert results[0].training.seed == 99


def test_nothing_is_drawn_from_a_seed_that_is_none(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    dialog.seed.field.selectAll()
    QTest.keyClicks(dialog.seed.field, "9" * 20)
    dialog.draw.click()
    assert results == []
    assert not dialog.draw.isEnabled()
    assert dialog.seed.field.text() == "9" * 20


def test_nothing_can_be_drawn_from_a_range_that_is_none(opened: Open, tutorial: Experiment) -> None:
    dialog, _ = opened(tutorial)
    type_number(dialog, 0, "2")
    assert not dialog.draw.isEnabled()
    type_number(dialog, 1, "x")
    assert not dialog.draw.isEnabled()
    type_number(dialog, 1, "3")
    assert dialog.draw.isEnabled()


def test_a_number_that_is_still_being_typed_counts(
    opened: Open, tutorial: Experiment, qtbot: QtBot
) -> None:
    dialog, results = opened(tutorial)
    dialog.numbers[1].field.selectAll()
    QTest.keyClicks(dialog.numbers[1].field, "1e-9")
    QTest.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(results))  # the button stays down for a moment
    assert np.all(results[0].network.weights(0) < 1e-9)


def test_what_is_typed_last_and_is_no_number_is_not_drawn_from(
    opened: Open, tutorial: Experiment, qtbot: QtBot
) -> None:
    dialog, results = opened(tutorial)
    dialog.numbers[1].field.selectAll()
    QTest.keyClicks(dialog.numbers[1].field, "x")
    QTest.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(dialog.numbers[1].problem))
    assert results == []
    assert dialog.isVisible()


def test_cancelling_draws_nothing(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert results == []


@pytest.mark.parametrize(
    ("kind", "boxes"),
    [("Uniform", 2), ("Normal", 2), ("Xavier (Glorot)", 0), ("He", 0), ("Zeros", 0)],
)
def test_each_distribution_asks_only_for_its_own_numbers(
    opened: Open, tutorial: Experiment, kind: str, boxes: int
) -> None:
    dialog, results = opened(tutorial)
    dialog.kind.setCurrentText(kind)
    assert sum(box.isVisible() for box in dialog.numbers) == boxes
    dialog.draw.click()
    weights = results[0].network.weights(0)
    assert (len(set(weights.ravel())) == 1) == (kind == "Zeros")


def test_a_constant_is_put_everywhere(opened: Open, tutorial: Experiment) -> None:
    dialog, results = opened(tutorial)
    dialog.kind.setCurrentText("Constant")
    type_number(dialog, 0, "0.25")
    dialog.draw.click()
    assert set(results[0].network.weights(1).ravel()) == {0.25}
