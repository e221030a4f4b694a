"""The exponential that wide layers use, against one of a hundred digits; which are bounded."""

import math
from typing import Any

import mpmath  # type: ignore[import-untyped]  # it has no types
import numba
import numpy as np
import pytest

from backprop_gui.engine.activation import BOUNDED, exp_exact, exp_vector
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.topology import Floats
from tests.engine import oracle
from tests.engine.sources import source_of

LOWEST, HIGHEST = -708.0, 709.0
MOST_ULPS = 2.0


def over(function: Any) -> Any:
    """The kernel function as one that Python may call, on many numbers at once."""

    @numba.njit(error_model="numpy")
    def each(zs: Any, results: Any) -> None:
        for k in range(zs.shape[0]):
            results[k] = function(zs[k])

    def apply(zs: Floats) -> Floats:
        results = np.empty_like(zs)
        each(zs, results)
        return results

    return apply


compiled_vector, compiled_exact = over(exp_vector), over(exp_exact)


def plain_vector(zs: Floats) -> Floats:
    return np.array([source_of(exp_vector)(float(z)) for z in zs])


def ulps(z: float, result: float) -> float:
    """How far `result` is from e^z, in units in the last place."""
    with mpmath.workdps(100):
        exact = mpmath.exp(mpmath.mpf(z))
        return float(abs(mpmath.mpf(result) - exact) / mpmath.mpf(math.ulp(float(exact))))


def points() -> Floats:
    """Numbers of all sizes, and those where the reduction by powers of two is at its edges."""
    random = np.random.default_rng(11)
    halves = (np.arange(-1021, 1022) + 0.5) * math.log(2)
    edges = np.concatenate([np.nextafter(halves, -math.inf), halves, np.nextafter(halves, 800)])
    tiny = random.choice([-1, 1], 300) * 10.0 ** random.uniform(-320, 0, 300)
    whole = random.uniform(LOWEST, HIGHEST, 2000)
    usual = random.uniform(-20, 20, 2000)
    limits = np.array([LOWEST, HIGHEST, 0.0, -0.0, 1.0, -1.0])
    every = np.concatenate([edges, tiny, whole, usual, limits])
    return every[(every >= LOWEST) & (every <= HIGHEST)]


@pytest.mark.parametrize("function", [compiled_vector, plain_vector], ids=["compiled", "plain"])
def test_the_exponential_is_within_two_units_in_the_last_place(function: Any) -> None:
    zs = points()
    worst = max(ulps(float(z), float(y)) for z, y in zip(zs, function(zs), strict=True))
    assert worst <= MOST_ULPS


@pytest.mark.parametrize("function", [compiled_vector, plain_vector], ids=["compiled", "plain"])
def test_the_exponential_stays_at_its_limits_and_keeps_nan(function: Any) -> None:
    zs = np.array([-math.inf, -1e300, -709.0, LOWEST, HIGHEST, 710.0, 1e300, math.inf, math.nan])
    results = function(zs)
    assert len(set(results[:4])) == len(set(results[4:8])) == 1
    assert 0.0 < results[0] < 1e-300
    assert 1e300 < results[4] < math.inf
    assert math.isnan(results[8])


def test_the_exponential_of_zero_is_one() -> None:
    assert compiled_vector(np.array([0.0, -0.0])).tolist() == [1.0, 1.0]


@pytest.mark.compiled
def test_the_exponential_of_narrow_layers_is_pythons_own() -> None:
    zs = points()
    assert compiled_exact(zs).tolist() == [math.exp(z) for z in zs.tolist()]
    limits = compiled_exact(np.array([-math.inf, math.inf, 1000.0, math.nan])).tolist()
    assert limits[:3] == [0.0, math.inf, math.inf]
    assert math.isnan(limits[3])


@pytest.mark.parametrize("activation", Activation)
def test_bounded_are_those_that_put_out_at_most_one_in_size(activation: Activation) -> None:
    sizes = [abs(oracle.phi(activation.value, z)) for z in (-700.0, -2.0, 2.0, 700.0)]
    assert (max(sizes) <= 1.0) == (activation.code in BOUNDED)
