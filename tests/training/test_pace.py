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


@pytest.mark.parametrize("speed", [0.5, 1.0, 3.0, 7.0, 30.0])
def test_whoever_comes_as_often_as_it_says_keeps_the_speed(speed: float) -> None:
    now, step = 100.0, 40
    pace = Pace.begun(speed, step, now)
    while now < 100.0 + 10.5 / speed:
        pace = pace.caught_up(now, step)
        step = max(pace.due(now) or 0, step)
        now += pace.wait(now, step)
    assert step == pytest.approx(51, abs=1)


def test_a_computer_that_is_too_slow_forgets_older_debts() -> None:
    pace = Pace.begun(1000.0, 0, 100.0).caught_up(110.0, 5)
    assert pace.due(110.0) == 5
    assert pace.due(110.1) == pytest.approx(105, abs=1)
