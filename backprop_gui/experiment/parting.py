"""Where the runs of two experiments part."""

from itertools import zip_longest

from backprop_gui.experiment.experiment import Experiment

NEVER = 2**62


def parting(one: Experiment, other: Experiment) -> int:
    """The last step up to which both runs are one, before the changes that belong to it.

    0 where they begin differently, NEVER where they are the same.
    """
    if not begin_alike(one, other):
        return 0
    pairs = zip_longest(one.changes, other.changes)
    steps = [each.step for pair in pairs if pair[0] != pair[1] for each in pair if each]
    return min(steps, default=NEVER)


def begin_alike(one: Experiment, other: Experiment) -> bool:
    """Whether they differ in their changes during the run alone."""
    return (
        one.network == other.network
        and one.samples == other.samples
        and one.training == other.training
    )
