"""How long it takes from a selection to its painted derivation.

    python -m tests.benchmarks.derivation [--quick] [--json FILE]

In the whole window, off the screen: a click on a weight or neuron of the canvas, the selection in
every view, the frame that brings the trace, the derivation with its check and its slice, painted.
Clicks go all over the network, so that what is kept of the typesetting is used as a person does.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from backprop_gui.app import Lab, open_lab
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.experiment_file import experiment_to_bytes
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.canvas.spots import spot_of
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.parts.selection import Kind, Selection

WINDOW = 1600, 1000
GOAL = 50.0  # milliseconds, at the 99th percentile
TIMES, QUICK_TIMES = 300, 40
READY_SECONDS = 120.0  # a first compile


@dataclass(frozen=True)
class Result:
    """Milliseconds from the click to the painted panel, and of them what this thread was at work:
    the same on a busy machine."""

    network: str
    median: float
    percentile_99: float
    cpu_median: float
    cpu_percentile_99: float

    @property
    def met(self) -> bool:
        return self.percentile_99 < GOAL


def wide(sizes: tuple[int, ...], folder: Path, samples: int) -> str:
    """A file with random weights for a network of these sizes."""
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    random = np.random.default_rng(0)
    experiment = Experiment(
        Network(topology, random.normal(0, 0.3, topology.parameters)),
        Samples(random.random((samples, sizes[0])), random.random((samples, sizes[-1]))),
    )
    path = folder / "drawn.json"
    path.write_bytes(experiment_to_bytes(experiment))
    return str(path)


def ready(app: QApplication, lab: Lab) -> None:
    """Waits for the engine, and for all that follows a start."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        app.processEvents()
        snapshot = lab.session.snapshot()
        is_traced = lab.session.trace(snapshot, 0) is not None
        if is_traced and snapshot.activity is Activity.PAUSED:
            QTest.qWait(300)
            return
    raise TimeoutError("the engine did not start")


def spots(experiment: Experiment) -> Iterator[Selection]:
    """Weights, biases and neurons without end."""
    topology, random = experiment.network.topology, np.random.default_rng(1)
    while True:
        layer = int(random.integers(1, len(topology.sizes)))
        part = topology.layers[layer - 1]
        yield Selection(Kind.PARAMETER, layer, int(random.integers(part.weights, part.end)))
        yield Selection(Kind.NEURON, layer, int(random.integers(part.neurons)))


def click(lab: Lab, selection: Selection) -> None:
    """Clicks where it is; an edge that lies over it will do, but not what is selected already."""
    canvas, topology = lab.views.canvas, lab.document.experiment.network.topology
    spot = spot_of(topology, selection, has_one_bias(lab.document.experiment))
    assert spot is not None
    place = canvas.place_of(spot).toPoint()
    before = canvas.selection
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    if canvas.selection in (None, before):
        canvas.select(selection)


def derive(lab: Lab, selection: Selection) -> tuple[float, float]:
    """Milliseconds until the panel has painted the derivation: all, and of this thread."""
    began, at_work = time.perf_counter(), time.thread_time()
    click(lab, selection)
    lab._live.tick()
    lab.late.views.the(DerivationPanel).repaint()
    return (time.perf_counter() - began) * 1000, (time.thread_time() - at_work) * 1000


def measured(app: QApplication, name: str, source: str, folder: Path, times: int) -> Result:
    lab = open_lab(app, source, folder / "preferences.json", folder / "recovery")
    lab.window.resize(*WINDOW)
    lab.start()
    ready(app, lab)
    lab.window.reveal(lab.late.views.the(DerivationPanel))
    QTest.qWait(200)
    spent: list[tuple[float, float]] = []
    for selection in spots(lab.document.experiment):
        if len(spent) == times:
            break
        spent.append(derive(lab, selection))
        QTest.qWait(20)  # what is left of the check and the slice is done between two clicks
    lab.window.allow_close()
    lab.stop()
    figures = (
        (statistics.median(x), float(np.percentile(x, 99))) for x in zip(*spent, strict=True)
    )
    return Result(name, *next(figures), *next(figures))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    print(f"{'':>14} {'median ms':>10} {'99 % ms':>9} {'CPU ms':>9} {'99 % ms':>9}   goal")
    results = []
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for name in ("tutorial", "xor", "16-32-32-4", "784-128-10"):
            sizes = tuple(int(size) for size in name.split("-")) if "-" in name else ()
            source = wide(sizes, folder, samples=10) if sizes else name
            times = QUICK_TIMES if options.quick else TIMES
            result = measured(app, name, source, folder, times)
            results.append(result)
            goal = f"< {GOAL:g} ms, {'met' if result.met else 'NOT met'}"
            cpu = f"{result.cpu_median:>9.1f} {result.cpu_percentile_99:>9.1f}"
            wall = f"{result.median:>10.1f} {result.percentile_99:>9.1f}"
            print(f"{name:>14} {wall} {cpu}   {goal}", flush=True)
    if options.json is not None:
        rows = [asdict(each) | {"met": each.met} for each in results]
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
