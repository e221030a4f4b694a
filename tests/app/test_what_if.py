"""What-if while a weight is dragged or nudged in the running application."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.document.edit import Edit
from backprop_gui.engine.forecast import WhatIf
from backprop_gui.experiment import edits
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.parts.selection import Kind, Selection

PATIENCE_MS = 60_000  # a first compile on a busy machine
FRAMES_MS = 60
LEFT = Qt.MouseButton.LeftButton
W5, B1 = Spot(Part.WEIGHT, 2, 6), Spot(Part.BIAS, 1, 4)


class Bench:
    """The lab on an experiment, and what its trial has said."""

    def __init__(self, lab: Lab, qtbot: QtBot) -> None:
        self.lab, self.qtbot = lab, qtbot
        self.said: list[WhatIf | None] = []
        self.rest()
        lab.late.trial.changed.connect(self.said.append)

    def rest(self) -> None:
        """Until the engine is there and nothing moves."""
        session = self.lab.session

        def is_ready() -> bool:
            snapshot = session.snapshot()
            is_paused = snapshot.activity is Activity.PAUSED
            is_measured = snapshot.total_error_step == snapshot.step
            return is_paused and is_measured and session.trace(snapshot, 0) is not None

        self.qtbot.waitUntil(is_ready, timeout=PATIENCE_MS)
        self.see()

    def see(self) -> None:
        """Some frames, up to one of what there is now; while training runs, just some."""
        QTest.qWait(FRAMES_MS)

        def is_seen() -> bool:
            snapshot = self.lab.session.snapshot()
            return snapshot.activity is Activity.RUNNING or self.lab._live._last is snapshot

        self.qtbot.waitUntil(is_seen)

    def drag(self, spot: Spot, *ups: int) -> QPoint:
        """Holds the mouse button down and moves up by so many pixels from where it began."""
        canvas = self.lab.views.canvas
        start = canvas.place_of(spot).toPoint()
        QTest.mousePress(canvas, LEFT, pos=start)
        for up in ups:
            QTest.mouseMove(canvas, start - QPoint(0, up))
            self.see()
        return start - QPoint(0, ups[-1])

    def release(self, place: QPoint) -> None:
        QTest.mouseRelease(self.lab.views.canvas, LEFT, pos=place)
        self.see()

    def error(self) -> float:
        snapshot = self.lab.session.snapshot()
        trace = self.lab.session.trace(snapshot, 0)
        assert trace is not None
        return trace.error

    @property
    def last(self) -> WhatIf:
        what_if = self.said[-1]
        assert what_if is not None
        return what_if


def opened(qapp: QApplication, tmp_path: Path, qtbot: QtBot, source: str) -> Iterator[Bench]:
    lab = open_lab(qapp, source, tmp_path / "preferences.json", tmp_path / "recovery")
    lab.start()
    yield Bench(lab, qtbot)
    lab.window.allow_close()
    lab.stop()


@pytest.fixture
def tutorial_lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    yield from opened(qapp, tmp_path, qtbot, "tutorial")


@pytest.fixture
def xor_lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    yield from opened(qapp, tmp_path, qtbot, "xor")


def test_a_drag_is_compared_with_where_the_button_went_down(tutorial_lab: Bench) -> None:
    bench = tutorial_lab
    place = bench.drag(W5, 20, 40)
    what_if = bench.last
    assert what_if.at == 6
    assert what_if.sample.start.value == 0.4
    assert what_if.sample.start.error == 0.2983711087600027
    assert what_if.sample.change > 0.1
    assert what_if.sample.foretold == pytest.approx(0.0821670406 * what_if.sample.change)
    assert what_if.sample.true == bench.error() - 0.2983711087600027
    assert what_if.total is None  # there is one sample
    bench.release(place)
    assert bench.last == what_if  # it stays


def test_a_layers_one_bias_is_tried_out_as_a_whole(tutorial_lab: Bench) -> None:
    place = tutorial_lab.drag(B1, 15)
    trace = tutorial_lab.lab.session.trace(tutorial_lab.lab.session.snapshot(), 0)
    assert trace is not None
    assert trace.parameters[4] == trace.parameters[5] == tutorial_lab.last.sample.now.value
    tutorial_lab.release(place)
    assert tutorial_lab.last.at == 4


@pytest.mark.parametrize("what", ["step", "selection", "undo", "edit"])
def test_it_ends_with_the_next_thing(tutorial_lab: Bench, what: str) -> None:
    bench = tutorial_lab
    bench.release(bench.drag(W5, 30))
    assert bench.said[-1] is not None
    if what == "step":
        bench.lab.session.run(1)
        bench.qtbot.waitUntil(lambda: bench.lab.session.snapshot().step == 1, timeout=PATIENCE_MS)
    elif what == "selection":
        bench.lab.views.canvas.select(Selection(Kind.NEURON, 1, 0))
    elif what == "undo":
        bench.lab.document.undo_stack.undo()
    else:
        slow = replace(bench.lab.document.experiment.training, learning_rate=0.1)
        edit = Edit("rate", partial(edits.with_training, training=slow))
        bench.lab.views.training.edited.emit(edit)
    bench.rest()
    assert bench.said[-1] is None


def test_a_second_drag_begins_anew(tutorial_lab: Bench) -> None:
    bench = tutorial_lab
    bench.release(bench.drag(W5, 30))
    between = bench.last.sample.now
    bench.release(bench.drag(W5, 25))
    assert bench.last.sample.start == between


def test_escape_takes_drag_and_forecast_back(tutorial_lab: Bench) -> None:
    place = tutorial_lab.drag(W5, 30)
    QTest.keyClick(tutorial_lab.lab.views.canvas, Qt.Key.Key_Escape)
    tutorial_lab.release(place)
    assert tutorial_lab.said[-1] is None
    assert tutorial_lab.error() == 0.2983711087600027


def test_nudges_of_the_number_box_are_one_go(tutorial_lab: Bench) -> None:
    lab = tutorial_lab.lab
    lab.views.canvas.select(Selection(Kind.PARAMETER, 2, 6))
    tutorial_lab.see()
    for _ in range(3):
        QTest.keyClick(lab.views.inspector.parameter.initial.field, Qt.Key.Key_Up)
        tutorial_lab.see()
    forecast = tutorial_lab.last.sample
    assert forecast.start.value == 0.4
    assert forecast.change == pytest.approx(0.15)


def test_after_some_steps_it_starts_from_the_trained_weights(tutorial_lab: Bench) -> None:
    bench = tutorial_lab
    session = bench.lab.session
    session.run(100)
    bench.qtbot.waitUntil(lambda: session.snapshot().step == 100, timeout=PATIENCE_MS)
    bench.rest()
    before = bench.error()
    bench.release(bench.drag(W5, 30))
    bench.rest()
    assert bench.last.sample.start.error == before
    assert bench.last.sample.true == bench.error() - before


def test_while_it_runs_nothing_is_foretold(tutorial_lab: Bench) -> None:
    bench = tutorial_lab
    bench.lab.session.set_speed(None)
    bench.lab.session.run()

    def is_seen_to_run() -> bool:
        seen = bench.lab._live._last
        return seen is not None and seen.activity is Activity.RUNNING

    bench.qtbot.waitUntil(is_seen_to_run)
    bench.release(bench.drag(W5, 20, 30))
    bench.lab.session.pause()
    bench.rest()
    assert [x for x in bench.said if x is not None] == []


def test_with_several_samples_the_total_error_is_there_too(xor_lab: Bench) -> None:
    snapshot = xor_lab.lab.session.snapshot()
    before = snapshot.total_error
    place = xor_lab.drag(Spot(Part.WEIGHT, 1, 0), 30)
    xor_lab.release(place)
    xor_lab.rest()
    total = xor_lab.last.total
    assert total is not None
    assert total.start.error == before
    assert total.now.error == xor_lab.lab.session.snapshot().total_error
    assert xor_lab.last.sample.true != total.true


def test_it_ends_with_another_sample(xor_lab: Bench) -> None:
    xor_lab.release(xor_lab.drag(Spot(Part.WEIGHT, 1, 0), 30))
    assert xor_lab.said[-1] is not None
    xor_lab.lab.views.outputs.sampleChosen.emit(2)
    xor_lab.see()
    assert xor_lab.said[-1] is None


def test_the_derivation_shows_it_with_the_start_kept(tutorial_lab: Bench) -> None:
    bench = tutorial_lab
    bench.lab.window.resize(1400, 900)
    bench.lab.window.reveal(bench.lab.late.views.the(DerivationPanel))
    QTest.qWait(3 * FRAMES_MS)
    bench.release(bench.drag(W5, 30))
    plot, said = bench.lab.late.views.the(DerivationPanel).slice.plot, bench.last.sample
    bench.qtbot.waitUntil(lambda: (plot.start, plot.now) == (said.start, said.now))
