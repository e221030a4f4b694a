"""Recovery: finds the autosaves that a crash left behind.

Those of living windows are left alone, and so are those that another start is offering. A damaged
one is put aside, never in the way of a start, and kept for a while.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backprop_gui.document.autosave_file import Autosaved, read_autosave
from backprop_gui.document.claim import LOCK, Claim
from backprop_gui.files.atomic import remove_leftovers
from backprop_gui.files.errors import FileError

AUTOSAVE = ".json"
"""How the name of an autosave ends."""

_DAMAGED = ".damaged"
_MOST_DAMAGED = 5  # that are kept whatever their age: someone may be able to mend one
_DAMAGED_SECONDS = 30 * 24 * 60 * 60  # for which all are kept


@dataclass(frozen=True)
class Recovered:
    """What was unsaved when a window crashed; no other start offers it until it is released."""

    autosaved: Autosaved
    file: Path
    claim: Claim

    def discard(self) -> None:
        """Removes it for good."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)
        self.claim.end()

    def release(self) -> None:
        """Leaves it for a later start."""
        self.claim.release()


@dataclass(frozen=True)
class Findings:
    """`recovered`, the newest first, and `problems`: a sentence on each that was damaged."""

    recovered: tuple[Recovered, ...]
    problems: tuple[str, ...]


def recoverable(folder: Path) -> Findings:
    """What dead windows have left in `folder`. Raises nothing."""
    remove_leftovers(folder)
    _remove_old_damaged(folder)
    recovered, problems = [], []
    for file in _autosaves(folder):
        claim = _claim(file)
        if claim is None:
            continue
        try:
            recovered.append(Recovered(read_autosave(file), file, claim))
        except (FileError, MemoryError) as error:
            problems.append(_put_aside(file, error))
            claim.end()
    recovered.sort(key=lambda each: each.autosaved.saved_at, reverse=True)
    return Findings(tuple(recovered), tuple(problems))


def _autosaves(folder: Path) -> list[Path]:
    """Where an autosave is, or was: dead windows without unsaved changes leave only their locks."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    suffixes = (AUTOSAVE, LOCK)
    files = {(folder / name).with_suffix(AUTOSAVE) for name in names if name.endswith(suffixes)}
    return sorted(files)


def _claim(file: Path) -> Claim | None:
    """The claim on an autosave that is there and that nobody else has a claim on."""
    try:
        claim = Claim.take(file)
    except OSError:
        return None
    if claim is not None and not os.path.lexists(file):
        claim.end()
        return None
    return claim


def _put_aside(file: Path, error: Exception) -> str:
    """Renames it, so that it is reported but once; gives the report."""
    problem = error.problem if isinstance(error, FileError) else "there is not enough memory"
    aside = file.with_name(file.name + _DAMAGED)
    try:
        os.rename(file, aside)
    except OSError:
        aside = file
    return f"A recovery copy is damaged and was put aside as {aside} ({problem})."


def _remove_old_damaged(folder: Path) -> None:
    oldest = time.time() - _DAMAGED_SECONDS
    for written, file in sorted(_damaged(folder), reverse=True)[_MOST_DAMAGED:]:
        if written >= oldest:
            continue
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file, ignore_errors=True)
        else:
            with suppress(OSError):
                file.unlink()


def _damaged(folder: Path) -> Iterator[tuple[float, Path]]:
    """When each was written last, and where it is."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_DAMAGED):
                with suppress(OSError):  # another start has just removed it
                    yield entry.stat(follow_symlinks=False).st_mtime, Path(entry)
