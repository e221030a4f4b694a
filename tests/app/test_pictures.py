"""Large networks in the application: the pictures show the run, hidden they cost nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.history import History
from backprop_gui.views.parts.curves.mode_switch import Mode
from backprop_gui.views.parts.plot.curve_style import Curve
from tests.app.person import PATIENCE_MS, is_at_rest

SIZES = (9, 70, 12)


def large() -> Experiment:
    topology = Topology(SIZES, (Activation.LOGISTIC,) * 2)
    random = np.random.default_rng(5)
    network = Network(topology, random.uniform(-0.5, 0.5, topology.parameters))
    inputs, targets = random.uniform(0, 1, (4, 9)), random.uniform(0, 1, (4, 12))
    return Experiment(network, Samples(inputs, targets))


@pytest.fixture
def lab_with_many(lab: Lab, qtbot: QtBot) -> Lab:
    lab.document.replace(large(), "large")
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    lab.session.run(500)
    qtbot.waitUntil(lambda: lab.session.snapshot().step == 500, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    return lab


def test_every_way_to_show_many_weights_shows_the_run(lab_with_many: Lab, qtbot: QtBot) -> None:
    weights, outputs = lab_with_many.views.weights, lab_with_many.views.outputs
    qtbot.waitUntil(lambda: weights.pictures.heat.image.image is not None)
    qtbot.waitUntil(lambda: outputs.heat.image.image is not None)
    weights.modes.choose(Mode.SPREAD)
    qtbot.waitUntil(lambda: weights.pictures.spread.image.image is not None)
    qtbot.waitUntil(lambda: len(weights.plot.drawn(0)[0]) > 1)
    now = lab_with_many.session.snapshot().parameters
    topology = large().network.topology
    steps, norms = weights.plot.drawn(1)
    assert steps[-1] == 500
    assert norms[-1] == pytest.approx(np.linalg.norm(topology.weights(now, 1)))
    weights.modes.choose(Mode.MATRIX)
    qtbot.waitUntil(lambda: weights.pictures.matrix.image is not None)


def test_a_hidden_picture_reads_nothing(
    lab_with_many: Lab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def spy(name: str) -> Callable[..., object]:
        real = getattr(History, name)

        def call(*arguments: object) -> object:
            read.append(name)
            return real(*arguments)

        return call

    for name in ("heat", "output_heat", "spread"):
        monkeypatch.setattr(History, name, spy(name))
    weights, outputs = lab_with_many.views.weights, lab_with_many.views.outputs
    weights.modes.choose(Mode.CURVES)
    outputs.modes.choose(Mode.CURVES)
    lab_with_many.moves.seek(250)
    qtbot.waitUntil(lambda: lab_with_many.session.snapshot().step == 250, timeout=PATIENCE_MS)
    qtbot.wait(100)
    assert read == []
    weights.modes.choose(Mode.HEAT)
    qtbot.waitUntil(lambda: read == ["heat"])


def test_a_weight_has_one_colour_as_curve_in_the_legend_and_beside_the_image(
    lab_with_many: Lab,
) -> None:
    weights = lab_with_many.views.weights
    weights.legend.pinToggled.emit(700)
    curve = Curve(weights.curves[0].name, 700)
    assert weights.curves == [curve]
    weights.modes.choose(Mode.CURVES)
    assert weights.curves[-1] == curve
