"""Puts a Debian package around the bundle: `python packaging/debian.py BUNDLE FOLDER`.

Needs the installed application, Qt, binutils and dpkg.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from email.parser import Parser
from functools import partial
from pathlib import Path

import completions
import dev
import icons
from commands import commands
from manual import manual

from backprop_gui import __version__

LINUX = Path(__file__).resolve().parent / "linux"
METAINFO = "org.example.backprop_lab.metainfo.xml"
NAME = "backprop-lab"
PROGRAM = "backprop-gui"
HOME = f"usr/lib/{NAME}"

# The bundle brings no library of the system; this is who brings them. What they need in turn,
# their packages know.
LIBRARIES = {
    **dev.QT_LIBRARIES,
    **dev.X11_LIBRARIES,
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbz2.so.1.0": "libbz2-1.0",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libffi.so.8": "libffi8",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "liblzma.so.5": "liblzma5",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libuuid.so.1": "libuuid1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

ABOUT_PARTS = """\
The package also holds the parts below, each under its own licence. Qt and PySide6 are used under
the GNU Lesser General Public License version 3, see /usr/share/common-licenses/LGPL-3: their
libraries are files of their own in /usr/lib/backprop-lab/_internal, and may be replaced; with Qt
come the ICU libraries, under the Unicode License. CPython is under the Python Software Foundation
License, version 2. What starts the program is PyInstaller's, under the GNU General Public License
version 2 or later, see /usr/share/common-licenses/GPL-2, with an exception for programs that are
bundled with it."""

# Licences that every Debian system has, so that no package repeats them.
COMMON_LICENCES = Path("/usr/share/common-licenses")
COMMON = ("Apache-2.0", "GPL-3")


def build(bundle: Path, folder: Path) -> Path:
    """The package of `bundle`, written beside it; `folder`, which is made, is the tree it holds."""
    lay_out(bundle, folder)
    architecture = output("dpkg", "--print-architecture")
    write_control(folder, architecture, depends(bundle))
    package = bundle.parent / f"{NAME}_{__version__}_{architecture}.deb"
    options = ["--root-owner-group", "-Zxz", "-z9"]
    subprocess.run(["dpkg-deb", *options, "--build", folder, package], check=True)
    return package


def lay_out(bundle: Path, root: Path) -> None:
    """Puts every file where it is on an installed system."""
    # Hard links: the bundle is large.
    shutil.copytree(bundle, root / HOME, symlinks=True, copy_function=os.link)
    (root / "usr/bin").mkdir()
    (root / "usr/bin" / PROGRAM).symlink_to(f"../lib/{NAME}/{PROGRAM}")
    integrate(root / "usr/share")
    documentation = root / "usr/share/doc" / NAME
    put(documentation / "changelog.gz", packed((LINUX / "changelog").read_bytes()))
    put(documentation / "copyright", licences(bundle))
    put(root / "usr/share/lintian/overrides" / NAME, (LINUX / "lintian-overrides").read_bytes())
    put(root / "usr/share/man/man1" / f"{PROGRAM}.1.gz", packed(manual().encode()))
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == root / HOME / PROGRAM else 0o644)


def integrate(share: Path) -> None:
    """What desktops and shells look for, under a folder that stands for /usr/share."""
    put(share / "applications" / f"{NAME}.desktop", (LINUX / f"{NAME}.desktop").read_bytes())
    put(share / "mime/packages" / f"{NAME}.xml", (LINUX / f"{NAME}.xml").read_bytes())
    put(share / "metainfo" / METAINFO, (LINUX / METAINFO).read_bytes())
    pictures = share / "icons/hicolor"
    for size in icons.SIZES:
        put(pictures / f"{size}x{size}/apps/{NAME}.png", icons.render(size))
    for kind, suffix in (("scalable", ""), ("symbolic", "-symbolic")):
        name = f"{NAME}{suffix}.svg"
        put(pictures / kind / "apps" / name, (icons.APP_ICONS / name).read_bytes())
    for path, write in {
        f"bash-completion/completions/{PROGRAM}": completions.bash,
        f"zsh/vendor-completions/_{PROGRAM}": completions.zsh,
        f"fish/vendor_completions.d/{PROGRAM}.fish": completions.fish,
    }.items():
        put(share / path, write(commands()).encode())


def licences(bundle: Path) -> bytes:
    """Our own licence, then those of all that the bundle carries."""
    parts = [(dev.ROOT / "LICENSE").read_text(encoding="utf-8"), ABOUT_PARTS]
    for about in sorted(bundle.rglob("*.dist-info/METADATA")):
        fields = Parser().parsestr(about.read_text(encoding="utf-8"), headersonly=True)
        licence = fields["License-Expression"] or fields["License"] or "see below"
        parts.append(f"{fields['Name']} {fields['Version']}: {licence}")
        for name in fields.get_all("License-File", []):
            places = (about.parent / "licenses" / name, about.parent / name)
            parts += [x.read_text(encoding="utf-8") for x in places if x.is_file()]
    return referring(f"\n{'-' * 79}\n".join(parts)).encode()


def referring(text: str) -> str:
    """The text with a reference in place of each licence that every Debian system has."""
    for licence in (COMMON_LICENCES / name for name in COMMON):
        words = licence.read_text(encoding="utf-8").split()
        # However the lines are broken there.
        text = re.sub(r"\s+".join(map(re.escape, words)), f"See {licence}.", text)
    return text


def write_control(root: Path, architecture: str, needs: Iterable[str]) -> None:
    """What dpkg has to know of the tree at `root`."""
    files = sorted(x for x in root.rglob("*") if x.is_file() and not x.is_symlink())
    text = (LINUX / "control").read_text(encoding="utf-8")
    for name, value in {
        "@VERSION@": __version__,
        "@ARCHITECTURE@": architecture,
        "@INSTALLED_SIZE@": str(sum(-(-x.stat().st_size // 1024) for x in files)),
        "@DEPENDS@": ", ".join(needs),
    }.items():
        text = text.replace(name, value)
    sums = (f"{hashlib.md5(x.read_bytes()).hexdigest()}  {x.relative_to(root)}\n" for x in files)
    put(root / "DEBIAN/md5sums", "".join(sums).encode())
    put(root / "DEBIAN/control", text.encode())


def depends(bundle: Path) -> list[str]:
    """The packages of the libraries that the bundle needs and does not bring."""
    files = [x for x in bundle.rglob("*") if x.is_file() and is_machine_code(x)]
    headers = output("objdump", "-p", *map(str, files))
    wanted = set(re.findall(r"NEEDED\s+(\S+)", headers))
    missing = wanted - {path.name for path in bundle.rglob("*")}
    unknown = missing - LIBRARIES.keys()
    if unknown:
        raise SystemExit(f"No Debian package is known for {', '.join(sorted(unknown))}")
    glibc = max(map(int, re.findall(r"GLIBC_2\.(\d+)", headers)))
    packages = {LIBRARIES[name] for name in missing} - {"libc6"}
    return [f"libc6 (>= 2.{glibc})", *sorted(packages)]


def is_machine_code(path: Path) -> bool:
    """Whether a file is a program or a library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def put(path: Path, content: bytes) -> None:
    """Writes a file, and makes the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


packed = partial(gzip.compress, compresslevel=9, mtime=0)


def output(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
