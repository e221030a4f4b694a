"""Killed at any moment: every file is whole, and no more is lost than may be."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backprop_gui.document.autosave import DELAY_MS, MOST_LOST_MS

ROOT = Path(__file__).parents[2]
KILLS = 200


@pytest.mark.timeout(900)
def test_200_kills_amid_saves_and_autosaves_leave_whole_files_and_lose_little(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.document.killed_windows", str(tmp_path), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    assert result["amid"] == KILLS
    assert result["cut"] > 0, "no kill ever hit a half-written file"
    assert result["edits"] > KILLS, "the windows hardly edited"


def test_the_timer_leaves_time_to_write_within_20_seconds() -> None:
    assert MOST_LOST_MS == 20_000
    assert DELAY_MS * 1.05 + 1000 <= MOST_LOST_MS  # Qt's coarse timers are late by up to 5 %
