"""Faults put in on purpose, into the running application.

Each ends in a clear message, a window that lives, and no lost work: the edits are there and can be
saved, and once the cause is gone training goes on as if nothing had happened.
"""

import errno
import faulthandler
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.app.editing import Editing
from backprop_gui.app.showing import Showing
from backprop_gui.app.watchman import watched
from backprop_gui.document import autosave
from backprop_gui.document.autosave_file import Autosaved, write_autosave
from backprop_gui.document.edit import Edit
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import read_experiment
from backprop_gui.training.history import History
from backprop_gui.training.replay import Replay
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity
from backprop_gui.training.track import Track
from backprop_gui.training.trainer import Trainer
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.painting import FramePainter
from backprop_gui.views.data_table.data_panel import DataPanel
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.fault_bar import FaultBar
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.parts.plot import item
from backprop_gui.views.recovery_dialog import RecoveryDialog
from backprop_gui.views.stepper.panel import StepperPanel
from backprop_gui.views.timeline import Timeline
from backprop_gui.views.walk.panel import WalkPanel
from backprop_gui.views.weights_panel import WeightsPanel

PATIENCE_MS = 60_000  # a first compile on a busy machine
A_WHILE_MS = 120  # in which what comes with every frame would come several times
COVERED = "This panel met a fault; the rest goes on."

# Of Qt, where a painter was left in the middle of something.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support", "QPainter::end: Painter ended with .* saved states"
)

Break = Callable[..., "Cause"]


