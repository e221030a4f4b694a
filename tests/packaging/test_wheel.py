"""A built wheel carries all that an installed application needs, and says what else it needs."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

import dev
import pytest
from packaging.requirements import Requirement

from backprop_gui import __version__

CACHES = {"__pycache__", ".cache"}

LOADING = """
from importlib import import_module
from pkgutil import walk_packages
import backprop_gui
for module in walk_packages(backprop_gui.__path__, "backprop_gui."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
from backprop_gui.resources import resource_path
print(resource_path("icons"))
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source tree, as a file."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(folder)], cwd=dev.ROOT, check=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(file: Path) -> ZipFile:
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


# Installed


@pytest.fixture(scope="module")
def environment(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a clean environment: the wheel is installed there, and all that it
    says it needs, but nothing else that happens to be in the environment of these tests.
    """
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    place = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", place))
    (about,) = (x for x in ZipPath(file).iterdir() if x.name.endswith(".dist-info"))
    for need in needs(PathDistribution(about)):
        for name in {path.parts[0] for path in need.files or ()} - {"..", *CACHES}:
            (site / name).symlink_to(str(need.locate_file(name)))
    # Without an index: what the wheel needs must be there by now, in a version that it takes.
    options = ["install", "-qq", "--no-input", "--disable-pip-version-check", "--no-index"]
    pip = [sys.executable, "-m", "pip", "--python", str(folder), *options]
    subprocess.run([*pip, str(file)], check=True)
    return Path(sysconfig.get_path("scripts", "venv", place))


def needs(root: Distribution) -> Iterable[Distribution]:
    """What a distribution says it needs, and what that needs in turn."""
    found: dict[str, Distribution] = {}
    todo = list(root.requires or ())
    while todo:
        need = Requirement(todo.pop())
        if need.name not in found and (not need.marker or need.marker.evaluate({"extra": ""})):
            found[need.name] = distribution(need.name)
            todo += found[need.name].requires or ()
    return found.values()


def run(folder: Path, program: Path, *arguments: str) -> str:
    """What a program prints that finds nothing of these tests but the screen."""
    done = subprocess.run(
        [program, *arguments],
        env={"HOME": str(folder), "PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_installed_command_tells_its_version(environment: Path, tmp_path: Path) -> None:
    told = run(tmp_path, environment / "backprop-gui", "--version")
    assert told == f"Backprop Lab {__version__}\n"


@pytest.mark.compiled
@pytest.mark.timeout(600)  # it compiles as at a first start, which a busy machine is long at
def test_the_installed_command_trains_the_tutorial(environment: Path, tmp_path: Path) -> None:
    told = run(tmp_path, environment / "backprop-gui", "train", "tutorial", "--export", "out.json")
    assert told.startswith("10000 steps, total error 3.510187782978859e-05, ")
    assert (tmp_path / "out.json").is_file()


def test_the_installed_package_loads_every_module_and_finds_its_resources(
    environment: Path, tmp_path: Path
) -> None:
    told = run(tmp_path, environment / "python", "-c", LOADING)
    assert Path(told.strip()).is_relative_to(environment.parent)
    assert told.endswith("backprop_gui/_resources/icons\n")
