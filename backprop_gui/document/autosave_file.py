"""What an autosave holds: the experiment, and what the window knew of its file."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from backprop_gui.document.stamp import Stamp
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.conversion import experiment_data, experiment_from
from backprop_gui.files.decoding import decode
from backprop_gui.files.errors import FileError, printable
from backprop_gui.files.formats import ExperimentFile
from backprop_gui.files.layout import write_laid_out
from backprop_gui.files.reading import read_file


@dataclass(frozen=True)
class Autosaved:
    """`path` is the document's own file, None if it has none, and `stamp` that file's when it was
    last read or saved; `saved_at` has a time zone.
    """

    experiment: Experiment
    name: str
    path: Path | None
    stamp: Stamp | None
    saved_at: datetime


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The path is bytes, in base64: those of a path need not be text."""

    format: Literal["backprop-autosave"]
    version: Literal[1]
    name: str
    path: bytes | None
    stamp: Stamp | None
    saved_at: Annotated[datetime, msgspec.Meta(tz=True)]
    experiment: ExperimentFile


def write_autosave(file: Path, autosaved: Autosaved) -> None:
    """Writes atomically. Raises FileError; then the file is as before."""
    path = autosaved.path
    content = _File(
        "backprop-autosave",
        1,
        printable(autosaved.name),
        None if path is None else os.fsencode(os.path.abspath(path)),
        autosaved.stamp,
        autosaved.saved_at,
        experiment_data(autosaved.experiment),
    )
    write_laid_out(file, content)


def read_autosave(file: Path) -> Autosaved:
    """The autosave in `file`, its time in the local time zone. Raises FileError."""
    content = decode(file, read_file(file), _File)
    try:
        experiment = experiment_from(content.experiment)
        saved_at = content.saved_at.astimezone()
    except ExperimentError as error:
        raise FileError(file, f"expected {error.expected}", error.place) from error
    except (OSError, OverflowError, ValueError) as error:
        raise FileError(file, "expected a time of our days", "saved_at") from error
    path = None if content.path is None else Path(os.fsdecode(content.path))
    return Autosaved(experiment, content.name, path, content.stamp, saved_at)
