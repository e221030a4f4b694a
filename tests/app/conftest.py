"""The running application on the tutorial, as fast as it goes, without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from tests.app.person import PATIENCE_MS, is_at_rest


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    lab = open_lab(qapp, None, tmp_path / "preferences.json", tmp_path / "recovery")
    lab.start()
    with qtbot.waitActive(lab.window):
        lab.window.activateWindow()
    qtbot.waitUntil(lambda: is_at_rest(lab), timeout=PATIENCE_MS)
    lab.session.set_speed(None)
    yield lab
    lab.window.allow_close()
    lab.stop()
