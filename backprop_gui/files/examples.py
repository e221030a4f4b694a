"""The examples that come with the application: experiment files listed in an index."""

from pathlib import Path

from msgspec import Struct

from backprop_gui import resources
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.decoding import decode_strictly
from backprop_gui.files.experiment_file import experiment_from_bytes

FOLDER = "examples"


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is that of its file, without .json; `description` is one line."""

    name: str
    title: str
    description: str


class Index(Struct, frozen=True, forbid_unknown_fields=True):
    """The examples in the order in which they are offered."""

    examples: tuple[Example, ...]


def examples() -> tuple[Example, ...]:
    """All examples, the one to begin with first."""
    name = "index.json"
    data = resources.read_bytes(FOLDER, name)
    return decode_strictly(Path(name), data, Index).examples


def read_example(name: str) -> Experiment:
    """The experiment of the example `name`. Raises FileNotFoundError when there is none."""
    file = f"{name}.json"
    return experiment_from_bytes(Path(file), resources.read_bytes(FOLDER, file))
