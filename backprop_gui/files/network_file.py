"""Network files: what is exported after training, and imported as initial weights."""

import math
from pathlib import Path

from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.network import Network
from backprop_gui.files.conversion import network_data, network_from
from backprop_gui.files.decoding import decode_strictly, format_of
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import experiment_from_bytes
from backprop_gui.files.formats import EXPERIMENT, NETWORK, VERSION, NetworkFile, Trained
from backprop_gui.files.layout import laid_out, write_laid_out
from backprop_gui.files.reading import read_file

__all__ = ["Trained", "network_from_bytes", "network_to_bytes", "read_network", "write_network"]


def read_network(path: Path) -> Network:
    """The network in a network file, or that of an experiment file. Raises FileError."""
    return network_from_bytes(path, read_file(path))


def write_network(path: Path, network: Network, trained: Trained) -> None:
    """Writes atomically. Raises FileError; then the file is as before."""
    write_laid_out(path, _file(network, trained))


def network_from_bytes(path: Path, data: bytes) -> Network:
    """The network that `data`, the content of `path`, holds. Raises FileError."""
    if format_of(path, data, NETWORK, EXPERIMENT) == EXPERIMENT:
        return experiment_from_bytes(path, data).network
    file = decode_strictly(path, data, NetworkFile)
    try:
        return network_from(file.inputs, file.layers)
    except ExperimentError as error:
        place = error.place.removeprefix("network").removeprefix(".")
        raise FileError(path, f"expected {error.expected}", place) from error


def network_to_bytes(network: Network, trained: Trained) -> bytes:
    """What a file of this network holds; reading it gives an equal one, bit for bit."""
    return laid_out(_file(network, trained))


def _file(network: Network, trained: Trained) -> NetworkFile:
    if trained.total_error is not None and not math.isfinite(trained.total_error):
        trained = Trained(trained.steps, None)
    data = network_data(network)
    return NetworkFile(NETWORK, VERSION, data.inputs, data.layers, trained)
