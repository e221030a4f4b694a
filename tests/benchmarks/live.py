"""How the window and the training thread get on with each other at full speed.

    python -m tests.benchmarks.live [--shapes …] [--seconds N] [--soak N] [--memory] [--json FILE]

For each network, or those that `--shapes` names, the same run goes headless first, then beside the
window with its usual panels. `--memory` makes 100 million steps and looks at the memory; `--soak`
runs for so many seconds and looks at what the memory grows by after the first minute, a third of
the time if that is less.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QEventLoop,
    QObject,
    QPoint,
    QPointF,
    QSize,
    Qt,
    QTimer,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu

from backprop_gui import settings
from backprop_gui.app.lab import Lab
from backprop_gui.document.document import Document
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.source import read_source
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.benchmarks.kernel import experiment_of

WINDOW = QSize(1366, 768)
SHAPES = ("tutorial", "xor", "16-32-32-4", "784-128-10")
FRAME_GOALS = {"tutorial": 8.0, "xor": 8.0, "16-32-32-4": 12.0}  # milliseconds, median
SHARE_GOAL, MEDIAN_GOAL, SLOW_GOAL, STALL_GOAL = 0.9, 17.0, 33.0, 100.0
EVENT_GOAL = 50.0
MEMORY_GOAL, GROWTH_GOAL = 150.0, 5.0  # megabytes
MEMORY_STEPS = 100_000_000
EVENTS, FEWEST_FRAMES = 100, 3


@dataclass(frozen=True)
class Figure:
    """`goal` is the most that is wanted, or the least if `is_least`."""

    what: str
    value: float
    goal: float | None = None
    is_least: bool = False

    def __str__(self) -> str:
        verdict = ""
        if self.goal is not None:
            met = self.value >= self.goal if self.is_least else self.value <= self.goal
            bound = "least" if self.is_least else "most"
            verdict = f"(goal: at {bound} {self.goal:g}, {'met' if met else 'NOT met'})"
        return f"{self.what:>52} {self.value:>10.3f} {verdict}"


def wait(seconds: float) -> None:
    """Lets the window work; a sleep that holds the interpreter would disturb both sides."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def experiment_named(name: str) -> Experiment:
    if "-" in name:
        return experiment_of(tuple(map(int, name.split("-"))))
    return read_source(name).experiment


def is_prepared(lab: Lab) -> bool:
    """Whether it is at rest, and all is compiled that is compiled behind the window."""
    snapshot, history = lab.session.snapshot(), lab.session.history()
    is_paused = snapshot.activity is Activity.PAUSED
    is_pictured = history is not None and history.has_pictures
    return is_paused and is_pictured and lab.session.next_sample(snapshot) is not None


