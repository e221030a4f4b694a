"""The guided walk through the running application, by the keys of a person."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import SampleOrder
from backprop_gui.experiment import data_edits, edits
from backprop_gui.files.examples import read_example
from backprop_gui.training.history import History
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


def test_it_is_filled_as_soon_as_steps_can_be_traced(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_wanted, is_filled, real = Event(), Event(), Run.compile_trace

    def compile_trace(run: Run) -> None:
        is_wanted.wait(PATIENCE_MS / 1000)
        real(run)

    def compile_pictures(_: History) -> None:
        is_filled.wait(PATIENCE_MS / 1000)

    monkeypatch.setattr(Run, "compile_trace", compile_trace)
    monkeypatch.setattr(History, "compile_pictures", compile_pictures)
    with opened(qapp, tmp_path) as lab:
        with qtbot.waitActive(lab.window):
            lab.window.activateWindow()
        qtbot.waitUntil(lambda: lab.session.snapshot().total_error > 0, timeout=PATIENCE_MS)
        lab.late.walking.open()
        walk = lab.late.views.walk
        qtbot.waitUntil(lambda: "when the engine is ready" in walk.waiting.text())
        is_wanted.set()
        qtbot.waitUntil(walk.body.isVisible, timeout=PATIENCE_MS // 2)
        is_filled.set()


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
    first = on_a_random_sample(lab)
    walk.open()
    words, samples = walk.panel.body.words, lab.views.outputs.samples
    walk.qtbot.waitUntil(lambda: f"sample {first + 1} of 4" in words.text())
    walk.qtbot.waitUntil(lambda: samples.value() == first + 1)


def on_a_random_sample(lab: Lab) -> int:
    """XOR in random order; the sample that its first step trains on."""
    xor = read_example("xor")
    training = replace(xor.training, order=SampleOrder.RANDOM, seed=SEED)
    lab.document.apply(Edit("xor", lambda _: replace(xor, training=training)))
    first = first_sample(lab)
    assert first > 0
    return first


def first_sample(lab: Lab) -> int:
    """The one that the first step trains on."""
    first = Run(lab.document.experiment).advance(1).sample
    assert first is not None
    return first


def delete(lab: Lab, *samples: int) -> None:
    lab.editing.edit(Edit("removal", partial(data_edits.without_rows, rows=samples)))


def test_a_sample_deleted_later_keeps_its_error_and_has_no_number_any_more(
    lab: Lab, walk: Walk
) -> None:
    first = on_a_random_sample(lab)
    inputs = lab.document.experiment.samples.inputs[first : first + 1]
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    words = walk.panel.body.words
    assert f"The error of sample {first + 1} has fallen" in words.text()
    before = walk.figure("E")
    delete(lab, first)
    walk.qtbot.waitUntil(lambda: "of the sample of the first step has" in words.text())
    assert f"sample {first + 1}" not in words.text()
    outputs = lab.session.outputs_of(lab.session.snapshot(), inputs)
    assert outputs is not None
    assert walk.figure("out_o1") == repr(float(outputs[0, -1]))
    assert walk.figure("E") == before


def test_once_there_is_a_second_sample_the_total_error_is_told_too(lab: Lab, walk: Walk) -> None:
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    lab.editing.edit(Edit("new sample", partial(data_edits.with_new_row, at=0)))
    figures = walk.panel.body.table.model_
    walk.qtbot.waitUntil(lambda: figures.rows[-1].figure.name == "total error")
    assert "of the sample of the first step has" in walk.panel.body.words.text()


def test_the_sample_of_the_page_is_shown_again_when_the_samples_are_others(
    lab: Lab, walk: Walk
) -> None:
    first = on_a_random_sample(lab)
    walk.open()
    samples, words = lab.views.outputs.samples, walk.panel.body.words
    walk.qtbot.waitUntil(lambda: samples.value() == first + 1)
    delete(lab, *range(1, 4))
    walk.qtbot.waitUntil(lambda: "trains on sample" not in words.text())
    walk.qtbot.waitUntil(lambda: samples.value() == 1)
    lab.document.undo_stack.undo()
    walk.qtbot.waitUntil(lambda: f"trains on sample {first + 1} of 4" in words.text())
    walk.qtbot.waitUntil(lambda: samples.value() == first + 1)


def test_the_sample_of_the_page_is_shown_once_its_step_is_there(
    lab: Lab, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = on_a_random_sample(lab)
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    samples = lab.views.outputs.samples
    delete(lab, first)
    walk.qtbot.waitUntil(lambda: samples.value() == first)
    with monkeypatch.context() as slow:
        slow.setattr(lab.session, "seek", lambda _: None)
        walk.panel.go(0)
        walk.qtbot.waitUntil(walk.panel.body.isVisible)
    assert samples.value() == first
    lab.session.seek(0)
    walk.qtbot.waitUntil(lambda: samples.value() == first + 1)


def test_no_sample_is_chosen_where_that_of_the_first_step_has_no_number_any_more(
    lab: Lab, walk: Walk
) -> None:
    on_a_random_sample(lab)
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    samples, words = lab.views.outputs.samples, walk.panel.body.words
    samples.setValue(2)
    lab.editing.edit(Edit("new sample", partial(data_edits.with_new_row, at=0)))
    walk.qtbot.waitUntil(lambda: "of the sample of the first step has" in words.text())
    assert samples.value() == 2


def test_another_sample_that_the_person_chose_stays_when_a_weight_is_changed(
    lab: Lab, walk: Walk
) -> None:
    first = on_a_random_sample(lab)
    walk.open()
    samples = lab.views.outputs.samples
    walk.qtbot.waitUntil(lambda: samples.value() == first + 1)
    samples.setValue(1)
    lab.editing.edit(Edit("change of w1", partial(edits.with_parameter, at=0, value=0.25)))
    walk.qtbot.waitUntil(lambda: walk.figure("w1") == "0.25")
    assert samples.value() == 1


def test_numbers_of_an_experiment_that_is_gone_do_not_stay_at_another_step(
    lab: Lab, walk: Walk
) -> None:
    on_a_random_sample(lab)
    walk.open()
    walk.panel.go(ONE_STEP)
    walk.arrive()
    lab.session.seek(0)
    walk.qtbot.waitUntil(lambda: "Another step is shown" in walk.panel.waiting.text())
    assert walk.panel.body.isVisible()
    delete(lab, 0)
    walk.qtbot.waitUntil(lambda: not walk.panel.body.isVisible())
    walk.panel.there.click()
    walk.arrive()
    assert f"The error of sample {first_sample(lab) + 1} has" in walk.panel.body.words.text()
