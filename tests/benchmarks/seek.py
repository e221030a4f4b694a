"""How long it takes to look at any step of a long run.

    python -m tests.benchmarks.seek [--to 10]

The run is trained to 10⁴, 10⁵ … steps; after each of these, twenty random steps of it are looked
at, and every state is compared with what the run itself had, where it kept that. `--to 10` goes on
to 10¹⁰ steps, which takes as long as to train them: about half an hour.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass

import numpy as np

from backprop_gui import settings
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.examples import read_example
from backprop_gui.training.keyframes import keyframe_before
from backprop_gui.training.run import Run
from backprop_gui.training.track import Track

SEEKS = 20
GOALS = {10**8: 0.1, 10**10: 5.0}
"""Most seconds for a seek in the tutorial's run of so many steps."""


@dataclass(frozen=True)
class Result:
    """Seconds, and the steps that a seek has to train at most."""

    name: str
    steps: int
    worst: float
    mean: float
    span: int


def wide_experiment() -> Experiment:
    """784-128-10 on four samples of noise."""
    noise, topology = np.random.default_rng(1), Topology((784, 128, 10), (Activation.LOGISTIC,) * 2)
    network = Network(topology, noise.normal(0, 0.05, topology.parameters))
    return Experiment(network, Samples(noise.random((4, 784)), noise.random((4, 10))))


def measure(name: str, track: Track) -> Result:
    """Looks at random steps of the run."""
    steps, order, seconds = track.run.step, random.Random(1), []
    for _ in range(SEEKS):
        step = order.randrange(steps)
        start = time.perf_counter()
        track.look_at(step)
        while track.is_travelling:
            track.travel()
        seconds.append(time.perf_counter() - start)
        check(track)
    return Result(name, steps, max(seconds), sum(seconds) / SEEKS, track.history.state_span)


def check(track: Track) -> None:
    """Goes on to the next keyframe and compares the states there, bit for bit."""
    run, span = track.run, track.history.state_span
    target = (track.step // span + 1) * span
    if target <= run.step:
        kept = keyframe_before(run, run.experiment, target)
        assert kept is not None
        again = Run(run.experiment, is_recorded=False)
        assert track.shown is not None
        again.repeat(run, track.step)
        assert again.parameters.tobytes() == track.shown.parameters.tobytes()
        again.advance(target)
        assert kept[0] == target
        assert again.parameters.tobytes() == kept[1].tobytes()


def row(result: Result) -> str:
    goal = GOALS.get(result.steps) if result.name == "tutorial" else None
    verdict = "" if goal is None else "met" if result.worst <= goal else "NOT met"
    return (
        f"{result.name:>12} {result.steps:>14,} {result.worst * 1e3:>10.2f}"
        f" {result.mean * 1e3:>10.2f} {result.span:>12,}  {verdict}"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--to", type=int, default=8, metavar="N", help="to 10 to the Nth steps")
    options = parser.parse_args(arguments)

    settings.prepare_kernel_store()
    print(f"{'run':>12} {'steps':>14} {'worst ms':>10} {'mean ms':>10} {'a keyframe':>12}")
    wide, tutorial = Track(Run(wide_experiment())), Track(Run(read_example("tutorial")))
    for name, track, exponents in (
        ("784-128-10", wide, [5]),
        ("tutorial", tutorial, range(4, options.to + 1)),
    ):
        track.compile()
        for exponent in exponents:
            track.look_at(track.head)
            track.train(10**exponent)
            print(row(measure(name, track)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
