"""What README.md says is so: its commands exist, its example output is what comes out."""

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import dev
import pytest

from backprop_gui import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

IN_DEV = re.findall(r"python3 packaging/dev\.py +([^#`\n]+)", README)
IN_PYTHON = re.findall(r"\.venv/bin/python +([^#`\n]+)", README)
WITHOUT_A_WINDOW = re.findall(r"`backprop-gui +([^`\n]+)`", README)
OPTIONS = re.findall(r"`(--[a-z]+)[^`]*`", README)
LINKS = re.findall(r"\]\((?!https?:)([^)]+)\)", README)
FILES = LINKS + re.findall(r"`([a-z]+/[a-z_/]+(?:/|\.\w+))`", README)


def test_there_are_commands_and_files_to_look_for() -> None:
    assert min(map(len, (IN_DEV, IN_PYTHON, WITHOUT_A_WINDOW, OPTIONS, FILES))) > 0


@pytest.mark.parametrize("command", sorted({shlex.split(each)[0] for each in IN_DEV}))
def test_commands_of_dev_exist(command: str) -> None:
    assert dev.__doc__ is not None
    assert f"python3 packaging/dev.py {command} " in dev.__doc__


@pytest.mark.parametrize("command", IN_PYTHON)
def test_scripts_and_modules_exist(command: str) -> None:
    first, *others = shlex.split(command)
    if first == "-m":
        assert importlib.util.find_spec(others[0]) is not None
    else:
        assert (ROOT / first).is_file()


@pytest.mark.parametrize("command", WITHOUT_A_WINDOW)
def test_commands_without_a_window_work(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(shlex.split(command)) == 0
    assert capsys.readouterr().out


def test_training_the_tutorial_prints_the_line_that_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """But for the speed, which each machine has its own of."""
    (shown,) = re.findall(r"^.* steps, total error .*$", README, re.MULTILINE)
    assert cli.main(["train", "tutorial"]) == 0
    assert without_speed(capsys.readouterr().out.strip()) == without_speed(shown)


def without_speed(line: str) -> str:
    return re.sub(r"[\d,]+ (?=steps per second)", "some ", line)


@pytest.mark.parametrize("option", OPTIONS)
def test_options_exist(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["train", "--help"])
    assert re.search(rf"^ +{option} ", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("file", FILES)
def test_files_that_are_named_are_there(file: str) -> None:
    assert (ROOT / file).exists() or (ROOT / "backprop_gui" / file).exists()


def test_it_asks_for_the_python_that_the_project_needs() -> None:
    (version,) = re.findall(r"needs Python ([\d.]+) or newer", README)
    assert PROJECT["project"]["requires-python"] == f">={version}"


def test_the_rooms_are_those_that_are_checked() -> None:
    (chain,) = re.findall(r"^`(cli → .*)`$", README, re.MULTILINE)
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [layer.strip("()") for layer in layers if "|" not in layer]
    assert chain.split(" → ") == rooms
    assert set(re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE)) == set(rooms) - {"cli"}
