"""A FileError is one line that names the file, the place and the problem."""

from pathlib import Path

import pytest

from backprop_gui.files.errors import FileError, printable


def test_it_tells_file_place_and_problem_and_keeps_them() -> None:
    path = Path("folder/x.json")
    error = FileError(path, "expected text", "samples[0]")
    assert str(error) == "x.json: at samples[0], expected text"
    assert (error.path, error.problem, error.place) == (path, "expected text", "samples[0]")
    assert str(FileError(path, "expected text")) == "x.json: expected text"


def test_a_path_without_a_name_is_told_whole() -> None:
    assert str(FileError(Path("/"), "found a folder")) == "/: found a folder"


def test_what_can_be_printed_is_printed_as_it_is() -> None:
    assert printable("a\\b 'c' \"ü\"") == "a\\b 'c' \"ü\""
    assert printable("a\nb\0\ud800") == r"a\nb\x00\ud800"


@pytest.mark.parametrize("most", [2, 40, 200])
def test_only_what_is_longer_is_cut_and_an_ellipsis_says_so(most: int) -> None:
    assert printable("x" * most, most) == "x" * most
    assert printable("x" * (most + 1), most) == "x" * (most - 1) + "…"


def test_two_hundred_characters_are_told_unless_said_otherwise() -> None:
    assert printable("x" * 201) == printable("x" * 201, 200) != printable("x" * 201, 201)
