"""200,000 damaged files: each is read right, or refused with a sentence.

Right means: what was written of it and read again is equal; Python's own JSON reader finds the
same numbers, and no field twice; each number from a table stands there. No file may take longer
than a second, or ten times its size in memory, and none may raise anything but a FileError.
"""

import json
import os
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
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

pytestmark = pytest.mark.timeout(600)  # a minute on a busy machine

PATH = Path("damaged.x")

BLOCK = 5000
"""Files in one test; forty tests make 200,000."""

LONGEST = 1.0  # seconds of this process's own time: others may be at work on the machine
TIMES_ITS_SIZE = 10
BESIDES = 256 << 10
"""Bytes that reading may take however small the file: buffers of the readers and of NumPy."""

A_COLUMN = 1 << 10
"""Bytes that a column of a table takes, however few its rows."""

A_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

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
def test_reading_json_takes_no_more_memory_than_ten_times_its_size(seed: int) -> None:
    random = Random(f"memory {seed}")
    for files, read in (
        (originals.large_experiments(), read_experiment),
        (originals.large_networks(), read_network),
    ):
        for data in islice(damaged(random, files, JSON_MUTATIONS), LARGE_FILES):
            with blamed(data):
                assert memory_to_read(data, read) <= TIMES_ITS_SIZE * len(data) + BESIDES


@pytest.mark.parametrize("seed", range(3))
def test_reading_a_table_takes_no_more_memory_than_ten_times_its_size(seed: int) -> None:
    """Or ten times that of its samples: each class becomes a column, so they may be far larger."""
    random, files = Random(f"memory of tables {seed}"), originals.large_tables()
    for data in islice(damaged(random, files, TABLE_MUTATIONS), LARGE_FILES):
        with blamed(data):
            size = max(len(data), size_of_samples(data))
            most = TIMES_ITS_SIZE * size + BESIDES + A_COLUMN * widest(data)
            assert memory_to_read(data, read_table) <= most


def test_the_files_that_are_damaged_were_right(tmp_path: Path) -> None:
    for data in originals.experiments() + originals.large_experiments():
        check_experiment(data, read_experiment(data))
    for data in originals.networks() + originals.large_networks():
        check_network(data, read_network(data))
    for data in originals.tables() + originals.large_tables():
        check_table(data, read_table(data), tmp_path)


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
    for data in islice(files, BLOCK):
        with blamed(data):
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
def blamed(data: bytes) -> Iterator[None]:
    """Has any failure show the file."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"at {len(data)} bytes, {data[:3000]!r}") from error


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


def size_of_samples(table: bytes) -> int:
    """In memory; 0 for a table that is refused."""
    try:
        samples = read_table(table)
    except FileError:
        return 0
    return samples.inputs.nbytes + samples.targets.nbytes


def widest(table: bytes) -> int:
    """At least as many as there are cells in any row."""
    return max(len(re.findall(rb"[,;\t| ]", line)) for line in table.splitlines() or [b""]) + 1


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
    return json.loads(data.decode(), parse_int=float, object_pairs_hook=each_once)


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(pairs)) == len(pairs), "a field given twice was not refused"
    return dict(pairs)


def read_table(data: bytes) -> Samples:
    """As a person imports a table who takes everything as it is guessed."""
    table = as_text(data)
    dialect = table.guess()
    samples = read_samples(table, Choices(dialect, guess_roles(table.preview(dialect), dialect)))
    assert samples is not None
    return samples


def as_text(data: bytes) -> DelimitedText:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "read_file", lambda _: data)
        return DelimitedText.read(PATH)


def check_table(data: bytes, read: Samples, folder: Path) -> None:
    """Inputs are never classes, so that each must stand in the text."""
    assert set(read.inputs.flat) <= numbers_in(as_text(data).text)
    path = folder / "written.csv"
    write_samples(path, read)
    inputs, targets = (len(columns) for columns in read.columns)
    roles = (*[Role.INPUT] * inputs, *[Role.TARGET] * targets)
    dialect = Dialect(",", has_header=True)
    assert read_samples(DelimitedText.read(path), Choices(dialect, roles)) == read


def numbers_in(text: str) -> set[float]:
    """All that are written with a point, and all that are written with a comma."""
    with_comma = text.replace(".", "x").replace(",", ".")
    return {float(found) for found in A_NUMBER.findall(text) + A_NUMBER.findall(with_comma)}
