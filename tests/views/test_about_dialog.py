"""The About dialog: which versions of what, and all of it to the clipboard with one click."""

import platform
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from backprop_gui import __version__
from backprop_gui.app.versions import parts
from backprop_gui.views.about_dialog import AboutDialog, Part, as_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dialog(qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog(parts())
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def row(dialog: AboutDialog, name: str) -> tuple[str, str]:
    """Version and licence."""
    rows, model = range(dialog.table.rowCount()), dialog.table.model()
    texts = [[str(model.index(row, column).data()) for column in range(3)] for row in rows]
    (found,) = [row for row in texts if row[0] == name]
    return found[1], found[2]


def test_every_part_stands_there_with_its_version_and_licence(dialog: AboutDialog) -> None:
    assert row(dialog, "Backprop Lab") == (__version__, "MIT")
    assert row(dialog, "Python")[0] == platform.python_version()
    assert row(dialog, "Qt") == (qVersion(), "LGPL-3.0-only")
    assert row(dialog, "PySide6")[0] == metadata.version("PySide6-Essentials")
    assert row(dialog, "NumPy")[0] == metadata.version("numpy")
    assert all(row(dialog, part.name)[1] for part in parts()[:-1])


def test_every_package_that_is_required_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {part.name.lower() for part in parts()}
    for requirement in project["dependencies"]:
        name = requirement.split(">")[0].removesuffix("-Essentials").lower()
        assert name in names


def test_one_click_copies_all(dialog: AboutDialog) -> None:
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == f"Backprop Lab {__version__} (MIT)"
    assert len(copied.splitlines()) == dialog.table.rowCount()
    assert "Platform" in copied


def test_what_has_no_licence_has_no_brackets() -> None:
    assert as_text([Part("a", "1", "MIT"), Part("b", "2")]) == "a 1 (MIT)\nb 2"


def test_a_long_platform_leaves_the_licences_in_sight(qtbot: QtBot) -> None:
    platform_words = "A system with a long name 13.1, x86_64, 6.1.0-generic-of-somebody, wayland"
    dialog = AboutDialog([Part("LLVM", "1", "Apache-2.0"), Part("Platform", platform_words)])
    qtbot.addWidget(dialog)
    dialog.open()
    table = dialog.table
    model = table.model()
    licence = table.visualRect(model.index(0, 2))
    assert table.viewport().rect().contains(licence)
    assert licence.width() >= table.fontMetrics().horizontalAdvance("Apache-2.0")
    assert model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole) == platform_words
