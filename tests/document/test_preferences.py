"""Preferences: kept from one start to the next, and never in the way of one."""

import logging
import os
from pathlib import Path

import msgspec
import pytest

from backprop_gui.document.preferences import Preferences, PreferencesFile


def test_what_is_kept_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "preferences.json"
    file = PreferencesFile(path)
    file.keep(file.value.with_recent(Path("/a.json")).with_window(b"\x00g", b"\xffs"))
    again = PreferencesFile(path).value
    assert again.recent == ("/a.json",)
    assert again.window == (b"\x00g", b"\xffs")


@pytest.mark.parametrize(
    "garbage", [b"", b"\xff\xfe", b"[1]", b'{"recent": 5}', b'{"theme": ' + b"[" * 100_000]
)
def test_garbage_gives_the_defaults(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(garbage)
    assert PreferencesFile(path).value == Preferences()


@pytest.mark.parametrize(
    ("garbage", "told"),
    [
        (b"\xff\n", "at line 1, column 1, expected JSON (invalid character)"),
        (b'{"recent": 5}', "at recent, expected a list, found a whole number"),
    ],
)
def test_garbage_is_noted_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, garbage: bytes, told: str
) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(garbage)
    PreferencesFile(path)
    assert caplog.record_tuples == [
        (
            "backprop_gui.document.preferences",
            logging.WARNING,
            f"The preferences in {tmp_path} were not read: preferences.json: {told}",
        )
    ]


def test_no_preferences_yet_are_nothing_to_note(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "preferences.json"
    PreferencesFile(path)
    path.write_bytes(b"{}")
    PreferencesFile(path)
    assert caplog.record_tuples == []


def test_a_window_that_is_not_base64_is_none() -> None:
    assert Preferences(geometry="?", arrangement="QQ==").window is None
    assert Preferences().window is None


def test_the_newest_file_comes_first_and_once() -> None:
    preferences = Preferences()
    for name in ("a", "b", "a", *(str(n) for n in range(12))):
        preferences = preferences.with_recent(Path(name))
    assert preferences.recent[0] == "11"
    assert len(preferences.recent) == len(set(preferences.recent)) == 10


def test_a_folder_that_cannot_be_written_is_borne(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = PreferencesFile(tmp_path / "file" / "preferences.json")
    wanted = msgspec.structs.replace(file.value, theme="dark")
    file.keep(wanted)
    assert file.value == wanted


def test_two_windows_keep_their_recent_files_together(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    one, other = PreferencesFile(path), PreferencesFile(path)
    one.keep(one.value.with_recent(Path("/a.json")))
    other.keep(other.value.with_recent(Path("/b.json")))
    assert one.value.recent == other.value.recent == ("/b.json", "/a.json")


def test_a_pipe_in_place_of_the_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    os.mkfifo(path)
    assert PreferencesFile(path).value == Preferences()


def test_a_name_that_is_no_text_is_not_remembered(tmp_path: Path) -> None:
    file = PreferencesFile(tmp_path / "preferences.json")
    file.keep(file.value.with_recent(Path(os.fsdecode(b"/\xff.json"))))
    assert file.value.recent == ()
