"""What the session says of the step to come is what the kernel then does, bit for bit."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from tests.training.conftest import make_xor, wait_for

MakeSession = Callable[[Experiment], Session]
ORDERS = ["in turn", "random", "shuffled"]
FEWER = Samples(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[1.0], [1.0], [0.0]]))


@pytest.mark.parametrize("order", ORDERS)
def test_the_next_sample_is_the_one_that_the_kernel_trains_on(
    order: str, session_of: MakeSession
) -> None:
    experiment = replace(make_xor(order), changes=(Change(9, samples=FEWER),))
    session, run = session_of(experiment), Run(experiment)
    there = wait_for(session, lambda s: session.next_sample(s) is not None)
    for step in range(30):
        now = replace(there, step=step, parameters=run.parameters)
        told = session.next_sample(now)
        assert told is not None
        trace = session.trace(now, told)
        assert trace is not None
        assert run.advance(step + 1).sample == told
        assert trace.new_parameters.tobytes() == run.parameters.tobytes()


def test_it_is_not_known_before_the_engine_is_there(xor: Experiment) -> None:
    session = Session(xor)
    assert session.next_sample(session.snapshot()) is None


@pytest.mark.parametrize("order", ORDERS)
def test_the_sample_said_before_a_step_is_the_snapshots_after_it(
    order: str, session_of: MakeSession
) -> None:
    session = session_of(make_xor(order))
    now = wait_for(session, lambda s: session.next_sample(s) is not None)
    for step in range(1, 9):
        told = session.next_sample(now)
        session.run(1)
        now = wait_for(session, at_rest(step))
        assert now.sample == told


def at_rest(step: int) -> Callable[[Snapshot], bool]:
    return lambda s: s.step == step and s.activity is Activity.PAUSED
