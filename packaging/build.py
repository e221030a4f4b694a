"""Builds what is handed out, into dist/; needs nothing but Python's standard library.

    python3 packaging/build.py wheel     the wheel and the source archive
    python3 packaging/build.py bundle    a folder that runs without Python (also Windows, macOS)
    python3 packaging/build.py deb       the Debian package around the bundle
    python3 packaging/build.py all       all of these
    python3 packaging/build.py check     all of these, then use the package in a bare Debian (root)

Each command builds what it rests on. The tools come, locked, into an environment of their own in
build/; the bundle is made of the wheel, not of the source tree.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import dev
import tools

ROOT = dev.ROOT
HERE = ROOT / "packaging"
BUILD, DIST = ROOT / "build", ROOT / "dist"
ENVIRONMENT = BUILD / "env"
PYTHON = tools.python_of(ENVIRONMENT)
BUNDLE = DIST / "backprop-lab"

MEGABYTE = 1_000_000
LARGEST_BUNDLE, LARGEST_PACKAGE = 330, 95  # megabytes

TOOLS = {"linux": {"chrpath": "chrpath", "objdump": "binutils", "strip": "binutils"}}
DEBIAN_TOOLS = {"dpkg-deb": "dpkg"}

# Libraries that their makers have rewritten, which another strip would break.
NOT_STRIPPED = "numpy.libs"


def main(argv: Sequence[str]) -> int:
    """Carry out one command; answers the exit status, or raises SystemExit with a sentence."""
    commands: dict[str, Callable[[], None]] = {
        "wheel": wheel,
        "bundle": bundle,
        "deb": deb,
        "all": deb,
        "check": check,
    }
    dev.stop_with(dev.old_python(sys.version_info[:2]))
    if len(argv) != 1 or argv[0] not in commands:
        print(__doc__)
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    began = time.monotonic()
    commands[argv[0]]()
    dev.say(f"Done in {time.monotonic() - began:.0f} s")
    return 0


def wheel() -> None:
    """The wheel and the source archive, and the wheel installed where the bundle is made."""
    tools.prepare(ENVIRONMENT, dev.BUNDLE_LOCK)
    for old in (*DIST.glob("*.whl"), *DIST.glob("*.tar.gz")):
        old.unlink()
    dev.say("Building the wheel and the source archive")
    python("-m", "hatchling", "build", "--directory", str(DIST), folder=ROOT)
    (built,) = DIST.glob("*.whl")
    pip("--no-deps", "--no-index", "--force-reinstall", str(built))


def bundle() -> None:
    """The folder that runs without Python; prints its size by part."""
    dev.stop_with(dev.missing_message(dev.missing(TOOLS.get(sys.platform, {}))))
    wheel()
    dev.say("Building the bundle")
    python(str(HERE / "icons.py"), str(BUILD / "icons"))
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(DIST)]
    places = ["--workpath", str(BUILD / "pyinstaller")]
    python("-m", "PyInstaller", *options, *places, str(HERE / "bundle/backprop-lab.spec"))
    engine = BUNDLE / "_internal" / "backprop_gui" / "engine"
    # The engine is there as source; compiled once, here, since none who runs it may write there.
    options = ["-q", "--invalidation-mode", "unchecked-hash", "-s", str(engine.parent.parent)]
    python("-m", "compileall", *options, str(engine))
    if sys.platform == "linux":
        strip()
        forget_builder()
    report()


def deb() -> None:
    """The Debian package around the bundle."""
    dev.stop_with(dev.missing_message(dev.missing(DEBIAN_TOOLS)))
    bundle()
    dev.say("Building the Debian package")
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    for old in DIST.glob("*.deb"):
        old.unlink()
    python(str(HERE / "debian.py"), str(BUNDLE), str(tree))
    size = package().stat().st_size / MEGABYTE
    dev.say(f"{package().name}: {size:.1f} MB")
    require(size <= LARGEST_PACKAGE, f"The package is larger than {LARGEST_PACKAGE} MB")


def check() -> None:
    """Use the package as a person would, on a bare Debian system."""
    import check_package

    dev.stop_with(check_package.complaint())
    deb()
    check_package.check(package(), PYTHON, BUILD / "bare")


# The environment


def pip(*arguments: str) -> None:
    python("-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check", *arguments)


def python(*arguments: str, folder: Path = BUILD) -> None:
    """Run the environment's Python: not in the source tree, or that would hide the wheel."""
    folder.mkdir(exist_ok=True)
    status = subprocess.run([str(PYTHON), *arguments], cwd=folder, check=False).returncode
    require(status == 0, f"{' '.join(arguments[:2])} ended with exit status {status}")


# The bundle


def strip() -> None:
    """Take the symbols out of the libraries, which only a debugger reads."""
    for library in BUNDLE.rglob("*.so*"):
        if not library.is_symlink() and NOT_STRIPPED not in library.parts:
            dev.call("strip", "--strip-unneeded", str(library))


def forget_builder() -> None:
    """Libraries must not be looked for where the Python that made the bundle lies."""
    for library in BUNDLE.rglob("*.so*"):
        if not library.is_symlink() and leads_out(library):
            dev.call("chrpath", "--delete", str(library))


def leads_out(library: Path) -> bool:
    """Whether a library has a search path of its own that does not start from where it lies."""
    headers = subprocess.run(
        ["objdump", "-p", str(library)], check=True, capture_output=True, text=True
    ).stdout
    return re.search(r"^ *R(UN)?PATH +[^ $]", headers, re.MULTILINE) is not None


def report() -> None:
    """Print the bundle's size by part; it must not be too large."""
    sizes: Counter[str] = Counter()
    for path in BUNDLE.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[part(path)] += path.stat().st_size
    for name, size in sizes.most_common():
        if size >= MEGABYTE:
            dev.say(f"{size / MEGABYTE:7.1f} MB  {name}")
    total = sizes.total() / MEGABYTE
    dev.say(f"{total:7.1f} MB  in all")
    require(total <= LARGEST_BUNDLE, f"The bundle is larger than {LARGEST_BUNDLE} MB")


def part(path: Path) -> str:
    """What a file of the bundle belongs to."""
    parts = path.relative_to(BUNDLE).parts
    if len(parts) == 1:
        return "the program, with all Python modules"
    if "Qt" in parts:
        return "Qt's Unicode data" if path.name.startswith("libicu") else "Qt"
    return parts[1].split(".")[0].split("-")[0]


def package() -> Path:
    (built,) = DIST.glob("*.deb")
    return built


def require(is_so: bool, complaint: str) -> None:
    dev.stop_with(None if is_so else complaint)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (KeyboardInterrupt, subprocess.SubprocessError) as error:
        sys.exit(str(error) or 130)
