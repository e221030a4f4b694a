"""Recovery: finds what crashed windows left, offers it once, and is stopped by nothing."""

import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backprop_gui.document.autosave_file import Autosaved, read_autosave, write_autosave
from backprop_gui.document.claim import Claim
from backprop_gui.document.recovery import recoverable
from backprop_gui.document.stamp import Stamp
from backprop_gui.experiment.edits import with_parameter
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files import reading
from tests.document.weights import weight

NOON = datetime(2025, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def crash(tmp_path: Path, experiment: Experiment) -> Callable[[float], Path]:
    """Leaves what a window leaves that crashes so many minutes after noon."""

    def leave(minutes: float) -> Path:
        file = tmp_path / f"{minutes}.json"
        Claim.make(file).release()
        saved_at = NOON + timedelta(minutes=minutes)
        changed = with_parameter(experiment, 0, minutes)
        path, stamp = Path("/somewhere/mine.json"), Stamp(1, 2, 3)
        write_autosave(file, Autosaved(changed, "mine.json", path, stamp, saved_at))
        return file

    return leave


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_where_nothing_crashed_there_is_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        findings = recoverable(folder)
        assert (findings.recovered, findings.problems) == ((), ())


def test_everything_comes_back_the_newest_first(
    tmp_path: Path, crash: Callable[[float], Path], experiment: Experiment
) -> None:
    for minutes in (2.5, 7.5, 5.0):
        crash(minutes)
    findings = recoverable(tmp_path)
    assert findings.problems == ()
    assert [weight(each.autosaved.experiment) for each in findings.recovered] == [7.5, 5.0, 2.5]
    newest = findings.recovered[0].autosaved
    assert newest.experiment == with_parameter(experiment, 0, 7.5)
    assert newest.saved_at == NOON + timedelta(minutes=7.5)
    assert newest.saved_at.tzinfo is not None
    assert (newest.name, newest.path) == ("mine.json", Path("/somewhere/mine.json"))
    assert newest.stamp == Stamp(1, 2, 3)
    for each in findings.recovered:
        each.discard()
    assert names(tmp_path) == []


def test_what_is_left_for_later_is_offered_again(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    crash(1.0)
    for _ in range(3):
        (found,) = recoverable(tmp_path).recovered
        found.release()
    (found,) = recoverable(tmp_path).recovered
    found.discard()


def test_the_autosave_of_a_living_window_is_left_alone(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    file = crash(1.0)
    living = Claim.make(file)
    before = file.read_bytes()
    assert recoverable(tmp_path).recovered == ()
    assert file.read_bytes() == before
    living.end()


def test_starts_at_the_same_time_never_offer_the_same_twice(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    count = 20
    for minutes in range(count):
        crash(float(minutes))
    with ThreadPoolExecutor(8) as starts:
        findings = list(starts.map(lambda _: recoverable(tmp_path), range(16)))
    offered = [each for found in findings for each in found.recovered]
    assert len(offered) == count
    assert len({each.file for each in offered}) == count
    assert not any(found.problems for found in findings)
    with ThreadPoolExecutor(8) as starts:  # some look while others tidy up
        starts.map(lambda each: each.discard(), offered)
        later = list(starts.map(lambda _: recoverable(tmp_path), range(16)))
    assert not any(found.problems or found.recovered for found in later)
    assert names(tmp_path) == []


def test_locks_that_crashed_windows_without_changes_left_are_removed(tmp_path: Path) -> None:
    Claim.make(tmp_path / "dead.json").release()
    living = Claim.make(tmp_path / "living.json")
    recoverable(tmp_path)
    assert names(tmp_path) == ["living.lock"]
    living.end()


def test_an_autosave_whose_lock_is_gone_is_offered(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    crash(1.0).with_suffix(".lock").unlink()
    (found,) = recoverable(tmp_path).recovered
    found.discard()


# Damage


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def garble(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 100)


def nest_deeply(file: Path) -> None:
    file.write_bytes(b"[" * 1_000_000)


def make_huge(file: Path) -> None:
    os.truncate(file, 2 * reading.LARGEST)  # sparse: takes no room


def replace_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "inside").touch()


def replace_by_a_loop(file: Path) -> None:
    file.unlink()
    os.symlink(file, file)


def replace_by_a_link_to_nowhere(file: Path) -> None:
    file.unlink()
    os.symlink(file.with_name("nowhere"), file)


def replace_by_a_link_to_a_device(file: Path) -> None:
    file.unlink()
    os.symlink("/dev/zero", file)


def replace_by_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def make_unreadable(file: Path) -> None:
    """By permissions; root, whom they do not stop, cannot read a socket either."""
    file.chmod(0)
    if not os.access(file, os.R_OK):
        return
    file.unlink()
    before = os.getcwd()
    os.chdir(file.parent)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(file.name)
    os.chdir(before)


def set_field(old: bytes, new: bytes) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        data = file.read_bytes()
        assert data.count(old) == 1
        file.write_bytes(data.replace(old, new))

    damage.__name__ = f"set_{new!r}"
    return damage


DAMAGES = [
    truncate,
    empty,
    garble,
    nest_deeply,
    make_huge,
    replace_by_a_folder,
    replace_by_a_loop,
    replace_by_a_link_to_nowhere,
    replace_by_a_link_to_a_device,
    replace_by_a_pipe,
    make_unreadable,
    set_field(b'"version": 1,\n  "name"', b'"version": 2,\n  "name"'),
    set_field(b'"2025-05-03T12:01:00Z"', b'"0001-01-01T00:00:00+14:00"'),
    set_field(b'"2025-05-03T12:01:00Z"', b'"9999-12-31T23:59:59-14:00"'),
    set_field(b'"2025-05-03T12:01:00Z"', b'"2025-05-03T12:01:00"'),
    set_field(b'"2025-05-03T12:01:00Z"', b"1e400"),
    set_field(b'"inputs": 2', b'"inputs": 3'),
    set_field(b"[1.0, 0.2]", b"[1.0, NaN]"),
    set_field(b"[1.0, 0.2]", b""),
    set_field(b'"mine.json"', b'"\xff"'),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_one_is_put_aside_with_a_sentence_and_the_others_come_back(
    tmp_path: Path, crash: Callable[[float], Path], damage: Callable[[Path], None]
) -> None:
    damaged, other = crash(1.0), crash(2.0)
    damage(damaged)
    findings = recoverable(tmp_path)
    (found,) = findings.recovered
    assert found.file == other
    aside = tmp_path / "1.0.json.damaged"
    assert os.path.lexists(aside)
    (problem,) = findings.problems
    assert problem.startswith(f"A recovery copy is damaged and was put aside as {aside} (")
    assert problem.count("\n") == 0
    found.discard()
    assert names(tmp_path) == [aside.name]
    assert recoverable(tmp_path).problems == ()  # told but once


def test_one_that_cannot_be_put_aside_is_told_and_stops_nothing(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    truncate(crash(1.0))
    (tmp_path / "1.0.json.damaged").mkdir()
    (problem,) = recoverable(tmp_path).problems
    assert str(tmp_path / "1.0.json") in problem


DAY = 24 * 60 * 60


def put_aside(file: Path, days: float) -> None:
    """As if this had been written so many days ago, and put aside."""
    os.rename(file, file.with_name(f"{file.name}.damaged"))
    written = time.time() - days * DAY
    os.utime(file.with_name(f"{file.name}.damaged"), (written, written), follow_symlinks=False)


def test_damaged_ones_are_kept_for_thirty_days_and_the_last_five_for_good(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    for age in (29, 31, 32):
        put_aside(crash(float(age)), age)
    recoverable(tmp_path)
    assert len(list(tmp_path.glob("*.damaged"))) == 3
    for age in (1, 2, 3, 4, 40):
        put_aside(crash(float(age)), age)
    recoverable(tmp_path)
    kept = [f"{age:.1f}.json.damaged" for age in (1, 2, 29, 3, 4)]
    assert names(tmp_path) == kept
    for age in (5, 6, 7):
        put_aside(crash(float(age)), age)
    recoverable(tmp_path)
    assert len(names(tmp_path)) == 8


@pytest.mark.parametrize("damage", [replace_by_a_folder, replace_by_a_loop, replace_by_a_pipe])
def test_a_damaged_one_that_is_no_file_goes_too(
    tmp_path: Path, crash: Callable[[float], Path], damage: Callable[[Path], None]
) -> None:
    strange = crash(60.0)
    damage(strange)
    put_aside(strange, 60)
    for age in range(5):
        put_aside(crash(float(age)), age)
    recoverable(tmp_path)
    assert names(tmp_path) == [f"{age}.0.json.damaged" for age in range(5)]


def test_what_a_link_that_was_put_aside_leads_to_is_not_removed(
    tmp_path: Path, crash: Callable[[float], Path]
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "file").touch()
    strange = crash(60.0)
    strange.unlink()
    strange.symlink_to(mine)
    put_aside(strange, 60)
    for age in range(5):
        put_aside(crash(float(age)), age)
    recoverable(tmp_path)
    assert not (tmp_path / "60.0.json.damaged").is_symlink()
    assert names(mine) == ["file"]


def test_what_a_writer_that_was_killed_left_is_removed(tmp_path: Path) -> None:
    left, fresh = (tmp_path / f".backprop-lab-{number}.part" for number in range(2))
    for file in (left, fresh):
        file.touch()
    os.utime(left, (0, 0))
    recoverable(tmp_path)
    assert names(tmp_path) == [fresh.name]


@pytest.mark.parametrize("kind", ["folder", "loop", "pipe"])
def test_a_lock_that_is_none_stops_nothing(
    tmp_path: Path, crash: Callable[[float], Path], kind: str
) -> None:
    lock = crash(1.0).with_suffix(".lock")
    lock.unlink()
    crash(2.0)
    match kind:
        case "folder":
            lock.mkdir()
        case "loop":
            os.symlink(lock, lock)
        case "pipe":
            os.mkfifo(lock)
    findings = recoverable(tmp_path)
    assert findings.problems == ()
    assert 2.0 in [weight(each.autosaved.experiment) for each in findings.recovered]
    for each in findings.recovered:
        each.discard()


@pytest.mark.parametrize("kind", ["file", "loop", "pipe"])
def test_a_folder_that_is_none_stops_nothing(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "recovery"
    match kind:
        case "file":
            folder.touch()
        case "loop":
            os.symlink(folder, folder)
        case "pipe":
            os.mkfifo(folder)
    findings = recoverable(folder)
    assert (findings.recovered, findings.problems) == ((), ())


def test_names_of_no_autosave_are_passed_over(tmp_path: Path) -> None:
    for name in (".json", ".lock", "x.txt", ".backprop-lab-1.part", "x.json.damaged"):
        (tmp_path / name).touch()
    assert recoverable(tmp_path).recovered == ()


def test_a_document_without_a_file_comes_back_without_one(
    tmp_path: Path, experiment: Experiment
) -> None:
    file = tmp_path / "x.json"
    write_autosave(file, Autosaved(experiment, "tutorial", None, None, NOON))
    found = read_autosave(file)
    assert (found.name, found.path, found.stamp) == ("tutorial", None, None)
