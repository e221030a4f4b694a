"""What the command line takes, read off its own parsers: for completions and the manual page.

How a shell or the manual writes it is not known here.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from backprop_gui import cli
from backprop_gui.files.examples import examples


@dataclass(frozen=True)
class Option:
    """`value` is what stands for its value, empty for a flag."""

    flags: tuple[str, ...]
    help: str
    value: str
    choices: tuple[str, ...]
    is_path: bool

    @property
    def long(self) -> str:
        """Its long name, with the dashes."""
        return next(flag for flag in self.flags if flag.startswith("--"))


@dataclass(frozen=True)
class Command:
    """`name` is empty for the way to the window; `is_on_source`: it takes a file or example."""

    name: str
    description: str
    options: tuple[Option, ...]
    is_on_source: bool


PROGRAM = cli.PROGRAM
SOURCE = cli.SOURCE
EXAMPLES = tuple((example.name, example.description) for example in examples())


def commands() -> tuple[Command, ...]:
    """Every command, the way to the window first."""
    return tuple(_command(name, parser) for name, parser in cli.parsers().items())


def _command(name: str, parser: argparse.ArgumentParser) -> Command:
    actions = parser._actions  # argparse has no public way
    options = tuple(_option(action, parser.prog) for action in actions if action.option_strings)
    sources = [action for action in actions if action.metavar == SOURCE]
    return Command(name, parser.description or "", options, bool(sources))


def _option(action: argparse.Action, program: str) -> Option:
    choices = tuple(map(str, action.choices or ()))
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    values = {**vars(action), "prog": program}
    text = (action.help or "") % values
    return Option(tuple(action.option_strings), text, value, choices, action.type is Path)
