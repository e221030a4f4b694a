"""How long the application takes to its first painted window, beside a bare window with one plot.

    python -m tests.benchmarks.start_up [--runs N] [--imports] [--json FILE]

Both start from nothing in a process of their own, take turns, and are measured from the command to
the picture; the best of the runs counts. The files are in memory and the kernels compiled by then.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GOAL = 1.5
"""Times the bare window's time."""

RUNS = 5
QUIETLY: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60}
SHOWN = 25

# Each step tells the clock of the machine, which is one for all processes.
TELLING = """
import os, sys, time

def tell(step):
    print(step, time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)

tell("Python started")

def tell_when_painted(app, window):
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched, event):
            # After the first widget of it all others are painted in one go.
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, painted)
            return False

    def painted():
        tell("painted")
        os._exit(0)

    watch = window.watch = Watch()
    app.installEventFilter(watch)
"""

BARE = f"""{TELLING}
import pyqtgraph
from PySide6.QtWidgets import QApplication, QMainWindow

tell("imported")
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1360, 720)
tell("built")
tell_when_painted(app, window)
window.show()
app.exec()
"""

OURS = f"""{TELLING}
from backprop_gui import cli

app = cli.loaded_app()
from PySide6.QtWidgets import QApplication

tell("imported")
start = app.Lab.start

def watched_start(lab):
    tell("built")
    tell_when_painted(QApplication.instance(), lab.window)
    start(lab)

app.Lab.start = watched_start
cli.main([])
"""

STEPS = ("Python started", "imported", "built", "painted")
KINDS = {"bare window": BARE, "Backprop Lab": OURS}

Steps = dict[str, float]
"""Milliseconds from the command to each of the steps."""


def started(code: str, environment: dict[str, str]) -> Steps:
    """The steps of one start. Raises CalledProcessError when it fails."""
    began = time.clock_gettime(time.CLOCK_MONOTONIC)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, check=True, **QUIETLY)
    told = (line.rsplit(" ", 1) for line in done.stdout.splitlines())
    return {step: (float(moment) - began) * 1000 for step, moment in told}


def best_starts(runs: int, environment: dict[str, str]) -> dict[str, Steps]:
    """The quickest start of each kind; they take turns after one that does not count."""
    starts: dict[str, list[Steps]] = {kind: [] for kind in KINDS}
    for _ in range(runs + 1):
        for kind, code in KINDS.items():
            starts[kind].append(started(code, environment))
    return {kind: min(each[1:], key=lambda x: x["painted"]) for kind, each in starts.items()}


@contextmanager
def home() -> Iterator[dict[str, str]]:
    """An environment without a person's settings, off the screen, in which kernels are compiled."""
    with tempfile.TemporaryDirectory() as folder:
        places = {f"XDG_{kind}_HOME": folder for kind in ("CONFIG", "CACHE", "DATA", "STATE")}
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **places}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a second start compiles no source again
        train = [sys.executable, "-m", "backprop_gui", "train", "tutorial", "--steps", "1"]
        subprocess.run(train, env=environment, stdout=subprocess.DEVNULL, check=True)
        yield environment


# Where the time of importing goes


def import_times(environment: dict[str, str]) -> list[tuple[float, float, str]]:
    """Of every module that starting loads: milliseconds of its own, with those it loads, name."""
    command = [sys.executable, "-X", "importtime", "-c", OURS]
    done = subprocess.run(command, env=environment, check=True, **QUIETLY)
    found = re.findall(r"import time: +(\d+) \| +(\d+) \| +(\S+)", done.stderr)
    return [(int(own) / 1000, int(whole) / 1000, name) for own, whole, name in found]


def print_imports(environment: dict[str, str]) -> None:
    times = import_times(environment)
    packages: dict[str, float] = defaultdict(float)
    for own, _, name in times:
        packages[name.partition(".")[0]] += own
    print("\nMilliseconds that importing takes, by package, and by module with all that it loads")
    heaviest = sorted(packages.items(), key=lambda each: each[1], reverse=True)[:SHOWN]
    slowest = sorted(times, key=lambda each: each[1], reverse=True)[:SHOWN]
    for (package, spent), (_, whole, name) in zip(heaviest, slowest, strict=True):
        print(f"{spent:>8.1f} {package:<24} {whole:>8.1f} {name}")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each (default: {RUNS})")
    parser.add_argument("--imports", action="store_true", help="also show what importing takes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)
    with home() as environment:
        best = best_starts(options.runs, environment)
        print(f"{'ms from the command':>20} " + " ".join(f"{step:>15}" for step in STEPS))
        for kind, steps in best.items():
            print(f"{kind:>20} " + " ".join(f"{steps[step]:>15.0f}" for step in STEPS))
        ratio = best["Backprop Lab"]["painted"] / best["bare window"]["painted"]
        met = "met" if ratio <= GOAL else "NOT met"
        print(f"Backprop Lab against the bare window: {ratio:.2f} (goal: at most {GOAL}, {met})")
        if options.imports:
            print_imports(environment)
    if options.json is not None:
        figures = {"milliseconds": best, "ratio": ratio, "goal": GOAL}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
