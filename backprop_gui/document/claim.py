"""A claim on an autosave: a lock that ends with its process, however that ends.

Whoever holds the lock owns the autosave of that name: the living window that writes it or, after
a crash, the one start that offers it. Locks of the system are not taken over from the dead, and
no process number, host name or clock is trusted.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

LOCK = ".lock"
"""Where the autosave ends in .json, its lock ends so."""

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Claim:
    """Made by `make` or `take`; held until `release` or `end`."""

    def __init__(self, lock: Path, descriptor: int) -> None:
        self._lock, self._descriptor = lock, descriptor

    @classmethod
    def make(cls, autosave: Path) -> "Claim":
        """The claim on a new autosave. Raises OSError where no lock can be."""
        while True:
            claim = cls.take(autosave)
            if claim is not None:
                return claim
            # A start that found the new lock still free is just removing it.

    @classmethod
    def take(cls, autosave: Path) -> "Claim | None":
        """The claim on an autosave, None when another holds it. Raises OSError as `make` does."""
        lock = autosave.with_suffix(LOCK)
        while True:
            claim = cls(lock, os.open(lock, _FLAGS, 0o600))
            try:
                fcntl.flock(claim._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                claim.release()
                if isinstance(error, BlockingIOError):
                    return None
                raise
            if claim.holds():
                return claim
            claim.release()  # its last holder has just removed it: once more

    def holds(self) -> bool:
        """Whether the lock file still is the one that is locked; someone may have tidied up."""
        try:
            return os.path.samestat(os.lstat(self._lock), os.fstat(self._descriptor))
        except OSError:
            return False

    def release(self) -> None:
        """Leaves the autosave to the next one."""
        os.close(self._descriptor)

    def end(self) -> None:
        """Gives the claim up for good: there is no autosave any more."""
        if self.holds():
            with suppress(OSError):
                os.unlink(self._lock)
        self.release()
