"""What a person is told of an edit beside what it does."""

import numpy as np
import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.wishes import resize


@pytest.mark.parametrize(
    ("layer", "count", "warns"),
    [(0, 784, True), (1, 32, True), (1, 31, False), (2, 100, False), (1, 1, False)],
)
def test_a_layer_that_grows_wide_is_said_to_saturate_the_next_one(
    tutorial: Experiment, layer: int, count: int, warns: bool
) -> None:
    edit = resize(tutorial, layer, count, np.ones)
    assert edit.change(tutorial).network.topology.sizes[layer] == count
    assert ("saturate" in edit.note) == warns