class Cause:
    """Something that is wrong for as long as it `is_there`."""

    def __init__(self, error: Exception, threads: tuple[str, ...]) -> None:
        self.is_there, self.met = True, 0
        self._error, self._threads = error, threads

    def strike(self) -> None:
        is_here = not self._threads or threading.current_thread().name in self._threads
        if self.is_there and is_here:
            self.met += 1
            raise type(self._error)(*self._error.args)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Breaks functions of a class or module, in these threads or else in all of them."""

    def break_(
        *places: tuple[Any, str], error: Exception | None = None, threads: tuple[str, ...] = ()
    ) -> Cause:
        cause = Cause(error or ValueError("something broke"), threads)
        for owner, name in places:
            monkeypatch.setattr(owner, name, partial_method(cause, getattr(owner, name)))
        return cause

    return break_


def partial_method(cause: Cause, function: Any) -> Any:
    def striking(*args: Any, **kwargs: Any) -> Any:
        cause.strike()
        return function(*args, **kwargs)

    return striking


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    yield from opened(qapp, tmp_path)


def opened(qapp: QApplication, folder: Path) -> Iterator[Lab]:
    lab = open_lab(qapp, None, folder / "preferences.json", folder / "recovery")
    lab.start()
    yield lab
    close_boxes(lab)
    lab.window.allow_close()
    lab.stop()


def is_at_rest(lab: Lab) -> bool:
    now = lab.session.snapshot()
    is_paused = now.activity is Activity.PAUSED and not now.is_stale
    return is_paused and now.total_error_step == now.step


def wait_for_step(lab: Lab, qtbot: QtBot, step: int) -> None:
    def is_there() -> bool:
        return is_at_rest(lab) and lab.session.snapshot().step == step

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)


def boxes(lab: Lab) -> list[QMessageBox]:
    return [box for box in lab.window.findChildren(QMessageBox) if box.isVisible()]


def close_boxes(lab: Lab) -> None:
    for box in boxes(lab):
        box.close()


def the_message(lab: Lab, qtbot: QtBot) -> str:
    """The one message that there is, after a while."""
    qtbot.waitUntil(lambda: bool(boxes(lab)), timeout=PATIENCE_MS)
    qtbot.wait(A_WHILE_MS)
    (box,) = boxes(lab)
    text = box.text()
    box.close()
    return text


def edit(lab: Lab, value: float) -> Experiment:
    """Changes the first weight, at the beginning; gives what the experiment is then."""
    change = partial(edits.with_parameter, at=0, value=value)
    lab.editing.edit_beginning(Edit("change of w1", change))
    experiment = lab.document.experiment
    assert experiment.network.parameters[0] == value
    return experiment


def assert_nothing_is_lost(lab: Lab, qtbot: QtBot, folder: Path, experiment: Experiment) -> None:
    """It is there, can be undone and redone, can be saved, and trains to where it leads to."""
    assert lab.window.isVisible()
    assert lab.document.experiment is experiment
    lab.document.undo_stack.undo()
    assert lab.document.experiment is not experiment
    lab.document.undo_stack.redo()
    assert lab.document.experiment is experiment
    lab.document.save(folder / "saved.json")
    saved = read_experiment(folder / "saved.json")
    assert saved.network.parameters.tobytes() == experiment.network.parameters.tobytes()
    lab.session.set_speed(None)
    lab.session.seek(0)
    lab.session.run(50)
    wait_for_step(lab, qtbot, 50)
    oracle = Run(experiment)
    oracle.advance(50)
    assert lab.session.snapshot().parameters.tobytes() == oracle.parameters.tobytes()
    assert boxes(lab) == []


# The worker


def test_a_kernel_that_does_not_compile_leaves_a_window_in_which_all_else_works(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, broken: Break
) -> None:
    cause = broken((Run, "compile"), threads=("training",))
    for lab in opened(qapp, tmp_path):
        assert "something broke" in the_message(lab, qtbot)
        status = {label.text() for label in lab.window.statusBar().findChildren(QLabel)}
        assert "There is nothing to train with just now. Run tries again." in status
        experiment = edit(lab, 0.5)
        assert "something broke" in the_message(lab, qtbot)
        lab.views.transport.run.trigger()
        assert "something broke" in the_message(lab, qtbot)
        cause.is_there = False
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


@pytest.mark.parametrize(
    ("owner", "name", "deed"),
    [
        (Run, "advance", lambda lab: lab.session.run(5)),
        (Run, "approach", lambda lab: lab.session.seek(3)),
        (Run, "go_back", lambda lab: (lab.session.seek(3), lab.session.run(2))),
        (Track, "state", lambda lab: lab.session.run(5)),
        (Track, "travel", lambda lab: lab.session.seek(3)),
        (History, "compile", lambda lab: edit(lab, 0.7)),
        (Trainer, "take", lambda lab: edit(lab, 0.7)),
        (Trainer, "_publish", lambda lab: lab.session.run(5)),
    ],
)
def test_wherever_the_worker_fails_there_is_one_message_and_nothing_is_lost(
    lab: Lab,
    tmp_path: Path,
    qtbot: QtBot,
    broken: Break,
    owner: Any,
    name: str,
    deed: Callable[[Lab], object],
) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    edit(lab, 0.5)
    lab.session.set_speed(None)
    lab.session.run(10)
    wait_for_step(lab, qtbot, 10)
    cause = broken((owner, name), threads=("training",))
    deed(lab)
    assert "something broke" in the_message(lab, qtbot)
    experiment = lab.document.experiment
    cause.is_there = False
    assert cause.met
    assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


def test_when_memory_runs_out_the_message_says_so(lab: Lab, qtbot: QtBot, broken: Break) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    broken((Run, "advance"), error=MemoryError(), threads=("training",))
    lab.session.run(5)
    assert the_message(lab, qtbot) == "There is not enough memory for this network."


def test_a_close_up_that_fails_is_told_once_while_training_goes_on(
    lab: Lab, tmp_path: Path, qtbot: QtBot, broken: Break
) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    experiment = edit(lab, 0.5)
    lab.session.set_speed(None)
    lab.session.run(300_000)
    wait_for_step(lab, qtbot, 300_000)
    cause = broken((Replay, "answers"), threads=("close-ups",))
    lab.session.run()
    lab.views.errors.plot.show_stretch(100_000.0, 100_400.0)
    assert "cannot be shown in more detail" in the_message(lab, qtbot)
    before = lab.session.snapshot().step
    qtbot.waitUntil(lambda: lab.session.snapshot().step > before)
    cause.is_there = False
    lab.session.pause()
    assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


# What is drawn


DRAWING = {
    "the network": (FramePainter, "paint"),
    "a plot": (item, "_paint_grid"),
    "the network's state": (NetworkCanvas, "show_state"),
    "the errors": (ErrorPanel, "show_curve"),
    "the outputs": (OutputsPanel, "show_curves"),
    "the weights": (WeightsPanel, "show_curves"),
    "the data": (DataPanel, "show_state"),
    "the timeline": (Timeline, "show_snapshot"),
    "the experiment": (NetworkCanvas, "show_experiment"),
}


def notices(lab: Lab) -> list[QLabel]:
    labels = lab.window.findChildren(QLabel)
    return [label for label in labels if label.isVisible() and label.text() == COVERED]


def bar(lab: Lab) -> FaultBar:
    (found,) = lab.window.findChildren(FaultBar)
    return found


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "log"
    faulthandler.enable(2)  # pytest's own


@pytest.mark.parametrize("what", DRAWING)
def test_a_panel_that_fails_while_it_draws_is_covered_and_everything_else_lives(
    lab: Lab, tmp_path: Path, qtbot: QtBot, broken: Break, log: Path, what: str
) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    with watched(log) as watchman:
        watchman.tell_in(lab.window)
        cause = broken(DRAWING[what])
        experiment = edit(lab, 0.5)
        lab.session.set_speed(None)
        lab.session.run(2000)
        qtbot.waitUntil(lambda: bool(notices(lab)), timeout=PATIENCE_MS)
        wait_for_step(lab, qtbot, 2000)
        lab.window.repaint()
        qtbot.wait(A_WHILE_MS)
        assert bar(lab).isVisible()
        assert bar(lab).text.text().startswith("Something went wrong; you can go on.")
        assert boxes(lab) == []
        (report,) = log.glob("fault-*.txt")
        assert report.read_text().count("Traceback") <= 4  # of two places at most, and in the log
        assert "2 000" in {label.text().replace("\u202f", " ") for label in labels(lab)}
        cause.is_there = False
        for notice in notices(lab):
            button(notice.parentWidget(), "Try again").click()
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)
        qtbot.waitUntil(lambda: notices(lab) == [])
        bar(lab).dismiss.click()


def labels(lab: Lab) -> list[QLabel]:
    return [label for label in lab.window.findChildren(QLabel) if label.isVisible()]


def button(parent: QWidget | None, text: str) -> QToolButton:
    assert parent is not None
    (found,) = [each for each in parent.findChildren(QToolButton) if each.text() == text]
    return found


@pytest.mark.parametrize("panel", [StepperPanel, WalkPanel])
def test_a_panel_that_cannot_be_built_leaves_a_window_that_trains(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, broken: Break, log: Path, panel: type[QWidget]
) -> None:
    broken((panel, "__init__"))
    with watched(log) as watchman, contextmanager(opened)(qapp, tmp_path) as lab:
        watchman.tell_in(lab.window)
        qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
        qtbot.waitUntil(bar(lab).isVisible, timeout=PATIENCE_MS)
        experiment = edit(lab, 0.5)
        lab.views.canvas.setFocus()
        lab.views.transport.run.trigger()
        qtbot.waitUntil(lambda: lab.session.snapshot().step > 0, timeout=PATIENCE_MS)
        lab.views.transport.run.trigger()
        help_key(lab).trigger()
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)
        bar(lab).dismiss.click()


def test_what_was_not_saved_is_offered_also_where_a_panel_cannot_be_built(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, broken: Break, log: Path
) -> None:
    lost = edits.with_parameter(read_example("tutorial"), 0, 7.0)
    (tmp_path / "recovery").mkdir()
    left = Autosaved(lost, "lost", None, None, datetime.now(UTC))
    write_autosave(tmp_path / "recovery" / "x.json", left)
    broken((StepperPanel, "__init__"))
    with watched(log), contextmanager(opened)(qapp, tmp_path) as lab:
        qtbot.waitUntil(lambda: bool(lab.window.findChildren(RecoveryDialog)))
        (recovery,) = lab.window.findChildren(RecoveryDialog)
        recovery.recover.click()
        qtbot.waitUntil(lambda: lab.document.experiment == lost, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)


def help_key(lab: Lab) -> QAction:
    return next(each for each in lab.window.findChildren(QAction) if each.shortcut() == "F1")


# What nobody caught


@pytest.mark.parametrize(
    ("owner", "name", "deed"),
    [
        (Editing, "fill", lambda lab: lab.views.network.randomizeRequested.emit()),
        (Session, "run", lambda lab: lab.views.transport.run.trigger()),
        (Session, "snapshot", lambda lab: None),
        (Showing, "select", lambda lab: lab.views.canvas.selectionChanged.emit(None)),
    ],
)
def test_an_exception_in_a_slot_is_told_and_nothing_is_lost(
    lab: Lab,
    tmp_path: Path,
    qtbot: QtBot,
    broken: Break,
    log: Path,
    owner: Any,
    name: str,
    deed: Callable[[Lab], object],
) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    experiment = edit(lab, 0.5)
    with watched(log) as watchman:
        watchman.tell_in(lab.window)
        cause = broken((owner, name))
        later = Later(lambda: deed(lab))
        QTimer.singleShot(0, later.do)
        qtbot.wait(A_WHILE_MS)
        cause.is_there = False
        close_boxes(lab)
        close_dialogs(lab)
        assert bool(cause.met) == bar(lab).isVisible()
        bar(lab).dismiss.click()
    assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


class Later(QObject):
    """Something done from Qt's loop, as all that a person does."""

    def __init__(self, deed: Callable[[], object]) -> None:
        super().__init__()
        self._deed = deed

    @Slot()
    def do(self) -> None:
        self._deed()


