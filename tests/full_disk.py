"""Disks on which the system itself refuses to write, for as long as a test wishes."""

import resource
import subprocess
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """`full` has it refuse everything while its block runs, and `refusal` is what is said then."""

    folder: Path
    refusal: str
    full: Callable[[], AbstractContextManager[None]]


@contextmanager
def made(kind: str, folder: Path) -> Generator[Disk]:
    """One of these kinds in `folder`; where it cannot be mounted the test is skipped."""
    folder.mkdir()
    if kind == "limit":  # needs no rights: no file of this process may grow
        yield Disk(folder, "it would be too large for the disk", _no_growth)
        return
    options, refusal, full = _MOUNTED[kind]
    if not _does("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)):
        pytest.skip("no disk may be mounted here")
    try:
        yield Disk(folder, refusal, partial(full, folder))
    finally:
        assert _does("umount", "--lazy", str(folder))


@contextmanager
def _no_growth() -> Generator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _no_room(folder: Path) -> Generator[None]:
    rest = folder / "rest"
    with suppress(OSError), open(rest, "wb", buffering=0) as file:
        while True:
            file.write(bytes(512))
    yield
    rest.unlink()


@contextmanager
def _no_names(folder: Path) -> Generator[None]:
    """There is room, but no other file can be made."""
    many = folder / "many"
    many.mkdir()
    with suppress(OSError):
        for number in count():
            (many / str(number)).touch()
    yield
    for each in many.iterdir():
        each.unlink()
    many.rmdir()


@contextmanager
def _read_only(folder: Path) -> Generator[None]:
    assert _does("mount", "-o", "remount,ro", str(folder))
    yield
    assert _does("mount", "-o", "remount,rw", str(folder))


_MOUNTED = {
    "full": ("size=400k", "the disk is full", _no_room),
    "no more files": ("size=4m,nr_inodes=40", "the disk is full", _no_names),
    "read-only": ("size=400k", "it is read-only", _read_only),
}


def _does(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
