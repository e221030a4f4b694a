"""The guided walk through the running application, by the keys of a person."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import SampleOrder
from backprop_gui.experiment import edits
from backprop_gui.files.examples import read_example
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.walk.figure_model import Column
from backprop_gui.views.walk.panel import WalkPanel
from tests.opened import opened

PATIENCE_MS = 60_000  # a first compile on a busy machine
ALT = Qt.KeyboardModifier.AltModifier
GRADIENT, UPDATE, ONE_STEP, MANY_STEPS = 4, 5, 11, 12
SEED = 2  # whose first draw is not the first sample
W5 = Selection(Kind.PARAMETER, 2, 6)


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        with qtbot.waitActive(lab.window):
            lab.window.activateWindow()
        paused = Activity.PAUSED
        qtbot.waitUntil(lambda: lab.session.snapshot().activity is paused, timeout=PATIENCE_MS)
        yield lab


class Walk:
    """The walk, and what the picture has lit."""

    def __init__(self, lab: Lab, qtbot: QtBot) -> None:
        self.lab, self.qtbot = lab, qtbot
        self.lit: list[tuple[Selection, ...]] = []
        self.panel.spotsLit.connect(self.lit.append)

    @property
    def panel(self) -> WalkPanel:
        return self.lab.late.views.walk

    def open(self) -> None:
        actions = self.lab.window.findChildren(QAction)
        (action,) = [each for each in actions if each.shortcut().toString() == "F1"]
        assert action.text() == "&Guided walk"
        action.trigger()
        self.arrive()

    def arrive(self) -> None:
        """Waits until the page is filled at its step."""
        self.qtbot.waitUntil(self._is_there, timeout=PATIENCE_MS)

    def _is_there(self) -> bool:
        panel = self.panel
        is_shown = self.lab.session.snapshot().step == panel.page.step
        return is_shown and panel.body.isVisible() and not panel.waiting.isVisible()

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        assert self.panel.isAncestorOf(focused)
        QTest.keyClick(focused, key, ALT)

    def figure(self, name: str) -> str:
        model = self.panel.body.table.model_
        (value,) = {row.figure.number.value for row in model.rows if row.figure.name == name}
        return repr(value)

    def published(self, name: str) -> list[str]:
        model = self.panel.body.table.model_
        rows = [at for at, row in enumerate(model.rows) if row.figure.name == name]
        return [str(model.index(at, Column.PUBLISHED).data()) for at in rows]


@pytest.fixture
def walk(lab: Lab, qtbot: QtBot) -> Walk:
    return Walk(lab, qtbot)


def test_keys_lead_through_the_whole_walk(lab: Lab, walk: Walk) -> None:
    assert not walk.panel.isVisible()
    lab.views.transport.slider.setValue(0)  # one step a second
    walk.open()
    assert walk.panel.progress.text() == "1 of 13"
    for page in walk.panel.pages[1:]:
        walk.press(Qt.Key.Key_Right)
        walk.arrive()
        assert walk.panel.page is page
        assert walk.lit[-1] == page.spots
        assert lab.views.canvas.selection == page.selection
    assert lab.session.snapshot().step == 10_000
    assert walk.figure("E") == "3.510187782978859e-05"
    assert walk.published("E") == ["≠ 0.000035085", "≠ 0.0000351085"]
    walk.press(Qt.Key.Key_Left)
    walk.arrive()
    assert lab.session.snapshot().step == 1
    assert lab.session.snapshot().head == 10_000
    assert walk.figure("E") == "0.29102777369359933"


def test_the_derivation_shows_the_weight_of_the_page(lab: Lab, walk: Walk) -> None:
    walk.open()
    walk.panel.go(GRADIENT)
    walk.arrive()
    assert lab.views.canvas.selection == W5
    lab.window.reveal(lab.late.views.the(DerivationPanel))
    walk.qtbot.waitUntil(lambda: "w5" in lab.late.views.the(DerivationPanel).title.text())


def test_the_persons_speed_holds_again_after_the_way_to_a_page(
    lab: Lab, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    speeds: list[float | None] = []
    real = lab.session.set_speed

    def note(speed: float | None) -> None:
        speeds.append(speed)
        real(speed)

    monkeypatch.setattr(lab.session, "set_speed", note)
    walk.open()
    walk.panel.go(MANY_STEPS)
    walk.arrive()
    walk.qtbot.waitUntil(lambda: speeds == [None, lab.views.transport.speed])


def test_a_changed_weight_is_followed_and_nothing_is_published_of_it(lab: Lab, walk: Walk) -> None:
    walk.open()
    walk.panel.go(UPDATE)
    walk.arrive()
    assert walk.published("w5⁺") == ["✓ 0.35891648"]
    lab.editing.edit(Edit("change of w5", partial(edits.with_parameter, at=W5.at, value=0.7)))
    walk.qtbot.waitUntil(lambda: "0.7 − 0.5" in walk.panel.body.sections[0].sheet.text)
    assert walk.panel.title.text() == "The new w5"
    assert walk.panel.body.table.isColumnHidden(Column.PUBLISHED)
    lab.document.undo_stack.undo()
    walk.qtbot.waitUntil(lambda: walk.published("w5⁺") == ["✓ 0.35891648"])


def test_while_another_step_is_shown_the_page_says_so_and_leads_back(lab: Lab, walk: Walk) -> None:
    walk.open()
    lab.session.set_speed(None)
    lab.session.run(7)
    walk.qtbot.waitUntil(lambda: walk.panel.there.isVisible(), timeout=PATIENCE_MS)
    assert "step 7" in walk.panel.waiting.text()
    assert walk.panel.body.isVisible()
    walk.panel.there.click()
    walk.arrive()


def test_closed_it_leaves_everything_as_it_is_and_is_opened_at_the_same_page(
    lab: Lab, walk: Walk
) -> None:
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    experiment = lab.document.experiment
    dock = walk.panel.parentWidget()
    assert isinstance(dock, QDockWidget)
    dock.close()
    assert not walk.panel.isVisible()
    assert lab.session.snapshot().step == 1
    assert lab.document.experiment is experiment
    assert not lab.document.is_modified
    walk.open()
    assert walk.panel.title.text() == "The error after one step"


def test_another_file_is_walked_through_from_its_beginning(lab: Lab, walk: Walk) -> None:
    walk.open()
    walk.panel.go(MANY_STEPS)
    walk.arrive()
    lab.document.apply(Edit("xor", lambda _: read_example("xor")))
    walk.arrive()
    assert walk.panel.title.text() == "The network and its task"
    assert lab.session.snapshot().step == 0
    assert walk.panel.body.table.isColumnHidden(Column.PUBLISHED)
    assert walk.lit[-1] == walk.panel.page.spots


def test_the_sample_that_the_first_step_trains_on_is_shown(lab: Lab, walk: Walk) -> None:
    xor = read_example("xor")
    training = replace(xor.training, order=SampleOrder.RANDOM, seed=SEED)
    lab.document.apply(Edit("xor", lambda _: replace(xor, training=training)))
    run = Run(lab.document.experiment)
    first = run.advance(1).sample
    assert first != 0
    walk.open()
    assert f"sample {first + 1} of 4" in walk.panel.body.words.text()
    assert lab.views.outputs.samples.value() == first + 1
