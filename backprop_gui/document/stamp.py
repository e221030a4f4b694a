"""A file's stamp: tells whether the file at a path is still the one that was read or written."""

import os
from pathlib import Path

import msgspec


class Stamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the file was last written, in nanoseconds, its size in bytes, and which file it is."""

    modified: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp | None":
        """That of the file at `path` now; None when there is none."""
        try:
            status = os.stat(path)
        except (OSError, ValueError):  # ValueError: a NUL in the path
            return None
        return cls(status.st_mtime_ns, status.st_size, status.st_ino)
