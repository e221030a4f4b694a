"""The menu of recent files, in the running application."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import write_experiment


def submenu(lab: Lab, title: str) -> list[QAction]:
    (menu,) = [x for x in lab.window.findChildren(QMenu) if x.title() == title]
    menu.aboutToShow.emit()
    return menu.actions()


def test_a_file_named_at_the_start_is_a_recent_one_by_its_name_with_all_signs(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "cats & dogs.json"
    write_experiment(path, read_example("tutorial"))
    lab = open_lab(qapp, str(path), tmp_path / "preferences.json", tmp_path / "recovery")
    lab.start()
    qtbot.waitUntil(lambda: submenu(lab, "Open &recent")[0].isEnabled())
    (recent,) = submenu(lab, "Open &recent")
    assert (recent.text(), recent.toolTip()) == ("cats && dogs.json", str(path))
    lab.window.allow_close()
    lab.stop()


def test_each_theme_has_a_key_of_its_own(lab: Lab) -> None:
    keys = [action.text().partition("&")[2][:1] for action in submenu(lab, "&Theme")]
    assert len(set(keys) - {""}) == 3
