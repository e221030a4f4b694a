"""Total errors in the training loop: in parts, shown on the board, and for breakpoints."""

import math

import pytest

from backprop_gui.engine import board as boards
from backprop_gui.engine import kernel
from backprop_gui.engine import record as records
from backprop_gui.engine import watch as watching
from backprop_gui.engine.choices import Activation, SampleOrder
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine import oracle
from tests.engine.learner import NEVER, Definition, Learner, random_task, same_bits
from tests.engine.oracle import added

pytestmark = pytest.mark.usefixtures("plain_python")

MANY = random_task((2, 3, 1), samples=7, order=SampleOrder.RANDOM)


def in_parts_of(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The board is looked at after so many steps, or samples of a total error."""
    monkeypatch.setattr(kernel, "_POLL_STEPS", steps)


@pytest.mark.parametrize("part", [1, 3, 7, 8])
def test_a_total_error_is_measured_in_parts_unless_told_to_stop(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts_of(part, monkeypatch)
    learner, errors = Learner(MANY), Definition(MANY).errors()
    arguments = learner.plan, learner.state, learner.board
    assert kernel._measure(*arguments, 0, 0.0, math.inf) == (7, added(errors))
    assert kernel._measure(*arguments, 4, 0.5, math.inf) == (7, added(errors[4:], 0.5))
    assert kernel._measure(*arguments, 7, 0.5, math.inf) == (7, 0.5)
    learner.board.cells[boards.STOP] = 1
    assert kernel._measure(*arguments, 2, 0.0, math.inf) == (
        min(2 + part, 7),
        added(errors[2 : 2 + part]),
    )


def test_a_total_error_that_is_large_enough_is_measured_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_parts_of(2, monkeypatch)
    learner, errors = Learner(MANY), Definition(MANY).errors()
    arguments = learner.plan, learner.state, learner.board
    exact = added(errors[:4])
    assert kernel._measure(*arguments, 0, 0.0, exact) == (6, added(errors[:6]))
    less = math.nextafter(exact, 0.0)
    assert kernel._measure(*arguments, 0, 0.0, less) == (4, exact)
    assert kernel._measure(*arguments, 4, exact, less) == (4, exact)
    wrong = kernel._measure(*arguments, 0, math.nan, exact)  # it is no larger than anything
    assert wrong[0] == 7


@pytest.mark.parametrize("part", [1, 3])
def test_stops_in_total_errors_leave_no_trace_in_the_record(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts_of(part, monkeypatch)
    at_once, stopped = Learner(MANY, total_every=4), Learner(MANY, total_every=4)
    at_once.advance(13)
    stopped.board.cells[boards.STOP] = 1
    while stopped.advance(13)[0] == kernel.STOPPED:
        pass
    assert same_bits(stopped.errors, at_once.errors)
    assert stopped.record.cells.tolist() == at_once.record.cells.tolist()


def test_until_no_error_is_left() -> None:
    task = random_task((1, 1), Activation.IDENTITY)
    task.parameters[:] = task.targets[:] = 0.0
    assert Learner(task).advance(1000, 0.0, 3)[0] == kernel.LOW_ENOUGH
    assert Learner(task).advance(10, -1.0, 3)[0] == kernel.REACHED


# What is shown on the board


def test_the_state_that_is_shown_is_that_of_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts_of(20, monkeypatch)
    learner, definition = Learner(MANY), Definition(MANY)
    learner.board.cells[boards.ASKED] = 1
    learner.advance(33)
    error = definition.advance(20)[-1]
    sample = oracle.sample_of("random", MANY.seed, 19, 7)
    assert learner.board.cells.tolist() == [0, 1, 1, 20, sample, 20]
    shown = learner.board.numbers[[boards.ERROR, boards.TOTAL]]
    assert shown.tolist() == [error, definition.total_error()]
    assert same_bits(learner.board.parameters, definition.parameters)


def answered(learner: Learner, step: int) -> None:
    kernel._answer(learner.plan, learner.state, learner.record, learner.board, step, 2, 0.25)


def test_who_asks_is_shown_the_state_with_its_total_error() -> None:
    learner = Learner(MANY)
    board, cells = learner.board, learner.board.cells
    cells[boards.ASKED] = 5
    answered(learner, 9)
    assert cells.tolist() == [0, 5, 5, 9, 2, 9]
    assert board.numbers[[boards.ERROR, boards.TOTAL]].tolist() == [0.25, learner.total_error()]
    assert same_bits(board.parameters, MANY.parameters)
    assert learner.record.cells[records.TOTAL_STEP] == 9
    learner.parameters[:] = 1.0
    answered(learner, 10)  # it did not ask again
    assert cells[boards.STEP] == 9
    assert same_bits(board.parameters, MANY.parameters)


@pytest.mark.parametrize(("samples", "is_measured"), [(2**15, True), (2**15 + 1, False)])
def test_a_total_error_that_costs_too_much_is_the_one_known(
    samples: int, is_measured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_measure", lambda *_: (samples, 7.0))
    learner = Learner(random_task((1, 1), samples=samples))  # two parameters
    records.note_total(learner.record, 3, 5.0)
    learner.board.cells[boards.ASKED] = 1
    answered(learner, 9)
    known = learner.board.cells[boards.TOTAL_STEP], learner.board.numbers[boards.TOTAL]
    assert known == ((9, 7.0) if is_measured else (3, 5.0))


def test_a_total_error_that_had_to_stop_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts_of(3, monkeypatch)
    learner = Learner(MANY)
    records.note_total(learner.record, 3, 5.0)
    learner.board.cells[[boards.STOP, boards.ASKED]] = 1
    answered(learner, 9)
    assert learner.board.cells[boards.SHOWN] == 1
    assert (learner.board.cells[boards.TOTAL_STEP], learner.board.numbers[boards.TOTAL]) == (3, 5.0)


# Total errors that breakpoints wait for once an epoch


EPOCH = watching.EACH_STEP + 1


class Measuring:
    """A watch for the total error of `samples`, and a call that measures it."""

    def __init__(self, samples: int, value: float, *, waits: bool = True) -> None:
        self.task = random_task((1, 1), samples=samples)
        condition = Condition.ERROR_ABOVE if waits else Condition.STEP
        self.watch = make_watch(self.task.topology, [Breakpoint(condition, value)])
        self.learner = Learner(self.task)

    def __call__(self, step: int) -> bool:
        learner = self.learner
        return bool(
            kernel._measure_watched(learner.plan, learner.state, learner.board, self.watch, step)
        )

    @property
    def found(self) -> tuple[int, int, float]:
        cells, so_far = self.watch.cells, self.watch.numbers[watching.SO_FAR]
        return int(cells[watching.MEASURED_AT]), int(cells[watching.MEASURED]), float(so_far)


NOTHING = (-1, -1)


@pytest.mark.parametrize(
    ("samples", "step", "waits", "is_measured"),
    [
        (EPOCH, 0, True, True),
        (EPOCH, 2 * EPOCH, True, True),
        (EPOCH, EPOCH + 1, True, False),
        (EPOCH, EPOCH - 1, True, False),
        (EPOCH, EPOCH, False, False),
        (EPOCH - 1, 0, True, False),
    ],
)
def test_it_is_measured_at_the_beginning_of_an_epoch_of_many_samples_where_one_waits_for_it(
    samples: int, step: int, waits: bool, is_measured: bool
) -> None:
    measuring = Measuring(samples, 1e9, waits=waits)
    assert measuring(step)
    if is_measured:
        assert measuring.found == (step, samples, added(Definition(measuring.task).errors()))
    else:
        assert measuring.found[:2] == NOTHING


def test_when_it_must_stop_the_next_call_goes_on_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts_of(40, monkeypatch)
    measuring = Measuring(EPOCH, 1e9)
    errors = Definition(measuring.task).errors()
    measuring.learner.board.cells[boards.STOP] = 1
    assert not measuring(0)
    assert measuring.found == (0, 40, added(errors[:40]))
    assert measuring(0)
    assert measuring.found == (0, EPOCH, added(errors))
    assert not measuring(EPOCH)  # another epoch's is measured from the beginning
    assert measuring.found == (EPOCH, 40, added(errors[:40]))


def test_a_part_that_is_above_the_value_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts_of(40, monkeypatch)
    errors = Definition(Measuring(EPOCH, 0.0).task).errors()
    part = added(errors[:40])
    for value, is_enough in ((math.nextafter(part, 0.0), True), (part, False)):
        measuring = Measuring(EPOCH, value)
        measuring.learner.board.cells[boards.STOP] = 1
        assert measuring(0) is is_enough
        assert measuring.found == (0, 40, part)


def test_a_breakpoint_for_the_total_error_of_many_samples_is_met_at_an_epochs_beginning() -> None:
    task = random_task((2, 1), samples=EPOCH)
    definition, totals = Definition(task), []
    for epoch in range(5):
        definition.advance(epoch * EPOCH)
        totals.append(definition.total_error())
    assert totals == sorted(totals, reverse=True)
    value = (totals[2] + totals[3]) / 2
    watch = make_watch(task.topology, [Breakpoint(Condition.ERROR_BELOW, value)])
    learner = Learner(task, watch=watch, error_rows=4, total_every=NEVER, keyframe_span=NEVER)
    assert learner.advance(10 * EPOCH)[0] == kernel.MET
    assert learner.step == watch.cells[watching.ABOUT] == 3 * EPOCH
