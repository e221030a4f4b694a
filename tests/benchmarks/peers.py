"""How fast the kernel learns, beside everything else that a person could train with.

    python -m tests.benchmarks.peers [--quick] [--json FILE]

All make the same online steps in one run (see peer_learners.py); who is not installed is left out
and named. Below stands the roofline: how near the largest shapes come to what moving their weights
must cost on this machine.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from backprop_gui import settings
from backprop_gui.experiment.experiment import Experiment
from tests.benchmarks import peer_learners
from tests.benchmarks.kernel import (
    QUICK,
    RATE,
    SAME_AFTER,
    SHAPES,
    THOROUGH,
    Advance,
    CProgram,
    Effort,
    c_programs,
    experiment_of,
    kernel_learner,
    python_learner,
    seconds,
)
from tests.benchmarks.peer_learners import FANN_LOT, Learner, MissingError

REPETITIONS = 5
PEERS: dict[str, Callable[[Experiment, float], Learner]] = {
    "NumPy": peer_learners.numpy_learner,
    "PyTorch": peer_learners.torch_learner,
    "scikit": peer_learners.sklearn_learner,
    "FANN": peer_learners.fann_learner,
}
LARGEST = 3  # of the shapes that the roofline is drawn for
SWEEPS = 31


@dataclass(frozen=True)
class Result:
    """Microseconds a step, by who makes it."""

    shape: str
    micros: dict[str, float]

    def against(self, name: str) -> float | None:
        """How many times as fast the kernel is."""
        return self.micros[name] / self.micros["kernel"] if name in self.micros else None


@dataclass(frozen=True)
class Roof:
    """What a step must cost at least: its weights are read once, then read and written once."""

    shape: str
    kilobytes: float
    micros: float
    bandwidth: float  # gigabytes a second, at this size

    @classmethod
    def of(cls, sizes: tuple[int, ...]) -> "Roof":
        weights = experiment_of(sizes).network.parameters.copy()
        read, both = (
            _best(lambda: weights @ weights),
            _best(lambda: np.multiply(weights, 1.0, out=weights)),
        )
        moved = 3 * weights.nbytes
        return cls(
            "-".join(map(str, sizes)), moved / 1e3, 1e6 * (read + both), moved / (read + both) / 1e9
        )


def _best(sweep: Callable[[], object]) -> float:
    best = math.inf
    for _ in range(SWEEPS):
        start = time.perf_counter()
        sweep()
        best = min(best, time.perf_counter() - start)
    return best


def learners(experiment: Experiment, programs: dict[str, CProgram]) -> dict[str, Advance]:
    """All that are here; those that make exactly the same steps have learned the same by then."""
    advance, learned = kernel_learner(experiment)
    advance(SAME_AFTER)
    found = {"kernel": advance}
    for name, program in programs.items():
        found[name], parameters = program.learner(experiment)
        found[name](SAME_AFTER)
        np.testing.assert_allclose(parameters, learned(), rtol=1e-9, atol=1e-9)
    for name, make in PEERS.items():
        try:
            learner = make(experiment, RATE)
        except MissingError:
            continue
        found[name] = learner.advance
        if learner.parameters is not None:
            learner.advance(SAME_AFTER)
            np.testing.assert_allclose(learner.parameters(), learned(), rtol=1e-9, atol=1e-9)
    if len(experiment.network.parameters) < 10_000:
        found["Python"], _ = python_learner(experiment)
    return found


def measure(sizes: tuple[int, ...], programs: dict[str, CProgram], effort: Effort) -> Result:
    """Best of some repetitions, in which all take turns."""
    compared = learners(experiment_of(sizes), programs)
    steps = {name: _steps_for(advance, effort) for name, advance in compared.items()}
    best = dict.fromkeys(compared, math.inf)
    for _ in range(REPETITIONS):
        for name, advance in compared.items():
            best[name] = min(best[name], seconds(advance, steps[name]) / steps[name])
    micros = {name: each * 1e6 for name, each in best.items()}
    return Result("-".join(map(str, sizes)), micros)


def _steps_for(advance: Advance, effort: Effort) -> int:
    """Steps that take about as long as a repetition; a multiple of FANN's lots."""
    steps, last = FANN_LOT, seconds(advance, FANN_LOT)
    while last < effort.repetition / 4:
        steps *= 2
        last = seconds(advance, steps)
    return max(round(steps * effort.repetition / last / FANN_LOT), 1) * FANN_LOT


# What is printed

NAMES = ("C fast", "C strict", "FANN", "NumPy", "Python", "PyTorch", "scikit")


def header() -> str:
    ratios = " ".join(f"{'× ' + name:>10}" for name in NAMES)
    return f"{'shape':>16} {ratios} {'kernel µs':>10}"


def row(result: Result) -> str:
    ratios = (result.against(name) for name in NAMES)
    figures = " ".join(f"{'' if each is None else f'{each:.4g}':>10}" for each in ratios)
    return f"{result.shape:>16} {figures} {result.micros['kernel']:>10.4f}"


def left_out() -> Iterator[str]:
    experiment = experiment_of(SHAPES[0])
    for make in PEERS.values():
        try:
            make(experiment, RATE)
        except MissingError as missing:
            yield f"Left out: {missing}."


def verdicts(results: list[Result]) -> Iterator[str]:
    """Who leads where."""
    for name in NAMES:
        ratios = {r.shape: ratio for r in results if (ratio := r.against(name)) is not None}
        if not ratios:
            continue
        behind = [f"{shape} ({ratio:.3g})" for shape, ratio in ratios.items() if ratio < 1]
        mean = math.exp(sum(map(math.log, ratios.values())) / len(ratios))
        ahead = "ahead everywhere" if not behind else f"behind at {', '.join(behind)}"
        yield f"{name:>10}: {mean:.3g} times as fast in the geometric mean, {ahead}"


def roofline(results: list[Result], roofs: list[Roof]) -> Iterator[str]:
    names = ("kB a step", "GB/s here", "roof µs", "kernel µs", "of roof")
    yield f"{'shape':>16} " + " ".join(f"{name:>10}" for name in names)
    micros = {result.shape: result.micros["kernel"] for result in results}
    for roof in roofs:
        kernel = micros[roof.shape]
        yield (
            f"{roof.shape:>16} {roof.kilobytes:>10.0f} {roof.bandwidth:>10.1f}"
            f" {roof.micros:>10.2f} {kernel:>10.2f} {roof.micros / kernel:>10.0%}"
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)

    settings.prepare_kernel_store()
    print("How many times as fast as each peer the kernel is")
    print(header())
    results = []
    with c_programs() as programs:
        for sizes in SHAPES:
            results.append(measure(sizes, programs, QUICK if options.quick else THOROUGH))
            print(row(results[-1]), flush=True)
    print(*verdicts(results), *left_out(), sep="\n")
    roofs = [Roof.of(sizes) for sizes in SHAPES[-LARGEST:]]
    print("Roofline", *roofline(results, roofs), sep="\n")
    if options.json is not None:
        figures = {
            "shapes": [asdict(each) for each in results],
            "roofs": [asdict(each) for each in roofs],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