@contextmanager
def lab_on(name: str) -> Iterator[Lab]:
    """The application on an experiment, shown and ready to train."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        document = Document(experiment_named(name), name)
        preferences = PreferencesFile(Path(folder) / "preferences.json")
        lab = Lab(app, document, preferences, Path(folder) / "recovery")
        lab.window.resize(WINDOW)
        lab.start()
        while not is_prepared(lab):
            wait(0.01)
        wait(1)  # for the frames that follow
        lab.session.set_speed(None)
        yield lab
        lab.window.allow_close()
        lab.stop()
        wait(0)
    del lab
    gc.collect()


class Share:
    """The part of the wall time that a thread was at work."""

    def __init__(self, thread: threading.Thread) -> None:
        assert thread.ident is not None
        self._clock = time.pthread_getcpuclockid(thread.ident)
        self._worked, self._begun = time.clock_gettime(self._clock), time.perf_counter()

    def now(self) -> float:
        worked = time.clock_gettime(self._clock) - self._worked
        return worked / (time.perf_counter() - self._begun)


def headless_share(name: str, seconds: float) -> float:
    from backprop_gui.training.run import Run

    run = Run(experiment_named(name))
    run.compile()
    thread = threading.Thread(target=run.advance, args=(2**53,))
    thread.start()
    share = Share(thread)
    time.sleep(seconds)
    value = share.now()
    run.ask_to_stop()
    thread.join()
    return value


def training_thread() -> threading.Thread:
    return next(each for each in threading.enumerate() if each.name == "training")


class Frames(QObject):
    """Watches the frames: when each began, and when all of it was painted."""

    def __init__(self, lab: Lab) -> None:
        super().__init__(lab.window)
        self.begun: list[float] = []
        self.costs: list[float] = []
        self._show = lab._showing.show
        lab._live.frame.disconnect(self._show)
        lab._live.frame.connect(self.watch)

    @Slot(object)
    def watch(self, snapshot: Snapshot) -> None:
        begun = time.perf_counter()
        self.begun.append(begun)
        self._show(snapshot)
        # A timer of no time fires when what is posted, painting among it, is done.
        QTimer.singleShot(0, self, lambda: self.costs.append(time.perf_counter() - begun))


@dataclass
class Result:
    name: str
    figures: list[Figure] = field(default_factory=list)


def measure(name: str, seconds: float) -> Result:
    headless = headless_share(name, min(seconds, 3))
    with lab_on(name) as lab:
        frames = Frames(lab)
        lab.session.run()
        wait(0.5)
        frames.begun.clear()
        frames.costs.clear()
        first, begun = lab.session.snapshot().step, time.perf_counter()
        share = Share(training_thread())
        wait(seconds)
        while len(frames.costs) < FEWEST_FRAMES:  # on a very busy machine
            wait(0.1)
        live, made = share.now(), lab.session.snapshot().step - first
        speed = made / (time.perf_counter() - begun)
        intervals = np.diff(frames.begun) * 1e3
        costs = np.array(frames.costs) * 1e3
        result = Result(name)
        result.figures += [
            Figure("million steps a second", speed / 1e6),
            Figure("share of time, live against headless", live / headless, SHARE_GOAL, True),
            Figure("frames a second", 1e3 / float(intervals.mean())),
            Figure("interval of frames, median ms", float(np.median(intervals)), MEDIAN_GOAL),
            Figure("99th percentile", float(np.percentile(intervals, 99)), SLOW_GOAL),
            Figure("longest", float(intervals.max()), STALL_GOAL),
            Figure(
                "a frame, updated and painted, median ms",
                float(np.median(costs)),
                FRAME_GOALS.get(name),
            ),
            Figure("99th percentile", float(np.percentile(costs, 99))),
        ]
        result.figures += list(latencies(lab))
        lab.session.pause()
    return result


def latencies(lab: Lab) -> Iterator[Figure]:
    """From an event to its picture, while training goes on at full speed."""
    window, plot = lab.window, lab.views.errors.plot
    right = [dock for dock in window.findChildren(QDockWidget) if dock.isAncestorOf(plot)]
    menu = window.menuBar().actions()[0].menu()
    assert isinstance(menu, QMenu)

    def resize(at: int) -> None:
        window.resize(WINDOW + QSize(at % 7 * 4, at % 5 * 4))

    def drag_dock(at: int) -> None:
        window.resizeDocks(right, [380 + at % 9 * 6], Qt.Orientation.Horizontal)

    def zoom(at: int) -> None:
        view = plot.view.viewport()
        middle = QPointF(view.rect().center())
        turn = QPoint(0, 120 if at % 2 else -120)
        none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            middle,
            view.mapToGlobal(middle),
            QPoint(),
            turn,
            *none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)

    def open_menu(at: int) -> None:
        if at % 2:
            menu.close()
        else:
            menu.popup(window.mapToGlobal(QPoint(8, 30)))

    acts: dict[str, Callable[[int], None]] = {
        "resizing the window": resize,
        "dragging a dock's edge": drag_dock,
        "zooming a plot": zoom,
        "opening and closing a menu": open_menu,
    }
    for what, act in acts.items():
        times = [_latency(act, at) for at in range(EVENTS)]
        yield Figure(f"{what}, 99th percentile ms", float(np.percentile(times, 99)), EVENT_GOAL)
    plot.follow()


def _latency(act: Callable[[int], None], at: int) -> float:
    """Milliseconds until all that `act` posts is done; begun at any moment between two frames."""
    wait(0.003 + at % 13 / 1000)
    loop = QEventLoop()
    begun = time.perf_counter()
    act(at)
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    return (time.perf_counter() - begun) * 1e3


def megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory() -> Result:
    with lab_on("tutorial") as lab:
        idle = megabytes()
        lab.session.run(MEMORY_STEPS)
        while lab.session.snapshot().step < MEMORY_STEPS:
            wait(0.1)
        return Result(
            f"{MEMORY_STEPS:,} steps of the tutorial",
            [
                Figure("megabytes of the idle window", idle),
                Figure("megabytes more after the run", megabytes() - idle, MEMORY_GOAL),
            ],
        )


def soak(seconds: float) -> Result:
    with lab_on("tutorial") as lab:
        lab.session.run()
        settled = min(60.0, seconds / 3)
        wait(settled)
        gc.collect()
        first = [megabytes()]
        for _ in range(4):
            wait(0.5)
            first.append(megabytes())
        wait(max(seconds - settled - 4, 0))
        gc.collect()
        last = [megabytes()]
        for _ in range(4):
            wait(0.5)
            last.append(megabytes())
        grown = statistics.median(last) - statistics.median(first)
        steps = lab.session.snapshot().step
        lab.session.pause()
    return Result(
        f"Soak of {seconds:.0f} s, {steps:,} steps",
        [Figure("megabytes grown", grown, GROWTH_GOAL)],
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shapes", nargs="*", default=SHAPES, choices=SHAPES, metavar="SHAPE")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each network")
    parser.add_argument("--soak", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(lambda *_: None)  # the offscreen platform tells what it cannot do
    settings.prepare_kernel_store()
    results = []

    def show(result: Result) -> None:
        results.append(result)
        print(result.name, *result.figures, sep="\n", flush=True)

    if options.memory:  # first, while the process is new
        show(memory())
    for name in options.shapes:
        show(measure(name, options.seconds))
    if options.soak:
        show(soak(options.soak))
    if options.json is not None:
        figures = [asdict(result) for result in results]
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
