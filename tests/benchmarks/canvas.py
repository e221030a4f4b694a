"""What a large network costs on the canvas: to open it, and each frame of what a person does.

    python -m tests.benchmarks.canvas [--quick] [--json FILE]

The network is 784-128-10, the window 1200 × 800 and off the screen. Each frame is painted at once,
and so is a widget with nothing in it in between: the ratio to that holds on any machine.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.experiment_file import experiment_from_bytes, experiment_to_bytes
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

SIZES = (784, 128, 10)
WINDOW = 1200, 800
SAMPLES = 10

OPENING_GOAL, FRAME_GOAL = 1000.0, 33.0  # milliseconds: a second, and thirty frames in one
FRAMES, QUICK_FRAMES = 300, 30
OPENINGS, QUICK_OPENINGS = 7, 2

Act = Callable[[], object]
Shown = TypeVar("Shown", bound=QWidget)


@dataclass(frozen=True)
class Result:
    """Milliseconds; `ratio` is the median's to that of painting an empty widget."""

    what: str
    median: float
    percentile_99: float
    ratio: float
    goal: float | None

    @property
    def met(self) -> bool:
        return self.goal is None or self.percentile_99 < self.goal


class Empty(QWidget):
    """Paints what any widget paints at least: its ground."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.end()


class Bench:
    """The canvas under test, in sight, beside an empty widget of the same size."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.experiment = drawn_experiment()
        self.file = experiment_to_bytes(self.experiment)
        self._empty = shown(Empty())
        self.canvas = self.opened()
        self._random = np.random.default_rng(1)
        outputs = self._random.random(self.experiment.network.topology.neurons)
        self._outputs, self._targets = outputs, self.experiment.samples.targets[0]

    def opened(self) -> NetworkCanvas:
        """A canvas that has painted what is in the file."""
        canvas = NetworkCanvas(self._theme, np.zeros)
        experiment = experiment_from_bytes(Path("wide.json"), self.file)
        canvas.show_experiment(experiment)
        canvas.show_state(experiment.network.parameters, None, None)
        return shown(canvas)

    def open(self) -> None:
        canvas = self.opened()
        canvas.close()
        canvas.deleteLater()

    def read(self) -> None:
        experiment_from_bytes(Path("wide.json"), self.file)

    def show_state(self) -> None:
        """A frame of training: every number is another."""
        moved = self.experiment.network.parameters * self._random.uniform(0.5, 1.5)
        self.canvas.show_state(moved, self._outputs, self._targets)

    def selecting(self) -> Iterator[None]:
        """Neurons, weights and layers in turn."""
        topology = self.experiment.network.topology
        for at in count():
            layer = at % 2 + 1
            inside = at * 97 % topology.sizes[layer]
            weight = topology.layers[layer - 1].weights + at * 997 % 1000
            self.canvas.select(
                (
                    Selection(Kind.NEURON, layer, inside),
                    Selection(Kind.PARAMETER, layer, weight),
                    Selection(Kind.LAYER, layer),
                )[at % 3]
            )
            yield

    def hovering(self) -> Iterator[None]:
        """The pointer goes all over the picture."""
        for at in count():
            x, y = at * 37 % WINDOW[0], at * 61 % WINDOW[1]
            point, none = QPointF(x, y), Qt.MouseButton.NoButton
            keys = Qt.KeyboardModifier.NoModifier
            event = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, keys)
            QApplication.sendEvent(self.canvas, event)
            yield

    def zooming(self) -> Iterator[None]:
        """In and out again, and from side to side in between."""
        canvas = self.canvas
        pans = [partial(canvas.pan, QPointF(x, y)) for x, y in ((-60, 0), (60, 0), (0, -60))]
        moves: list[Act] = [*[canvas.zoom_in] * 4, *pans, *[canvas.zoom_out] * 4]
        for move in cycle(moves):
            move()
            yield

    def frames(self, what: str, act: Act, times: int) -> Result:
        """Acts and paints, so many times, with an empty widget painted in between."""
        spent, empty = [], []
        for _ in range(times):
            empty.append(milliseconds(self._empty.repaint))
            spent.append(milliseconds(lambda: (act(), self.canvas.repaint())))
        return result(what, spent, statistics.median(empty), FRAME_GOAL)

    def openings(self, what: str, act: Act, times: int, goal: float | None) -> Result:
        empty = statistics.median(milliseconds(self._empty.repaint) for _ in range(20))
        return result(what, [milliseconds(act) for _ in range(times)], empty, goal)


def result(what: str, spent: list[float], empty: float, goal: float | None) -> Result:
    median = statistics.median(spent)
    return Result(what, median, float(np.percentile(spent, 99)), median / empty, goal)


def milliseconds(act: Act) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def shown(widget: Shown) -> Shown:
    """The widget after its first painting."""
    widget.resize(*WINDOW)
    widget.show()
    QApplication.processEvents()
    widget.repaint()
    return widget


def drawn_experiment() -> Experiment:
    topology = Topology(SIZES, (Activation.LOGISTIC,) * (len(SIZES) - 1))
    random = np.random.default_rng(0)
    return Experiment(
        Network(topology, random.normal(0, 0.05, topology.parameters)),
        Samples(random.random((SAMPLES, SIZES[0])), random.random((SAMPLES, SIZES[-1]))),
    )


def measured(bench: Bench, frames: int, openings: int) -> Iterator[Result]:
    yield bench.openings("read the file", bench.read, openings, None)
    yield bench.openings("open: from its bytes to the picture", bench.open, openings, OPENING_GOAL)
    for name, act in (
        ("a frame of training", bench.show_state),
        ("select", bench.selecting().__next__),
        ("hover", bench.hovering().__next__),
        ("zoom and scroll", bench.zooming().__next__),
    ):
        yield bench.frames(name, act, frames)
    bench.canvas.fit()
    bench.canvas.toggle_fold(1)
    yield bench.frames("a frame of training, all hidden neurons", bench.show_state, frames)
    yield bench.frames("hover, all hidden neurons", bench.hovering().__next__, frames)


# What is printed


HEADER = f"{'':>40} {'median ms':>10} {'99 % ms':>9} {'× empty':>8}   goal"


def row(result: Result) -> str:
    goal = ""
    if result.goal is not None:
        goal = f"< {result.goal:g} ms, {'met' if result.met else 'NOT met'}"
    times = f"{result.ratio:>8.0f}"
    return f"{result.what:>40} {result.median:>10.1f} {result.percentile_99:>9.1f} {times}   {goal}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    bench = Bench(Theme(app, "light"))
    frames, openings = (QUICK_FRAMES, QUICK_OPENINGS) if options.quick else (FRAMES, OPENINGS)
    print(HEADER)
    results = []
    for each in measured(bench, frames, openings):
        results.append(each)
        print(row(each), flush=True)
    if options.json is not None:
        figures = [asdict(each) | {"met": each.met} for each in results]
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
