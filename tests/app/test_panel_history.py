"""The panels that show a history show the present too."""

import math
import threading
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.training.run import Run
from backprop_gui.views.parts.numbers import short
from tests.app.person import PATIENCE_MS, train

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


def test_a_picture_that_waits_for_the_engine_says_so(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 100)
    history, errors = lab.session.history(), lab.views.errors
    assert history is not None
    history.has_pictures = False
    errors.by_samples.trigger()
    qtbot.waitUntil(lambda: "being prepared" in errors.plot.note)
    errors.total.trigger()
    qtbot.waitUntil(lambda: errors.plot.note == "")
    history.has_pictures = True
    errors.by_samples.trigger()
    qtbot.waitUntil(lambda: errors.plot.last_step == 100)
    assert errors.plot.note == ""


def widened(experiment: Experiment) -> Experiment:
    topology = Topology((2, 17, 2), (Activation.LOGISTIC,) * 2)
    return replace(experiment, network=Network(topology, np.zeros(topology.parameters)))


def test_while_a_first_wide_network_waits_for_the_engine_no_error_of_another_is_shown(
    lab: Lab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(lab, qtbot, 100)
    qtbot.waitUntil(lambda: lab.views.errors.plot.last_step == 100)
    may_go_on, compile_run = threading.Event(), Run.compile

    def held(run: Run) -> Any:
        assert may_go_on.wait(PATIENCE_MS / 1000)
        return compile_run(run)

    monkeypatch.setattr(Run, "compile", held)
    lab.document.apply(Edit("wide network", widened))
    qtbot.waitUntil(lambda: lab.views.errors.plot.last_step is None)
    may_go_on.set()
    qtbot.waitUntil(lambda: lab.views.errors.plot.last_step == 0, timeout=PATIENCE_MS)
