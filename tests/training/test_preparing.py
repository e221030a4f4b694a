"""What training can do without is made ready beside it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.edits import with_parameter
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.history import History
from backprop_gui.training.preparing import Preparing
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Failure, Part, Snapshot
from tests.training.conftest import PATIENCE_SECONDS, wait_for, wait_until_paused

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


class Held:
    """Holds a function of the engine up, in the session's thread, until it `may_go_on`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self.may_go_on = threading.Event()
        function = getattr(owner, name)

        def held(*args: Any) -> Any:
            if threading.current_thread().name == "training":
                assert self.may_go_on.wait(PATIENCE_SECONDS)
            return function(*args)

        monkeypatch.setattr(owner, name, held)


def test_the_window_is_told_that_run_waits_for_breakpoints(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, Run, "compile_watch")
    session = session_of(xor)
    assert wait_until_paused(session).prepares is None
    session.set_breakpoints((Breakpoint(Condition.STEP, 50),))
    session.run()
    waiting = wait_for(session, lambda s: s.prepares is Part.BREAKPOINTS)
    assert waiting.step == 0
    assert session.snapshot() is waiting
    held.may_go_on.set()
    met = wait_for(session, lambda s: s.met is not None)
    assert (met.step, met.prepares) == (50, None)


def test_the_window_is_told_that_a_first_wide_network_waits_for_its_part_of_the_engine(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(xor)
    wait_until_paused(session)
    held = Held(monkeypatch, Run, "compile")
    topology = Topology((2, 17, 1), xor.network.topology.activations)
    wide = replace(xor, network=Network(topology, np.zeros(topology.parameters)))
    session.take(wide)
    waiting = wait_for(session, lambda s: s.prepares is Part.WIDE)
    assert waiting.experiment is wide
    held.may_go_on.set()
    wait_for(session, lambda s: session.outputs(s, 0) is not None and s.prepares is None)


def test_the_window_is_told_that_a_network_of_many_weights_waits_for_pictures(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, History, "compile_pictures")
    monkeypatch.setattr(Preparing, "ask", lambda *_: None)  # else it may be there before
    topology = Topology((2, 16, 16, 1), (xor.network.topology.activations[0],) * 3)
    session = session_of(replace(xor, network=Network(topology, np.zeros(topology.parameters))))
    wait_for(session, lambda s: s.prepares is Part.PICTURES)
    held.may_go_on.set()
    wait_for(session, lambda s: s.prepares is None)
    session.run(10)
    wait_for(session, lambda s: s.step == 10)


def test_what_could_not_be_prepared_is_waited_for_no_more(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_run: Run) -> None:
        raise ValueError("it cannot be compiled")

    monkeypatch.setattr(Run, "compile_watch", fail)
    session = session_of(xor)
    wait_until_paused(session)
    session.set_breakpoints((Breakpoint(Condition.STEP, 50),))
    wait_for(session, lambda _: session.take_failure() is not None)
    wait_for(session, lambda s: s.prepares is None)
