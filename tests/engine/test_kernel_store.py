"""The store of compiled kernels, when something is wrong with it: kernels work all the same."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest
from numba.core.caching import IndexDataCacheFile

from backprop_gui.engine.compiled import entry

pytestmark = pytest.mark.compiled


def triple(x: float) -> float:
    return 3.0 * x


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the kernels of this test are stored."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    return tmp_path


def stored(folder: Path, suffix: str) -> list[Path]:
    return [file for file in folder.rglob(f"*{suffix}") if file.is_file()]


def hits(kernel: Any) -> int:
    return sum(kernel.stats.cache_hits.values())


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_kernel_is_compiled_once_and_then_taken_from_the_store(store: Path) -> None:
    first, second = entry(triple), entry(triple)
    assert first(2.0) == 6.0
    assert len(stored(store, ".nbc")) == 1
    assert second(2.0) == 6.0
    assert (hits(first), hits(second)) == (0, 1)


def test_a_full_disk_costs_only_the_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IndexDataCacheFile, "save", full)
    kernel = entry(triple)
    assert kernel(2.0) == 6.0
    assert stored(store, ".nbc") == []


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", [lambda _: b"", lambda _: b"garbage", lambda old: old[:40]])
def test_a_damaged_store_is_made_anew(
    store: Path, suffix: str, damage: Callable[[bytes], bytes]
) -> None:
    assert entry(triple)(2.0) == 6.0
    (file,) = stored(store, suffix)
    file.write_bytes(damage(file.read_bytes()))
    damaged, mended = entry(triple), entry(triple)
    assert damaged(2.0) == 6.0
    assert mended(2.0) == 6.0
    assert (hits(damaged), hits(mended)) == (0, 1)


def test_where_nothing_can_be_stored_a_kernel_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(file / "below"))
    assert entry(triple)(2.0) == 6.0
