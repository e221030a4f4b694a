"""packaging/mutate.py: decorators as calls mean the same, and nothing but them is rewritten."""

import json
from pathlib import Path

import dev
import mutate
import pytest
import tools

DECORATED = '''"""A module."""

from contextlib import contextmanager
from functools import cache, lru_cache

calls = []

def noted(mark):
    def note(function):
        calls.append(mark)
        return function
    return note

@cache
def one():
    """One."""
    return object()  # @cache

@noted("outer")
@lru_cache(
    maxsize=1,
)
def two():
    @noted("inside")
    def inside():
        return 2
    return inside()

class Thing:
    @property
    def size(self):
        return 3

    @staticmethod
    def plain():
        return 4

@contextmanager
def lent():
    yield 5
'''


def run(source: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(source, "module", "exec"), names)
    return names


def test_decorators_as_calls_mean_the_same() -> None:
    source = mutate.spelled_out(DECORATED)
    checks = (
        "same = one() is one()",
        "number = two()",
        "size = Thing().size + Thing.plain()",
        "with lent() as five: pass",
    )
    names = run(source + "\n".join(checks))
    assert names["same"]
    assert (names["number"], names["size"], names["five"]) == (2, 7, 5)
    assert names["calls"] == ["outer", "inside"]


def test_only_what_mutmut_cannot_change_is_rewritten() -> None:
    source = mutate.spelled_out(DECORATED)
    assert [line.strip() for line in source.splitlines() if line.strip().startswith("@")] == [
        '@noted("inside")',
        "@staticmethod",
    ]
    assert mutate.spelled_out(source) == source


@pytest.mark.parametrize("room", mutate.ROOMS)
def test_every_module_can_be_rewritten(room: str) -> None:
    for path in (dev.ROOT / "backprop_gui" / room).glob("*.py"):
        compile(mutate.spelled_out(path.read_text(encoding="utf-8")), str(path), "exec")


def test_a_report_counts_what_was_tried_and_names_what_was_not_noticed(tmp_path: Path) -> None:
    found = {"one": {"a": 1, "b": 0, "c": None}, "two": {"d": 33, "e": -24, "f": 1, "g": 2}}
    for name, statuses in found.items():
        text = json.dumps({"exit_code_by_key": statuses})
        (tmp_path / f"{name}.py.meta").write_text(text, encoding="utf-8")
    head, *names = mutate.report("files", tmp_path).strip().splitlines()
    assert head.startswith("files: 3 of 5 mutants killed")
    assert names == ["b", "d"]


def test_a_room_stands_for_all_its_mutants() -> None:
    assert mutate.pattern("engine") == "backprop_gui.engine.*"
    assert mutate.pattern("backprop_gui.files.x.y__mutmut_1") == "backprop_gui.files.x.y__mutmut_1"


def test_asked_for_help_it_installs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "prepare", lambda *_: pytest.fail("went on to install"))
    assert mutate.main(["--help"]) == 0
    assert "packaging/mutate.py" in capsys.readouterr().out
