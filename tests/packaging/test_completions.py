"""Shells offer what the parsers of the command line take, and no more."""

import argparse
from collections.abc import Callable
from pathlib import Path

import completions
import pytest
from commands import commands

from backprop_gui import cli
from backprop_gui.files.examples import examples
from tests.packaging.shells import ask_bash, ask_fish, ask_zsh, need

PARSERS = cli.parsers()
NAMES = {example.name for example in examples()}
# Where a value with choices is wanted, and its choices.
CHOICES = {
    f"backprop-gui {name} {option} ": set(map(str, action.choices))
    for name, parser in PARSERS.items()
    for action in parser._actions
    if action.choices
    for option in action.option_strings
}

SHELLS: dict[str, tuple[Callable[..., str], Callable[..., list[set[str]]]]] = {
    "bash": (completions.bash, ask_bash),
    "fish": (completions.fish, ask_fish),
    "zsh": (completions.zsh, ask_zsh),
}


def long_options(parser: argparse.ArgumentParser) -> set[str]:
    options = {option for action in parser._actions for option in action.option_strings}
    return {option for option in options if option.startswith("--")}


@pytest.fixture(params=sorted(SHELLS))
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., list[set[str]]]:
    need(request.param)
    write, ask = SHELLS[request.param]
    (tmp_path / "own.json").touch()
    (tmp_path / "own.txt").touch()
    script = tmp_path / "_backprop-gui"
    script.write_text(write(commands()), encoding="utf-8")
    return lambda *lines: ask(script, list(lines))


def test_every_command_offers_its_options_and_its_sources(
    ask: Callable[..., list[set[str]]],
) -> None:
    lines = [f"backprop-gui {name} ".replace("  ", " ") for name in PARSERS]
    options = ask(*(f"{line}--" for line in lines))
    assert options == [long_options(parser) for parser in PARSERS.values()]
    for offered, (name, parser) in zip(ask(*lines), PARSERS.items(), strict=True):
        takes_source = any(action.dest == "source" for action in parser._actions)
        assert (offered >= NAMES | {"own.json"}) == takes_source
        assert (offered >= PARSERS.keys() - {""}) == (name == "")


def test_an_option_with_choices_offers_them_alone(ask: Callable[..., list[set[str]]]) -> None:
    assert CHOICES
    assert ask(*CHOICES) == list(CHOICES.values())


def test_an_option_for_a_file_offers_files_and_one_for_a_number_nothing(
    ask: Callable[..., list[set[str]]],
) -> None:
    files, numbers = ask("backprop-gui train --export o", "backprop-gui train --steps ")
    assert {"own.json", "own.txt"} <= files
    assert numbers == set()
