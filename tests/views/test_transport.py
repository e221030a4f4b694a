"""The transport bar: what there is room for, and what it says of the run."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Activity, Part, Snapshot
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


def test_a_number_of_steps_that_is_none_is_refused_with_a_word_and_runs_nothing(
    transport: Transport,
) -> None:
    said: list[str] = []
    ran: list[int] = []
    transport.noted.connect(said.append)
    transport.stepped.connect(ran.append)
    field = transport.count.field
    for text in ("9" * 20, "0", "x"):
        said.clear()
        field.selectAll()
        QTest.keyClicks(field, text)
        transport.step_many.trigger()
        assert set(said) == {"Expected a whole number from 1 to 1\u202f000\u202f000\u202f000."}
        assert field.text() == text
    said.clear()
    field.selectAll()
    QTest.keyClicks(field, "12 345")
    transport.step_many.trigger()
    assert (said, ran) == ([], [12_345])


def in_sight(transport: Transport) -> set[str]:
    """The texts that stand in the bar in full."""
    labels = [x for x in transport.findChildren(QLabel) if x.isVisible() and x.text()]
    return {x.text() for x in labels if x.visibleRegion().boundingRect() == x.rect()}


def test_in_a_narrow_window_the_speed_in_words_goes_first(
    transport: Transport, qtbot: QtBot
) -> None:
    resize(transport, qtbot, 4000)
    full = transport.sizeHint().width()
    resize(transport, qtbot, full)
    assert words_of_speed(transport).isVisible()
    resize(transport, qtbot, full - words_of_speed(transport).width())
    parts = [x for x in transport.findChildren(QWidget) if x.parent() is transport]
    gone = [part for part in parts if not part.isVisible()]
    assert words_of_speed(transport) in gone
    assert {part.objectName() for part in gone} == {"", "qt_toolbar_ext_button"}
    assert words_of_speed(transport).text() in transport.slider.toolTip()
    resize(transport, qtbot, full)
    assert words_of_speed(transport).isVisible()


@pytest.mark.parametrize("width", [1366, 1280, 1024, 1016, 960])
def test_step_and_total_error_are_in_sight_and_no_caption_is_without_its_number(
    transport: Transport, tutorial: Experiment, qtbot: QtBot, width: int
) -> None:
    parameters = tutorial.network.parameters
    transport.show_snapshot(Snapshot(tutorial, 12_345, parameters, 0, 0.000123456, 12_345))
    numbers = {"12\u202f345", "0.000123456"}
    resize(transport, qtbot, width)
    assert numbers <= in_sight(transport)
    buttons = [transport.widgetForAction(action) for action in transport.actions()]
    assert all(x.isVisible() for x in buttons if isinstance(x, QToolButton))
    captions = in_sight(transport) & {"Step", "Total error", "Error"}
    assert len(captions) in (0, 2)
    assert captions or width < 1016
    resize(transport, qtbot, 2000)
    assert {"Speed", "Step", "Total error"} | numbers <= in_sight(transport)
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


def test_what_waits_for_the_engine_stays_asked_for(
    transport: Transport, tutorial: Experiment
) -> None:
    parameters = tutorial.network.parameters
    paused = Snapshot(tutorial, 0, parameters, activity=Activity.PAUSED)
    transport.run.setChecked(True)
    transport.show_snapshot(replace(paused, prepares=Part.BREAKPOINTS))
    assert transport.run.isChecked()
    transport.show_snapshot(paused)
    assert not transport.run.isChecked()
