"""The worker fails at each of the places where it can: it is told, not over and over, the thread
lives, and once the cause is gone training goes on as if nothing had happened.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.edits import with_parameter
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training import exchange
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.close_up import Stretch, Wish
from backprop_gui.training.history import History
from backprop_gui.training.replay import Replay
from backprop_gui.training.run import Run
from backprop_gui.training.session import Session
from backprop_gui.training.shelf import Shelf
from backprop_gui.training.snapshot import Activity
from backprop_gui.training.track import Track
from backprop_gui.training.trainer import Trainer
from tests.training.conftest import PATIENCE_SECONDS, wait_for, wait_until_paused

MakeSession = Callable[[Experiment], Session]

A_WHILE = 0.015  # seconds, in which a failure that comes again and again would come often
_THREADS = {"training", "close-ups", "preparing"}
BREAKPOINT = Breakpoint(Condition.ERROR_BELOW, 1e-9)

# What the thread asks the board, which is a cell of an array; and what tells of a failure.
_NOT_BROKEN = {"ask_to_stop", "allow_to_run", "_stop", "_go_on", "_fail", "_runs"}


def places() -> list[Any]:
    owners: list[Any] = [Run, Track, Trainer, History, Shelf, exchange]
    return [
        pytest.param(owner, name, id=f"{owner.__name__.rpartition('.')[2]}.{name}")
        for owner in owners
        for name, value in vars(owner).items()
        if (
            isinstance(value, property)
            or (isinstance(value, FunctionType) and value.__module__ == _module(owner))
        )
        and name not in _NOT_BROKEN
    ]


def _module(owner: Any) -> str:
    return str(getattr(owner, "__module__", owner.__name__))


class Break:
    """Breaks a function, a method or a property: in the session's thread it raises while `is_on`"""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self.is_on = False
        self.met = 0
        whole = vars(owner)[name]
        function: Any = whole.fget if isinstance(whole, property) else whole

        def broken(*args: Any, **kwargs: Any) -> Any:
            if self.is_on and threading.current_thread().name in _THREADS:
                self.met += 1
                raise ValueError("something broke")
            return function(*args, **kwargs)

        monkeypatch.setattr(owner, name, property(broken) if whole is not function else broken)


def changed(experiment: Experiment, step: int) -> Experiment:
    """With a weight that is another from `step` on."""
    parameters = np.full(experiment.network.topology.parameters, 0.25)
    return replace(experiment, changes=(Change(step, parameters=tuple(enumerate(parameters))),))


def failures(session: Session) -> list[str]:
    found = []
    while (failure := session.take_failure()) is not None:
        assert "something broke" in failure.message
        assert "Traceback" in failure.details
        found.append(failure.message)
    return found


def wait_for_failures(session: Session, count: int) -> None:
    """So many are told, and after a while not one more."""
    found: list[str] = []

    def are_told(_: object) -> bool:
        found.extend(failures(session))
        return len(found) >= count

    wait_for(session, are_told)
    time.sleep(A_WHILE)
    assert len(found + failures(session)) == count


def wait_until_done(session: Session) -> None:
    """All that was ordered, and told what went wrong in it."""
    done = threading.Event()
    session._trainer.worker.order(done.set)
    assert done.wait(PATIENCE_SECONDS)
    for thread in threading.enumerate():
        if thread.name == "preparing":
            thread.join(PATIENCE_SECONDS)


@pytest.mark.parametrize(("owner", "name"), places())
def test_wherever_it_fails_it_is_told_and_training_goes_on_when_the_cause_is_gone(
    xor: Experiment,
    session_of: MakeSession,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
) -> None:
    cause = Break(monkeypatch, owner, name)
    session = session_of(xor)
    session.run(40)
    wait_for(session, lambda s: s.step == 40 and s.activity is Activity.PAUSED)
    wait_until_paused(session)
    later = changed(xor, 20)
    deeds: list[Callable[[], None]] = [
        lambda: session.run(10),
        lambda: session.seek(7),
        lambda: session.set_breakpoints((BREAKPOINT,)),
        lambda: session.run(5),
        lambda: session.take(later),
        lambda: session.cancel(),
        lambda: session.take(xor),
        lambda: session.take(with_parameter(xor, at=0, value=0.5)),
        lambda: session.run(None),
        lambda: session.pause(),
        lambda: session.seek(0),
    ]
    cause.is_on = True
    for deed in deeds:
        deed()
        time.sleep(A_WHILE)
        session.snapshot()
    cause.is_on = False
    wait_until_done(session)
    told = failures(session)
    assert len(told) <= 2 * len(deeds)
    assert bool(told) == bool(cause.met)

    session.set_breakpoints(())
    session.take(later)
    session.seek(0)
    session.run(60)
    reached = wait_for(session, lambda s: s.step == 60 and s.activity is Activity.PAUSED)
    oracle = Run(later)
    oracle.advance(60)
    assert reached.parameters.tobytes() == oracle.parameters.tobytes()
    assert failures(session) == []


def test_a_kernel_that_does_not_compile_is_compiled_when_training_is_asked_for_again(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = Break(monkeypatch, Run, "compile")
    cause.is_on = True
    session = session_of(xor)
    wait_for(session, lambda s: s.activity is Activity.FAILED)
    session.run(5)
    wait_for_failures(session, 2)
    cause.is_on = False
    session.run(5)
    wait_for(session, lambda s: s.step == 5 and s.activity is Activity.PAUSED)


def test_training_that_was_lost_by_a_failure_is_made_anew(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = Break(monkeypatch, Track, "state")
    session = session_of(xor)
    session.run(500)
    wait_for(session, lambda s: s.step == 500)
    cause.is_on = True
    session.seek(100)
    wait_for(session, lambda s: s.activity is Activity.FAILED)
    cause.is_on = False
    session.run(100)
    reached = wait_for(session, lambda s: s.step == 600 and s.activity is Activity.PAUSED)
    oracle = Run(xor)
    oracle.advance(600)
    assert reached.parameters.tobytes() == oracle.parameters.tobytes()


def test_a_close_up_that_fails_is_told_once_until_it_is_wished_for_anew(
    xor: Experiment, session_of: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = Break(monkeypatch, Replay, "answers")
    cause.is_on = True
    session = session_of(xor)
    session.run(5000)
    wait_for(session, lambda s: s.step == 5000)
    wish = Wish(Stretch(0, 1000, 1), xor)
    session.close_ups.ask("errors", wish)
    wait_for_failures(session, 1)
    for last in range(1100, 2000, 100):  # as while a plot is panned
        session.close_ups.ask("errors", Wish(Stretch(0, last, 1), xor))
        time.sleep(A_WHILE)
    assert failures(session) == []
    cause.is_on = False
    session.close_ups.withdraw("errors")
    session.close_ups.ask("errors", wish)
    wait_for(session, lambda _: session.close_ups.answer(wish) is not None)
    assert failures(session) == []
