"""packaging/build.py and what it rests on: sizes, the Debian package's control files."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

import build
import check_package
import debian
import pytest


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle of a few megabytes."""
    folder = tmp_path / "bundle"
    for name, megabytes in {
        "backprop-gui": 3,
        "_internal/llvmlite/binding/libllvmlite.so": 2,
        "_internal/numpy/core.so": 1,
        "_internal/numpy.libs/libopenblas.so": 1,
        "_internal/PySide6/Qt/lib/libQt6Core.so.6": 4,
        "_internal/PySide6/Qt/lib/libicudata.so.73": 5,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(megabytes * build.MEGABYTE))
    (folder / "_internal/libQt6Core.so.6").symlink_to("PySide6/Qt/lib/libQt6Core.so.6")
    monkeypatch.setattr(build, "BUNDLE", folder)
    return folder


@pytest.mark.usefixtures("bundle")
def test_the_size_is_told_by_part_and_a_link_counts_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    build.report()
    lines = [line.split(" MB  ") for line in capsys.readouterr().out.splitlines()]
    assert {name: float(size) for size, name in lines} == {
        "Qt's Unicode data": 5,
        "Qt": 4,
        "the program, with all Python modules": 3,
        "llvmlite": 2,
        "numpy": 2,
        "in all": 16,
    }


@pytest.mark.usefixtures("bundle")
def test_a_bundle_that_is_too_large_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LARGEST_BUNDLE", 15)
    with pytest.raises(SystemExit, match="larger than 15 MB"):
        build.report()


@pytest.mark.parametrize(
    ("path", "is_so"), [("/home/builder/lib", True), ("$ORIGIN", False), ("$ORIGIN/../lib", False)]
)
def test_a_search_path_leads_out_unless_it_starts_where_the_library_lies(
    path: str, is_so: bool, tmp_path: Path
) -> None:
    library = tmp_path / "library.so"
    link = ["gcc", "-shared", "-o", str(library), f"-Wl,-rpath,{path}", "-x", "c", "/dev/null"]
    subprocess.run(link, check=True)
    assert build.leads_out(library) == is_so


def test_an_unknown_command_prints_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["fly"]) == 2
    assert "packaging/build.py check" in capsys.readouterr().out


def test_the_commands_that_the_readme_names_exist() -> None:
    readme = (build.ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"python3 packaging/build\.py +(\w+)", readme)
    assert "check" in named
    assert build.__doc__ is not None
    assert all(f"python3 packaging/build.py {name} " in build.__doc__ for name in named)


def test_the_check_asks_for_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    complaint = check_package.complaint()
    assert complaint is not None
    assert "root" in complaint or "Debian" in complaint


def test_the_control_files_tell_name_size_needs_and_sums(tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "usr/bin/tool").write_bytes(b"x" * 1025)
    debian.write_control(tmp_path, "amd64", ["libc6 (>= 2.35)", "libegl1"])
    control = (tmp_path / "DEBIAN/control").read_text(encoding="utf-8")
    assert "@" not in control.replace("@example.org", "")
    assert "\nInstalled-Size: 2\n" in control
    assert "\nDepends: libc6 (>= 2.35), libegl1\n" in control
    sums = (tmp_path / "DEBIAN/md5sums").read_text(encoding="utf-8")
    assert sums == f"{hashlib.md5(b'x' * 1025).hexdigest()}  usr/bin/tool\n"


def test_the_needs_are_the_libraries_that_the_bundle_does_not_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("program", "libown.so.1"):
        (tmp_path / name).write_bytes(b"\x7fELF")
    needed = ["libown.so.1", "libEGL.so.1", "libm.so.6", "libc.so.6"]
    header = "".join(f"  NEEDED               {name}\n" for name in needed)
    versions = "0x09691974 0x00 05 GLIBC_2.4\n 0x09691b4 0x00 06 GLIBC_2.35\n"
    monkeypatch.setattr(debian, "output", lambda *_: header + versions)
    assert debian.depends(tmp_path) == ["libc6 (>= 2.35)", "libegl1"]


def test_a_licence_that_every_debian_has_is_referred_to_however_its_lines_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "COMMON_LICENCES", tmp_path)
    monkeypatch.setattr(debian, "COMMON", ("Free-1",))
    (tmp_path / "Free-1").write_text("Do (what)\nyou like.\n")
    told = debian.referring("Mine.\n\n  Do\n (what) you\n like.\n\nDo what.")
    assert told == f"Mine.\n\n  See {tmp_path}/Free-1.\n\nDo what."


def test_a_library_that_no_package_is_known_for_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "output", lambda *_: "NEEDED libodd.so.9\nGLIBC_2.35")
    with pytest.raises(SystemExit, match="libodd"):
        debian.depends(tmp_path)
