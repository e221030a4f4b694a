"""Changes the source on purpose, one place at a time, and names the changes that no test notices.

    python3 packaging/mutate.py            all rooms that compute, from where the last call stopped
    python3 packaging/mutate.py files …    anew: one of engine, experiment, files, or single mutants

mutmut does the work, in an environment and a copy of the source of its own under build/mutation/.
What it found stays there until the function is changed. The first minutes go to finding out which
tests come near which function. tests/mutants.md lists the survivors that are no other behaviour.

mutmut passes by functions behind decorators, and compiling a kernel anew for each change would
take days. So in the copy decorators are calls, and Numba is off: kernels run as the plain Python
that they are written in. Tests that need the compiler, or long without it, are marked `compiled`;
with them left out, a mutant costs a third of a second, or ten seconds where it is an endless loop.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import dev
import tools

ENVIRONMENT = dev.ROOT / "build" / "mutation" / "env"
TREE = dev.ROOT / "build" / "mutation" / "tree"
PARTS = ("backprop_gui", "packaging", "resources", "tests", "README.md", dev.PROJECT)
ROOMS = ("experiment", "files", "engine")

LEFT_AS_THEY_ARE = {"staticmethod", "classmethod"}  # mutmut knows these

# Exit statuses of the tests: mutmut was stopped; no test failed, or there is none.
NOT_TRIED, NOT_KILLED = {None, 2}, {0, 5, 33}


def main(argv: Sequence[str]) -> int:
    """Try the mutants of the rooms, or those named; answers 0 whatever survives."""
    if {"-h", "--help"} & set(argv):
        print(__doc__)
        return 0
    dev.stop_with(dev.old_python(sys.version_info[:2]))
    tools.prepare(ENVIRONMENT, dev.MUTATION_LOCK)
    copy(dev.ROOT, TREE)
    mutate([pattern(name) for name in argv])
    for room in ROOMS:
        if room in (argv or ROOMS):
            dev.say(report(room, TREE / "mutants" / "backprop_gui" / room))
    return 0


def pattern(name: str) -> str:
    """How mutmut is told of a room's mutants, or of one."""
    return f"backprop_gui.{name}.*" if name in ROOMS else name


def copy(source: Path, target: Path) -> None:
    """Copy what the tests need, with decorators as calls; what mutmut found there stays."""
    target.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        old, new = source / part, target / part
        if old.is_dir():
            shutil.rmtree(new, ignore_errors=True)
            shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(old, new)
    for room in ROOMS:
        for path in (target / "backprop_gui" / room).glob("*.py"):
            path.write_text(spelled_out(path.read_text(encoding="utf-8")), encoding="utf-8")


def spelled_out(source: str) -> str:
    """The same module with each `@a` above a function f as `f = a(f)` below it."""
    lines = source.splitlines()
    # From the end, so that the places of those before stay right.
    for function in reversed(list(decorated(ast.parse(source)))):
        first = function.decorator_list[0]
        called = function.name
        for decorator in reversed(function.decorator_list):
            called = f"{ast.unparse(decorator)}({called})"
        end = function.end_lineno or function.lineno
        lines.insert(end, f"{' ' * function.col_offset}{function.name} = {called}")
        del lines[first.lineno - 1 : function.lineno - 1]
    return "\n".join([*lines, ""])


def decorated(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The decorated functions of a module and methods of its classes, in order."""
    for node in tree.body:
        for each in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(each, ast.FunctionDef) and each.decorator_list:
                names = {ast.unparse(decorator) for decorator in each.decorator_list}
                if not names & LEFT_AS_THEY_ARE:
                    yield each


def mutate(names: Sequence[str]) -> None:
    """Try these mutants, or with no names all that were not tried."""
    # With CI set, Hypothesis tries the same examples each time.
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "CI": "1"}
    command = [str(tools.python_of(ENVIRONMENT).with_name("mutmut")), "run", *names]
    if subprocess.run(command, cwd=TREE, env=environment, check=False).returncode:
        raise SystemExit("mutmut could not go on; what it says stands above")


def report(room: str, folder: Path) -> str:
    """What mutmut found in a room: how many were killed, and which were not."""
    found: dict[str, int | None] = {}
    for path in sorted(folder.glob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    tried = {name: status for name, status in found.items() if status not in NOT_TRIED}
    survivors = [name for name, status in tried.items() if status in NOT_KILLED]
    killed = len(tried) - len(survivors)
    return "\n".join([f"\n{room}: {killed} of {len(tried)} mutants killed; not", *survivors])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
