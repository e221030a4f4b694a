"""The timeline: goes to any step of a run, by mouse, by keys and by typing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Progress, Snapshot
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


@pytest.fixture
def keys_left(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys that nothing in the timeline wants: they go on to the window."""
    keys: list[int] = []
    monkeypatch.setattr(Timeline, "keyPressEvent", lambda _, event: keys.append(event.key()), False)
    return keys


def at(experiment: Experiment, step: int, head: int) -> Snapshot:
    return Snapshot(experiment, step, experiment.network.parameters, head=head)


def asked(timeline: Timeline) -> list[int]:
    steps: list[int] = []
    timeline.seekRequested.connect(steps.append)
    return steps


def test_nothing_can_be_looked_at_before_the_first_step(
    timeline: Timeline, tutorial: Experiment
) -> None:
    for before in (0, 10):
        timeline.show_snapshot(at(tutorial, before, before))
        timeline.show_snapshot(at(tutorial, 0, 0))
        assert not timeline.scrubber.isEnabled()
        assert timeline.scrubber.value() == 0


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


def type_step(timeline: Timeline, text: str) -> None:
    timeline.field.setFocus()
    timeline.field.selectAll()
    timeline.field.insert(text)
    QTest.keyClick(timeline.field, Qt.Key.Key_Return)


def test_a_typed_step_is_gone_to_and_at_most_the_last(
    timeline: Timeline, tutorial: Experiment
) -> None:
    timeline.show_snapshot(at(tutorial, 100, 10_000))
    steps = asked(timeline)
    for text in ("1 234", "99999999", "x", ""):
        type_step(timeline, text)
    assert steps == [1234, 10_000]
    assert timeline.field.text() == "100"


def test_a_typed_step_that_cannot_be_shown_is_told(
    timeline: Timeline, tutorial: Experiment
) -> None:
    timeline.show_snapshot(at(tutorial, 100, 10_000))
    said: list[str] = []
    timeline.noted.connect(said.append)
    for text in ("0", "10,000", "", " "):
        type_step(timeline, text)
    assert said == []
    for text in ("10001", "9" * 5000, "-1", "x"):
        type_step(timeline, text)
    too_large, not_whole = "The last step so far is 10\u202f000.", "Expected a whole number from 0."
    assert said == [too_large, too_large, not_whole, not_whole]


def test_space_is_left_to_the_window_while_no_step_is_being_typed(
    timeline: Timeline, tutorial: Experiment, keys_left: list[int]
) -> None:
    timeline.show_snapshot(at(tutorial, 1234, 10_000))
    timeline.field.setFocus()
    timeline.field.selectAll()
    QTest.keyClick(timeline.field, Qt.Key.Key_Space)
    assert keys_left == [Qt.Key.Key_Space]
    assert timeline.field.text() == "1\u202f234"
    timeline.field.selectAll()
    QTest.keyClicks(timeline.field, "5 000")
    assert keys_left == [Qt.Key.Key_Space]
    assert timeline.field.text() == "5 000"


def test_the_step_is_followed_until_another_one_is_being_typed(
    timeline: Timeline, tutorial: Experiment
) -> None:
    timeline.field.setFocus()
    timeline.field.selectAll()
    for step in (10, 20):
        timeline.show_snapshot(at(tutorial, step, 20))
        assert timeline.field.selectedText() == timeline.field.text() == str(step)
    QTest.keyClicks(timeline.field, "7")
    timeline.show_snapshot(at(tutorial, 30, 30))
    assert timeline.field.text() == "7"


def test_showing_a_state_asks_for_nothing(timeline: Timeline, tutorial: Experiment) -> None:
    steps = asked(timeline)
    changed = replace(tutorial, changes=(Change(30, parameters=((0, 1.0),)),))
    for step in (0, 50, 100, 30):
        timeline.show_snapshot(at(changed, step, 100))
    assert steps == []
    assert timeline.scrubber.value() == 30_000


def test_a_seek_shows_its_progress_only_once_it_takes_long_and_moves_nothing(
    timeline: Timeline, tutorial: Experiment, qtbot: QtBot
) -> None:
    timeline.show_snapshot(at(tutorial, 50, 1000))
    places = [part.geometry() for part in (timeline.field, timeline.scrubber)]
    timeline.show_progress(Progress(0, 10, 900))
    assert not timeline.seeking.isVisible()
    timeline.show_progress(None)
    timeline.show_progress(Progress(0, 20, 900))
    qtbot.waitUntil(timeline.seeking.isVisible)
    assert [part.geometry() for part in (timeline.field, timeline.scrubber)] == places
    timeline.show_progress(None)
    assert not timeline.seeking.isVisible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_long_seek_can_be_given_up(timeline: Timeline, qtbot: QtBot, way: str) -> None:
    timeline.show_progress(Progress(0, 20, 900))
    with qtbot.waitActive(timeline):
        timeline.activateWindow()
    qtbot.waitUntil(timeline.seeking.isVisible)
    with qtbot.waitSignal(timeline.cancelRequested):
        if way == "button":
            timeline.seeking.cancel.click()
        else:
            QTest.keyClick(timeline.scrubber, Qt.Key.Key_Escape)


def test_changes_are_marked_above_the_track_and_breakpoints_below_it(
    timeline: Timeline, theme: Theme, tutorial: Experiment
) -> None:
    changed = replace(tutorial, changes=(Change(250, parameters=((0, 1.0),)),))
    timeline.show_snapshot(at(changed, 1000, 1000))
    timeline.scrubber.show_stops((750, 2000))
    assert marked(timeline, theme.palette.warning) == [(0.25, "above")]
    assert marked(timeline, theme.palette.error) == [(0.75, "below")]
    timeline.scrubber.show_stops(())
    assert marked(timeline, theme.palette.error) == []


def marked(timeline: Timeline, color: str) -> list[tuple[float, str]]:
    """Where along the scrubber, to a twentieth, and on which side of its track a color is seen."""
    image = timeline.scrubber.grab().toImage()
    seen = {
        (round(20 * x / image.width()) / 20, "above" if 2 * y < image.height() else "below")
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == QColor(color)
    }
    return sorted(seen)
