"""The transport bar: what there is room for."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.transport import Transport


@pytest.fixture
def transport(qtbot: QtBot, icons: Icons) -> Transport:
    transport = Transport(icons)
    qtbot.addWidget(transport)
    transport.show()
    return transport


def words_of_speed(transport: Transport) -> QLabel:
    (label,) = [x for x in transport.findChildren(QLabel) if x.text().endswith("a second")]
    return label


def resize(transport: Transport, qtbot: QtBot, width: int) -> None:
    transport.resize(width, transport.sizeHint().height())
    qtbot.wait(1)


def test_in_a_narrow_window_all_but_the_speed_in_words_stays(
    transport: Transport, qtbot: QtBot
) -> None:
    resize(transport, qtbot, 4000)
    full = transport.sizeHint().width()
    resize(transport, qtbot, full)
    assert words_of_speed(transport).isVisible()
    resize(transport, qtbot, full - words_of_speed(transport).width())
    parts = [x for x in transport.findChildren(QWidget) if x.parent() is transport]
    gone = {part.objectName() for part in parts if not part.isVisible()}
    assert gone == {words_of_speed(transport).objectName(), "qt_toolbar_ext_button"}
    assert words_of_speed(transport).text() in transport.slider.toolTip()
    resize(transport, qtbot, full)
    assert words_of_speed(transport).isVisible()
