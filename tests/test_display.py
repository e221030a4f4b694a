"""Where the windows of the tests go."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_windows_stay_off_the_screen(qtbot: QtBot) -> None:
    assert QGuiApplication.platformName() == "offscreen"


@pytest.mark.x11
def test_a_window_opens_on_a_real_x_server(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert QGuiApplication.platformName() == "xcb"
