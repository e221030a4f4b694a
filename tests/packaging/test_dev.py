"""packaging/dev.py: what it says of a machine that lacks something, and when it installs anew."""

import sys
from pathlib import Path

import dev
import pytest

DISPLAYS = [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}]


# What a machine may lack


def test_too_old_a_python_is_told_which_one_is_needed() -> None:
    complaint = dev.old_python((3, 10))
    assert complaint is not None
    assert "3.11" in complaint
    assert "3.10" in complaint


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_python_3_11_or_newer_will_do(version: tuple[int, int]) -> None:
    assert dev.old_python(version) is None


def test_without_a_display_one_line_names_the_headless_command() -> None:
    complaint = dev.no_display({}, "linux")
    assert complaint is not None
    assert "\n" not in complaint
    assert "python3 packaging/dev.py run train tutorial" in complaint


def test_an_empty_display_is_no_display() -> None:
    assert dev.no_display({"DISPLAY": ""}, "linux") is not None


@pytest.mark.parametrize("environment", DISPLAYS)
def test_with_a_display_there_is_no_complaint(environment: dict[str, str]) -> None:
    assert dev.no_display(environment, "linux") is None


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_need_no_display_variable(platform: str) -> None:
    assert dev.no_display({}, platform) is None
    assert dev.window_needs({}, platform) == {}


@pytest.mark.parametrize("arguments", [[], ["lesson.json"], ["./lesson"], ["--theme", "dark"]])
def test_no_argument_a_file_or_an_option_opens_the_window(arguments: list[str]) -> None:
    assert dev.opens_window(arguments)


@pytest.mark.parametrize("arguments", [["train", "tutorial"], ["--help"], ["-h"], ["--version"]])
def test_a_command_needs_no_window(arguments: list[str]) -> None:
    assert not dev.opens_window(arguments)


def test_run_without_a_display_ends_before_anything_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "prepare", lambda **_: pytest.fail("went on to install"))
    with pytest.raises(SystemExit, match="no display"):
        dev.main(["run"])


@pytest.mark.parametrize(
    ("environment", "x11"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_the_x_libraries_are_asked_for_only_where_qt_uses_them(
    environment: dict[str, str], x11: bool
) -> None:
    needs = dev.window_needs(environment, "linux")
    assert "libEGL.so.1" in needs
    assert ("libxcb-cursor.so.0" in needs) == x11


def test_what_is_missing_is_named_with_its_debian_package_once() -> None:
    lacking = {"libone.so.1": "libtwins", "libtwo.so.1": "libtwins", "Xvfb": "xvfb"}
    assert dev.missing_message(lacking) == (
        "This machine lacks libone.so.1, libtwo.so.1, Xvfb; "
        "on Debian: sudo apt install libtwins xvfb"
    )


def test_with_nothing_missing_there_is_no_complaint() -> None:
    assert dev.missing_message({}) is None


def test_libraries_programs_and_modules_are_looked_for() -> None:
    there = {"libc.so.6": "a", "sh": "b", dev.MODULE + "json": "c"}
    lacking = {"libno-such.so.6": "d", "no-such-program": "e", dev.MODULE + "no_such_module": "f"}
    assert dev.missing({**there, **lacking}) == lacking


def test_a_missing_venv_module_is_one_sentence_with_the_package() -> None:
    message = dev.missing_message(dev.VENV_NEEDS)
    assert message is not None
    assert "\n" not in message
    assert message.endswith("sudo apt install python3-venv")


# When the environment is made anew


@pytest.fixture
def installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What prepare() had installed, with a project of three small files."""
    done: list[str] = []
    (tmp_path / "packaging").mkdir()
    (tmp_path / ".venv").mkdir()
    for name in (dev.PROJECT, dev.RUN_LOCK, dev.TEST_LOCK):
        (tmp_path / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(dev, "pip", lambda *arguments: done.append(arguments[-1]))
    monkeypatch.setattr(dev, "call", lambda *_: done.append("new environment"))
    return done


def test_the_first_call_makes_the_environment_and_installs_the_lock(installs: list[str]) -> None:
    dev.prepare(with_checks=False)
    assert installs == ["new environment", dev.RUN_LOCK, "."]


@pytest.mark.parametrize("with_checks", [False, True])
def test_a_second_call_installs_nothing(installs: list[str], with_checks: bool) -> None:
    dev.prepare(with_checks=with_checks)
    installs.clear()
    dev.prepare(with_checks=with_checks)
    assert installs == []


def test_running_after_testing_installs_nothing(installs: list[str]) -> None:
    dev.prepare(with_checks=True)
    installs.clear()
    dev.prepare(with_checks=False)
    assert installs == []


def test_testing_after_running_adds_to_the_environment(installs: list[str]) -> None:
    dev.prepare(with_checks=False)
    installs.clear()
    dev.prepare(with_checks=True)
    assert "new environment" not in installs
    assert dev.TEST_LOCK in installs


def test_a_changed_project_file_only_installs_the_application_again(installs: list[str]) -> None:
    dev.prepare(with_checks=True)
    installs.clear()
    (dev.ROOT / dev.PROJECT).write_text("2", encoding="utf-8")
    dev.prepare(with_checks=True)
    assert installs == ["."]


@pytest.mark.parametrize("lock", [dev.RUN_LOCK, dev.TEST_LOCK])
def test_a_changed_lock_makes_the_environment_anew(installs: list[str], lock: str) -> None:
    dev.prepare(with_checks=True)
    installs.clear()
    (dev.ROOT / lock).write_text("2", encoding="utf-8")
    dev.prepare(with_checks=True)
    assert installs == ["new environment", dev.TEST_LOCK, "."]


def test_a_moved_source_tree_makes_the_environment_anew(installs: list[str]) -> None:
    dev.prepare(with_checks=False)
    stamp = dev.STAMP.read_text(encoding="utf-8")
    dev.STAMP.write_text(stamp.replace(str(dev.ROOT), "/elsewhere"), encoding="utf-8")
    installs.clear()
    dev.prepare(with_checks=False)
    assert installs[0] == "new environment"


def test_an_install_that_failed_is_begun_again(
    installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> None:
        raise SystemExit("no network")

    with monkeypatch.context() as patch:
        patch.setattr(dev, "pip", fail)
        with pytest.raises(SystemExit):
            dev.prepare(with_checks=False)
    installs.clear()
    dev.prepare(with_checks=False)
    assert installs == ["new environment", dev.RUN_LOCK, "."]


@pytest.mark.parametrize("content", ["", "{"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text(content, encoding="utf-8")
    assert dev.read_stamp(stamp) == {}


# The checks


def test_every_check_runs_and_the_failed_ones_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def passes(name: str, _command: list[str]) -> bool:
        ran.append(name)
        return name not in ("types", "tests")

    monkeypatch.setattr(dev, "missing", lambda _needs: {})
    monkeypatch.setattr(dev, "prepare", lambda **_: None)
    monkeypatch.setattr(dev, "passes", passes)
    assert dev.main(["test"]) == 1
    assert ran == list(dev.CHECKS)
    assert capsys.readouterr().out == "Failed: types, tests\n"


def test_an_unknown_command_prints_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    assert "packaging/dev.py run" in capsys.readouterr().out
