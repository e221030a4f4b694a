"""How large a gradient is, and whether all numbers are finite, as breakpoints look at them."""

import math

import numpy as np
import pytest

from backprop_gui.engine import watch as watching
from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.watch import Watch
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine.learner import Definition, Task, random_task
from tests.engine.sights import plan_of, state_of

pytestmark = pytest.mark.usefixtures("plain_python")


def gradients_of(task: Task, one_bias: bool) -> tuple[list[float], list[float]]:
    """Each parameter's gradient; and each number's, so that one bias of a layer counts once."""
    definition = Definition(task)
    definition.network.error(definition.samples[0])
    definition.network.find_deltas(definition.samples[0].targets)
    by_place, numbers = [], []
    for layer in definition.network.layers:
        weights = [
            neuron.delta * put_in
            for put_in in zip(*(neuron.inputs for neuron in layer), strict=True)
            for neuron, put_in in zip(layer, put_in, strict=True)
        ]
        total = 0.0
        for neuron in layer:
            total += neuron.delta
        biases = [total] * len(layer) if one_bias else [neuron.delta for neuron in layer]
        by_place += weights + biases
        numbers += weights + (biases[:1] if one_bias else biases)
    return by_place, numbers


def is_above(task: Task, one_bias: bool, value: float, at: int | None) -> bool:
    """What is found of it, whatever the last look found."""
    watch = make_watch(task.topology, [Breakpoint(Condition.GRADIENT_ABOVE, value, at)])
    outputs, deltas = state_of(task)
    return found_by(watch, task.topology, one_bias, outputs, deltas)


def found_by(
    watch: Watch, topology: Topology, one_bias: bool, outputs: Floats, deltas: Floats
) -> bool:
    plan = plan_of(topology, np.zeros((1, 1)), np.zeros((1, 1)))
    found = set()
    for before in (watching.UNKNOWN, 0, 1):
        watch.truths[0] = before
        watching.look_after(watch, plan, one_bias, 0, 0.1, np.zeros(1), outputs, deltas)
        found.add(int(watch.truths[0]))
    (truth,) = found
    return bool(truth)


@pytest.mark.parametrize("one_bias", [False, True])
def test_the_gradient_at_a_place_is_that_of_its_parameter(one_bias: bool) -> None:
    task = random_task((2, 3, 2), bias=BiasPolicy.PER_NEURON)
    for at, gradient in enumerate(gradients_of(task, one_bias)[0]):
        size = abs(gradient)
        assert not is_above(task, one_bias, size, at)
        assert is_above(task, one_bias, math.nextafter(size, 0.0), at)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (3, 17, 4)])
@pytest.mark.parametrize("one_bias", [False, True])
def test_the_length_of_the_gradient_is_that_of_all_its_numbers(
    sizes: tuple[int, ...], one_bias: bool
) -> None:
    task = random_task(sizes, bias=BiasPolicy.PER_NEURON)
    length = math.hypot(*gradients_of(task, one_bias)[1])
    assert not is_above(task, one_bias, length * (1 + 1e-12), None)
    assert is_above(task, one_bias, length * (1 - 1e-12), None)


@pytest.mark.parametrize("one_bias", [False, True])
@pytest.mark.parametrize("factor", [1.0, 1e120])
def test_the_length_of_a_large_gradient_is_found_where_squares_of_its_parts_are_too_large(
    one_bias: bool, factor: float
) -> None:
    task = random_task((2, 3, 2), bias=BiasPolicy.PER_NEURON)
    outputs, deltas = state_of(task)
    gradients = gradients_of(task, one_bias)[1]
    large = watching._squared_length_of_large(
        task.topology.table, one_bias, outputs, factor * deltas
    )
    assert large == pytest.approx(factor * math.hypot(*gradients) * factor * math.hypot(*gradients))


