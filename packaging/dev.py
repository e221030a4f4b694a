"""Sets Backprop Lab up, then starts or checks it; needs nothing but Python's standard library.

    python3 packaging/dev.py run [arguments]   open the window, or e.g. `run train tutorial`
    python3 packaging/dev.py test              run every check
    python3 packaging/dev.py bench [arguments] measure the training kernel's speed
    python3 packaging/dev.py lock [--upgrade]  write the locked requirements anew
    python3 packaging/dev.py packages          list the Debian packages that are missing here

The first call takes a minute or two, for it downloads the requirements; later ones start at once.
What the application itself can do lives in backprop_gui/.
"""

# Older Pythons must be able to read this file, to be told that they are too old.
from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "backprop-lab.json"

PROJECT = "pyproject.toml"
RUN_LOCK = "packaging/requirements.txt"
TEST_LOCK = "packaging/requirements-dev.txt"
BUNDLE_LOCK = "packaging/requirements-bundle.txt"
MUTATION_LOCK = "packaging/requirements-mutation.txt"

OLDEST_PYTHON = (3, 11)

# What a Linux machine has to bring, and the Debian package that holds it.
MODULE = "the Python module "
VENV_NEEDS = {MODULE + "ensurepip": "python3-venv"}
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
TEST_PROGRAMS = {"Xvfb": "xvfb", "gcc": "gcc", "xdotool": "xdotool"}
# Without these only tests of tests/packaging/ are skipped, but never in CI.
PACKAGE_PROGRAMS = {
    "appstreamcli": "appstream",
    "desktop-file-validate": "desktop-file-utils",
    "fish": "fish",
    "mandoc": "mandoc",
    "update-mime-database": "shared-mime-info",
    "zsh": "zsh",
}
TEST_NEEDS = {**QT_LIBRARIES, **X11_LIBRARIES, **TEST_PROGRAMS}

CHECKS = {
    "style": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["mypy"],
    "imports": ["lint-imports", "--cache-dir", ".cache/imports"],
    # Two workers: the checks are to be quick on a machine with two cores.
    "tests": ["pytest", "-q", "-n", "2", "--dist", "worksteal"],
    "tests on an X server": ["pytest", "-q", "-m", "x11"],
}


