"""Columns name and scale what is trained on; samples carry them through every edit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.experiment import edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.samples import Samples
from tests.experiment.strategies import numbered

A, B, C = Column("a"), Column("b", 1.0, 2.0), Column("c")


def samples(**columns: tuple[Column, ...]) -> Samples:
    return Samples(np.zeros((1, 2)), np.zeros((1, 1)), **columns)


@pytest.mark.parametrize("scale", [0.0, math.nan, math.inf])
def test_a_scale_that_cannot_be_undone_is_refused(scale: float) -> None:
    with pytest.raises(ExperimentError, match="other than 0"):
        Column("a", 0.0, scale)


@pytest.mark.parametrize("name", ["two\nlines", "a\tb", "x" * 201, "\ud800"])
def test_a_name_that_a_header_cannot_show_is_refused(name: str) -> None:
    with pytest.raises(ExperimentError):
        Column(name)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_without_a_scale_every_bit_is_kept(value: float) -> None:
    column = Column("a")
    assert math.copysign(1, column.shown(value)) == math.copysign(1, value)
    assert column.shown(value) == column.trained(value) == value


@given(
    st.decimals(-10_000, 10_000, places=3).map(float),
    st.decimals(-100, 100, places=4).map(float),
    st.floats(0.01, 100),
)
def test_a_measured_number_is_shown_as_it_was_typed(
    value: float, offset: float, scale: float
) -> None:
    column = Column("a", offset, scale)
    assert column.shown(column.trained(value)) == pytest.approx(value, rel=1e-12, abs=1e-11)
    assert column.shown(column.trained(5.1)) == pytest.approx(5.1, rel=1e-12, abs=1e-11)


def test_the_noise_of_scaling_is_not_shown() -> None:
    column = Column("sepal length", 5.843333333333334, 0.8253012917851409)
    for tenths in range(43, 80):
        assert repr(column.shown(column.trained(tenths / 10))) == repr(tenths / 10)


def test_columns_belong_to_the_value_of_the_samples() -> None:
    named, plain = samples(input_columns=(A, C)), samples()
    assert named != plain
    assert hash(named) != hash(plain)
    assert named == samples(input_columns=(A, C))
    assert named.has_numbers_of(plain)


def test_columns_that_say_nothing_are_as_none() -> None:
    assert samples(input_columns=(Column(), Column())) == samples()
    assert samples().columns == ((Column(), Column()), (Column(),))


def test_another_number_of_columns_than_the_table_has_is_refused() -> None:
    with pytest.raises(ExperimentError, match="2 entries"):
        samples(input_columns=(A,))
    with pytest.raises(ExperimentError, match="1 entry"):
        samples(target_columns=(A, B))


def test_a_resized_layer_keeps_the_columns_that_remain(fill_sevens: edits.Fill) -> None:
    experiment = numbered((2, 2, 1))
    table = Samples(experiment.samples.inputs, experiment.samples.targets, (A, B), (C,))
    named = edits.with_samples(experiment, table)
    wider = edits.with_neurons(named, 0, 3, fill_sevens)
    assert wider.samples.columns == ((A, B, Column()), (C,))
    narrower = edits.with_neurons(named, 0, 1, fill_sevens)
    assert narrower.samples.columns == ((A,), (C,))
    assert edits.without_neuron(named, 0, 0).samples.columns == ((B,), (C,))
    two = edits.with_neurons(named, 2, 2, fill_sevens)
    assert edits.without_neuron(two, 2, 0).samples.columns == ((A, B), (Column(),))


@pytest.fixture
def fill_sevens() -> edits.Fill:
    return lambda count: np.full(count, 7.0)


def test_what_is_not_scaled_is_trained_on_as_it_is() -> None:
    assert math.copysign(1, Column("a").trained(-0.0)) == -1


def test_a_number_below_one_is_shown_with_fifteen_digits() -> None:
    column = Column("a", 0.1, 0.25)
    assert column.shown(column.trained(0.3)) == 0.3
    assert column.shown(2 / 3) == pytest.approx(0.1 + 2 / 3 / 4, rel=1e-15)


def test_a_number_of_many_digits_is_shown_with_fifteen_of_them() -> None:
    column = Column("a", 0.0, 2.0)
    assert column.shown(0.5 * 0.123456789012345678) == 0.123456789012346
    assert column.shown(0.5 * 1234567.890123456789) == 1234567.89012346


def test_what_is_too_large_to_be_rounded_is_shown_as_it_is() -> None:
    assert Column("a", 1.0, 1e200).shown(-1e200) == -math.inf


def test_a_removed_column_leaves_those_on_both_sides() -> None:
    three = Samples(np.zeros((1, 3)), np.zeros((1, 3)), (A, B, C), (A, B, C))
    for at, left in enumerate([(B, C), (A, C), (A, B)]):
        assert three.without_input(at).columns == (left, (A, B, C))
        assert three.without_target(at).columns == ((A, B, C), left)


def test_columns_that_say_nothing_are_not_stored() -> None:
    assert samples(input_columns=(Column(), Column())).input_columns == ()
    assert samples(target_columns=(Column(),)).target_columns == ()
