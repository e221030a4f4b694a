"""Reads a file that may be anything: never blocks, never takes more memory than it should."""

import os
import stat
from pathlib import Path

from backprop_gui.files.errors import FileError

LARGEST = 512 << 20
"""Bytes of the largest file that is read: the largest network, written by us, takes 420 MB."""

# A FIFO without a writer would block; a terminal would become ours. Both are refused after all.
_FLAGS = ("O_NONBLOCK", "O_NOCTTY")

_PROBLEMS: dict[type[OSError], str] = {
    FileNotFoundError: "expected a file, but there is none",
    NotADirectoryError: "expected a file, but there is none",
    PermissionError: "expected a file that may be read",
}


def read_file(path: Path, largest: int = LARGEST) -> bytes:
    """The content of a regular file of at most `largest` bytes. Raises FileError."""
    require_no_nul(path)
    try:
        require_regular(path, os.stat(path))  # before opening: opening a device may do something
        with open(path, "rb", opener=_open_without_blocking) as file:
            require_regular(path, os.fstat(file.fileno()))
            data = file.read(largest + 1)
    except OSError as error:
        raise FileError(path, _problem(error)) from error
    if len(data) > largest:
        raise FileError(path, f"expected a file of at most {largest >> 20} MB")
    return data


def require_no_nul(path: Path) -> None:
    """Raises FileError for a path that the system would cut off at its NUL."""
    if "\0" in str(path):
        raise FileError(path, "expected a name without NUL characters")


def require_regular(path: Path, status: os.stat_result) -> None:
    """Raises FileError unless `status` is that of an ordinary file."""
    if stat.S_ISDIR(status.st_mode):
        raise FileError(path, "expected a file, found a folder")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(path, "expected an ordinary file, found a device or pipe")


def _open_without_blocking(path: str, flags: int) -> int:
    for flag in _FLAGS:
        flags |= getattr(os, flag, 0)  # not every system has them
    return os.open(path, flags)


def _problem(error: OSError) -> str:
    for kind, problem in _PROBLEMS.items():
        if isinstance(error, kind):
            return problem
    return f"cannot be read: {error.strerror}"
