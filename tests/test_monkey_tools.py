"""What tells the monkey whether the window hangs, or the machine: neither may be made up."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.monkey.metronome import metronome
from tests.monkey.patience import Moment, computed
from tests.monkey.places import places

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="times are read from /proc")


def burn(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(10_000))  # not to ask for the time alone, which the system tells


def test_what_is_computed_counts_and_what_is_slept_does_not() -> None:
    start = Moment.present()
    time.sleep(0.2)
    slept = Moment.present()
    burn(0.4)
    assert computed(start, slept) < 0.1 < computed(slept, Moment.present())


def test_it_is_seen_where_the_time_goes() -> None:
    with places() as seen:
        seen.forget()
        while "in burn" not in seen.told():  # soon, but a busy machine does not count all of it
            burn(0.2)
        seen.forget()
        assert "never" in seen.told()


def test_a_machine_that_stands_still_is_heard(tmp_path: Path) -> None:
    """Here only the process that listens does."""
    with metronome(tmp_path / "still") as heard:
        before = time.monotonic()
        os.kill(heard.pid, signal.SIGSTOP)
        time.sleep(0.5)
        os.kill(heard.pid, signal.SIGCONT)
        after = time.monotonic()
        while heard.stood_still(before, after) < 0.2:
            pass  # on a busy machine it notes it later
        assert heard.stood_still(before - 20, before - 10) == 0
