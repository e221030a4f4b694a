"""A claim on an autosave: a lock that ends with its process, however that ends.

Whoever holds the lock owns the autosave of that name: the living window that writes it or, after
a crash, the one start that offers it. Locks of the system are not taken over from the dead, and
no process number, host name or clock is trusted. How a system locks is file_lock.py's business.
"""

import os
from pathlib import Path

from backprop_gui.document.file_lock import lock, open_to_lock, remove_locked

LOCK = ".lock"
"""Where the autosave ends in .json, its lock ends so."""


class Claim:
    """Made by `make` or `take`; held until `release` or `end`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

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
        path = autosave.with_suffix(LOCK)
        while True:
            claim = cls(path, open_to_lock(path))
            try:
                is_ours = lock(claim._descriptor)
            except OSError:
                claim.release()
                raise
            if is_ours and claim.holds():
                return claim
            claim.release()
            if not is_ours:
                return None
            # Its last holder has just removed it: once more.

    def holds(self) -> bool:
        """Whether the lock file still is the one that is locked; someone may have tidied up."""
        try:
            return os.path.samestat(os.lstat(self._path), os.fstat(self._descriptor))
        except OSError:
            return False

    def release(self) -> None:
        """Leaves the autosave to the next one."""
        os.close(self._descriptor)

    def end(self) -> None:
        """Gives the claim up for good: there is no autosave any more."""
        if self.holds():
            remove_locked(self._path, self._descriptor)
        else:
            self.release()
