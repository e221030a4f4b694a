"""A panel is one class and one line in the list of tabs: all else comes to it by itself."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.app.tabs import TABS
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.run import Run
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from tests.app.person import PATIENCE_MS, is_at_rest, is_prepared, open_tab, train
from tests.opened import opened

W5 = Selection(Kind.PARAMETER, 2, 6)
COVERED = "This panel met a fault; the rest goes on."


class Probe(Panel):
    """Keeps what it is told; raises instead while it `is_broken`."""

    def __init__(self, _theme: Theme, _icons: Icons) -> None:
        super().__init__()
        self.experiments: list[Experiment] = []
        self.frames: list[LiveFrame] = []
        self.selections: list[Selection | None] = []
        self.is_broken = False

    def show_experiment(self, experiment: Experiment) -> None:
        self._keep(self.experiments, experiment)

    def show_frame(self, frame: LiveFrame) -> None:
        self._keep(self.frames, frame)

    def select(self, selection: Selection | None) -> None:
        self._keep(self.selections, selection)

    def _keep(self, kept: list[Any], what: Any) -> None:
        if self.is_broken:
            raise ValueError(f"it cannot show this {type(what).__name__}")
        kept.append(what)


@pytest.fixture
def lab(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lab]:
    """With one more line in the list of tabs."""
    monkeypatch.setitem(TABS, "Probe", f"{__name__}:Probe")
    with opened(qapp, tmp_path) as lab:
        qtbot.waitUntil(lambda: is_at_rest(lab) and is_prepared(lab), timeout=PATIENCE_MS)
        lab.session.set_speed(None)
        yield lab


@pytest.fixture
def probe(lab: Lab) -> Probe:
    return lab.late.views.the(Probe)


def test_it_is_told_of_the_experiment_and_of_the_selection_while_hidden(
    lab: Lab, probe: Probe
) -> None:
    assert not probe.isVisible()
    assert probe.experiments == [lab.document.experiment]
    lab.document.new()
    assert probe.experiments[1:] == [lab.document.experiment]
    lab.views.canvas.select(W5)
    assert probe.selections[-1] == W5


def test_it_gets_frames_only_while_it_is_seen(lab: Lab, probe: Probe, qtbot: QtBot) -> None:
    train(lab, qtbot, 3)
    assert probe.frames == []
    open_tab(lab, "Probe")
    qtbot.waitUntil(lambda: bool(probe.frames))
    assert probe.frames[-1].snapshot.step == 3
    open_tab(lab, "Data")
    qtbot.waitUntil(lambda: not probe.isVisible())
    probe.frames.clear()
    train(lab, qtbot, 2)
    assert probe.frames == []


def test_a_frame_has_the_state_and_what_follows_from_it(
    lab: Lab, probe: Probe, qtbot: QtBot
) -> None:
    open_tab(lab, "Probe")
    train(lab, qtbot, 3)
    qtbot.waitUntil(lambda: bool(probe.frames) and probe.frames[-1].snapshot.step == 3)
    frame, run = probe.frames[-1], Run(lab.document.experiment)
    run.advance(3)
    assert frame.parameters.tobytes() == run.parameters.tobytes()
    assert frame.trace is not None
    assert frame.outputs is not None
    assert frame.outputs.tolist() == frame.trace.outputs.tolist()
    run.advance(4)
    assert frame.trace.new_parameters.tobytes() == run.parameters.tobytes()
    assert frame.stages is not None
    assert frame.stages.step == 3


def test_its_edit_reaches_the_document_and_can_be_undone(lab: Lab, probe: Probe) -> None:
    before = lab.document.experiment
    probe.edited.emit(Edit("change of w5", partial(edits.with_parameter, at=W5.at, value=0.25)))
    assert lab.document.experiment.network.parameters[W5.at] == 0.25
    assert probe.experiments[-1] is lab.document.experiment
    lab.document.undo_stack.undo()
    assert lab.document.experiment is before


def test_what_it_picks_is_selected_and_what_it_points_at_is_lit(lab: Lab, probe: Probe) -> None:
    probe.selectionPicked.emit(W5)
    assert lab.views.canvas.selection == W5
    lab.views.canvas.select(None)
    dark = lab.views.canvas.grab().toImage()
    probe.spotsLit.emit((W5,))
    assert lab.views.canvas.grab().toImage() != dark
    probe.spotsLit.emit(())
    assert lab.views.canvas.grab().toImage() == dark


def test_one_that_raises_is_covered_and_the_window_lives(
    lab: Lab, probe: Probe, qtbot: QtBot
) -> None:
    probe.is_broken = True
    with qtbot.captureExceptions() as faults:
        lab.document.new()
        lab.views.canvas.select(W5)
        open_tab(lab, "Probe")
        qtbot.waitUntil(lambda: is_covered(probe))
        train(lab, qtbot, 3)
        probe.is_broken = False
    told = {str(error).rpartition(" ")[2] for _, error, _ in faults}
    assert told == {"Selection", "Experiment", "LiveFrame"}
    assert lab.views.canvas.selection == W5
    assert lab.window.isVisible()


def is_covered(probe: Probe) -> bool:
    return any(label.text() == COVERED for label in probe.findChildren(QLabel) if label.isVisible())
