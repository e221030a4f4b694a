"""Which targets name classes."""

import numpy as np
import pytest

from backprop_gui.experiment.classes import class_boundary


@pytest.mark.parametrize(
    ("targets", "boundary"),
    [
        ([[0], [1], [1], [0]], 0.5),
        ([[-1], [1]], 0.0),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], 0.5),
        ([[1, -1], [-1, 1]], 0.0),
    ],
)
def test_targets_that_say_yes_or_no_name_classes(
    targets: list[list[float]], boundary: float
) -> None:
    assert class_boundary(np.array(targets, dtype=np.float64)) == boundary


@pytest.mark.parametrize(
    "targets",
    [
        [[0.01, 0.99]],  # the tutorial: numbers to be reached
        [[0.2], [0.8]],
        [[0], [0.5], [1]],
        [[1, 1], [0, 1]],  # two yes at once
        [[0, 0], [0, 1]],  # none
        [[0], [-1]],
        [[1], [1]],  # a single class: there is nothing to tell apart
        [[0, 1]],
        [[0], [1], [float("nan")]],
    ],
)
def test_other_targets_are_numbers_to_be_reached(targets: list[list[float]]) -> None:
    assert class_boundary(np.array(targets, dtype=np.float64)) is None
