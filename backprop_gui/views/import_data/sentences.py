"""What the import dialog says of the network and of columns that may be meant otherwise."""

from collections.abc import Mapping

from backprop_gui.engine.topology import Topology
from backprop_gui.files.delimited import called
from backprop_gui.files.sample_table import Role


def change_of(network: Topology, inputs: int, targets: int | None) -> str:
    """What samples with so many inputs and targets change; None: one for each class, uncounted."""
    news = []
    if inputs != network.inputs:
        news.append(f"{counted(inputs, 'input')} instead of {network.inputs}")
    if targets is None:
        news.append("an output for each class")
    elif targets != network.outputs:
        news.append(f"{counted(targets, 'output')} instead of {network.outputs}")
    return f"The network will have {' and '.join(news)}." if news else "The network already fits."


def doubt_about(column: str, role: Role, reason: str) -> str:
    """Why a column is not taken as numbers."""
    fate = "taken as classes" if role is Role.CLASSES else "not used"
    name = called(column)
    return f"{name[0].upper()}{name[1:]} is {fate}: {reason}."


def doubts_in_short(doubts: Mapping[int, str]) -> str:
    """The first of those sentences, and how many more columns there are with one."""
    if not doubts:
        return ""
    first, *others = doubts.values()
    more = f" There are such cells in {counted(len(others), 'more column')}."
    return first + more if others else first


def counted(count: int, one: str) -> str:
    """As "1 input" and "2 inputs"."""
    return f"{count} {one if count == 1 else one + 's'}"