def close_dialogs(lab: Lab) -> None:
    for dialog in lab.window.findChildren(QDialog):
        dialog.close()


# The disk


def test_a_full_disk_while_saving_is_told_and_the_edits_stay(
    lab: Lab, tmp_path: Path, qtbot: QtBot, broken: Break
) -> None:
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    lab.document.save(tmp_path / "mine.json")
    before = (tmp_path / "mine.json").read_bytes()
    experiment = edit(lab, 0.5)
    cause = broken((os, "fsync"), error=no_space())
    lab.files.save()
    assert "mine.json: was not saved, because the disk is full" in the_message(lab, qtbot)
    assert (tmp_path / "mine.json").read_bytes() == before
    assert lab.document.is_modified
    cause.is_there = False
    lab.files.save()
    assert not lab.document.is_modified
    assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


def test_a_full_disk_while_autosaving_is_told_once_and_made_up_for_later(
    qapp: QApplication,
    tmp_path: Path,
    qtbot: QtBot,
    broken: Break,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(autosave.Autosave.__init__, "__defaults__", (10,))
    cause = broken((os, "fsync"), error=no_space(), threads=("autosave",))
    for lab in opened(qapp, tmp_path):
        qtbot.waitUntil(partial(is_at_rest, lab), timeout=PATIENCE_MS)
        experiment = edit(lab, 0.5)
        message = the_message(lab, qtbot)
        assert "recovery copy" in message
        assert "the disk is full" in message
        qtbot.waitUntil(lambda: cause.met > 2)  # it goes on trying
        assert boxes(lab) == []
        cause.is_there = False
        qtbot.waitUntil(lambda: bool(list((tmp_path / "recovery").glob("*.json"))))
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


def test_where_nothing_at_all_can_be_written_one_can_work_all_the_same(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "file"
    file.touch()
    for lab in opened(qapp, file / "below"):
        qtbot.waitUntil(partial(is_at_rest, lab), timeout=PATIENCE_MS)
        experiment = edit(lab, 0.5)
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\0" * 1000,
        b"[" * 100_000,
        b'{"theme": "pink"}',
        b'{"speed": 1e400}',
        b'{"recent": [1, 2]}',
        b'{"geometry": "AAAA", "arrangement": "AAAA", "speed": 999999}',
        b'{"geometry": "?", "arrangement": "?"}',
    ],
)
def test_preferences_that_are_garbage_are_as_none(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, garbage: bytes
) -> None:
    (tmp_path / "preferences.json").write_bytes(garbage)
    for lab in opened(qapp, tmp_path):
        qtbot.waitUntil(partial(is_at_rest, lab), timeout=PATIENCE_MS)
        experiment = edit(lab, 0.5)
        assert_nothing_is_lost(lab, qtbot, tmp_path, experiment)


def no_space() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
