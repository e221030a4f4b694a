"""The switch between curves and pictures: one choice for few values, one for many."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.curves.mode_switch import MOST_CURVES, Mode, ModeSwitch


@pytest.fixture
def switch(qapp: QApplication, qtbot: QtBot) -> ModeSwitch:
    switch = ModeSwitch(list(Mode), QObject(qapp))
    qtbot.addWidget(switch.button)
    return switch


def test_few_are_curves_and_many_a_heat_image(switch: ModeSwitch, qtbot: QtBot) -> None:
    switch.show_count(MOST_CURVES)
    assert switch.mode.value == "Curves"
    with qtbot.waitSignal(switch.modeChanged) as changed:
        switch.show_count(MOST_CURVES + 1)
    assert changed.args == [Mode.HEAT]
    assert switch.actions[Mode.HEAT].isChecked()
    assert switch.button.text() == "Heat ▾"


def test_a_choice_holds_for_as_many_as_it_was_made_for(switch: ModeSwitch, qtbot: QtBot) -> None:
    def mode_of(count: int) -> Mode:
        switch.show_count(count)
        return switch.mode

    assert mode_of(1000) is Mode.HEAT
    switch.actions[Mode.SPREAD].trigger()
    assert mode_of(10) is Mode.CURVES
    switch.choose(Mode.MATRIX)
    with qtbot.assertNotEmitted(switch.modeChanged):
        assert mode_of(11) is Mode.MATRIX
    assert [mode_of(count) for count in (5000, 1)] == [Mode.SPREAD, Mode.MATRIX]
