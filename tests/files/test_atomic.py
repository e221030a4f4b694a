"""Whatever happens while a file is written, it is wholly the old one or wholly the new."""

import errno
import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backprop_gui.files import atomic
from backprop_gui.files.atomic import replacing, require_writable, write_atomically
from backprop_gui.files.errors import FileError
from tests.files.killed_writer import CONTENTS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with old content, alone in its folder."""
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@contextmanager
def umask(mask: int) -> Generator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_new_content_takes_the_place_of_old(path: Path) -> None:
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["x.json"]


def test_a_new_file_has_the_mode_bits_of_any_new_file(tmp_path: Path) -> None:
    with umask(0o027):
        write_atomically(tmp_path / "new.json", b"new")
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_mode_bits_are_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_stays_a_link_and_its_file_is_replaced(path: Path) -> None:
    folder = path.parent / "folder"
    folder.mkdir()
    link = folder / "link.json"
    link.symlink_to("../x.json")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert names(folder) == ["link.json"]


def test_a_link_to_a_file_not_yet_there_makes_the_file(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("later.json")
    write_atomically(link, b"new")
    assert (tmp_path / "later.json").read_bytes() == b"new"
    assert link.is_symlink()


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_content_is_on_the_disk_before_it_takes_the_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []

    def note(name: str) -> None:
        real: Any = getattr(os, name)

        def call(first: Any, *rest: Any) -> Any:
            is_folder = isinstance(first, int) and stat.S_ISDIR(os.fstat(first).st_mode)
            done.append((name, "folder" if is_folder else "file"))
            return real(first, *rest)

        monkeypatch.setattr(os, name, call)

    note("fsync")
    note("replace")
    write_atomically(path, b"new")
    assert done == [("fsync", "file"), ("replace", "file"), ("fsync", "folder")]


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is full"),
        (errno.EROFS, "its disk may not be written to"),
        (errno.EACCES, "its folder may not be written to"),
        (errno.ENOENT, "its folder is not there"),
        (errno.ESTALE, "its folder is not there"),
        (errno.EIO, "its disk has a fault"),
        (errno.EBUSY, os.strerror(errno.EBUSY)),
    ],
)
def test_a_fault_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, told: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(FileError) as caught:
        write_atomically(path, b"new")
    assert str(caught.value) == f"x.json: was not saved, because {told}"
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["x.json"]


def test_a_disk_that_is_full_while_writing_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_full_device(target: Path) -> tuple[Path, Any]:
        part = target.with_name("part")
        part.touch()
        return part, open("/dev/full", "wb")  # closed by what is tested

    monkeypatch.setattr(atomic, "_new_part", on_full_device)
    with pytest.raises(FileError, match="was not saved, because the disk is full"):
        write_atomically(path, b"new" * 100_000)
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["x.json"]


def test_a_folder_that_cannot_be_synced_does_not_unsave_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fail_for_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, OSError])
def test_an_error_of_the_writers_own_leaves_the_old_file_and_is_passed_on(
    path: Path, error: type[BaseException]
) -> None:
    def fail() -> None:
        with replacing(path) as write:
            write(b"new")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["x.json"]


def test_until_the_end_of_the_block_the_old_file_is_there(path: Path) -> None:
    with replacing(path) as write:
        write(b"n")
        assert path.read_bytes() == b"old"
        write(b"ew")
    assert path.read_bytes() == b"new"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="expected a file, found a folder"):
        write_atomically(tmp_path, b"new")


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="expected an ordinary file"):
        write_atomically(tmp_path / "pipe", b"new")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_device_is_refused_also_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    for path in (Path("/dev/null"), tmp_path / "link"):
        with pytest.raises(FileError, match="expected an ordinary file"):
            write_atomically(path, b"new")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_name_with_a_nul_is_refused_and_its_beginning_not_written(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="NUL"):
        write_atomically(tmp_path / "x\0.json", b"new")
    assert names(tmp_path) == []


def test_a_read_only_file_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write all
    with pytest.raises(FileError, match=r"^x\.json: was not saved, because it is read-only$"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gone/x.json", "its folder is not there"),
        ("file/x.json", "its folder is not there"),
        ("x" * 256, "its name is too long"),
        ("loop", "it is a link that leads nowhere"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FileError, match=f"was not saved, because {told}"):
        write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == ["file", "loop"]


@pytest.mark.parametrize("attempt", [require_writable, lambda path: write_atomically(path, b"x")])
def test_a_folder_in_which_nothing_can_be_made_is_not_told_to_be_missing(
    attempt: Callable[[Path], None],
) -> None:
    with pytest.raises(FileError) as caught:
        attempt(Path("/proc/x.json"))
    assert str(caught.value) == ("x.json: was not saved, because its folder may not be written to")


def test_whether_a_file_could_be_written_is_told_beforehand(path: Path) -> None:
    require_writable(path)
    require_writable(path.parent / "new.json")
    assert names(path.parent) == ["x.json"]
    assert path.read_bytes() == b"old"
    for wrong in (path.parent, path / "x.json"):
        with pytest.raises(FileError):
            require_writable(wrong)


def test_a_save_removes_what_a_killed_one_left_but_not_what_is_being_written(path: Path) -> None:
    left, fresh, other = (
        path.with_name(name)
        for name in (".backprop-lab-1.part", ".backprop-lab-2.part", ".other.part")
    )
    long_ago = time.time() - atomic.LEFT_SECONDS - 60
    for file in (left, fresh, other):
        file.touch()
    for file in (left, other):
        os.utime(file, (long_ago, long_ago))
    write_atomically(path, b"new")
    assert names(path.parent) == sorted([fresh.name, other.name, path.name])


@pytest.mark.timeout(60)  # it starts twenty processes
def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(CONTENTS[0])
    chance = random.Random(1)
    command = [sys.executable, "-m", "tests.files.killed_writer", str(path)]
    for attempt in range(20):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            for _ in range(1 + attempt % 3):
                writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.01))
            writer.kill()
        assert path.read_bytes() in CONTENTS
        left = [name for name in names(tmp_path) if name != "x.json"]
        assert len(left) <= 1
        for name in left:
            (tmp_path / name).unlink()


def test_an_error_without_a_word_of_its_own_gets_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError) as caught:
        write_atomically(path, b"new")
    assert str(caught.value) == "x.json: was not saved, because the disk refused"


class Unclosable:
    """A file that takes nothing and cannot even be closed, as on a disk that is gone."""

    def write(self, _: bytes) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def close(self) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_what_fails_after_a_failure_does_not_hide_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def gone(target: Path) -> tuple[Path, Any]:
        return target.with_name("part"), Unclosable()

    monkeypatch.setattr(atomic, "_new_part", gone)
    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(FileError, match="because its disk has a fault"):
        write_atomically(path, b"new")


def test_a_left_file_that_cannot_be_removed_keeps_no_other_and_no_save_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = time.time() - atomic.LEFT_SECONDS - 60
    for number in range(3):
        left = path.with_name(f".backprop-lab-{number}.part")
        left.touch()
        os.utime(left, (long_ago, long_ago))
    real = os.unlink
    refused: list[str] = []

    def unlink(entry: Any) -> None:
        if not refused:
            refused.append(Path(entry).name)
            raise PermissionError
        real(entry)

    monkeypatch.setattr(os, "unlink", unlink)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == sorted([*refused, "x.json"])
