"""Talking with a kernel while it trains in another thread."""

import math
import threading
import time
from collections.abc import Iterator

import pytest

from backprop_gui.engine import board as boards
from backprop_gui.engine import kernel
from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from tests.engine import oracle
from tests.engine.learner import IS_PLAIN, NEVER, Learner, Task, random_task, same_bits

FOREVER = 2**61
PATIENCE_SECONDS = 60.0

NARROW = random_task((2, 3, 1), order=SampleOrder.SHUFFLED, bias=BiasPolicy.PER_NEURON)
WIDE = random_task((20, 30, 5), order=SampleOrder.RANDOM)


class Training:
    """A learner that trains without end in a thread of its own."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.reason: int | None = None
        self._thread = threading.Thread(target=self._train)
        self._thread.start()

    def _train(self) -> None:
        self.reason = self.learner.advance(FOREVER)[0]

    def wait_for_an_answer(self) -> None:
        cells = self.learner.board.cells
        deadline = time.monotonic() + PATIENCE_SECONDS
        while cells[boards.SHOWN] != cells[boards.ASKED]:
            assert time.monotonic() < deadline
            time.sleep(0)

    def stop(self) -> None:
        self.learner.board.cells[boards.STOP] = 1
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()


@pytest.fixture(params=[NARROW, WIDE], ids=["narrow", "wide"])
def training(request: pytest.FixtureRequest) -> Iterator[Training]:
    task: Task = request.param
    Learner(task).advance(1)  # compiled before the thread starts
    training = Training(Learner(task))
    yield training
    training.stop()


@pytest.mark.compiled
def test_a_kernel_in_another_thread_stops_when_told(training: Training) -> None:
    """It would not if the compiler read the cell once, before the loop."""
    cells = training.learner.board.cells
    cells[boards.ASKED] = 1
    training.wait_for_an_answer()  # it is in its loop
    assert training.reason is None
    training.stop()
    assert training.reason == kernel.STOPPED
    assert 0 < training.learner.step < FOREVER


@pytest.mark.compiled
def test_a_state_that_was_asked_for_is_that_of_its_step(training: Training) -> None:
    learner, task, board = training.learner, training.learner.task, training.learner.board
    shown = []
    for _ in range(20):
        board.cells[boards.ASKED] += 1
        training.wait_for_an_answer()
        shown.append((board.cells.copy(), board.numbers.copy(), board.parameters.copy()))
    training.stop()
    replay = Learner(task)
    for cells, numbers, parameters in shown:
        step, sample = int(cells[boards.STEP]), int(cells[boards.SAMPLE])
        assert replay.step < step <= learner.step
        assert replay.advance(step)[1:] == (sample, numbers[boards.ERROR])
        assert same_bits(parameters, replay.parameters)
        assert cells[boards.TOTAL_STEP] == step
        assert numbers[boards.TOTAL] == replay.total_error()
        expected = oracle.sample_of(task.order.value, task.seed, step - 1, len(task.inputs))
        assert sample == expected


@pytest.mark.compiled
def test_a_state_that_was_shown_stays_until_the_next_is_asked_for(training: Training) -> None:
    board = training.learner.board
    board.cells[boards.ASKED] = 1
    training.wait_for_an_answer()
    shown = board.cells.copy(), board.numbers.copy(), board.parameters.copy()
    later = training.learner.step + 100_000
    deadline = time.monotonic() + PATIENCE_SECONDS
    while training.learner.step < later:
        assert time.monotonic() < deadline
        time.sleep(0)
    assert board.cells.tolist() == shown[0].tolist()
    assert same_bits(board.numbers, shown[1])
    assert same_bits(board.parameters, shown[2])


def test_nothing_is_shown_unasked() -> None:
    learner = Learner(NARROW)
    learner.advance(1100 if IS_PLAIN else 10_000)
    assert not learner.board.cells.any()
    assert not learner.board.parameters.any()


def test_a_stop_of_before_the_call_is_obeyed_at_the_first_look() -> None:
    learner = Learner(NARROW)
    learner.board.cells[boards.STOP] = 1
    assert learner.advance(FOREVER)[0] == kernel.STOPPED
    assert 0 < learner.step <= 1024


@pytest.mark.compiled
def test_a_large_network_looks_at_the_board_more_often() -> None:
    learner = Learner(random_task((200, 100, 100, 10)))
    learner.board.cells[boards.STOP] = 1
    assert learner.advance(FOREVER)[0] == kernel.STOPPED
    assert 0 < learner.step < 64


@pytest.mark.compiled
def test_a_total_error_too_dear_to_measure_is_shown_with_the_step_it_is_of() -> None:
    task = random_task((2, 3, 1), samples=10_000)
    learner = Learner(task, total_every=512)
    learner.board.cells[boards.ASKED] = 1
    learner.advance(1024 + 300)
    board, replay = learner.board, Learner(task, total_every=NEVER)
    step = int(board.cells[boards.TOTAL_STEP])
    assert board.cells[boards.STEP] > 512
    assert step == board.cells[boards.STEP] // 512 * 512
    replay.advance(step)
    assert board.numbers[boards.TOTAL] == replay.total_error()


@pytest.mark.compiled
def test_until_ends_a_run_at_the_first_look_that_finds_the_error_low_enough() -> None:
    replay = Learner(NARROW)
    goal = Learner(NARROW)
    goal.advance(3000)
    until = goal.total_error()
    learner = Learner(NARROW)
    assert learner.advance(FOREVER, until, check_every=7)[0] == kernel.LOW_ENOUGH
    while replay.step == 0 or replay.total_error() > until:
        replay.advance(replay.step + 7)
    assert learner.step == replay.step


def test_a_call_that_makes_no_step_says_so() -> None:
    learner = Learner(NARROW)
    last = learner.advance(10)[1]
    reason, sample, error = learner.advance(10)
    assert (reason, sample) == (kernel.REACHED, last)
    assert math.isnan(error)
