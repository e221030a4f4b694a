"""An edit that is made at a later step of a run: it holds from there on."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment


def from_here_on(
    experiment: Experiment,
    change: Callable[[Experiment], Experiment],
    step: int,
    parameters: Floats,
) -> Experiment:
    """`experiment` with `change` made after `step` updates, when `parameters` was the state.

    Changes at later steps are given up: they belonged to another future. A network of another
    shape cannot go on from a state of the old one, so such a change is made at the beginning, and
    the changes during the run are given up. Raises ExperimentError as `change` does.
    """
    if step == 0:
        after = change(replace(experiment, changes=()))
        fits = after.network.topology == experiment.network.topology
        return replace(after, changes=experiment.changes) if fits else after
    present = Experiment(
        experiment.network.with_parameters(parameters),
        experiment.samples_at(step),
        experiment.training_at(step),
    )
    changed = change(present)
    if changed.network.topology != present.network.topology:
        return change(replace(experiment, changes=()))
    if changed == present:
        return experiment
    return replace(experiment, changes=_with(experiment, step, present, changed))


def _with(
    experiment: Experiment, step: int, present: Experiment, changed: Experiment
) -> tuple[Change, ...]:
    """The changes up to `step`, with what differs between `present` and `changed`."""
    earlier = tuple(each for each in experiment.changes if each.step < step)
    same = next((each for each in experiment.changes if each.step == step), Change(step))
    old, new = present.network.parameters, changed.network.parameters
    places = np.flatnonzero(old.view(np.uint64) != new.view(np.uint64))
    values = dict(same.parameters) | {int(at): float(new[at]) for at in places}
    merged = Change(
        step,
        same.training if changed.training == present.training else changed.training,
        same.samples if changed.samples == present.samples else changed.samples,
        tuple(sorted(values.items())),
    )
    return (*earlier, merged)
