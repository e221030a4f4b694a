"""Experiment files."""

from pathlib import Path

from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.conversion import experiment_data, experiment_from
from backprop_gui.files.decoding import decode_strictly, format_of
from backprop_gui.files.errors import FileError
from backprop_gui.files.formats import EXPERIMENT, ExperimentFile
from backprop_gui.files.layout import laid_out, write_laid_out
from backprop_gui.files.reading import read_file


def read_experiment(path: Path) -> Experiment:
    """The experiment in the file at `path`. Raises FileError."""
    return experiment_from_bytes(path, read_file(path))


def write_experiment(path: Path, experiment: Experiment) -> None:
    """Writes atomically. Raises FileError; then the file is as before."""
    write_laid_out(path, experiment_data(experiment))


def experiment_from_bytes(path: Path, data: bytes) -> Experiment:
    """The experiment that `data`, the content of `path`, holds. Raises FileError."""
    format_of(path, data, EXPERIMENT)
    file = decode_strictly(path, data, ExperimentFile)
    try:
        return experiment_from(file)
    except ExperimentError as error:
        raise FileError(path, f"expected {error.expected}", error.place) from error


def experiment_to_bytes(experiment: Experiment) -> bytes:
    """What a file of this experiment holds; reading it gives an equal one, bit for bit."""
    return laid_out(experiment_data(experiment))
