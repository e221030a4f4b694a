"""What training can do without is made ready beside it."""

import threading
from collections.abc import Callable

import pytest

from backprop_gui.experiment.edits import with_parameter
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Failure, Snapshot
from tests.training.conftest import wait_for, wait_until_paused

MakeSession = Callable[[Experiment], Session]


def test_training_begins_while_the_tracer_is_still_compiled(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, compile_trace = threading.Event(), Run.compile_trace

    def slow(run: Run) -> None:
        may_go_on.wait()
        compile_trace(run)

    monkeypatch.setattr(Run, "compile_trace", slow)
    session = session_of(xor)
    session.run(100)
    reached = wait_for(session, lambda s: s.step == 100 and s.activity is Activity.PAUSED)
    without = session.trace(reached, 0)
    may_go_on.set()
    assert without is None
    wait_for(session, lambda s: session.trace(s, 0) is not None)


def test_where_the_tracer_cannot_be_compiled_training_goes_on_and_the_next_run_tries_again(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_run: Run) -> None:
        raise ValueError("it cannot be compiled")

    with monkeypatch.context() as patched:
        patched.setattr(Run, "compile_trace", fail)
        session = session_of(xor)
        wait_until_paused(session)
        told: list[Failure] = []

        def is_told(_: Snapshot) -> bool:
            failure = session.take_failure()
            told.extend([] if failure is None else [failure])
            return bool(told)

        wait_for(session, is_told)
        assert "it cannot be compiled" in told[0].message
        session.run(100)
        wait_for(session, lambda s: s.step == 100 and s.activity is Activity.PAUSED)
    session.take(with_parameter(xor, at=0, value=0.5))
    wait_for(session, lambda s: session.trace(s, 0) is not None)
