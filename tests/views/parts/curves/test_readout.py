"""What stands in the header of a panel about the place at the pointer."""

import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.curves.panel_tools import Readout
from backprop_gui.views.parts.plot.reading import Pointed, readouts


@pytest.fixture
def readout(qtbot: QtBot) -> Readout:
    readout = Readout()
    qtbot.addWidget(readout)
    return readout


def test_where_there_is_less_room_it_says_less_but_never_part_of_a_number(readout: Readout) -> None:
    lines = readouts(Pointed(9, 2448.0, 1, 0.0123), ["Total error", "Mean of the steps"])
    assert lines[0] == "Step 2\u202f448   Mean of the steps 0.0123000"
    seen = []
    for width in range(600, 0, -1):
        readout.resize(width, 20)
        readout.show_one_of(lines)
        seen += [readout.text()] if readout.text() not in seen else []
    assert seen == [*lines, ""]


def test_where_nothing_is_pointed_at_it_says_what_stands_there_else(readout: Readout) -> None:
    readout.rest = "64 of 130"
    readout.resize(600, 20)
    readout.show_one_of(readouts(Pointed(7, 7.0, None, None), []))
    assert readout.text() == "Step 7"
    readout.show_text("")
    assert readout.text() == "64 of 130"


def test_a_text_without_shorter_ones_ends_in_dots_where_there_is_too_little_room(
    readout: Readout,
) -> None:
    readout.resize(600, 20)
    readout.show_text("w5 at step 2448: 0.25")
    assert readout.text() == "w5 at step 2448: 0.25"
    readout.resize(70, 20)
    readout.show_text("w5 at step 2448: 0.25")
    assert readout.text().endswith("…")
