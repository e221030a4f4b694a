"""How fast the kernel learns, beside plain C and plain Python in the same minute.

    python -m tests.benchmarks.kernel [--quick] [--json FILE]

All do the same job: four samples in turn, logistic neurons, fixed biases, float64. The kernel is
measured as the application uses it, through a Run, with everything recorded.
"""

import argparse
import ctypes
import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from backprop_gui import settings
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples

SHAPES = (
    (2, 2, 2),
    (2, 5, 1),
    (2, 8, 8, 1),
    (16, 32, 32, 4),
    (64, 128, 10),
    (784, 128, 10),
    (784, 256, 128, 10),
)
PYTHON_SHAPES = SHAPES[:2]

GOAL_MEAN, GOAL_LEAST, GOAL_PYTHON = 0.9, 0.65, 75.0

SOURCE = Path(__file__).with_suffix(".c")
COMPILE = ("gcc", "-O3", "-march=native", "-fPIC", "-c")
FAST = "-ffast-math"

SAMPLES, RATE = 4, 0.5
SAME_AFTER = 1000  # steps after which all must have learned the same
REPETITIONS = 9

Advance = Callable[[int], None]
"""Makes so many more steps."""


@dataclass(frozen=True)
class Effort:
    """How long to measure, in seconds: each repetition, and before the first one."""

    repetition: float
    warm_up: float


THOROUGH, QUICK = Effort(0.1, 1.0), Effort(0.02, 0.1)


@dataclass(frozen=True)
class Result:
    """Microseconds a step; None where not measured."""

    shape: str
    kernel: float
    c_fast: float | None
    c_strict: float | None
    python: float | None

    @property
    def against_c(self) -> float | None:
        """How many times as fast as C with -ffast-math."""
        return None if self.c_fast is None else self.c_fast / self.kernel

    @property
    def against_python(self) -> float | None:
        return None if self.python is None else self.python / self.kernel


class CProgram:
    """kernel.c, compiled with some flags."""

    def __init__(self, folder: Path, *flags: str) -> None:
        name = "-".join(("kernel", *flags))
        unlinked, library = folder / f"{name}.o", folder / f"{name}.so"
        subprocess.run([*COMPILE, *flags, str(SOURCE), "-o", str(unlinked)], check=True)
        # Linked without the flags: gcc would make the whole process treat denormals as zero.
        subprocess.run(["gcc", "-shared", str(unlinked), "-lm", "-o", str(library)], check=True)
        self._train = ctypes.CDLL(str(library)).train
        self._train.restype = None

    def learner(self, experiment: Experiment) -> tuple[Advance, Floats]:
        """A function that trains, and the parameters it trains."""
        topology, samples = experiment.network.topology, experiment.samples
        sizes = np.array(topology.sizes, dtype=np.int_)
        parameters = experiment.network.parameters.copy()
        outputs, deltas = np.zeros(topology.neurons), np.zeros(topology.neurons)

        def advance(steps: int) -> None:
            self._train(
                ctypes.c_long(len(topology.layers)),
                _address(sizes),
                _address(parameters),
                _address(samples.inputs),
                _address(samples.targets),
                ctypes.c_long(len(samples)),
                ctypes.c_double(RATE),
                ctypes.c_long(steps),
                _address(outputs),
                _address(deltas),
            )

        return advance, parameters


def _address(array: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)


@contextmanager
def c_programs() -> Iterator[dict[str, CProgram]]:
    """The C programs by name; none where there is no gcc."""
    if shutil.which("gcc") is None:
        print("There is no gcc here, so C is left out.")
        yield {}
        return
    with tempfile.TemporaryDirectory() as folder:
        yield {
            "C fast": CProgram(Path(folder), FAST),
            "C strict": CProgram(Path(folder)),
        }


def experiment_of(sizes: tuple[int, ...]) -> Experiment:
    topology = Topology(sizes, (Activation.LOGISTIC,) * (len(sizes) - 1))
    random = np.random.default_rng(1)
    parameters = random.uniform(-0.1, 0.1, topology.parameters)
    inputs = random.uniform(0, 1, (SAMPLES, sizes[0]))
    targets = random.uniform(0.01, 0.99, (SAMPLES, sizes[-1]))
    return Experiment(Network(topology, parameters), Samples(inputs, targets))


def kernel_learner(experiment: Experiment) -> tuple[Advance, Callable[[], Floats]]:
    # Imported here: only after the place for compiled kernels is known.
    from backprop_gui.training.run import Run

    run = Run(experiment)
    run.compile()

    def advance(steps: int) -> None:
        run.advance(run.step + steps)

    return advance, lambda: run.parameters


