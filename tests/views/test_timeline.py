"""The timeline: goes to any step of a run, by mouse, by keys and by typing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def timeline(theme: Theme, qtbot: QtBot) -> Timeline:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(700, timeline.sizeHint().height())
    timeline.show()
    return timeline


def at(experiment: Experiment, step: int, head: int) -> Snapshot:
    return Snapshot(experiment, step, experiment.network.parameters, head=head)


def asked(timeline: Timeline) -> list[int]:
    steps: list[int] = []
    timeline.seekRequested.connect(steps.append)
    return steps


def test_nothing_can_be_looked_at_before_the_first_step(
    timeline: Timeline, tutorial: Experiment
) -> None:
    timeline.show_snapshot(at(tutorial, 0, 0))
    assert not timeline.scrubber.isEnabled()


@pytest.mark.parametrize("head", [10_000, 10_000_000_000])
def test_a_click_goes_to_the_step_that_lies_there(
    timeline: Timeline, tutorial: Experiment, head: int
) -> None:
    timeline.show_snapshot(at(tutorial, head, head))
    steps, scrubber = asked(timeline), timeline.scrubber
    QTest.mouseClick(scrubber, LEFT, pos=QPoint(scrubber.width() // 2, scrubber.height() // 2))
    assert steps[0] == pytest.approx(head / 2, rel=0.02)
    QTest.mouseClick(scrubber, LEFT, pos=QPoint(0, scrubber.height() // 2))
    assert steps[-1] == 0


def test_arrow_keys_go_by_one_step_of_a_long_run(timeline: Timeline, tutorial: Experiment) -> None:
    timeline.show_snapshot(at(tutorial, 5_000_000_000, 10_000_000_000))
    steps = asked(timeline)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(timeline.scrubber, key)
    assert steps == [4_999_999_999, 5_000_000_001, 0, 10_000_000_000]


def test_a_typed_step_is_gone_to_and_at_most_the_last(
    timeline: Timeline, tutorial: Experiment
) -> None:
    timeline.show_snapshot(at(tutorial, 100, 10_000))
    steps = asked(timeline)
    for text in ("1 234", "99999999", "x", ""):
        timeline.field.setFocus()
        timeline.field.selectAll()
        QTest.keyClicks(timeline.field, text) if text else timeline.field.clear()
        QTest.keyClick(timeline.field, Qt.Key.Key_Return)
    assert steps == [1234, 10_000]
    assert timeline.field.text() == "100"


def test_showing_a_state_asks_for_nothing(timeline: Timeline, tutorial: Experiment) -> None:
    steps = asked(timeline)
    changed = replace(tutorial, changes=(Change(30, parameters=((0, 1.0),)),))
    for step in (0, 50, 100, 30):
        timeline.show_snapshot(at(changed, step, 100))
    assert steps == []
    assert timeline.scrubber.value() == 30_000