@pytest.mark.parametrize("put_in", [1e-100, 1e-200])
def test_a_gradient_is_not_taken_for_infinite_where_only_squares_of_deltas_are(
    put_in: float,
) -> None:
    """Its one bias has no gradient, as the deltas cancel out."""
    topology = Topology((1, 2), (Activation.IDENTITY,))
    outputs, deltas = np.array([put_in, 0.0, 0.0]), np.array([0.0, 1e160, -1e160])
    length = math.hypot(1e160 * put_in, 1e160 * put_in)
    for factor, expected in ((1.001, False), (0.999, True)):
        watch = make_watch(topology, [Breakpoint(Condition.GRADIENT_ABOVE, factor * length)])
        assert found_by(watch, topology, True, outputs, deltas) is expected


@pytest.mark.parametrize(
    ("numbers", "length"),
    [
        ([3.0, -4.0], 5.0),
        ([3e200, -4e200], 5e200),
        ([3e-200, -4e-200], 5e-200),
        ([0.0, 0.0], 0.0),
        ([-7.0, 0.0], 7.0),
        ([0.0, 7.0], 7.0),
        ([1.0, math.inf], math.inf),
        ([-math.inf, 1.0], math.inf),
        ([math.nan, 1.0], math.nan),
        ([1.0, math.nan], math.nan),
    ],
)
def test_a_length_is_taken_of_numbers_of_any_size(numbers: list[float], length: float) -> None:
    among = np.array([99.0, *numbers, 99.0])
    assert watching._length(among, 1, 2) == pytest.approx(length, rel=1e-15, abs=0.0, nan_ok=True)


# Whether all numbers are finite


def is_finite(watch: Watch, task: Task, parameters: Floats, error: float = 0.5) -> bool:
    outputs, deltas = state_of(task)
    plan = plan_of(task.topology, task.inputs, task.targets, rate=0.25)
    return bool(watching._is_finite(watch, plan, error, parameters, outputs, deltas))


@pytest.mark.parametrize("activation", [Activation.TANH, Activation.RELU])
@pytest.mark.parametrize("width", [3, 17])
def test_what_no_parameter_exceeds_grows_by_what_no_update_exceeds(
    activation: Activation, width: int
) -> None:
    """By rate · Σ|δ| · (Σ|y| + 1), where each output of a bounded neuron counts as 1."""
    task = random_task((2, width, 2), activation)
    watch = make_watch(task.topology, [Breakpoint(Condition.NOT_FINITE)])
    parameters = task.parameters.copy()
    parameters[3] = -50.0
    assert is_finite(watch, task, parameters)
    assert watch.numbers[watching.MOST] == 50.0
    outputs, deltas = state_of(task)
    sizes = np.abs(outputs)
    if activation is Activation.TANH:
        sizes[2:] = 1.0
    update = 0.25 * np.abs(deltas[2:]).sum() * (sizes.sum() + 1.0)
    assert is_finite(watch, task, parameters)
    assert watch.numbers[watching.MOST] == pytest.approx(50.0 + update, rel=1e-12)
    assert is_finite(watch, task, parameters)
    assert watch.numbers[watching.MOST] == pytest.approx(50.0 + 2 * update, rel=1e-12)


@pytest.mark.parametrize("most", [1e300, 1e301, math.nan, math.inf])
@pytest.mark.parametrize(("at", "wrong"), [(0, math.nan), (5, math.inf), (-1, -math.inf)])
def test_near_infinity_every_parameter_is_looked_at(most: float, at: int, wrong: float) -> None:
    task = random_task((2, 3, 2))
    watch = make_watch(task.topology, [Breakpoint(Condition.NOT_FINITE)])
    watch.numbers[watching.MOST] = most
    assert is_finite(watch, task, task.parameters)
    assert watch.numbers[watching.MOST] == np.abs(task.parameters).max()
    watch.numbers[watching.MOST] = most
    parameters = task.parameters.copy()
    parameters[at] = wrong
    assert not is_finite(watch, task, parameters)
    assert math.isnan(watch.numbers[watching.MOST])
