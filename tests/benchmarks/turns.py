"""How much slower the window is while another thread of Python computes, as one that compiles does.

    python -m tests.benchmarks.turns

The window is painted alone, then beside such a thread, by the turns that Python gives by itself and
by the shorter ones that the application asks for.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from backprop_gui import settings
from backprop_gui.app.lab import Lab
from backprop_gui.training.snapshot import Activity
from tests.opened import opened

PAINTINGS = 15
SIZES = (QSize(1366, 768), QSize(1280, 700))
GOAL = 2.0
"""Times as long as alone, at most."""


def painted(app: QApplication, lab: Lab) -> float:
    """The median of the seconds in which the window takes another size and is painted."""
    seconds = []
    for at in range(PAINTINGS):
        start = time.perf_counter()
        lab.window.resize(SIZES[at % 2])
        app.processEvents()
        lab.window.grab()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


@contextmanager
def beside_python() -> Iterator[None]:
    """A thread that does nothing but run Python."""
    ends = threading.Event()

    def compute() -> None:
        while not ends.is_set():
            sorted(str(number) for number in range(100))

    thread = threading.Thread(target=compute)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()


def wait(app: QApplication, until: Callable[[], bool]) -> None:
    while not until():
        app.processEvents()


def main() -> int:
    by_python = sys.getswitchinterval()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings.prepare_kernel_store()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder, opened(app, Path(folder)) as lab:
        wait(app, lambda: lab.session.snapshot().activity is Activity.PAUSED)
        wait(app, lambda: lab.session.trace(lab.session.snapshot(), 0) is not None)
        by_lab, alone = sys.getswitchinterval(), painted(app, lab)
        times = []
        for interval in (by_python, by_lab):
            sys.setswitchinterval(interval)
            with beside_python():
                times.append(painted(app, lab) / alone)
    print(f"alone {1e3 * alone:.1f} ms")
    print(f"beside Python, turns of {1e3 * by_python:g} ms: {times[0]:.1f} times as long")
    print(f"beside Python, turns of {1e3 * by_lab:g} ms: {times[1]:.1f} times (goal {GOAL:g})")
    return 0 if times[1] <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
