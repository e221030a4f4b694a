"""Locks an open file with what the system has for it; the lock ends when the file is closed, and so
at the latest with its process. What a lock stands for is not known here.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

# A link is not followed, a pipe not waited for. Not every system has these.
_SAFE_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def open_to_lock(path: Path) -> int:
    """Opens the file at `path`, made where it is missing. Raises OSError."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _SAFE_FLAGS, 0o600)


if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int) -> bool:
        """Locks an open file; False when another holds its lock. Raises OSError."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def remove_locked(path: Path, descriptor: int) -> None:
        """Removes a locked file and its lock; what another has opened since then stays."""
        os.close(descriptor)  # no open file can be removed
        with suppress(OSError):
            os.unlink(path)

else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Locks an open file; False when another holds its lock. Raises OSError."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def remove_locked(path: Path, descriptor: int) -> None:
        """Removes a locked file and its lock."""
        with suppress(OSError):
            os.unlink(path)
        os.close(descriptor)  # last: who locks the file in between would lose it
