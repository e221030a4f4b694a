"""Asks real shells what they would offer at the end of a line."""

import os
import pty
import select
import shutil
import subprocess
import termios
import time
from pathlib import Path

import pytest

PATIENCE_SECONDS = 30

# Offers are added to a list by the builtin compadd, which tells us here what it would add.
_ZSH = """\
PROMPT= RPROMPT=
autoload -U compinit && compinit -u -D
compadd() {
    local -a offers
    builtin compadd -O offers "$@"
    print -rl -- $offers >>"$ANSWER"
    builtin compadd "$@"
}
"""

_BASH = """\
source "$1"; shift
for line; do
    COMP_WORDS=($line)
    [[ $line == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _backprop_gui
    printf '%s\\n' "${COMPREPLY[@]}" ==
done
"""


def need(program: str) -> None:
    """Skips the test on a machine without `program`; in CI it must be there."""
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI lacks {program}")
        pytest.skip(f"this machine lacks {program}; packaging/dev.py packages names what brings it")


def ask_bash(script: Path, lines: list[str]) -> list[set[str]]:
    """What bash offers, for each line."""
    return _by_line(_output(["bash", "-c", _BASH, "bash", str(script), *lines], script.parent))


def ask_fish(script: Path, lines: list[str]) -> list[set[str]]:
    """What fish offers, for each line."""
    ask = 'source $argv[1]; for line in $argv[2..]; complete -C "$line"; echo ==; end'
    answer = _output(["fish", "--no-config", "-c", ask, str(script), *lines], script.parent)
    return _by_line("\n".join(line.split("\t")[0] for line in answer.splitlines()))


def ask_zsh(script: Path, lines: list[str]) -> list[set[str]]:
    """What zsh offers, for each line; it completes only on a terminal."""
    folder = script.parent
    answer, setup = folder / "answer", folder / "setup"
    answer.unlink(missing_ok=True)
    setup.write_text(f"fpath=({folder} $fpath)\nANSWER={answer}\n{_ZSH}")
    # \x15 erases the line. "==" is quoted, for zsh looks for a command where a word begins so.
    typed = "".join(f"{line}\t\x15print '==' >>$ANSWER\n" for line in lines)
    ours, theirs = pty.openpty()
    # What is typed ahead must reach the shell as it is, and \x15 not erase it on the way.
    settings = termios.tcgetattr(theirs)
    settings[6][termios.VKILL] = b"\0"
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    environment = {**os.environ, "TERM": "xterm", "HOME": str(folder)}
    shell = subprocess.Popen(
        ["zsh", "-f", "-i"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        os.write(ours, f"source {setup}\n{typed}".encode())
        end = time.monotonic() + PATIENCE_SECONDS
        while not answer.exists() or answer.read_text().count("==\n") < len(lines):
            assert time.monotonic() < end, "zsh does not answer"
            if select.select([ours], [], [], 0.05)[0]:
                os.read(ours, 4096)  # or the shell would wait for someone who reads
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)
        os.close(theirs)
    return _by_line(answer.read_text())


def _output(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.stdout


def _by_line(answer: str) -> list[set[str]]:
    parts = (answer + "\n").split("==\n")
    return [set(part.split("\n")) - {""} for part in parts[:-1]]
