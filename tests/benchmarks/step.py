"""Where the time of a step goes: the forward pass, the backward pass, and what stands around them.

    python -m tests.benchmarks.step [--quick]

The engine's own parts in loops that do ever more of a step, the whole last, as a Run makes it; the
differences are what each part costs. The samples come in turn.
"""

import argparse
import math
import sys
from collections.abc import Callable

from backprop_gui import settings
from backprop_gui.experiment.experiment import Experiment
from tests.benchmarks.kernel import (
    QUICK,
    REPETITIONS,
    SHAPES,
    THOROUGH,
    Advance,
    Effort,
    experiment_of,
    kernel_learner,
    seconds,
    warmed_up,
)

PARTS = ("forward pass", "backward pass and update", "error noted", "loop, rows, keyframes, board")


def learners(experiment: Experiment) -> list[Advance]:
    """Each does a part more than the one before."""
    from backprop_gui.training.run import Run

    run = Run(experiment)
    plan, state, record = run._plan, run._state, run.record
    loops = _loops()

    def advance_with(loop: Callable[..., None]) -> Advance:
        return lambda steps: loop(plan, state, record, steps)

    return [*map(advance_with, loops), kernel_learner(experiment)[0]]


def _loops() -> tuple[Callable[..., None], ...]:
    # Imported here: only after the place for compiled kernels is known.
    from backprop_gui.engine import record as records
    from backprop_gui.engine.backward import backward
    from backprop_gui.engine.compiled import entry, woven
    from backprop_gui.engine.evaluate import load_inputs
    from backprop_gui.engine.forward import forward, squared_error

    @woven
    def look(plan, state, sample):
        load_inputs(plan.inputs, sample, state.outputs)
        forward(plan.width, plan.table, state.parameters, state.outputs)
        return squared_error(0.0, plan.targets, sample, state.outputs)

    @woven
    def learn(plan, state, sample):
        parameters, outputs, deltas = state.parameters, state.outputs, state.deltas
        width, table, targets = plan.width, plan.table, plan.targets
        bias, rate = plan.bias, plan.rate
        backward(width, table, bias, rate, targets, sample, parameters, outputs, deltas)

    def forward_only(plan, state, record, steps):
        for step in range(steps):
            record.since[0] = look(plan, state, step % plan.inputs.shape[0])

    def with_backward(plan, state, record, steps):
        for step in range(steps):
            sample = step % plan.inputs.shape[0]
            record.since[0] = look(plan, state, sample)
            learn(plan, state, sample)

    def with_error(plan, state, record, steps):
        for step in range(steps):
            sample = step % plan.inputs.shape[0]
            error = look(plan, state, sample)
            learn(plan, state, sample)
            records.note_error(record, error)

    return entry(forward_only), entry(with_backward), entry(with_error)


def measure(sizes: tuple[int, ...], effort: Effort) -> list[float]:
    """Nanoseconds a step of each learner: the best of some repetitions, in which all take turns."""
    compared = learners(experiment_of(sizes))
    for advance in compared:
        advance(1)  # which compiles
    steps = [warmed_up(advance, effort) for advance in compared]
    best = [math.inf] * len(compared)
    for _ in range(REPETITIONS):
        for at, advance in enumerate(compared):
            best[at] = min(best[at], seconds(advance, steps[at]) / steps[at])
    return [each * 1e9 for each in best]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="some seconds, and rougher")
    options = parser.parse_args(arguments)
    settings.prepare_kernel_store()
    print(f"{'shape':>16} {'ns a step':>12}  share of " + ", ".join(PARTS))
    for sizes in SHAPES:
        spent = measure(sizes, QUICK if options.quick else THOROUGH)
        shares = [after - before for before, after in zip([0.0, *spent], spent, strict=False)]
        shown = " ".join(f"{share / spent[-1]:>7.0%}" for share in shares)
        print(f"{'-'.join(map(str, sizes)):>16} {spent[-1]:>12,.1f} {shown}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
