"""How the weights of each layer spread, read from the keyframes of a run."""

from typing import Any

import numpy as np
import pytest

from backprop_gui.engine import spread
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.record import GENERATION, KEYFRAMES, ROWS, SPAN, empty_cells
from backprop_gui.engine.state import Record
from backprop_gui.engine.topology import Floats, Topology

TOPOLOGY = Topology((2, 3, 1), (Activation.LOGISTIC,) * 2)
COUNT, BINS, REACH = TOPOLOGY.parameters, 4, 2.0
SLICES = [slice(layer.weights, layer.biases) for layer in TOPOLOGY.layers]


@pytest.fixture(params=["compiled", "plain"])
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "plain":
        request.getfixturevalue("plain_python")
    return spread


def frozen(values: Floats) -> Floats:
    values = values.copy()
    values.flags.writeable = False
    return values


def measured(engine: Any, rows: Floats, base: Floats, layer: int) -> tuple[Floats, Floats, Floats]:
    norms, counts = np.full((len(rows), 2), -1.0), np.full((len(rows), BINS), -1.0)
    largest = np.full(len(rows), -1.0)
    engine.measure_rows(
        frozen(rows), TOPOLOGY.table, frozen(base), layer, REACH, norms, counts, largest
    )
    return norms, counts, largest


@pytest.mark.parametrize("layer", [0, 1])
def test_norms_counts_and_the_largest_are_those_of_the_weights_alone(
    engine: Any, layer: int
) -> None:
    random = np.random.default_rng(3)
    rows, base = random.uniform(-1.5, 1.5, (9, COUNT)), random.uniform(-0.5, 0.5, COUNT)
    rows[:, 7] = base[7] + 9.0  # a bias, as large as no weight is
    norms, counts, largest = measured(engine, rows, base, layer)
    changes = rows - base
    for at, weights in enumerate(SLICES):
        expected = np.sqrt((changes[:, weights] ** 2).sum(axis=1))
        np.testing.assert_allclose(norms[:, at], expected, rtol=1e-14)
    for row, values in enumerate(changes[:, SLICES[layer]]):
        assert counts[row].tolist() == np.histogram(values, BINS, (-REACH, REACH))[0].tolist()
        assert largest[row] == np.abs(values).max()


def test_the_ends_of_the_reach_belong_to_the_outer_bins_and_more_to_none(engine: Any) -> None:
    row = np.zeros((1, COUNT))
    row[0, SLICES[0]] = [-2.0, -1.0, 0.0, 1.0, 2.0, 2.5]
    _, counts, largest = measured(engine, row, np.zeros(COUNT), 0)
    assert counts.tolist() == [[1, 1, 1, 2]]
    assert largest.tolist() == [2.5]


def test_what_is_not_finite_is_in_no_bin_and_has_no_size(engine: Any) -> None:
    row = np.zeros((1, COUNT))
    row[0, SLICES[0]] = [np.nan, np.inf, -np.inf, 1.0, 1.0, -1.5]
    norms, counts, largest = measured(engine, row, np.zeros(COUNT), 0)
    assert counts.tolist() == [[1, 0, 0, 2]]
    assert largest.tolist() == [1.5]
    assert np.isnan(norms[0, 0])
    assert norms[0, 1] == 0.0


class Reading:
    """Reads the spread of a record of eight keyframes, call by call; row r holds r + 1."""

    def __init__(self, engine: Any, rows: int) -> None:
        keyframes = np.ones((8, COUNT)) * np.arange(1.0, 9.0)[:, None]
        self.record = Record(np.zeros((8, 4)), keyframes, empty_cells(1, 16), np.zeros(4))
        self.engine, self.known = engine, (0, 1, -1)
        self.norms, self.counts, self.largest = np.zeros((8, 2)), np.zeros((8, BINS)), np.zeros(8)
        self.set(rows, 16, 4)

    def set(self, rows: int, span: int, generation: int) -> None:
        cells = self.record.cells
        cells[KEYFRAMES + ROWS], cells[KEYFRAMES + SPAN] = rows, span
        cells[KEYFRAMES + GENERATION] = generation

    def read(self) -> tuple[int, int, int]:
        self.known = self.engine.read_spread(
            self.record,
            TOPOLOGY.table,
            np.zeros(COUNT),
            0,
            REACH,
            *self.known,
            self.norms,
            self.counts,
            self.largest,
        )
        return self.known


def test_only_new_rows_are_read_again(engine: Any) -> None:
    reading = Reading(engine, 3)
    assert reading.read() == (3, 16, 4)
    assert reading.largest.tolist() == [1, 2, 3, 0, 0, 0, 0, 0]
    np.testing.assert_allclose(reading.norms[:3, 1], np.sqrt(3) * np.arange(1, 4))
    reading.record.keyframes[0] = 99.0  # as never happens: a row that was read does not change
    reading.set(5, 16, 4)
    assert reading.read() == (5, 16, 4)
    assert reading.largest.tolist() == [1, 2, 3, 4, 5, 0, 0, 0]


def test_merged_rows_are_merged_in_the_copy_too(engine: Any) -> None:
    reading = Reading(engine, 8)
    reading.read()
    before = reading.norms.copy(), reading.counts.copy()
    reading.record.keyframes[:] = 99.0  # not read for the rows that are known
    reading.set(2, 64, 8)
    assert reading.read() == (2, 64, 8)
    assert reading.largest[:2].tolist() == [4, 8]
    assert reading.norms[:2].tolist() == before[0][[3, 7]].tolist()
    assert reading.counts[:2].tolist() == before[1][[3, 7]].tolist()


@pytest.mark.parametrize(("span", "generation"), [(16, 6), (8, 8), (16, 2)])
def test_all_is_read_again_when_something_else_happened(
    engine: Any, span: int, generation: int
) -> None:
    reading = Reading(engine, 8)
    reading.read()
    reading.record.keyframes[:] = 7.0
    reading.set(5, span, generation)
    assert reading.read() == (5, span, generation)
    assert reading.largest[:5].tolist() == [7] * 5


def test_nothing_is_read_while_rows_are_merged(engine: Any) -> None:
    reading = Reading(engine, 5)
    reading.read()
    reading.set(3, 32, 5)
    assert reading.read() == (5, 16, 4)


def test_a_merge_while_reading_leaves_only_the_rows_that_were_known(
    plain_python: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(spread, 3)
    reading.read()
    reading.set(6, 16, 4)
    monkeypatch.setattr(spread, "load", lambda cells, at: cells[at] + 1)
    assert reading.read() == (3, 16, 4)
