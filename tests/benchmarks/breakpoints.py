"""What breakpoints cost: kernel time with one and with five, against none in the same minute.

    python -m tests.benchmarks.breakpoints [--quick] [--each]

The networks are kept where they begin, by a tiny learning rate, and no breakpoint is ever met: so
all do the same work. Total errors are waited for at a tenth of what they are, or at twice that.
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace

from backprop_gui import settings
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import read_example
from backprop_gui.training.breakpoint import Breakpoint, Condition
from tests.benchmarks.kernel import Advance, Effort, experiment_of, warmed_up

GOAL = 1.10
EFFORT = Effort(0.02, 0.2)
REPETITIONS = {"quick": 15, "thorough": 101}
TINY_RATE = 1e-12
FAR = 1e6  # what no weight, output or gradient reaches

Mixes = dict[str, list[Breakpoint]]


def experiments() -> dict[str, Experiment]:
    """By name; the first two have one sample and four, the others four."""
    found = {
        "2-2-2 tutorial": read_example("tutorial"),
        "2-5-1 xor": read_example("xor"),
        "16-32-32-4": experiment_of((16, 32, 32, 4)),
        "784-128-10": experiment_of((784, 128, 10)),
    }
    return {name: at_rest(experiment) for name, experiment in found.items()}


def at_rest(experiment: Experiment) -> Experiment:
    training = replace(experiment.training, learning_rate=TINY_RATE)
    return replace(experiment, training=training)


def one_of_each(experiment: Experiment, total: float) -> dict[str, Breakpoint]:
    """Breakpoints that are not met, of every kind; `total` is the total error."""
    middle = experiment.network.topology.parameters // 2
    last = experiment.network.topology.neurons - 1
    return {
        "step": Breakpoint(Condition.STEP, 2.0**60),
        "error below": Breakpoint(Condition.ERROR_BELOW, total / 10),
        "error above": Breakpoint(Condition.ERROR_ABOVE, total * 2),
        "weight": Breakpoint(Condition.PARAMETER_CROSSES, FAR, at=middle),
        "output": Breakpoint(Condition.OUTPUT_CROSSES, FAR, at=last, sample=0),
        "gradient": Breakpoint(Condition.GRADIENT_ABOVE, FAR, at=middle),
        "all gradients": Breakpoint(Condition.GRADIENT_ABOVE, FAR),
        "not finite": Breakpoint(Condition.NOT_FINITE),
    }


COMMON = ("step", "error below", "weight", "output", "gradient")
COSTLY = ("not finite", "error above", "weight", "output", "all gradients")


def mixes_of(each: dict[str, Breakpoint], with_each: bool) -> Mixes:
    mixes = {
        "none": [],
        "one": [each["weight"]],
        "five": [each[name] for name in COMMON],
        "five costly": [each[name] for name in COSTLY],
    }
    return mixes | ({name: [one] for name, one in each.items()} if with_each else {})


def own_seconds(advance: Advance, steps: int) -> float:
    """Of this thread's own time: what else the machine does is not counted."""
    start = time.thread_time()
    advance(steps)
    return time.thread_time() - start


def ratios(
    experiment: Experiment, repetitions: int, with_each: bool
) -> tuple[float, dict[str, float]]:
    """Seconds a step without breakpoints, and the times with each mix in proportion to that.

    All take turns on one run, whose arrays lie where they lie, and each turn is compared with that
    of none.
    """
    # Imported here: only after the place for compiled kernels is known.
    from backprop_gui.training.run import Run

    run = Run(experiment)
    run.compile()
    run.compile_watch()
    mixes = mixes_of(one_of_each(experiment, run.total_error()), with_each)

    def learner(breakpoints: list[Breakpoint]) -> Advance:
        def advance(steps: int) -> None:
            run.watch(breakpoints)
            assert run.advance(run.step + steps).breakpoint is None

        return advance

    compared = {name: learner(breakpoints) for name, breakpoints in mixes.items()}
    steps = warmed_up(compared["none"], EFFORT)
    for advance in compared.values():
        advance(steps)
    turns = [
        {name: own_seconds(advance, steps) / steps for name, advance in compared.items()}
        for _ in range(repetitions)
    ]
    none = statistics.median(turn["none"] for turn in turns)
    return none, {
        name: statistics.median(turn[name] / turn["none"] for turn in turns)
        for name in mixes
        if name != "none"
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    parser.add_argument("--each", action="store_true", help="also every condition alone")
    options = parser.parse_args(arguments)

    settings.prepare_kernel_store()
    repetitions = REPETITIONS["quick" if options.quick else "thorough"]
    most = {"five": 0.0, "five costly": 0.0}
    for number, (name, experiment) in enumerate(experiments().items()):
        none, found = ratios(experiment, repetitions, options.each)
        if number == 0:
            print(f"{'network':>16} {'none µs':>8}", *(f"{f'× {mix}':>15}" for mix in found))
        print(
            f"{name:>16} {none * 1e6:>8.3f}", *(f"{x:>15.2f}" for x in found.values()), flush=True
        )
        most = {mix: max(found[mix], before) for mix, before in most.items()}
    for mix, ratio in most.items():
        met = "met" if ratio <= GOAL else "NOT met"
        print(f"{mix}: at most × {ratio:.2f} (goal: at most {GOAL:.2f}, {met})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
