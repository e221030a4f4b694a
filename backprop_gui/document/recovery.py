"""Recovery: finds the autosaves that a crash left behind.

Those of living windows are left alone, and so are those that another start is offering. A damaged
one is put aside, never in the way of a start.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backprop_gui.document.autosave_file import Autosaved, read_autosave
from backprop_gui.document.claim import LOCK, Claim
from backprop_gui.files.errors import FileError

AUTOSAVE = ".json"
"""How the name of an autosave ends."""

_DAMAGED = ".damaged"


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
