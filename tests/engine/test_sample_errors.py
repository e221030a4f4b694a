"""The error of each sample by itself, and which samples are right."""

import numpy as np
import pytest

from backprop_gui.engine import sample_errors
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats, Topology
from tests.engine.learner import Definition, random_task


def measured(
    topology: Topology, states: Floats, inputs: Floats, targets: Floats, boundary: float = 0.5
) -> tuple[Floats, list[int]]:
    """In two parts, the later rows first."""
    rows = np.arange(len(states))[::-1].copy()
    errors, right = np.empty((len(rows), len(inputs))), np.zeros(len(rows), dtype=np.int64)
    half = len(inputs) // 2
    for some in (slice(0, half), slice(half, len(inputs))):
        sample_errors.measure(
            topology, states, rows, (inputs, targets), some, boundary, (errors, right)
        )
    return errors[::-1], right[::-1].tolist()


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("sizes", [(3, 5, 2), (3, 20, 2)])
def test_the_errors_are_those_of_the_definition(
    sizes: tuple[int, ...], compiled: bool, request: pytest.FixtureRequest
) -> None:
    if not compiled:
        request.getfixturevalue("plain_python")
    task = random_task(sizes, samples=5)
    states = np.array([task.parameters, task.parameters[::-1]])
    errors, _ = measured(task.topology, states, task.inputs, task.targets)
    network = Definition(task).network
    for sample, (inputs, targets) in enumerate(zip(task.inputs, task.targets, strict=True)):
        outputs = network.outputs(inputs.tolist())[-1]
        error = sum(0.5 * ((t - o) * (t - o)) for t, o in zip(targets, outputs, strict=True))
        closeness = 0.0 if task.topology.is_narrow else 1e-13
        assert errors[0, sample] == pytest.approx(error, rel=closeness, abs=0.0)
    assert errors[0].tolist() != errors[1].tolist()


def linear(outputs: int) -> Topology:
    return Topology((1, outputs), (Activation.IDENTITY,))


def test_of_several_outputs_the_greatest_names_the_class() -> None:
    states = np.array([[0.0, 0.0, 0.0, 0.3, 0.2, 0.1]])  # its outputs are the biases
    targets = np.array([[1.0, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]])
    assert measured(linear(3), states, np.ones((4, 1)), targets)[1] == [2]


@pytest.mark.parametrize(
    ("outputs", "named"),
    [([0.1, 0.3, 0.2], 1), ([0.1, 0.2, 0.3], 2), ([-0.3, -0.1, -0.1], 1), ([0.2, 0.1, 0.2], 0)],
)
def test_of_equal_outputs_or_targets_the_first_counts(outputs: list[float], named: int) -> None:
    states = np.array([[0.0, 0.0, 0.0, *outputs]])
    for place in range(3):
        targets = np.zeros((1, 3))
        targets[0, place:] = 1.0
        right = measured(linear(3), states, np.ones((1, 1)), targets)[1]
        assert right == [int(place == named)]


def test_an_output_or_a_target_on_the_boundary_is_not_above_it() -> None:
    inputs, targets = np.array([[0.5], [0.6], [0.5], [0.6]]), np.array([[0.5], [0.5], [0.6], [0.6]])
    states = np.array([[1.0, 0.0]])
    rights = [
        measured(linear(1), states, inputs[row : row + 1], targets[row : row + 1])[1]
        for row in range(4)
    ]
    assert rights == [[1], [0], [0], [1]]


@pytest.mark.parametrize(("boundary", "right"), [(0.5, 1), (0.0, 3)])
def test_an_only_output_is_right_on_the_side_of_its_target(boundary: float, right: int) -> None:
    inputs, targets = np.array([[0.4], [0.4], [-0.6]]), np.array([[1.0], [1.0], [-1.0]])
    assert measured(linear(1), np.array([[1.0, 0.0]]), inputs, targets, boundary)[1] == [right]


@pytest.mark.parametrize("outputs", [1, 2])
def test_what_is_no_number_is_never_right(outputs: int) -> None:
    states = np.full((1, 2 * outputs), np.nan)
    targets = np.eye(outputs)[[0, -1]] if outputs > 1 else np.array([[0.0], [1.0]])
    assert measured(linear(outputs), states, np.ones((2, 1)), targets)[1] == [0]
