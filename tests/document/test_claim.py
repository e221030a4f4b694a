"""A claim: held by one at a time, and gone with its process."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backprop_gui.document.claim import Claim

ROOT = Path(__file__).parents[2]


@pytest.fixture
def autosave(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


def test_only_one_holds_it_at_a_time(autosave: Path) -> None:
    claim = Claim.take(autosave)
    assert claim is not None
    assert Claim.take(autosave) is None
    claim.release()
    again = Claim.take(autosave)
    assert again is not None
    again.end()


def test_it_leaves_nothing_when_it_ends(autosave: Path) -> None:
    Claim.make(autosave).end()
    assert list(autosave.parent.iterdir()) == []


def test_who_tidies_the_lock_away_takes_nobody_elses(autosave: Path) -> None:
    old = Claim.make(autosave)
    autosave.with_suffix(".lock").unlink()
    assert not old.holds()
    new = Claim.make(autosave)
    old.end()
    assert new.holds()
    assert Claim.take(autosave) is None
    new.end()


def test_a_lock_that_its_last_holder_removes_meanwhile_is_not_taken_for_the_lock(
    autosave: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_file, flock = autosave.with_suffix(".lock"), fcntl.flock
    others: list[Claim | None] = []

    def slow_flock(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        lock_file.unlink()
        others.append(Claim.take(autosave))
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", slow_flock)
    assert Claim.take(autosave) is None
    (other,) = others
    assert other is not None
    other.end()


def test_it_ends_with_its_process_however_that_ends(autosave: Path) -> None:
    holder = f"""
import sys
from pathlib import Path
from backprop_gui.document.claim import Claim
claim = Claim.make(Path({str(autosave)!r}))
print("held", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", holder]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert Claim.take(autosave) is None
        process.send_signal(signal.SIGKILL)
    claim = Claim.take(autosave)
    assert claim is not None
    claim.end()


def test_programs_started_meanwhile_do_not_keep_it(autosave: Path) -> None:
    claim = Claim.make(autosave)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        claim.release()
        again = Claim.take(autosave)
        assert again is not None
        again.end()
        other.kill()


@pytest.mark.parametrize("kind", ["folder", "link to nowhere", "loop"])
def test_where_no_lock_can_be_it_says_so(autosave: Path, kind: str) -> None:
    lock = autosave.with_suffix(".lock")
    if kind == "folder":
        lock.mkdir()
    else:
        os.symlink(lock if kind == "loop" else lock.with_name("nowhere"), lock)
    with pytest.raises(OSError):
        Claim.take(autosave)
