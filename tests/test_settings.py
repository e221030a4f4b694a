"""Where preferences and compiled kernels go."""

import os
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

from backprop_gui import settings

ROOT = Path(__file__).resolve().parent.parent
DAY = 24 * 60 * 60


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for caches, and no kernel store yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(settings.KERNEL_STORE, "")
    return tmp_path


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine's sources that may be changed."""
    copy = tmp_path / "copy of the engine"
    shutil.copytree(ROOT / "backprop_gui" / "engine", copy)
    monkeypatch.setattr(settings, "_ENGINE", copy)
    return copy


def test_preferences_lie_in_the_folder_for_configuration() -> None:
    assert settings.preferences_path().is_relative_to(os.environ["XDG_CONFIG_HOME"])
    assert settings.preferences_path().suffix == ".json"


def test_unsaved_work_lies_in_the_folder_for_data() -> None:
    assert settings.recovery_folder().is_relative_to(os.environ["XDG_DATA_HOME"])


def test_the_log_lies_in_the_folder_for_state() -> None:
    assert settings.log_folder().is_relative_to(os.environ["XDG_STATE_HOME"])


def test_the_kernel_store_is_made_and_told_to_numba(caches: Path) -> None:
    settings.prepare_kernel_store()
    store = Path(os.environ[settings.KERNEL_STORE])
    assert store == settings.kernel_cache_folder()
    assert store.is_dir()
    assert store.is_relative_to(caches)
    assert list(store.iterdir()) == []


def test_a_kernel_store_that_the_environment_names_is_left_alone(
    caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.KERNEL_STORE, "elsewhere")
    settings.prepare_kernel_store()
    assert os.environ[settings.KERNEL_STORE] == "elsewhere"
    assert list(caches.iterdir()) == []


def test_the_kernel_store_is_the_same_at_every_start(engine: Path) -> None:
    before = settings.kernel_cache_folder()
    for source in engine.glob("*.py"):
        os.utime(source, (0, 0))
    assert settings.kernel_cache_folder() == before


def test_every_change_to_the_engine_gets_a_store_of_its_own(engine: Path) -> None:
    folders = {settings.kernel_cache_folder()}
    sources = sorted(engine.glob("*.py"))
    for source in sources:
        source.write_bytes(source.read_bytes() + b"\n")
        folders.add(settings.kernel_cache_folder())
    (engine / "new.py").touch()
    folders.add(settings.kernel_cache_folder())
    assert len(folders) == len(sources) + 2


@pytest.mark.parametrize("package", ["numba", "llvmlite"])
def test_another_compiler_gets_a_store_of_its_own(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings.kernel_cache_folder()
    version = metadata.version
    monkeypatch.setattr(
        metadata, "version", lambda name: "9.9" if name == package else version(name)
    )
    assert settings.kernel_cache_folder() != before


def test_another_python_gets_a_store_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.kernel_cache_folder()
    monkeypatch.setattr(sys, "version", "4.0.0")
    assert settings.kernel_cache_folder() != before


def test_a_bundle_without_sources_and_package_data_has_a_store_for_its_executable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    bundle = tmp_path / "bundle"
    bundle.write_bytes(b"one")
    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(settings, "_ENGINE", tmp_path / "missing")
    monkeypatch.setattr(sys, "executable", str(bundle))
    before = settings.kernel_cache_folder()
    assert settings.kernel_cache_folder() == before
    bundle.write_bytes(b"another")
    assert settings.kernel_cache_folder() != before


def test_kernels_of_versions_unused_for_a_month_are_removed(caches: Path) -> None:
    kernels = settings.kernel_cache_folder().parent
    for name, days in (("old", 31), ("recent", 29)):
        folder = kernels / name
        folder.mkdir(parents=True)
        (folder / "kernel.nbc").touch()
        when = time.time() - days * DAY
        os.utime(folder, (when, when))
    settings.prepare_kernel_store()
    left = {folder.name for folder in kernels.iterdir()}
    assert left == {"recent", settings.kernel_cache_folder().name}


def test_a_start_counts_as_use_of_the_kernels(caches: Path) -> None:
    folder = settings.kernel_cache_folder()
    folder.mkdir(parents=True)
    (folder / "kernel.nbc").touch()
    os.utime(folder, (0, 0))
    settings.prepare_kernel_store()
    assert (folder / "kernel.nbc").exists()
    assert time.time() - folder.stat().st_mtime < DAY


def test_a_cache_folder_that_cannot_be_written_sets_nothing(
    tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(file / "below"))
    settings.prepare_kernel_store()
    assert os.environ[settings.KERNEL_STORE] == ""


WITHOUT_A_STORE = """
from backprop_gui import settings
settings.prepare_kernel_store()
import os
assert not os.environ.get(settings.KERNEL_STORE)
import numpy as np
from backprop_gui.engine import record
rows, out = np.arange(8.0).reshape(2, 4), np.zeros((2, 4))
cells = record.empty_cells(1, 1)
cells[record.ERRORS + record.ROWS] = 2
print(record.read_rows(rows, cells, record.ERRORS, np.arange(4), 0, 0, out), out.sum())
"""


def test_kernels_work_where_nothing_at_all_can_be_stored(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    package = tmp_path / "backprop_gui"
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "backprop_gui" / "engine", package / "engine", ignore=leave_out)
    shutil.copy(ROOT / "backprop_gui" / "__init__.py", package)
    shutil.copy(ROOT / "backprop_gui" / "settings.py", package)
    (package / "engine" / "__pycache__").touch()  # also root cannot make a folder here
    nowhere = str(file / "below")
    environment = {**os.environ, "XDG_CACHE_HOME": nowhere, "HOME": nowhere}
    environment.pop(settings.KERNEL_STORE)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_STORE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "(2, 1, 0) 28.0\n"), done.stderr
