"""Reading takes ordinary files of a bearable size only, and never waits for anything."""

import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backprop_gui.files import reading
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import experiment_to_bytes, read_experiment
from backprop_gui.files.network_file import network_from_bytes, read_network
from backprop_gui.files.reading import read_file
from tests.experiment.strategies import numbered


def test_an_ordinary_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\x00\r\n\xff")
    assert read_file(path) == b"\x00\r\n\xff"


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"1")
    (tmp_path / "link").symlink_to("x.json")
    assert read_file(tmp_path / "link") == b"1"


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"1" * 2**20)
    assert len(read_file(path, largest=2**20)) == 2**20
    path.write_bytes(b"1" * (2**20 + 1))
    with pytest.raises(FileError, match="expected a file of at most 1 MB"):
        read_file(path, largest=2**20)


def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with path.open("wb") as file:
        file.truncate(2**40)  # takes no room on the disk
    with pytest.raises(FileError, match=r"^x\.json: expected a file of at most 512 MB$"):
        read_file(path)


@pytest.mark.parametrize("name", ["missing.json", "missing/x.json", "file/x.json"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="expected a file, but there is none"):
        read_file(tmp_path / name)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r": expected a file, found a folder$"):
        read_file(tmp_path)


def test_a_pipe_that_no_one_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="pipe: expected an ordinary file, found a device or pipe"):
        read_file(tmp_path / "pipe")


def test_a_socket_is_refused() -> None:
    # A socket's path must be short, which tmp_path is not everywhere.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/socket")
        with pytest.raises(FileError, match="expected an ordinary file"):
            read_file(Path(folder, "socket"))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(FileError, match="expected an ordinary file"):
        read_file(Path(device))


def test_a_pipe_that_takes_the_files_place_while_opening_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    ordinary = os.stat(tmp_path / "file")
    monkeypatch.setattr(os, "stat", lambda path: ordinary)
    with pytest.raises(FileError, match="found a device or pipe"):
        read_file(tmp_path / "pipe")


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"1")
    with pytest.raises(FileError, match=r": expected a name without NUL characters$"):
        read_file(tmp_path / "x\0.json")


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FileError, match="loop: cannot be read: "):
        read_file(tmp_path / "loop")


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.json").touch()
    monkeypatch.setattr(os, "open", refuse)  # a test may run as root, who may read all
    with pytest.raises(FileError, match="expected a file that may be read"):
        read_file(tmp_path / "x.json")


@pytest.mark.parametrize("read", [read_experiment, read_network])
def test_what_is_wrong_in_a_file_is_said_with_its_name(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    (tmp_path / "x.json").write_bytes(b"\n\n{x")
    with pytest.raises(FileError, match=r"^x\.json: at line 3, column 2, expected JSON"):
        read(tmp_path / "x.json")


def test_a_flag_that_this_system_lacks_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_FLAGS", ("O_OF_ANOTHER_SYSTEM",))
    (tmp_path / "x.json").write_bytes(b"1")
    assert read_file(tmp_path / "x.json") == b"1"


def test_what_is_wrong_in_an_experiment_is_said_with_its_name_also_for_its_network_alone() -> None:
    data = experiment_to_bytes(numbered((2, 1))).replace(b"[1.0, 2.0]", b"[1.0]")
    with pytest.raises(FileError, match=r"^x\.json: at network\.layers\[0\]\.weights\[0\]"):
        network_from_bytes(Path("x.json"), data)