def python_learner(experiment: Experiment) -> tuple[Advance, Callable[[], Floats]]:
    from tests.engine.learner import Definition, Task

    network, samples = experiment.network, experiment.samples
    topology = network.topology
    definition = Definition(
        Task(
            topology.sizes,
            topology.activations,
            network.parameters,
            samples.inputs,
            samples.targets,
            RATE,
        )
    )

    def advance(steps: int) -> None:
        definition.advance(definition.step + steps)

    return advance, lambda: definition.parameters


def learners(
    experiment: Experiment, programs: dict[str, CProgram], with_python: bool
) -> dict[str, Advance]:
    """All that are compared, after their first steps, having learned the same."""
    advance, kernel_parameters = kernel_learner(experiment)
    advance(SAME_AFTER)
    found, learned = {"kernel": advance}, kernel_parameters()
    for name, program in programs.items():
        advance, parameters = program.learner(experiment)
        advance(SAME_AFTER)
        np.testing.assert_allclose(parameters, learned, rtol=1e-9, atol=1e-9)
        found[name] = advance
    if with_python:
        advance, python_parameters = python_learner(experiment)
        advance(SAME_AFTER)
        np.testing.assert_array_equal(python_parameters(), learned)
        found["Python"] = advance
    return found


def seconds(advance: Advance, steps: int) -> float:
    start = time.perf_counter()
    advance(steps)
    return time.perf_counter() - start


def warmed_up(advance: Advance, effort: Effort) -> int:
    """Runs for the time of the warm-up; the number of steps that a repetition takes."""
    steps, last, spent = 1, 0.0, 0.0
    while spent < effort.warm_up or last < effort.repetition / 4:
        steps *= 2
        last = seconds(advance, steps)
        spent += last
    return max(int(steps * effort.repetition / last), 1)


def measure(sizes: tuple[int, ...], programs: dict[str, CProgram], effort: Effort) -> Result:
    """Best of some repetitions, in which all take turns."""
    compared = learners(experiment_of(sizes), programs, sizes in PYTHON_SHAPES)
    steps = {name: warmed_up(advance, effort) for name, advance in compared.items()}
    best = dict.fromkeys(compared, math.inf)
    for _ in range(REPETITIONS):
        for name, advance in compared.items():
            best[name] = min(best[name], seconds(advance, steps[name]) / steps[name])
    micros = {name: each * 1e6 for name, each in best.items()}
    return Result(
        "-".join(map(str, sizes)),
        micros["kernel"],
        micros.get("C fast"),
        micros.get("C strict"),
        micros.get("Python"),
    )


# What is printed


HEADER = (
    f"{'shape':>16} {'× C fast':>9} {'× Python':>9} {'steps/s':>11}"
    f" {'kernel µs':>10} {'C fast':>9} {'C strict':>9} {'Python':>9}"
)


def row(result: Result) -> str:
    return (
        f"{result.shape:>16} {_figure(result.against_c, 9, 3)}"
        f" {_figure(result.against_python, 9, 0)} {1e6 / result.kernel:>11,.0f}"
        f" {_figure(result.kernel, 10, 4)} {_figure(result.c_fast, 9, 4)}"
        f" {_figure(result.c_strict, 9, 4)} {_figure(result.python, 9, 2)}"
    )


def _figure(value: float | None, width: int, digits: int) -> str:
    return f"{'' if value is None else f'{value:.{digits}f}':>{width}}"


@dataclass(frozen=True)
class Summary:
    """Ratios of speeds; more is better."""

    mean_against_c: float | None
    least_against_c: float | None
    against_python: float | None


def summary_of(results: list[Result]) -> Summary:
    ratios = [result.against_c for result in results if result.against_c is not None]
    return Summary(
        mean_against_c=math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None,
        least_against_c=min(ratios, default=None),
        against_python=results[0].against_python,
    )


def verdicts(summary: Summary) -> Iterator[str]:
    for what, value, goal in (
        ("geometric mean against C fast", summary.mean_against_c, GOAL_MEAN),
        ("least against C fast", summary.least_against_c, GOAL_LEAST),
        ("2-2-2 against plain Python", summary.against_python, GOAL_PYTHON),
    ):
        if value is not None:
            met = "met" if value >= goal else "NOT met"
            yield f"{what}: {value:.3g} (goal: at least {goal:g}, {met})"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)

    settings.prepare_kernel_store()
    print(HEADER)
    results = []
    with c_programs() as programs:
        for sizes in SHAPES:
            results.append(measure(sizes, programs, QUICK if options.quick else THOROUGH))
            print(row(results[-1]), flush=True)
    summary = summary_of(results)
    print(*verdicts(summary), sep="\n")
    if options.json is not None:
        figures = {"shapes": [asdict(result) for result in results], "summary": asdict(summary)}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
