"""The panels that show a history show the present too."""

import math
from functools import partial

from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.views.parts.numbers import short
from tests.app.person import train

W5 = 6


def logistic(net: float) -> float:
    return 1 / (1 + math.exp(-net))


def test_the_legend_of_outputs_follows_a_weight_that_was_just_changed(
    lab: Lab, qtbot: QtBot
) -> None:
    train(lab, qtbot, 100)
    change = partial(edits.with_parameter, at=W5, value=-3.0)
    lab.editing.edit(Edit("change of w5", change))
    w1, w3, w2, w4, b1, _, w5, _, w6, _, b2, _ = lab.session.snapshot().parameters
    assert w5 == -3.0
    h1 = logistic(w1 * 0.05 + w2 * 0.1 + b1)
    h2 = logistic(w3 * 0.05 + w4 * 0.1 + b1)
    o1 = logistic(w5 * h1 + w6 * h2 + b2)
    qtbot.waitUntil(lambda: f"o1 {short(o1).strip()}" in lab.views.outputs.legend.texts())
