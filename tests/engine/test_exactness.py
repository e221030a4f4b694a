"""Networks of up to 16 neurons a layer learn bit for bit as the definition says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.engine import board as boards
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import NARROW, Topology
from tests.engine.learner import (
    IS_PLAIN,
    TUTORIAL,
    Definition,
    Learner,
    Task,
    random_task,
    same_bits,
    share_biases,
)

STEPS = 200 if IS_PLAIN else 10_000

ACTIVATIONS = list(Activation)
POLICIES = list(BiasPolicy)
ORDERS = list(SampleOrder)


def assert_same(task: Task, steps: int = STEPS) -> None:
    kernel, definition = Learner(task), Definition(task)
    kernel.advance(steps)
    definition.advance(steps)
    assert same_bits(kernel.parameters, definition.parameters)
    assert np.isfinite(kernel.parameters).all()
    assert not same_bits(kernel.parameters, task.parameters)
    assert kernel.total_error() == definition.total_error()


def test_the_tutorial_learns_as_defined() -> None:
    assert_same(TUTORIAL)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("order", ORDERS)
def test_2_5_1_learns_as_defined(
    activation: Activation, policy: BiasPolicy, order: SampleOrder
) -> None:
    assert_same(random_task((2, 5, 1), activation, seed=4, rate=0.2, order=order, bias=policy))


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("activation", "policy", "order"),
    [(activation, POLICIES[k % 3], ORDERS[k // 2]) for k, activation in enumerate(ACTIVATIONS)],
)
@pytest.mark.parametrize("sizes", [(10, 16, 12), (16, 16, 16, 16), (3, 7, 5, 2)])
def test_larger_narrow_networks_learn_as_defined(
    sizes: tuple[int, ...], activation: Activation, policy: BiasPolicy, order: SampleOrder
) -> None:
    rate = 0.5 if activation is Activation.LOGISTIC else 0.02
    scale = 1.0 if activation is Activation.LOGISTIC else 0.3
    samples = 7
    assert_same(
        random_task(
            sizes, activation, samples=samples, scale=scale, rate=rate, order=order, bias=policy
        )
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_layers_of_more_inputs_than_are_taken_at_once_learn_as_defined(
    activation: Activation,
) -> None:
    assert_same(random_task((9, 10, 11, 2), activation, scale=0.3, rate=0.1), 3)


@st.composite
def narrow_tasks(draw: st.DrawFn) -> Task:
    sizes = tuple(draw(st.lists(st.integers(1, NARROW), min_size=2, max_size=5)))
    activations = draw(st.tuples(*[st.sampled_from(ACTIVATIONS)] * (len(sizes) - 1)))
    policy = draw(st.sampled_from(POLICIES))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    topology, samples = Topology(sizes, activations), draw(st.integers(1, 9))
    scale = draw(st.sampled_from([0.1, 1.0, 10.0]))
    parameters = random.uniform(-scale, scale, topology.parameters)
    if draw(st.booleans()):
        parameters[random.random(topology.parameters) < 0.3] = 0.0
    if policy is not BiasPolicy.PER_NEURON:
        share_biases(topology, parameters)
    return Task(
        sizes,
        activations,
        parameters,
        random.uniform(-2, 2, (samples, sizes[0])),
        random.uniform(-1, 1, (samples, sizes[-1])),
        rate=draw(st.floats(0.001, 1.0)),
        order=draw(st.sampled_from(ORDERS)),
        seed=draw(st.integers(0, 2**53 - 1)),
        bias=policy,
    )


@pytest.mark.compiled
@given(narrow_tasks(), st.integers(1, 40))
@settings(max_examples=150)
def test_any_narrow_network_learns_as_defined(task: Task, steps: int) -> None:
    kernel, definition = Learner(task), Definition(task)
    kernel.advance(steps)
    # A run that diverges ends early, with the step whose error is not finite.
    errors = definition.advance(kernel.step)
    assert same_bits(kernel.parameters, definition.parameters)
    assert np.isfinite(errors[:-1]).all()
    assert kernel.step == steps or not np.isfinite(errors[-1])


@pytest.mark.compiled
@pytest.mark.parametrize("order", ORDERS)
@given(
    st.lists(st.integers(1, 700), min_size=1, max_size=12),
    st.integers(1, 12).map(lambda half: 2 * half),
    st.integers(1, 12).map(lambda half: 2 * half),
    st.sampled_from([1, 4, 64]),
    st.sampled_from([1, 2, 32]),
    st.sampled_from([(-1.0, 2**62), (0.0, 1), (0.0, 5)]),
)
@settings(max_examples=40)
def test_how_a_run_is_cut_and_recorded_does_not_change_a_bit(
    order: SampleOrder,
    calls: list[int],
    error_rows: int,
    keyframe_rows: int,
    total_every: int,
    keyframe_span: int,
    looks: tuple[float, int],
) -> None:
    task = random_task((2, 3, 1), samples=5, order=order, bias=BiasPolicy.SHARED)
    at_once = Learner(task)
    in_parts = Learner(task, error_rows, keyframe_rows, total_every, keyframe_span)
    for steps in calls:
        in_parts.board.cells[boards.ASKED] += 1
        in_parts.advance(in_parts.step + steps, *looks)
    at_once.advance(in_parts.step)
    assert at_once.step == sum(calls)
    assert same_bits(in_parts.parameters, at_once.parameters)


@pytest.mark.compiled
@pytest.mark.parametrize("policy", POLICIES)
def test_a_stop_at_every_look_at_the_board_does_not_change_a_bit(policy: BiasPolicy) -> None:
    task = random_task((2, 3, 1), samples=5, order=SampleOrder.SHUFFLED, bias=policy)
    at_once, in_parts = Learner(task), Learner(task)
    in_parts.board.cells[boards.STOP] = 1
    while in_parts.step < STEPS:
        in_parts.advance(STEPS)
    at_once.advance(STEPS)
    assert same_bits(in_parts.parameters, at_once.parameters)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("step", [1, 17, 50])
def test_a_run_goes_on_from_any_step_and_its_parameters_alone(
    order: SampleOrder, step: int
) -> None:
    task = random_task((2, 3, 1), samples=9, order=order)
    whole, first, second = Learner(task), Learner(task), Learner(task)
    whole.advance(100)
    first.advance(step)
    second.state.step[0] = step
    second.state.parameters[:] = first.parameters
    second.advance(100)
    assert same_bits(second.parameters, whole.parameters)


# Bugs of others


@pytest.mark.parametrize("sizes", [(2, 3, 2), (20, 30, 2)])
def test_a_bias_moves_once_a_step_whatever_the_number_of_weights(sizes: tuple[int, ...]) -> None:
    task = random_task(sizes, bias=BiasPolicy.PER_NEURON)
    kernel, definition = Learner(task), Definition(task)
    kernel.advance(1)
    definition.advance(1)
    for number, layer in enumerate(definition.network.layers):
        before = task.topology.biases(task.parameters, number)
        after = task.topology.biases(kernel.parameters, number)
        deltas = [neuron.delta for neuron in layer]
        np.testing.assert_allclose(before - after, task.rate * np.array(deltas), rtol=1e-9)


@pytest.mark.parametrize("sizes", [(1, 2, 1), (1, 17, 1)])
def test_hidden_deltas_are_from_the_weights_before_the_update(sizes: tuple[int, ...]) -> None:
    task = random_task(sizes, Activation.IDENTITY, rate=0.1)
    kernel = Learner(task)
    kernel.advance(1)
    topology, x, target = task.topology, task.inputs[0, 0], task.targets[0, 0]
    hidden = topology.weights(task.parameters, 0)[:, 0] * x + topology.biases(task.parameters, 0)
    outgoing = topology.weights(task.parameters, 1)[0]
    error = float(outgoing @ hidden + topology.biases(task.parameters, 1)[0] - target)
    moved = topology.weights(task.parameters, 0) - topology.weights(kernel.parameters, 0)
    np.testing.assert_allclose(moved[:, 0], 0.1 * error * outgoing * x, rtol=1e-9)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (20, 17, 2)])
def test_a_bias_of_zero_stays_zero(sizes: tuple[int, ...]) -> None:
    task = random_task(sizes)
    for layer in range(2):
        task.topology.biases(task.parameters, layer)[:] = 0.0
    kernel = Learner(task)
    kernel.advance(100)
    for layer in range(2):
        assert not task.topology.biases(kernel.parameters, layer).any()
    biased = Definition(replace(task, parameters=task.parameters.copy()))
    biased.advance(100)
    np.testing.assert_allclose(kernel.parameters, biased.parameters, rtol=1e-12)


def test_shared_biases_stay_equal_within_a_layer() -> None:
    task = random_task((3, 7, 5, 2), bias=BiasPolicy.SHARED)
    kernel = Learner(task)
    kernel.advance(1000)
    for layer in range(3):
        biases = task.topology.biases(kernel.parameters, layer)
        assert len(set(biases.tolist())) == 1
        assert biases[0] != task.topology.biases(task.parameters, layer)[0]
