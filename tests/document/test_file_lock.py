"""Locks of the system, here and as on Windows, whose locks are stood in for by those of here."""

import errno
import fcntl
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from backprop_gui.document import claim as claims
from backprop_gui.document import file_lock
from backprop_gui.document.claim import Claim


def locking(descriptor: int, mode: int, count: int) -> None:
    """As msvcrt.locking, for LK_NBLCK."""
    assert (mode, count) == (2, 1)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PermissionError(errno.EACCES, "Permission denied") from None


def as_on_windows(patch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is where there is no fcntl, and no open file can be removed."""
    spec = importlib.util.spec_from_file_location("file_lock_of_windows", file_lock.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as loading:
        loading.setattr(sys, "platform", "win32")
        loading.setitem(sys.modules, "fcntl", None)
        windows: Any = SimpleNamespace(locking=locking, LK_NBLCK=2)
        loading.setitem(sys.modules, "msvcrt", windows)
        for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
            loading.delattr(os, flag)
        spec.loader.exec_module(module)
    patch.setattr(os, "unlink", unlink_what_is_closed)
    return module


real_unlink = os.unlink


def unlink_what_is_closed(path: Path) -> None:
    here = Path("/proc/self/fd")
    if any(os.path.realpath(each) == str(path) for each in here.iterdir()):
        raise PermissionError(errno.EACCES, "in use by another process")
    real_unlink(path)


@pytest.fixture(params=["here", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, which claims are made with now."""
    module = file_lock if request.param == "here" else as_on_windows(monkeypatch)
    for name in ("lock", "open_to_lock", "remove_locked"):
        monkeypatch.setattr(claims, name, getattr(module, name))
    return module


def test_one_holds_a_lock_until_the_file_is_closed(system: ModuleType, tmp_path: Path) -> None:
    first, second = (system.open_to_lock(tmp_path / "x.lock") for _ in range(2))
    assert system.lock(first)
    assert not system.lock(second)
    os.close(first)
    assert system.lock(second)
    os.close(second)


def test_programs_started_meanwhile_do_not_get_it(system: ModuleType, tmp_path: Path) -> None:
    descriptor = system.open_to_lock(tmp_path / "x.lock")
    assert not os.get_inheritable(descriptor)
    os.close(descriptor)


def test_a_lock_that_cannot_be_is_not_taken_for_that_of_another(
    system: ModuleType, tmp_path: Path
) -> None:
    descriptor = system.open_to_lock(tmp_path / "x.lock")
    os.close(descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        system.lock(descriptor)


@pytest.mark.usefixtures("system")
def test_a_claim_is_held_by_one_and_leaves_nothing(tmp_path: Path) -> None:
    claim = Claim.make(tmp_path / "x.json")
    assert Claim.take(tmp_path / "x.json") is None
    claim.release()
    again = Claim.take(tmp_path / "x.json")
    assert again is not None
    again.end()
    assert list(tmp_path.iterdir()) == []
