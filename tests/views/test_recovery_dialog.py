"""The offer of what was recovered: with its time, and nothing is lost by looking away."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.document.autosave_file import Autosaved, write_autosave
from backprop_gui.document.claim import Claim
from backprop_gui.document.recovery import Recovered, recoverable
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.recovery_dialog import RecoveryDialog, describe

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2025, 5, 3, 16, 0, tzinfo=ZONE)


def lost(experiment: Experiment, folder: Path, name: str, saved_at: datetime) -> None:
    write_autosave(
        folder / f"{name}.json", Autosaved(experiment, name, Path(f"/a/{name}"), None, saved_at)
    )


@pytest.fixture
def folder(tmp_path: Path, tutorial: Experiment) -> Path:
    lost(tutorial, tmp_path, "newer", NOW - timedelta(hours=1))
    lost(tutorial, tmp_path, "older", NOW - timedelta(hours=2))
    return tmp_path


@pytest.fixture
def dialog(folder: Path, qtbot: QtBot) -> RecoveryDialog:
    dialog = RecoveryDialog(recoverable(folder).recovered, NOW)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def names(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.json"))


def offered_again(folder: Path) -> list[str]:
    recovered = recoverable(folder).recovered
    for each in recovered:
        each.release()
    return [each.autosaved.name for each in recovered]


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(hours=1, minutes=28), "tutorial, edited 14:32 today"),
        (timedelta(hours=16), "tutorial, edited 00:00 today"),
        (timedelta(hours=16, minutes=1), "tutorial, edited 23:59 yesterday"),
        (timedelta(days=2), "tutorial, edited 16:00 on 2025-05-01"),
        (timedelta(days=-1), "tutorial, edited 16:00 on 2025-05-04"),
    ],
)
def test_the_time_is_told_as_people_tell_it(
    tmp_path: Path, tutorial: Experiment, ago: timedelta, expected: str
) -> None:
    file = tmp_path / "x.json"
    claim = Claim.make(file)
    autosaved = Autosaved(tutorial, "tutorial", None, None, NOW - ago)
    assert describe(Recovered(autosaved, file, claim), NOW) == expected
    claim.end()


def test_all_that_was_recovered_is_listed_the_newest_chosen(dialog: RecoveryDialog) -> None:
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert texts == ["newer, edited 15:00 today", "older, edited 14:00 today"]
    assert dialog.list.currentRow() == 0
    assert dialog.list.item(0).toolTip() == "/a/newer"


def test_recover_hands_over_the_chosen_one_and_leaves_the_others_for_later(
    dialog: RecoveryDialog, folder: Path, qtbot: QtBot
) -> None:
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(dialog.recoverChosen) as chosen:
        dialog.recover.click()
    assert not dialog.isVisible()
    recovered = chosen.args[0]
    assert recovered.autosaved.name == "older"
    assert offered_again(folder) == ["newer"]
    recovered.discard()


def test_discard_removes_the_chosen_one_and_closes_after_the_last(
    dialog: RecoveryDialog, folder: Path
) -> None:
    dialog.discard.click()
    assert names(folder) == ["older"]
    assert dialog.isVisible()
    dialog.discard.click()
    assert names(folder) == []
    assert not dialog.isVisible()


@pytest.mark.parametrize("way", ["later", "escape", "close"])
def test_looking_away_loses_nothing(dialog: RecoveryDialog, folder: Path, way: str) -> None:
    assert offered_again(folder) == []  # while it is offered here
    match way:
        case "later":
            dialog.later.click()
        case "escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        case "close":
            dialog.close()
    assert not dialog.isVisible()
    assert offered_again(folder) == ["newer", "older"]


def test_the_list_is_as_high_as_its_rows(
    dialog: RecoveryDialog, folder: Path, tutorial: Experiment, qtbot: QtBot
) -> None:
    frame, row = 2 * dialog.list.frameWidth(), dialog.list.sizeHintForRow(0)
    assert dialog.list.height() == frame + 2 * row
    dialog.discard.click()
    assert dialog.list.height() == frame + row
    dialog.later.click()
    for number in range(30):
        lost(tutorial, folder, f"more-{number}", NOW)
    long = RecoveryDialog(recoverable(folder).recovered, NOW)
    qtbot.addWidget(long)
    long.open()
    assert 6 * row < long.list.height() < long.list.count() * row / 2
    long.later.click()
