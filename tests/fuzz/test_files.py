"""200,000 damaged files: each is read right, or refused with a sentence.

Right means: what was written of it and read again is equal, and Python's own JSON reader finds the
same numbers. No file may take longer than a second, or ten times its size in memory, and none may
raise anything but a FileError.
"""

import json
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.files import delimited
from backprop_gui.files.delimited import DelimitedText, Dialect
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import experiment_from_bytes, experiment_to_bytes
from backprop_gui.files.network_file import Trained, network_from_bytes, network_to_bytes
from backprop_gui.files.sample_export import write_samples
from backprop_gui.files.sample_table import Choices, Role, guess_roles, read_samples
from tests.fuzz import originals
from tests.fuzz.byte_mutations import BYTE_MUTATIONS, Mutation
from tests.fuzz.json_mutations import JSON_MUTATIONS
from tests.fuzz.table_mutations import TABLE_MUTATIONS

PATH = Path("damaged.x")

BLOCK = 5000
"""Files in one test; forty tests make 200,000."""

LONGEST = 1.0  # seconds of this process's own time: others may be at work on the machine
TIMES_ITS_SIZE = 10
BESIDES = 256 << 10
"""Bytes that reading may take however small the file: buffers of the readers and of NumPy."""

LARGE_FILES = 60
LEAST_SHARE = 0.05  # of a block that must be read, and refused, or the mutations are dull

Value = TypeVar("Value")
Read = Callable[[bytes], Value]
Check = Callable[[bytes, Value], None]


@pytest.mark.parametrize("block", range(16))
def test_damaged_experiments_are_read_right_or_refused(block: int) -> None:
    files, random = originals.experiments(), Random(f"experiments {block}")
    try_all(damaged(random, files, JSON_MUTATIONS), read_experiment, check_experiment)


@pytest.mark.parametrize("block", range(10))
def test_damaged_networks_are_read_right_or_refused(block: int) -> None:
    files, random = originals.networks(), Random(f"networks {block}")
    try_all(damaged(random, files, JSON_MUTATIONS), read_network, check_network)


@pytest.mark.parametrize("block", range(14))
def test_damaged_tables_are_read_right_or_refused(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what is written need not outlive the test
    files, random = originals.tables(), Random(f"tables {block}")
    check = partial(check_table, folder=tmp_path)
    try_all(damaged(random, files, TABLE_MUTATIONS), read_table, check)


@pytest.mark.parametrize("seed", range(3))
def test_reading_takes_no_more_memory_than_ten_times_the_size(seed: int) -> None:
    random = Random(f"memory {seed}")
    for files, mutations, read in (
        (originals.large_experiments(), JSON_MUTATIONS, read_experiment),
        (originals.large_networks(), JSON_MUTATIONS, read_network),
        (originals.large_tables(), TABLE_MUTATIONS, read_table),
    ):
        for _, data in zip(range(LARGE_FILES), damaged(random, files, mutations), strict=False):
            peak = memory_to_read(data, read)
            assert peak <= TIMES_ITS_SIZE * len(data) + BESIDES, told(data)


@pytest.mark.parametrize("kind", ["experiments", "networks", "tables"])
def test_the_originals_are_read(kind: str, tmp_path: Path) -> None:
    read, check = {
        "experiments": (read_experiment, check_experiment),
        "networks": (read_network, check_network),
        "tables": (read_table, partial(check_table, folder=tmp_path)),
    }[kind]
    for make in (kind, f"large_{kind}"):
        for data in getattr(originals, make)():
            check(data, read(data))


# How a file is damaged and tried


def damaged(random: Random, files: list[bytes], mutations: tuple[Mutation, ...]) -> Iterator[bytes]:
    """Files without end, each with one or more mutations, those that know its structure first."""
    while True:
        data = random.choice(files)
        first = mutations if random.random() < 0.7 else BYTE_MUTATIONS
        data = random.choice(first)(random, data)
        while data and random.random() < 0.25:
            data = random.choice(BYTE_MUTATIONS)(random, data)
        yield data


def try_all(files: Iterator[bytes], read: Read[Value], check: Check[Value]) -> None:
    refused = 0
    for number, data in zip(range(BLOCK), files, strict=False):
        with blamed(number, data):
            began = time.process_time()
            try:
                value = read(data)
            except FileError as error:
                refused += 1
                assert_is_a_sentence(str(error))
            else:
                check(data, value)
            assert time.process_time() - began <= LONGEST
    assert BLOCK * LEAST_SHARE < refused < BLOCK * (1 - LEAST_SHARE)


@contextmanager
def blamed(number: int, data: bytes) -> Iterator[None]:
    """Has any failure show the file."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"file {number}: {told(data)}") from error


def told(data: bytes) -> str:
    return f"{len(data)} bytes, {data[:3000]!r}"


def assert_is_a_sentence(message: str) -> None:
    assert message.startswith(f"{PATH}: ")
    assert message.isprintable()
    assert len(message) < 1000


def memory_to_read(data: bytes, read: Read[Value]) -> int:
    """Bytes allocated at the most while `data` is read; those of `data` itself do not count."""
    tracemalloc.start()
    try:
        read(data)
    except FileError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


# The three kinds of files


def read_experiment(data: bytes) -> Experiment:
    return experiment_from_bytes(PATH, data)


def check_experiment(data: bytes, read: Experiment) -> None:
    written = experiment_to_bytes(read)
    assert read_experiment(written) == read
    found, again = as_python_reads(data), as_python_reads(written)
    for field in ("network", "samples", "training"):
        assert found[field] == again[field]


def read_network(data: bytes) -> Network:
    return network_from_bytes(PATH, data)


def check_network(data: bytes, read: Network) -> None:
    written = network_to_bytes(read, Trained(0, None))
    assert read_network(written) == read
    found, again = as_python_reads(data), as_python_reads(written)
    found = found.get("network", found)
    assert found["inputs"] == again["inputs"]
    assert found["layers"] == again["layers"]


def as_python_reads(data: bytes) -> Any:
    return json.loads(data.decode(), parse_int=float)


def read_table(data: bytes) -> Samples:
    """As a person imports a table who takes everything as it is guessed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "read_file", lambda _: data)
        table = DelimitedText.read(PATH)
    dialect = table.guess()
    samples = read_samples(table, Choices(dialect, guess_roles(table.preview(dialect), dialect)))
    assert samples is not None
    return samples


def check_table(_: bytes, read: Samples, folder: Path) -> None:
    path = folder / "written.csv"
    write_samples(path, read)
    inputs, targets = (len(columns) for columns in read.columns)
    roles = (*[Role.INPUT] * inputs, *[Role.TARGET] * targets)
    dialect = Dialect(",", has_header=True)
    assert read_samples(DelimitedText.read(path), Choices(dialect, roles)) == read
