"""Starting, pausing, stepping, seeking, stopping and closing in every order: whatever the order,
nothing is left behind that runs, and nothing waits for ever.
"""

import itertools
import os
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from backprop_gui.app import Lab, open_lab
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.training.close_up import Stretch, Wish
from backprop_gui.training.session import Session
from backprop_gui.views.live import Live

WINDOWS = int(os.environ.get("BACKPROP_WINDOW_CYCLES", "60"))
PARTS = 6  # as many tests, each with its share, so that none takes long

Deed = Callable[[Session], object]

DEEDS: dict[str, Deed] = {
    "start": lambda session: session.run(),
    "pause": Session.pause,
    "step": lambda session: session.run(1),
    "seek": lambda session: session.seek(3),
    "stop": Session.reset,
    "close": Session.close,
}
ORDERS = list(itertools.permutations(DEEDS))  # 720
MORE_DEEDS: dict[str, Deed] = {
    **DEEDS,
    "cancel": Session.cancel,
    "slow": lambda session: session.set_speed(30.0),
    "fast": lambda session: session.set_speed(None),
    "far": lambda session: session.seek(10**9),
    "look": Session.snapshot,
}


def threads() -> list[str]:
    """Those of this program that are running."""
    ours = ("training", "close-ups", "autosave")
    return [each.name for each in threading.enumerate() if each.name.startswith(ours)]


@pytest.fixture(scope="module")
def xor() -> Experiment:
    """A network whose kernels the other tests compile too."""
    return read_example("xor")


def cycle(experiment: Experiment, deeds: list[Deed], pause_ms: int, qapp: QApplication) -> None:
    """One session from its beginning to its end, watched by a frame timer as in the window."""
    owner = QObject(qapp)
    session = Session(experiment)
    live = Live(session, owner)
    session.start()
    live.start()
    for deed in deeds:
        deed(session)
        live.tick()
        if pause_ms:
            QTest.qWait(pause_ms)
    live.stop()
    session.close()
    assert session.take_failure() is None
    assert threads() == []
    assert [timer for timer in owner.findChildren(QTimer) if timer.isActive()] == []
    owner.deleteLater()


@pytest.mark.parametrize("part", range(PARTS))
def test_in_every_order_a_session_ends_and_leaves_no_thread(
    qapp: QApplication, xor: Experiment, part: int
) -> None:
    for order in ORDERS[part::PARTS]:
        cycle(xor, [DEEDS[name] for name in order], 1, qapp)


@pytest.mark.parametrize("seed", range(4))
def test_a_session_ends_after_any_series_of_orders(
    qapp: QApplication, xor: Experiment, seed: int
) -> None:
    chance = random.Random(seed)
    names = list(MORE_DEEDS)
    for _ in range(25):
        deeds = [MORE_DEEDS[chance.choice(names)] for _ in range(chance.randrange(12))]
        cycle(xor, deeds, chance.choice([0, 1, 5]), qapp)


def test_a_session_that_was_never_started_closes(xor: Experiment) -> None:
    session = Session(xor)
    session.run()
    session.close()
    session.close()
    assert threads() == []


def test_close_ups_end_with_their_session(xor: Experiment) -> None:
    for rows in (1, 10, 1000, 10**6):
        session = Session(xor)
        session.start()
        session.run(1000)
        session.close_ups.ask("errors", Wish(Stretch(0, rows, 1), xor))
        session.close()
        assert threads() == []


@pytest.mark.timeout(120 + WINDOWS * 3)
@pytest.mark.parametrize("part", range(PARTS))
def test_in_any_order_a_window_closes_and_leaves_nothing(
    qapp: QApplication, tmp_path: Path, part: int
) -> None:
    chance = random.Random(part)
    for number in range(WINDOWS // PARTS):
        open_and_close(qapp, tmp_path / str(number), chance)
        assert threads() == []


def open_and_close(qapp: QApplication, folder: Path, chance: random.Random) -> None:
    lab = open_lab(qapp, chance.choice(["tutorial", "xor"]), folder / "p.json", folder / "r")
    transport = lab.views.transport
    deeds: list[Callable[[], object]] = [
        transport.run.trigger,
        transport.step.trigger,
        transport.step_back.trigger,
        transport.stage.trigger,
        transport.stage_back.trigger,
        transport.epoch.trigger,
        transport.to_start.trigger,
        transport.to_end.trigger,
        lambda: lab.views.timeline.seekRequested.emit(3),
        lambda: guided_walk(lab).trigger(),
        lambda: QTest.qWait(chance.randrange(40)),
    ]
    if chance.random() < 0.9:
        lab.start()
    for _ in range(chance.randrange(10)):
        chance.choice(deeds)()
    messages = lab.window.findChildren(QMessageBox)
    end(lab, is_asked=chance.random() < 0.5)
    assert messages == []


def guided_walk(lab: Lab) -> QAction:
    return next(x for x in lab.window.findChildren(QAction) if x.shortcut().toString() == "F1")


def end(lab: Lab, is_asked: bool) -> None:
    """As when the person closes the window, or when the system ends the program."""
    if is_asked:
        lab.window.close()
    else:
        lab.window.allow_close()
    lab.stop()
