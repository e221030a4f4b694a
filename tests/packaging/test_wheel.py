"""A built wheel carries all that an installed application needs."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import dev
import pytest

CACHES = {"__pycache__", ".cache"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel of this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(folder)], cwd=dev.ROOT, check=True)
    (file,) = folder.iterdir()
    return ZipFile(file)


def test_the_wheel_holds_every_module_and_every_resource(wheel: ZipFile) -> None:
    for source, target in (
        ("backprop_gui", "backprop_gui"),
        ("resources", "backprop_gui/_resources"),
    ):
        files = [path for path in (dev.ROOT / source).rglob("*") if path.is_file()]
        names = {path.relative_to(dev.ROOT / source).as_posix() for path in files}
        wanted = {f"{target}/{name}" for name in names if not CACHES & set(name.split("/"))}
        assert wanted
        assert wanted <= set(wheel.namelist())


def test_the_wheel_holds_no_cache(wheel: ZipFile) -> None:
    assert not any(CACHES & set(name.split("/")) for name in wheel.namelist())


def test_the_wheel_holds_nothing_else_of_the_source_tree(wheel: ZipFile) -> None:
    tops = {Path(name).parts[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"backprop_gui"}


def test_the_wheel_installs_the_command(wheel: ZipFile) -> None:
    (entry_points,) = [n for n in wheel.namelist() if n.endswith(".dist-info/entry_points.txt")]
    assert b"backprop-gui = backprop_gui.cli:main" in wheel.read(entry_points)


def test_an_unpacked_wheel_finds_its_resources(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = "from backprop_gui.resources import resource_path; print(resource_path('icons'))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()) == (tmp_path / "backprop_gui/_resources/icons").resolve()
