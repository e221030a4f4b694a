"""What desktops are told of the application: their own checkers pass it, and it finds our files."""

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import debian
import dev
import icons
import manual
import pytest
from commands import commands
from PySide6.QtGui import QImageReader

from backprop_gui import __version__
from backprop_gui.files.examples import examples, read_example
from backprop_gui.files.experiment_file import experiment_to_bytes
from backprop_gui.files.network_file import Trained, network_to_bytes
from tests.packaging.shells import need

OURS = "application/x-backprop-lab+json"
METAINFO = debian.LINUX / debian.METAINFO


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands for /usr/share."""
    folder = tmp_path_factory.mktemp("share")
    debian.integrate(folder)
    return folder


def output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# Checkers


def test_the_desktop_entry_is_valid(share: Path) -> None:
    need("desktop-file-validate")
    (entry,) = (share / "applications").iterdir()
    assert output("desktop-file-validate", entry) == ""


def test_the_appstream_metadata_are_valid(share: Path) -> None:
    need("appstreamcli")
    (metainfo,) = (share / "metainfo").iterdir()
    output("appstreamcli", "validate", "--no-net", "--pedantic", metainfo)


def test_the_manual_page_is_valid(tmp_path: Path) -> None:
    need("mandoc")
    page = tmp_path / "backprop-gui.1"
    page.write_text(manual.manual(), encoding="utf-8")
    assert output("mandoc", "-T", "lint", "-W", "error", page) == ""


def test_the_manual_page_tells_every_option() -> None:
    told = manual.manual().replace("\\-", "-")
    for command in commands():
        assert f".SS {command.name}\n" in told or not command.name
        for option in command.options:
            assert f"\\fB{option.long}\\fR" in told
    assert "@" not in told


# Files


@pytest.fixture(scope="module")
def types(share: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The MIME types that Qt, which reads the desktop's database, finds in some files."""
    need("update-mime-database")
    shutil.copy("/usr/share/mime/packages/freedesktop.org.xml", share / "mime/packages")
    assert "error" not in output("update-mime-database", share / "mime").lower()
    folder = tmp_path_factory.mktemp("files")
    for example in examples():
        (folder / f"{example.name}.backprop.json").touch()
        (folder / f"unnamed-{example.name}").write_bytes(
            experiment_to_bytes(read_example(example.name))
        )
    network = read_example("xor").network
    (folder / "unnamed-network").write_bytes(network_to_bytes(network, Trained(0, None)))
    compact = json.dumps(json.loads((folder / "unnamed-xor").read_bytes()))
    (folder / "unnamed-compact").write_text(compact)
    (folder / "other.json").write_text("{}")
    shutil.copy(folder / "unnamed-xor", folder / "named.json")
    ask = (
        "import sys; from PySide6.QtCore import QMimeDatabase; base = QMimeDatabase();"
        "print(*(f'{x} {base.mimeTypeForFile(x).name()}' for x in sys.argv[1:]), sep='\\n')"
    )
    found = subprocess.run(
        [sys.executable, "-c", ask, *(x.name for x in folder.iterdir())],
        env={**os.environ, "XDG_DATA_DIRS": str(share)},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(re.findall(r"(\S+) (\S+)", found.stdout))


def test_an_experiment_is_known_by_its_name(types: dict[str, str]) -> None:
    named = {name for name in types if name.endswith(".backprop.json")}
    assert len(named) == len(examples())
    assert {types[name] for name in named} == {OURS}


def test_an_experiment_without_its_suffix_is_known_by_its_content(types: dict[str, str]) -> None:
    for name in ("compact", *(example.name for example in examples())):
        assert types[f"unnamed-{name}"] == OURS


def test_a_name_in_json_alone_is_not_ours_to_claim(types: dict[str, str]) -> None:
    assert types["named.json"] == "application/json"


def test_other_json_is_not_taken_for_an_experiment(types: dict[str, str]) -> None:
    assert types["other.json"] == "application/json"
    assert types["unnamed-network"] != OURS


def test_the_same_type_stands_everywhere() -> None:
    entry = (debian.LINUX / "backprop-lab.desktop").read_text(encoding="utf-8")
    assert f"MimeType={OURS};" in entry
    assert ElementTree.parse(METAINFO).findtext("provides/mediatype") == OURS


# Icons


def test_every_icon_has_the_size_of_its_folder(share: Path) -> None:
    pictures = sorted((share / "icons/hicolor").rglob("*.png"))
    assert {x.parts[-3] for x in pictures} == {f"{size}x{size}" for size in icons.SIZES}
    assert {16, 512} <= set(icons.SIZES)
    for picture in pictures:
        size = QImageReader(str(picture)).size()
        assert f"{size.width()}x{size.height()}" == picture.parts[-3]
    assert (share / "icons/hicolor/symbolic/apps/backprop-lab-symbolic.svg").is_file()


@pytest.mark.parametrize("kind", ["ico", "icns"])
def test_the_icons_of_other_systems_hold_every_size(kind: str, tmp_path: Path) -> None:
    icons.write(tmp_path)
    reader = QImageReader(str(tmp_path / f"backprop-lab.{kind}"))
    sizes = set()
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        sizes.add(reader.read().width())
    wanted = icons.ICO_SIZES if kind == "ico" else icons.ICNS_KINDS.values()
    assert sizes == set(wanted)


# Versions and pictures


def test_every_place_tells_the_same_version() -> None:
    changes = (debian.LINUX / "changelog").read_text(encoding="utf-8")
    release = ElementTree.parse(METAINFO).find("releases/release")
    plist = plistlib.loads((dev.ROOT / "packaging/macos/Info.plist").read_bytes())
    assert changes.startswith(f"backprop-lab ({__version__}) ")
    assert release is not None
    assert release.get("version") == __version__
    assert plist["CFBundleShortVersionString"] == __version__


def test_the_metadata_show_screenshots_that_exist() -> None:
    pictures = list(ElementTree.parse(METAINFO).iterfind("screenshots/screenshot/image"))
    assert pictures
    for picture in pictures:
        assert picture.text is not None
        file = dev.ROOT / "packaging/screenshots" / picture.text.rpartition("/")[2]
        size = QImageReader(str(file)).size()
        assert (picture.get("width"), picture.get("height")) == (
            str(size.width()),
            str(size.height()),
        )
