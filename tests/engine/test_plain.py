"""The kernels' sources, run as plain Python, do what they do compiled."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel, readers
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.record import ERRORS, GENERATION, KEYFRAMES
from tests.engine.learner import Definition, Learner, Task, random_task, same_bits

pytestmark = pytest.mark.compiled

STEPS = {True: 1100, False: 90}  # narrow: past the first look at the board

CASES = [
    (Activation.LOGISTIC, SampleOrder.IN_TURN, BiasPolicy.FIXED),
    (Activation.TANH, SampleOrder.RANDOM, BiasPolicy.SHARED),
    (Activation.RELU, SampleOrder.SHUFFLED, BiasPolicy.PER_NEURON),
    (Activation.IDENTITY, SampleOrder.IN_TURN, BiasPolicy.SHARED),
]


def learner_of(task: Task) -> Learner:
    """One whose tables merge several times on the way, asked for its state at once."""
    learner = Learner(task, error_rows=8, keyframe_rows=4, total_every=2)
    learner.board.cells[boards.ASKED] = 1
    return learner


@pytest.fixture
def compiled(request: pytest.FixtureRequest) -> Learner:
    """What the compiled kernel makes of a task, before anything is plain."""
    assert isinstance(kernel.advance, Dispatcher)
    learner = learner_of(request.param)
    learner.advance(STEPS[request.param.topology.is_narrow])
    return learner


def tasks(sizes: tuple[int, ...]) -> list[Task]:
    return [
        random_task(sizes, activation, rate=0.1, scale=0.5, samples=5, order=order, bias=policy)
        for activation, order, policy in CASES
    ]


def activation_of(task: Task) -> str:
    return task.activations[0].value


def assert_same_everywhere(plain: Learner, compiled: Learner, closeness: float) -> None:
    for one, other in (
        (plain.parameters, compiled.parameters),
        (plain.record.errors, compiled.record.errors),
        (plain.record.keyframes, compiled.record.keyframes),
        (plain.record.since, compiled.record.since),
        (plain.board.parameters, compiled.board.parameters),
        (plain.board.numbers, compiled.board.numbers),
    ):
        if closeness == 0.0:
            assert same_bits(one, other)
        np.testing.assert_allclose(one, other, rtol=closeness, atol=closeness)
    assert plain.step == compiled.step
    assert plain.record.cells.tolist() == compiled.record.cells.tolist()
    assert plain.board.cells.tolist() == compiled.board.cells.tolist()


@pytest.mark.parametrize("compiled", tasks((2, 5, 3, 1)), indirect=True, ids=activation_of)
def test_narrow_kernels_are_bit_for_bit_their_sources(
    compiled: Learner, plain_python: None
) -> None:
    assert_same_everywhere(again(compiled), compiled, 0.0)


@pytest.mark.parametrize("compiled", tasks((3, 17, 5, 2)), indirect=True, ids=activation_of)
def test_wide_kernels_are_their_sources_but_for_rounding(
    compiled: Learner, plain_python: None
) -> None:
    assert_same_everywhere(again(compiled), compiled, 1e-12)


def again(compiled: Learner) -> Learner:
    assert not isinstance(kernel.advance, Dispatcher)
    plain = learner_of(compiled.task)
    plain.advance(compiled.step)
    return plain


@pytest.mark.usefixtures("plain_python")
def test_readers_are_their_sources() -> None:
    task = tasks((2, 5, 3, 1))[0]
    learner = Learner(task, error_rows=8, keyframe_rows=4)
    learner.advance(11)
    record, topology = learner.record, task.topology

    rows = np.full((8, 4), math.nan)
    read = records.read_rows(record.errors, record.cells, ERRORS, np.arange(4), 0, -1, rows)
    assert read == (5, 2, 2)
    assert same_bits(rows[:5], learner.errors)

    out = np.full((4, topology.neurons), math.nan)
    arguments = learner.plan.width, topology.table, record, task.inputs[:1], 0, -1
    assert readers.read_outputs(*arguments, out) == (2, 4, 4)
    for row, keyframe in enumerate(learner.keyframes):
        expected = Definition(replace(task, parameters=keyframe)).network.outputs(
            task.inputs[0].tolist()
        )
        assert out[row].tolist() == [output for layer in expected for output in layer]

    for table in (ERRORS, KEYFRAMES):
        record.cells[table + GENERATION] += 1
    read = records.read_rows(record.errors, record.cells, ERRORS, np.arange(4), 0, -1, rows)
    assert read == (-1, 0, -1)
    assert readers.read_outputs(*arguments, out) == (-1, 0, -1)


@pytest.mark.usefixtures("plain_python")
def test_evaluation_is_its_source() -> None:
    task = tasks((2, 5, 3, 1))[1]
    inputs, topology = task.inputs, task.topology
    outputs = evaluate.outputs_of_samples(topology, task.parameters, inputs)
    network = Definition(task).network
    expected = [network.outputs(row)[-1] for row in inputs.tolist()]
    assert outputs[:, -1:].tolist() == expected
    total = evaluate.error_of_samples(topology, task.parameters, inputs, task.targets)
    assert total == Definition(task).total_error()


@pytest.mark.usefixtures("plain_python")
def test_stopping_and_diverging_are_their_sources() -> None:
    learner = Learner(random_task((2, 200, 1), samples=1500))
    learner.board.cells[boards.STOP] = 1
    assert learner.advance(3)[:2] == (kernel.STOPPED, 0)
    assert (learner.step, len(learner.errors)) == (1, 0)
    diverging = Learner(random_task((1, 1, 1), Activation.IDENTITY, rate=10.0, scale=3.0))
    assert diverging.advance(1000)[0] == kernel.DIVERGED
    low = Learner(tasks((2, 5, 3, 1))[0])
    assert low.advance(10, 1e9, 4)[0] == kernel.LOW_ENOUGH
    assert low.step == 4
