"""When a step is due."""

import pytest

from backprop_gui.training.pace import Pace


@pytest.mark.parametrize("speed", [0.5, 1.0, 3.0, 7.0, 1e3, 1e7])
def test_the_first_step_is_due_at_once_and_the_others_follow_at_the_speed(speed: float) -> None:
    pace = Pace.begun(speed, 40, 100.0)
    assert pace.due(100.0 + 1e-9) == 41
    assert pace.due(100.0 + 10.5 / speed) == 51


def test_as_fast_as_it_goes_no_step_is_due_at_a_time() -> None:
    assert Pace.begun(None, 40, 100.0).due(200.0) is None
