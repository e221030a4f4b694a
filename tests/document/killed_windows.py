"""Windows that edit, save and autosave until they are killed, one after the other.

Each is a fork, which saves the start of Python. Every edit raises the first weight by one, so
that it says how many edits a file holds. Each window goes on from what the last one left.

Goes on until the number of kills asked for came in the middle of a save or autosave. Prints, as
JSON: the kills, those amid a write, the files that they left half written beside the whole one,
the most edits that a kill lost, what was wrong, and the edits made, of which the last window need
not hold many.
"""

import json
import mmap
import os
import random
import signal
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot

from backprop_gui.document.autosave import Autosave
from backprop_gui.document.autosave_file import Autosaved
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.recovery import recoverable
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.experiment_file import read_experiment
from tests.experiment.strategies import numbered

DELAY_MS = 20
EDIT_MS = 2
SAVE_EVERY = 25  # edits
SHAPE = (100, 300, 10)  # takes some milliseconds to write

LONGEST_LIFE, LONGEST_WRITE = 0.1, 0.006  # seconds

# What a window notes, in memory that outlives it: edits made; edits in the last finished save and
# in the last finished autosave; edits in the autosave that is being written, or -1; the most edits
# made during one autosave; whether a save is being written; and the edits of all windows.
MADE, SAVED, KEPT, BEGAN, LONGEST, SAVING, EDITS = range(7)
Notes = NDArray[np.int64]


def count(experiment: Experiment) -> int:
    return int(experiment.network.parameters[0])


class NotedAutosave(Autosave):
    """Notes what it writes."""

    def __init__(self, document: Document, folder: Path, notes: Notes) -> None:
        super().__init__(document, folder, DELAY_MS)
        self._notes = notes

    @Slot()
    def _save(self) -> None:
        # Here and not in its thread, which on a busy machine begins some edits later.
        begins = self._writer is None
        if begins:
            self._notes[BEGAN] = count(self._document.experiment)
        super()._save()
        if begins and self._writer is None:
            self._notes[BEGAN] = -1

    def _write(self, present: Autosaved) -> None:
        notes = self._notes
        super()._write(present)
        notes[KEPT] = count(present.experiment)
        notes[LONGEST] = max(notes[LONGEST], notes[MADE] - notes[BEGAN])
        notes[BEGAN] = -1


class Window(QObject):
    """Goes on from what is in `folder`, and edits for ever."""

    def __init__(self, folder: Path, notes: Notes, saves: bool) -> None:
        super().__init__()
        self._file, self._notes, self._saves = folder / "x.json", notes, saves
        self._document = Document(numbered(SHAPE), "Counter")
        self._autosave = NotedAutosave(self._document, folder / "recovery", notes)
        if self._file.exists():
            self._document.open(self._file)
        for found in recoverable(folder / "recovery").recovered:
            if count(found.autosaved.experiment) > count(self._document.experiment):
                self._autosave.recover(found)
            else:
                found.discard()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._edit)
        self._timer.start(EDIT_MS)

    @Slot()
    def _edit(self) -> None:
        made = count(self._document.experiment) + 1
        self._document.apply(Edit("one more", partial(edits.with_parameter, at=0, value=made)))
        self._notes[MADE] = made
        self._notes[EDITS] += 1
        if self._saves and made % SAVE_EVERY == 0:
            self._notes[SAVING] = 1
            self._document.save(self._file)
            self._notes[[SAVED, SAVING]] = made, 0


def live(folder: Path, notes: Notes, saves: bool) -> None:
    app = QCoreApplication([])
    window = Window(folder, notes, saves)
    app.exec()
    del window


def kill_one(folder: Path, notes: Notes, saves: bool, chance: random.Random) -> None:
    """Kills a window at any moment of a save or an autosave, or soon after."""
    notes[[BEGAN, LONGEST, SAVING]] = -1, 0, 0
    child = os.fork()
    if child == 0:
        live(folder, notes, saves)
        os._exit(1)
    time.sleep(chance.uniform(0.01, LONGEST_LIFE))
    which, idle = (SAVING, 0) if saves and chance.random() < 0.5 else (BEGAN, -1)
    give_up = time.monotonic() + 60
    while notes[which] == idle and time.monotonic() < give_up:
        time.sleep(0.0001)
    time.sleep(chance.uniform(0, LONGEST_WRITE))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"


def inspect(folder: Path, notes: Notes) -> tuple[int, list[str]]:
    """How many edits are lost, and what is wrong."""
    wrong: list[str] = []
    held = [count(numbered(SHAPE))]  # what the first window begins with
    if (folder / "x.json").exists():
        held.append(count(read_experiment(folder / "x.json")))
    findings = recoverable(folder / "recovery")
    wrong += findings.problems
    if len(findings.recovered) > 1:
        wrong.append("more than one window is offered")
    for found in findings.recovered:
        held.append(count(found.autosaved.experiment))
        found.release()
    lost = int(notes[MADE]) - max(held)
    if max(held) < max(notes[SAVED], notes[KEPT]):
        wrong.append("what had been written is gone")
    # An edit waits for the timer, which is late by up to 5 %, then for the autosave before it,
    # then for its own; a timer may bring one edit more than fits.
    longest = max(notes[LONGEST], notes[MADE] - notes[BEGAN] if notes[BEGAN] >= 0 else 0)
    most = DELAY_MS * 1.05 / EDIT_MS + 2 * longest + 2
    if lost > most:
        wrong.append(f"{lost} edits are lost, expected at most {most}")
    return lost, wrong


def cut_short(folder: Path) -> int:
    """How many files were half written, since the last time."""
    parts = list(folder.rglob("*.part"))
    for part in parts:
        part.unlink()
    return len(parts)


def main() -> None:
    folder, goal = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(1)
    notes = np.frombuffer(mmap.mmap(-1, 7 * 8), dtype=np.int64)
    wrong: list[str] = []
    kills, amid, cut, most_lost = 0, 0, 0, 0
    while amid < goal:
        kill_one(folder, notes, kills % 2 == 0, chance)
        kills += 1
        amid += int(notes[SAVING] == 1 or notes[BEGAN] >= 0)
        lost, problems = inspect(folder, notes)
        wrong += [f"kill {kills}: {problem}" for problem in problems]
        most_lost = max(lost, most_lost)
        cut += cut_short(folder)
    result = {"kills": kills, "amid": amid, "cut": cut, "most_lost": most_lost, "wrong": wrong}
    print(json.dumps(result | {"edits": int(notes[EDITS])}))


if __name__ == "__main__":
    main()
