"""Writes the manual page: linux/backprop-gui.1 with what the command line takes put in."""

from pathlib import Path

from commands import EXAMPLES, Command, Option, commands

from backprop_gui import __version__

TEMPLATE = Path(__file__).resolve().parent / "linux" / "backprop-gui.1"


def manual() -> str:
    """The manual page."""
    window, *others = commands()
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in {
        "@VERSION@": __version__,
        "@OPTIONS@": "\n".join(map(_option, window.options)),
        "@COMMANDS@": "\n".join(map(_command, others)),
    }.items():
        text = text.replace(name, value)
    return text


def _command(command: Command) -> str:
    lines = [f".SS {_roff(command.name)}", _roff(command.description)]
    lines += map(_option, command.options)
    if command.name == "examples":
        lines += [
            ".PP",
            "They are",
            ", ".join(rf"\fB{_roff(name)}\fR" for name, _ in EXAMPLES) + ".",
        ]
    return "\n".join(lines)


def _option(option: Option) -> str:
    flags = ", ".join(rf"\fB{_roff(flag)}\fR" for flag in option.flags)
    value = rf" \fI{_roff(option.value)}\fR" if option.value else ""
    text = option.help[:1].upper() + option.help[1:] + "."
    if option.choices:
        text += f" One of {', '.join(option.choices)}."
    return f".TP\n{flags}{value}\n{_roff(text)}"


def _roff(text: str) -> str:
    """As roff reads it: a hyphen that can be copied, and no request by accident."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + safe if safe.startswith((".", "'")) else safe
