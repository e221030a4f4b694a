"""An edit: what a view wishes done to the experiment."""

from collections.abc import Callable
from dataclasses import dataclass

from backprop_gui.experiment.experiment import Experiment


@dataclass(frozen=True)
class Edit:
    """A change from one experiment to the next, with the words that undo it by.

    `text` completes "Undo …" in the menu, such as `change of w5`. Edits that follow each other
    with the same `merge` key, unless it is empty, become one step to undo: so does a drag.
    `note` is a sentence on what else it did, where that is not plain to see. `name` is what a
    document that has no file is called from then on; empty: as before.
    """

    text: str
    change: Callable[[Experiment], Experiment]
    merge: str = ""
    note: str = ""
    name: str = ""
