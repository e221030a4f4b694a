"""The transport bar: what there is room for, and what it says of the run."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Snapshot
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


def test_the_total_error_stays_until_there_is_another_but_not_that_of_another_network(
    transport: Transport, tutorial: Experiment
) -> None:
    def shown() -> set[str]:
        return {label.text() for label in transport.findChildren(QLabel)}

    parameters = tutorial.network.parameters
    transport.show_snapshot(Snapshot(tutorial, 1, parameters, 0, 0.25, 1))
    transport.show_snapshot(Snapshot(tutorial, 2, parameters, 0))
    assert "0.250000" in shown()
    grown = edits.with_neurons(tutorial, 1, 3, np.zeros)
    transport.show_snapshot(Snapshot(grown, 0, grown.network.parameters))
    assert "0.250000" not in shown()
