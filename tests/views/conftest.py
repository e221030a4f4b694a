"""The look, the tutorial, and a desk that does what a view wishes, as the application would."""

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme
from tests.first_steps import make_tutorial

LOGISTIC = Activation.LOGISTIC


@pytest.fixture
def theme(qapp: QApplication) -> Generator[Theme]:
    """A light theme; the application is given back its own look afterwards."""
    look, font = qapp.palette(), qapp.font()
    theme = Theme(qapp, "light")
    yield theme
    delete(theme)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(look)


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def tutorial() -> Experiment:
    return make_tutorial()


@pytest.fixture
def make_experiment() -> Callable[..., Experiment]:
    """Makes an experiment with layers of the sizes given, and parameters 0, 1, 2, …"""

    def make(*sizes: int) -> Experiment:
        topology = Topology(sizes, (LOGISTIC,) * (len(sizes) - 1))
        network = Network(topology, np.arange(topology.parameters, dtype=float))
        return Experiment(network, Samples(np.zeros((1, sizes[0])), np.zeros((1, sizes[-1]))))

    return make


@pytest.fixture
def fill() -> Callable[[int], Floats]:
    """New weights: all 7."""

    def sevens(count: int) -> Floats:
        return np.full(count, 7.0)

    return sevens


class Desk:
    """Shows a view an experiment and does the edits that it wishes; `edits` are those."""

    def __init__(self, view: Any, experiment: Experiment) -> None:
        self.experiment = experiment
        self.edits: list[Edit] = []
        self._view = view
        view.edited.connect(self._apply)
        view.show_experiment(experiment)
        assert not self.edits, "showing is no editing"

    def show(self, experiment: Experiment) -> None:
        """Shows another experiment, as undo does."""
        done = len(self.edits)
        self.experiment = experiment
        self._view.show_experiment(experiment)
        assert len(self.edits) == done, "showing is no editing"

    def _apply(self, edit: Edit) -> None:
        self.edits.append(edit)
        self.show(edit.change(self.experiment))


@pytest.fixture
def desk() -> Callable[[Any, Experiment], Desk]:
    return Desk
