"""Training on and on beside the window takes no more memory. Three minutes in CI, less elsewhere;
an hour by `python -m tests.benchmarks.live --soak 3600`."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.live import GROWTH_GOAL, soak

SECONDS = 180.0 if os.environ.get("CI") else 12.0


@pytest.mark.timeout(SECONDS + 120)
def test_a_long_run_beside_the_window_takes_no_more_memory(qapp: QApplication) -> None:
    (grown,) = soak(SECONDS).figures
    assert grown.value < GROWTH_GOAL
