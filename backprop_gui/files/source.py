"""What a person names to begin with: a file, or one of the examples."""

import os
from dataclasses import dataclass
from pathlib import Path

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.errors import FileError
from backprop_gui.files.examples import Example, examples, read_example
from backprop_gui.files.experiment_file import read_experiment


@dataclass(frozen=True)
class Source:
    """An experiment with its title; `path` is its file, None for an example."""

    experiment: Experiment
    title: str
    path: Path | None


def read_source(argument: str) -> Source:
    """The experiment in a file or example. Raises FileError."""
    found = find_source(argument)
    if isinstance(found, Path):
        return Source(read_experiment(found), found.name, found)
    return Source(read_example(found.name), found.title, None)


def is_table(path: Path) -> bool:
    """Whether the name is that of a text table, which holds samples and no experiment."""
    return path.suffix.lower() in _TABLES


def find_source(argument: str) -> Path | Example:
    """What `argument` means. Raises FileError when it is neither a path nor an example's name.

    It is a path if there is such a file, if it has a separator, or if it ends in .json.
    """
    is_file = os.path.exists(argument) and not os.path.isdir(argument)
    if is_file or argument.endswith(".json") or any(x in argument for x in _SEPARATORS):
        return Path(argument)
    every = examples()
    for example in every:
        if example.name == argument:
            return example
    names = ", ".join(example.name for example in every)
    raise FileError(Path(argument), f"expected a file or one of the examples {names}")


_TABLES = (".csv", ".tsv", ".txt")
_SEPARATORS = {os.sep, os.altsep or os.sep}
