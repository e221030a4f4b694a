"""Ghosts: other futures of the document, that an edit in the past has left behind."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import parting

MOST_UNNAMED = 16
"""Ghosts whose names no person chose; then the oldest of them goes, until it is undone."""


@dataclass(frozen=True, eq=False)
class Ghost:
    """A run that is not the present one: `experiment`, trained up to step `head`.

    `is_named`: the person chose its name. `title` is what the document was called then, apart from
    its file.
    """

    name: str
    experiment: Experiment
    head: int
    is_named: bool = False
    title: str = ""


Ghosts = tuple[Ghost, ...]
"""The oldest first."""

NameRun = Callable[[Experiment, Experiment], str]
"""Names the run of the first experiment by what tells it from that of the second."""


def left_behind(ghosts: Ghosts, left: Ghost | None, present: Experiment) -> Ghosts:
    """`ghosts` and `left`, if it has a future that the run of `present` does not go through."""
    if left is None or parting(left.experiment, present) >= left.head:
        return ghosts
    return _bounded((*ghosts, replace(left, name=unused(left.name, ghosts))))


def named_beside(ghosts: Ghosts, present: Experiment, name_run: NameRun) -> Ghosts:
    """`ghosts`, those whose names no person chose named as they are beside the run of `present`."""
    taken = tuple(ghost for ghost in ghosts if ghost.is_named)
    named = []
    for ghost in ghosts:
        if not ghost.is_named:
            name = unused(name_run(ghost.experiment, present), taken)
            ghost = ghost if ghost.name == name else replace(ghost, name=name)
            taken += (ghost,)
        named.append(ghost)
    return tuple(named)


def without(ghosts: Ghosts, ghost: Ghost | None) -> Ghosts:
    return tuple(each for each in ghosts if each is not ghost)


def renamed(ghosts: Ghosts, ghost: Ghost, name: str) -> Ghosts:
    name = unused(name, without(ghosts, ghost))
    other = replace(ghost, name=name, is_named=True)
    return tuple(other if each is ghost else each for each in ghosts)


def ghost_of(ghosts: Ghosts, experiment: Experiment) -> Ghost | None:
    """The ghost that is a run of this very experiment."""
    return next((each for each in ghosts if each.experiment is experiment), None)


def unused(name: str, ghosts: Ghosts) -> str:
    """`name`, with a number where a ghost has that name already."""
    taken = {ghost.name for ghost in ghosts}
    wanted, number = name, 1
    while wanted in taken:
        number += 1
        wanted = f"{name} – {number}"
    return wanted


def _bounded(ghosts: Ghosts) -> Ghosts:
    unnamed = [ghost for ghost in ghosts if not ghost.is_named]
    return without(ghosts, unnamed[0]) if len(unnamed) > MOST_UNNAMED else ghosts
