"""A monkey at the window while it trains: it clicks, drags, types, turns the wheel, opens menus,
and opens, closes, moves and floats panels.

Nothing that it does may raise, make Qt warn, hang, write a file, take ever more memory, or bring
training and experiment apart. It is seeded, and its last deeds are told, also where it ends the
process, so a failure can be had again: BACKPROP_MONKEY_SEEDS="7" and BACKPROP_MONKEY_EVENTS=1000000
set which monkeys there are and how much each does.
"""

import faulthandler
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.files.examples import read_example
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity
from tests.monkey.listening import heard_by, witness
from tests.monkey.metronome import metronome
from tests.monkey.monkey import DROPS, Monkey, close_everything
from tests.monkey.places import places

_EVENTS, _SEEDS = ("20000", "1 2 3") if os.environ.get("CI") else ("1500", "1 2")
EVENTS = int(os.environ.get("BACKPROP_MONKEY_EVENTS", _EVENTS))
SEEDS = [int(seed) for seed in os.environ.get("BACKPROP_MONKEY_SEEDS", _SEEDS).split()]

MOST_GROWTH = 400 << 20  # bytes: the records of the runs that are kept for undo, and then no more
WARM_UP = 5000  # events after which every panel was open
PATIENCE_MS = 60_000  # a first compile on a busy machine
MOST_WORK = 3e9  # steps times parameters that are worth training anew to compare


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    lab = open_lab(qapp, None, tmp_path / "preferences.json", tmp_path / "recovery")
    lab.start()
    yield lab
    close_everything()
    lab.window.allow_close()
    lab.stop()


@pytest.mark.timeout(180 + EVENTS // 8)  # a slow machine does twenty in a second
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing(
    lab: Lab,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    pytestconfig: pytest.Config,
    seed: int,
) -> None:
    home, drops = tmp_path / "home", tmp_path / "drops"
    for folder in (home, drops):
        folder.mkdir()
    for name, bytes_ in DROPS.items():
        (drops / name).write_bytes(bytes_)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    before = content(drops)

    with witness(capfd) as told, places() as seen, metronome(tmp_path / "still") as heard:
        monkey = Monkey(lab, seed, drops, told, seen, heard)
        try:
            with heard_by(monkey, pytestconfig.getini("qt_log_ignore")):
                monkey.rage(min(WARM_UP, EVENTS))
                grown = -memory()
                monkey.rage(max(EVENTS - WARM_UP, 0))
                close_everything()
                grown += memory()
        finally:
            print(f"The last deeds of monkey {seed}:", *monkey.trail, sep="\n")
            faulthandler.cancel_dump_traceback_later()
    longest, waited = monkey.longest, monkey.longest_wait
    print(f"The longest took {longest:.2f} s, or {waited:.2f} s with what it waited for.")
    print(f"The memory grew by {grown >> 20} MB.")
    assert grown < MOST_GROWTH

    assert content(drops) == before
    assert not content(home)
    qtbot.waitUntil(lambda: not lab.editing.is_waiting, timeout=PATIENCE_MS)
    lab.session.pause()
    assert_training_fits_experiment(lab, qtbot)
    lab.document.replace(read_example("tutorial"), "Tutorial")
    lab.session.reset()
    lab.session.set_speed(None)
    lab.session.run(10_000)
    rest(lab, qtbot, 10_000)
    assert lab.session.snapshot().total_error == 3.510187782978859e-05
    assert not lab.window.findChildren(QMessageBox)


def rest(lab: Lab, qtbot: QtBot, step: int | None = None) -> None:
    def is_at_rest() -> bool:
        now = lab.session.snapshot()
        is_paused = now.activity is Activity.PAUSED and now.total_error_step == now.step
        fits = now.experiment is lab.document.experiment and step in (None, now.step)
        return is_paused and fits

    qtbot.waitUntil(is_at_rest, timeout=PATIENCE_MS)


def assert_training_fits_experiment(lab: Lab, qtbot: QtBot) -> None:
    """What is shown is what the experiment as it is now leads to."""
    rest(lab, qtbot)
    now = lab.session.snapshot()
    if now.diverged or now.step * len(now.parameters) > MOST_WORK:
        return
    run = Run(lab.document.experiment, is_recorded=False)
    run.advance(now.step)
    assert run.parameters.tobytes() == now.parameters.tobytes()


def memory() -> int:
    """Bytes that this process takes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def content(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
