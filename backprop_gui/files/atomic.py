"""Writes files atomically: whatever happens, the file is wholly the old one or wholly the new.

1. The new content goes to a hidden part file beside the target.
2. It is forced to the disk, then takes the target's name in one move.
3. A part file that a killed process left is removed by a later save in the same folder.
"""

import errno
import os
import secrets
import stat
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from backprop_gui.files.errors import FileError
from backprop_gui.files.reading import require_no_nul, require_regular

_PREFIX, _SUFFIX = ".backprop-lab-", ".part"

LEFT_SECONDS = 86_400
"""A part file not written to for a day has no writer any more."""

_PROBLEMS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it would be too large for the disk",
    errno.EACCES: "its folder may not be written to",
    errno.EPERM: "its folder may not be written to",
    errno.EROFS: "its disk may not be written to",
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "its folder is not there",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ESTALE: "its folder is not there",
    errno.ELOOP: "it is a link that leads nowhere",
    errno.EIO: "its disk has a fault",
}


def write_atomically(path: Path, data: bytes) -> None:
    """Makes `data` the content of the file at `path`. Raises FileError; then all is as before."""
    with replacing(path) as write:
        write(data)


@contextmanager
def replacing(path: Path) -> Generator[Callable[[bytes], None]]:
    """Gives a function to write with; at the end of the block the file at `path` is replaced.

    Symbolic links are followed and mode bits kept. Raises FileError. After any error, also one of
    the block's own, `path` is as before and nothing else is left.
    """
    with _explained(path):
        target, mode = _target(path)
        remove_leftovers(target.parent)
        part, file = _new_part(target)

    def write(data: bytes) -> None:
        with _explained(path):
            file.write(data)

    try:
        yield write
        with _explained(path):
            if mode is not None:
                os.chmod(part, mode)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            os.replace(part, target)
    except BaseException:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            os.unlink(part)
        raise
    _sync_folder(target.parent)


def require_writable(path: Path) -> None:
    """Raises FileError where `replacing` would fail at once; for a check before long work."""
    with _explained(path):
        part, file = _new_part(_target(path)[0])
        file.close()
        os.unlink(part)


def remove_leftovers(folder: Path) -> None:
    """Removes the part files in `folder` that a killed process left."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > LEFT_SECONDS:
                        os.unlink(entry)


def _target(path: Path) -> tuple[Path, int | None]:
    """Where `path` leads, and the mode bits of the file that is there, None if there is none."""
    require_no_nul(path)
    target = Path(os.path.realpath(path))
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return target, None
    require_regular(path, status)
    if not os.access(target, os.W_OK):
        raise FileError(path, "was not saved, because it is read-only")
    return target, stat.S_IMODE(status.st_mode)


def _new_part(target: Path) -> tuple[Path, BinaryIO]:
    part = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        return part, open(part, "xb")
    except FileNotFoundError as error:
        if not target.parent.is_dir():
            raise
        # Such as /proc, where nothing can be made.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from error


def _sync_folder(folder: Path) -> None:
    # The file is in place already: where a folder cannot be synced there is nothing to undo.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Generator[None]:
    """Turns an OSError of the block into a FileError."""
    try:
        yield
    except OSError as error:
        problem = _PROBLEMS.get(error.errno or 0, error.strerror or "the disk refused")
        raise FileError(path, f"was not saved, because {problem}") from error
