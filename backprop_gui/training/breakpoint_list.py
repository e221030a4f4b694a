"""The person's list of breakpoints, as values: which are on, and which fit the experiment."""

from collections.abc import Iterable
from dataclasses import dataclass

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint

MOST_BREAKPOINTS = 32
"""More than that nobody keeps in mind, and each costs a little of every step."""


@dataclass(frozen=True)
class Listed:
    """A breakpoint of the list; `topology` is the network's in which its place was chosen."""

    breakpoint: Breakpoint
    topology: Topology
    is_on: bool = True

    def has_place(self, experiment: Experiment) -> bool:
        """Whether the network has the shape in which its place means what it meant."""
        is_anywhere = self.breakpoint.at is None
        return is_anywhere or self.topology.sizes == experiment.network.topology.sizes

    def fits(self, experiment: Experiment) -> bool:
        """Whether its place is there, and its sample at some step of the run."""
        sample = self.breakpoint.sample
        has_sample = sample is None or sample < most_samples(experiment)
        return has_sample and self.has_place(experiment)


def in_force(listed: Iterable[Listed], experiment: Experiment) -> tuple[Breakpoint, ...]:
    """Those that a run of `experiment` is to stop at."""
    return tuple(each.breakpoint for each in listed if each.is_on and each.fits(experiment))


def most_samples(experiment: Experiment) -> int:
    """The largest number of samples that a run of `experiment` has at any step."""
    changed = (len(x.samples) for x in experiment.changes if x.samples is not None)
    return max(len(experiment.samples), *changed, 0)
