"""Knows where a person's preferences and this application's caches live; no other module does.

What the preferences are is document/preferences.py's business.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

_NAME = "backprop-lab"
_ENGINE = Path(__file__).resolve().parent / "engine"

KERNEL_STORE = "NUMBA_CACHE_DIR"
"""The environment variable that tells Numba where to store compiled kernels."""

_COMPILERS = ("numba", "llvmlite")
_UNUSED_SECONDS = 30 * 24 * 60 * 60  # after which the kernels of another version are removed


def preferences_path() -> Path:
    """The file of preferences; neither it nor its folder need exist."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "preferences.json"


def recovery_folder() -> Path:
    """Where unsaved work is kept for the case of a crash; the folder need not exist."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False)) / "recovery"


def log_folder() -> Path:
    """Where the log and the reports of faults go; the folder need not exist."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def kernel_cache_folder() -> Path:
    """Where the compiled kernels of this engine are stored; the folder need not exist.

    Numba takes a stored kernel as long as the file that begins it is the same, even when other
    files of the engine have changed. So each state of the engine has a folder of its own.
    """
    import hashlib  # here and not above: the first picture of the window does not wait for it

    parts = hashlib.sha256(sys.version.encode())
    for package in _COMPILERS:
        parts.update(_version(package).encode())
    for content in _engine_contents():
        parts.update(hashlib.sha256(content).digest())
    kernels = Path(platformdirs.user_cache_dir(_NAME, appauthor=False)) / "kernels"
    return kernels / parts.hexdigest()[:16]


def prepare_kernel_store() -> None:
    """Tells Numba where to store compiled kernels; call it before the engine is imported.

    Does nothing when the environment says so already, or where nothing can be written: then
    kernels compile at every start.
    """
    if os.environ.get(KERNEL_STORE):
        return
    folder = kernel_cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)  # used today
    except OSError:
        return
    os.environ[KERNEL_STORE] = str(folder)
    _remove_unused(folder)


def _version(package: str) -> str:
    from importlib import metadata  # as hashlib

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # a frozen bundle: its engine stands for all of it
        return ""


def _engine_contents() -> Iterator[bytes]:
    """The engine's sources; in a frozen bundle, which has none, what tells one from another."""
    sources = sorted(_ENGINE.glob("*.py"))
    for source in sources:
        yield source.read_bytes()
    if not sources:
        stat = os.stat(sys.executable)
        yield f"{stat.st_mtime_ns} {stat.st_size}".encode()


def _remove_unused(used: Path) -> None:
    """Removes the kernels of versions that have not been started for long."""
    oldest = time.time() - _UNUSED_SECONDS
    for folder in used.parent.iterdir():
        try:
            is_unused = folder.is_dir() and folder.lstat().st_mtime < oldest
        except OSError:  # another start has just removed it
            continue
        if is_unused and folder != used:
            shutil.rmtree(folder, ignore_errors=True)
