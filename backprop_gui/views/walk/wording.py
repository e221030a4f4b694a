"""Names and counts in sentences: of many the first few, and how many more there are. No Qt."""

from collections.abc import Sequence

from backprop_gui.views.parts.numbers import steps

ALL_UP_TO = 4  # of so many at most each one is named and shown
FIRST = 3  # of more only so many


def first_of(count: int) -> range:
    """The numbers of those that are named."""
    return range(count if count <= ALL_UP_TO else FIRST)


def listed(names: Sequence[str], count: int) -> str:
    """The names, which are the first of `count`, as a list in a sentence."""
    more = count - len(names)
    if more > 0:
        return f"{', '.join(names)} and {steps(more)} more"
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, noun: str) -> str:
    """A count with its noun: 1 neuron, 2 neurons."""
    return f"{steps(count)} {noun}{'' if count == 1 else 's'}"
