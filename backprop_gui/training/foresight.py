"""What is known of a run before the session's thread has come to it."""

from dataclasses import replace

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import parting
from backprop_gui.training.snapshot import Activity, Snapshot


def initial(experiment: Experiment) -> Snapshot:
    """The state that every run of `experiment` begins with."""
    return Snapshot(experiment, 0, experiment.network.parameters)


def foreseen(shown: Snapshot, experiment: Experiment, head: int | None) -> Snapshot:
    """A state of `experiment` to show, instead of `shown`, until its run is there.

    Exact after an edit of what is shown, and where it can only be the beginning. Else it is stale:
    as `shown`, though the run will have other numbers, at that step or, where that is less, at its
    last. `head` is how far that run is known to have been trained.
    """
    parts = parting(shown.experiment, experiment)
    is_other_shape = shown.experiment.network.topology != experiment.network.topology
    if is_other_shape or (parts == 0 and (head is None or shown.step == 0)):
        return replace(initial(experiment), activity=shown.activity, head=head or 0)
    last = shown.step if head is None else head
    if parts == shown.step <= last and _is_exact(shown, experiment):
        parameters = shown.parameters.copy()
        for at, value in _change_at(experiment, parts).parameters:
            parameters[at] = value
        parameters.flags.writeable = False
        return replace(shown, experiment=experiment, parameters=parameters, head=last, met=None)
    step = min(shown.step, last)
    return replace(shown, experiment=experiment, step=step, head=last, is_stale=True, met=None)


def _is_exact(shown: Snapshot, experiment: Experiment) -> bool:
    """Whether what is shown tells all of the state of `experiment` at that step.

    A change that is gone may have hidden what was there before.
    """
    before, after = (_change_at(each, shown.step) for each in (shown.experiment, experiment))
    hidden = {at for at, _ in before.parameters} - {at for at, _ in after.parameters}
    return not (hidden or shown.is_stale or shown.activity is Activity.RUNNING)


def _change_at(experiment: Experiment, step: int) -> Change:
    return next((each for each in experiment.changes if each.step == step), Change(max(step, 1)))
