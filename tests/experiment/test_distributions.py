"""What initial weights are drawn from, against the published formulas."""

import math

import numpy as np
import pytest

from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.initialise import Constant, He, Normal, Xavier

MANY = 40_000


def test_normal_weights_have_the_mean_and_the_deviation_asked_for() -> None:
    drawn = Normal(3.0, 0.5).draw(1, MANY, 10, 10)
    assert drawn.mean() == pytest.approx(3.0, abs=0.01)
    assert drawn.std() == pytest.approx(0.5, rel=0.02)
    within = np.mean(np.abs(drawn - 3.0) < 0.5)
    assert within == pytest.approx(0.6827, abs=0.01)


@pytest.mark.parametrize("fraction", [0.001, 0.25, 0.5, 0.9, 1 - 2.0**-53])
def test_a_normal_weight_lies_where_the_fraction_of_the_distribution_is(fraction: float) -> None:
    weight = Normal().weights(np.array([fraction]), 1, 1)[0]
    below = (1 + math.erf(weight / math.sqrt(2))) / 2
    assert below == pytest.approx(fraction, abs=1e-15)


def test_the_lowest_fraction_gives_a_finite_weight() -> None:
    assert -9 < Normal().weights(np.array([0.0]), 1, 1)[0] < -8


def test_a_deviation_below_zero_is_refused() -> None:
    with pytest.raises(ExperimentError, match="standard deviation"):
        Normal(0.0, -1.0)


def test_xavier_weights_fill_the_range_of_glorot_and_bengio() -> None:
    drawn = Xavier().draw(1, MANY, 20, 30)
    limit = math.sqrt(6) / math.sqrt(20 + 30)
    assert -limit <= drawn.min() < -0.999 * limit
    assert 0.999 * limit < drawn.max() <= limit
    assert drawn.std() == pytest.approx(limit / math.sqrt(3), rel=0.02)


def test_he_weights_have_the_variance_of_two_by_the_inputs() -> None:
    drawn = He().draw(1, MANY, 50, 7)
    assert drawn.mean() == pytest.approx(0, abs=0.004)
    assert drawn.var() == pytest.approx(2 / 50, rel=0.03)


def test_constant_weights_are_all_alike() -> None:
    assert set(Constant(0.25).draw(1, 100, 10, 10)) == {0.25}
    assert set(Constant().draw(1, 100, 10, 10)) == {0.0}
