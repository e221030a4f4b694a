"""The running application on the tutorial, as fast as it goes, without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from tests.app.person import PATIENCE_MS, is_at_rest, is_prepared
from tests.opened import opened


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    with opened(qapp, tmp_path) as lab:
        with qtbot.waitActive(lab.window):
            lab.window.activateWindow()
        qtbot.waitUntil(lambda: is_at_rest(lab) and is_prepared(lab), timeout=PATIENCE_MS)
        lab.session.set_speed(None)
        yield lab
