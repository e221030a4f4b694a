"""The panel on a screen, and traces of experiments to show in it."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from tests.engine.learner import TUTORIAL, Task, random_task
from tests.engine.tracing import trace_of

DEEP = random_task((3, 6, 5, 4, 2), bias=BiasPolicy.PER_NEURON)
W1, W2, W5, W7 = (Selection(Kind.PARAMETER, *where) for where in ((1, 0), (1, 2), (2, 6), (2, 7)))
B1, B2 = Selection(Kind.PARAMETER, 1, 4), Selection(Kind.PARAMETER, 2, 10)
H1, O1, O2 = (Selection(Kind.NEURON, *where) for where in ((1, 0), (2, 0), (2, 1)))


def experiment_of(task: Task) -> Experiment:
    """The experiment whose first step is the task's."""
    network = Network(task.topology, task.parameters)
    training = TrainingSettings(learning_rate=task.rate, bias=task.bias)
    return Experiment(network, Samples(task.inputs, task.targets), training)


class Shown:
    """A panel with a task's first step in it."""

    def __init__(self, panel: DerivationPanel, qtbot: QtBot) -> None:
        self.panel = panel
        self._qtbot = qtbot

    def show(self, task: Task, selection: Selection | None, trace: StepTrace | None = None) -> None:
        self.panel.show_experiment(experiment_of(task))
        self.panel.show_trace(trace or trace_of(task), 0)
        self.panel.select(selection)
        QApplication.processEvents()
        # Most often it is done by now, but not where the machine was busy just then.
        self._qtbot.waitUntil(lambda: not self.panel.check._slices.is_working)

    def settle(self) -> None:
        """Until no more numbers are to come, and no more of a curve or a check."""
        panel = self.panel
        works = panel.slice._work, panel.check._slices, panel.network_check

        def is_at_rest() -> bool:
            is_due = panel._throttle._timer.isActive() or panel._check_throttle._wanted
            return not is_due and not any(work.is_working for work in works)

        self._qtbot.waitUntil(is_at_rest)

    @property
    def lines(self) -> list[str]:
        """The lines in sight, each as text."""
        views = [view for view in self.panel.sections if view.isVisible()]
        return [line for view in views for line in view.sheet.text.splitlines()]

    def has(self, text: str) -> bool:
        return any(text in line for line in self.lines)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, icons: Icons) -> Shown:
    panel = DerivationPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return Shown(panel, qtbot)


@pytest.fixture
def tutorial_trace() -> StepTrace:
    trace = trace_of(TUTORIAL)
    assert not np.isnan(trace.gradients).any()
    return trace
