"""The sample that Python is told is the one that the definition gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.engine.choices import SampleOrder
from backprop_gui.engine.sampling import sample_of_step
from tests.engine import oracle


@given(
    st.sampled_from(SampleOrder),
    st.integers(0, 2**53 - 1),
    st.integers(0, 10**12),
    st.integers(1, 40),
)
def test_a_step_has_the_sample_of_the_definition(
    order: SampleOrder, seed: int, step: int, samples: int
) -> None:
    expected = oracle.sample_of(order.value, seed, step, samples)
    assert sample_of_step(order, seed, step, samples) == expected


@pytest.mark.parametrize("order", list(SampleOrder))
def test_one_sample_is_the_sample_of_every_step(order: SampleOrder) -> None:
    assert {sample_of_step(order, 7, step, 1) for step in range(50)} == {0}
