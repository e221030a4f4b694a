"""What a person names is a file or an example."""

from pathlib import Path

import pytest

from backprop_gui.files.errors import FileError
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import write_experiment
from backprop_gui.files.source import is_table, read_source
from tests.experiment.strategies import numbered


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_name_is_that_of_an_example() -> None:
    source = read_source("xor")
    assert (source.experiment, source.title, source.path) == (read_example("xor"), "XOR", None)


@pytest.mark.parametrize("name", ["mine.json", "mine", "xor", "./mine", "folder/mine"])
def test_a_file_that_is_there_comes_first(name: str) -> None:
    Path("folder").mkdir()
    write_experiment(Path(name), numbered((2, 1)))
    source = read_source(name)
    assert source.experiment == numbered((2, 1))
    assert source.title == Path(name).name
    assert source.path == Path(name)


def test_a_folder_of_an_examples_name_does_not_hide_it() -> None:
    Path("xor").mkdir()
    assert read_source("xor").path is None


@pytest.mark.parametrize("name", ["xor.json", "./xor", "folder/xor"])
def test_a_path_is_never_an_example(name: str) -> None:
    with pytest.raises(FileError, match="expected a file, but there is none"):
        read_source(name)


@pytest.mark.parametrize("name", ["nand", "XOR", "", "index"])
def test_an_unknown_name_is_answered_with_the_examples(name: str) -> None:
    with pytest.raises(FileError, match="expected a file or one of the examples tutorial, xor, "):
        read_source(name)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("x.csv", True), ("X.TSV", True), ("a/b.txt", True), ("x.json", False), ("csv", False)],
)
def test_a_table_is_known_by_its_ending(name: str, is_one: bool) -> None:
    assert is_table(Path(name)) == is_one