def main(argv: Sequence[str]) -> int:
    """Carry out one command; answers the exit status, or raises SystemExit with a sentence."""
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "run": run,
        "test": test,
        "bench": bench,
        "lock": lock,
        "packages": packages,
    }
    stop_with(old_python(sys.version_info[:2]))
    if not argv or argv[0] not in commands:
        print(__doc__)
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    return commands[argv[0]](argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Start the application with `arguments`."""
    if opens_window(arguments):
        stop_with(no_display(os.environ, sys.platform))
        stop_with(missing_message(missing(window_needs(os.environ, sys.platform))))
    prepare(with_checks=False)
    command = [str(PYTHON), "-m", "backprop_gui", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # the application itself gets the signals
    return subprocess.call(command)


def test(_arguments: Sequence[str]) -> int:
    """Run every check, also after one has failed, and name the failed ones at the end."""
    if sys.platform == "linux":
        stop_with(missing_message(missing(TEST_NEEDS)))
    prepare(with_checks=True)
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Measure the kernel; a measurement is no check, for machines differ."""
    prepare(with_checks=True)
    call(str(PYTHON), "-m", "tests.benchmarks.kernel", *arguments)
    return 0


def lock(arguments: Sequence[str]) -> int:
    """Resolve the dependencies of pyproject.toml into the locked requirements files."""
    prepare(with_checks=True)
    compile_lock(TEST_LOCK, "--group", "dev", *arguments)
    compile_lock(RUN_LOCK, "--group", "build", "--constraints", TEST_LOCK)
    compile_lock(BUNDLE_LOCK, "--group", "bundle", "--constraints", TEST_LOCK)
    compile_lock(MUTATION_LOCK, "--group", "mutation", "--constraints", TEST_LOCK)
    return 0


def packages(_arguments: Sequence[str]) -> int:
    """Print the Debian packages that running and testing need and that are missing here."""
    print(*unique(missing({**VENV_NEEDS, **TEST_NEEDS, **PACKAGE_PROGRAMS}).values()))
    return 0


# What a machine may lack


def old_python(version: tuple[int, int]) -> str | None:
    """The complaint about a Python that is too old."""
    if version >= OLDEST_PYTHON:
        return None
    return (
        f"Backprop Lab needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer, "
        f"and this is {'.'.join(map(str, version))}."
    )


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether the application, called so, opens its window.

    A bare word is a command that works in the terminal (`train tutorial`); a file to open or an
    option for the window is none.
    """
    if not arguments:
        return True
    first = arguments[0]
    return first not in ("-h", "--help", "--version") and not re.fullmatch(r"[a-z][a-z-]*", first)


def no_display(environment: Mapping[str, str], platform: str) -> str | None:
    """The complaint about a Linux machine on which no window can open."""
    ways = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform != "linux" or any(environment.get(way) for way in ways):
        return None
    return (
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); "
        "to train in the terminal: python3 packaging/dev.py run train tutorial"
    )


def window_needs(environment: Mapping[str, str], platform: str) -> dict[str, str]:
    """The libraries, with their Debian packages, that a window needs there."""
    if platform != "linux":
        return {}
    chosen = environment.get("QT_QPA_PLATFORM", "")
    x11 = chosen.startswith("xcb") or not (chosen or environment.get("WAYLAND_DISPLAY"))
    return {**QT_LIBRARIES, **X11_LIBRARIES} if x11 else QT_LIBRARIES


def missing(needs: Mapping[str, str]) -> dict[str, str]:
    """Those of `needs` that this machine lacks."""
    return {need: package for need, package in needs.items() if not is_there(need)}


def is_there(need: str) -> bool:
    """Whether this machine has a shared library, a program or a Python module."""
    if need.startswith(MODULE):
        return importlib.util.find_spec(need.removeprefix(MODULE)) is not None
    if ".so." not in need:
        return shutil.which(need) is not None
    try:
        ctypes.CDLL(need)
    except OSError:
        return False
    return True


def missing_message(lacking: Mapping[str, str]) -> str | None:
    """The complaint about what is missing, and how Debian brings it."""
    if not lacking:
        return None
    return (
        f"This machine lacks {', '.join(lacking)}; "
        f"on Debian: sudo apt install {' '.join(unique(lacking.values()))}"
    )


def stop_with(complaint: str | None) -> None:
    """End with `complaint` on stderr and exit status 1, if there is one."""
    if complaint:
        raise SystemExit(complaint)


# The virtual environment


def prepare(*, with_checks: bool) -> None:
    """Bring the virtual environment up to date; quick when nothing changed."""
    wanted = fingerprints(with_checks=with_checks)
    done = read_stamp(STAMP)
    if is_stale(done, wanted):
        stop_with(missing_message(missing(VENV_NEEDS)))
        say("Making the virtual environment .venv")
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
        done = {}
    todo = {name for name in wanted if done.get(name) != wanted[name]}
    if not todo:
        return
    lock_file = next((name for name in (TEST_LOCK, RUN_LOCK) if name in todo), None)
    if lock_file:
        say(f"Installing {lock_file}, which may take a minute or two")
        pip("--require-hashes", "--requirement", lock_file)
    say("Installing Backprop Lab")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(json.dumps({**done, **wanted}, indent=1), encoding="utf-8")


def fingerprints(*, with_checks: bool) -> dict[str, str]:
    """What the environment is made from: name → value, or hash of the file of that name."""
    # The lock for the checks holds all that the lock for running holds.
    files = [PROJECT, RUN_LOCK, *([TEST_LOCK] if with_checks else [])]
    hashes = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    return {"folder": str(ROOT), "python": f"{sys.base_prefix} {sys.version}", **hashes}


def read_stamp(path: Path) -> dict[str, str]:
    """The fingerprints that the environment was made from; none if it is missing or unfinished."""
    try:
        stamp: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def is_stale(done: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether the environment must be made anew, for it holds or may hold what is not wanted.

    A changed project file asks only for installing the application again.
    """
    fixed = (done.keys() & wanted.keys()) - {PROJECT}
    return not done or any(done[name] != wanted[name] for name in fixed)


def pip(*arguments: str) -> None:
    """Install into the virtual environment; only errors are printed."""
    options = ["-qq", "--no-input", "--disable-pip-version-check"]
    call(str(PYTHON), "-m", "pip", "install", *options, *arguments)


def compile_lock(target: str, *arguments: str) -> None:
    """Write the requirements file `target`, with hashes and without any address."""
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    uv = str(PYTHON.with_name("uv"))
    call(uv, "pip", "compile", PROJECT, *options, *arguments, "--output-file", target)


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check under a heading; whether it passed."""
    say(f"\n== {name}: {' '.join(command)}")
    script = str(PYTHON.with_name(command[0]))
    return subprocess.run([script, *command[1:]], cwd=ROOT, check=False).returncode == 0


def call(*command: str) -> None:
    """Run a command in the source tree; ends this one too if it fails."""
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        raise SystemExit(f"{Path(command[0]).name} ended with exit status {status}")


def say(text: str) -> None:
    """Print at once, before the output of what is called next."""
    print(text, flush=True)


def unique(names: Iterable[str]) -> list[str]:
    """The names in order, each once."""
    return list(dict.fromkeys(names))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
