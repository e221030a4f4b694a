"""Which sample comes at which step: a function of (order, seed, step), and a fair one."""

import itertools
from collections import Counter
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine import counter, order
from backprop_gui.engine.choices import SampleOrder
from backprop_gui.engine.state import Integers
from tests.engine import oracle

# Chi-square that a fair choice exceeds once in 10,000 times, by degrees of freedom.
RARE = {9: 33.72, 23: 52.0}

seeds = st.integers(0, 2**53 - 1)


@numba.njit
def _sample_at(kind: int, seed: int, step: int, permutation: Any) -> Any:
    samples = permutation.shape[0]
    order.shuffle(seed, step // samples, permutation)
    return order.sample_at(kind, seed, step, step % samples, permutation)


@numba.njit
def _samples(kind: int, seed: int, first: int, permutation: Any, results: Any) -> None:
    for k in range(results.shape[0]):
        results[k] = _sample_at(kind, seed, first + k, permutation)


def samples(kind: SampleOrder, seed: int, steps: int, count: int, first: int = 0) -> Integers:
    """The samples of `steps` steps from step `first` on, as the kernel takes them."""
    results = np.zeros(steps, dtype=np.int64)
    _samples(kind.code, seed, first, np.zeros(count, dtype=np.int64), results)
    return results


def chi_square(counts: Any) -> float:
    """How uneven counts are that should be even."""
    counts = np.array(list(counts), dtype=float)
    expected = counts.sum() / len(counts)
    return float(((counts - expected) ** 2 / expected).sum())


@given(st.sampled_from(SampleOrder), seeds, st.integers(0, 10**12), st.integers(1, 40))
def test_every_step_has_the_sample_of_the_definition(
    kind: SampleOrder, seed: int, step: int, count: int
) -> None:
    expected = [oracle.sample_of(kind.value, seed, step + k, count) for k in range(3)]
    assert samples(kind, seed, 3, count, first=step).tolist() == expected


@pytest.mark.parametrize("kind", list(SampleOrder))
def test_a_steps_sample_is_the_same_wherever_one_begins(kind: SampleOrder) -> None:
    whole = samples(kind, 7, 200, 6)
    for first in range(0, 200, 13):
        assert samples(kind, 7, 200 - first, 6, first).tolist() == whole[first:].tolist()


@pytest.mark.compiled
def test_random_draws_every_sample_about_equally_often() -> None:
    drawn = samples(SampleOrder.RANDOM, 1, 100_000, 10)
    assert chi_square(np.bincount(drawn, minlength=10)) < RARE[9]


@pytest.mark.compiled
def test_random_draws_one_step_independently_of_the_last() -> None:
    drawn = samples(SampleOrder.RANDOM, 2, 100_000, 5)
    pairs = np.bincount(drawn[::2] * 5 + drawn[1::2], minlength=25)[:24]
    assert chi_square(pairs) < RARE[23]


def test_in_turn_goes_through_the_table() -> None:
    assert samples(SampleOrder.IN_TURN, 1, 7, 3).tolist() == [0, 1, 2, 0, 1, 2, 0]


@pytest.mark.compiled
@given(seeds, st.integers(1, 50))
def test_shuffled_takes_every_sample_once_an_epoch(seed: int, count: int) -> None:
    epochs = samples(SampleOrder.SHUFFLED, seed, 3 * count, count).reshape(3, count)
    for epoch in epochs:
        assert sorted(epoch.tolist()) == list(range(count))


@pytest.mark.compiled
def test_shuffled_takes_all_orders_about_equally_often() -> None:
    epochs = samples(SampleOrder.SHUFFLED, 3, 4 * 24_000, 4).reshape(-1, 4)
    counts = Counter(map(tuple, epochs.tolist()))
    assert set(counts) == set(itertools.permutations(range(4)))
    assert chi_square(counts.values()) < RARE[23]


@pytest.mark.compiled
def test_seeds_lead_to_different_orders() -> None:
    for kind in (SampleOrder.RANDOM, SampleOrder.SHUFFLED):
        orders = {tuple(samples(kind, seed, 40, 20).tolist()) for seed in range(50)}
        assert len(orders) == 50


@given(seeds, st.integers(0, 2**63), st.integers(0, 30))
def test_uniform_numbers_are_those_of_splitmix(seed: int, start: int, count: int) -> None:
    expected = [(oracle.draw(seed, start + k) >> 11) / 2**53 for k in range(count)]
    assert counter.uniform(seed, count, start=start).tolist() == expected


def test_uniform_numbers_are_the_same_however_many_are_drawn_at_a_time() -> None:
    start, count = 10**12, 70_000
    drawn = counter.uniform(7, count, -2.0, 3.0, start)
    for at in (0, 1, 32_767, 32_768, 65_535, 65_536, count - 1):
        assert drawn[at] == -2.0 + (oracle.draw(7, start + at) >> 11) / 2**53 * 5.0


def test_uniform_numbers_begin_with_the_first_counter_and_lie_between_nought_and_one() -> None:
    assert counter.uniform(7, 4).tolist() == [oracle.draw(7, k) // 2**11 / 2**53 for k in range(4)]


def test_splitmix_gives_its_published_numbers() -> None:
    """The first draws of the reference implementation for the seed 1234567."""
    first = [oracle.splitmix(1234567, number) for number in range(5)]
    assert first == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_uniform_numbers_fill_their_interval_evenly() -> None:
    numbers = counter.uniform(5, 100_000, low=-2.0, high=3.0)
    assert numbers.min() >= -2.0
    assert numbers.max() < 3.0
    counts, _ = np.histogram(numbers, bins=10, range=(-2.0, 3.0))
    assert chi_square(counts) < RARE[9]
