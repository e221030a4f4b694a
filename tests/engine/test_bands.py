"""Many values are reduced to bands and pixels, and none that stands out is lost."""

from typing import Any

import numpy as np
import pytest

from backprop_gui.engine import bands
from backprop_gui.engine.levels import HALF, NO_NUMBER, NOTHING, ZERO
from backprop_gui.engine.record import GENERATION, KEYFRAMES, ROWS, SPAN, empty_cells
from backprop_gui.engine.state import Record
from backprop_gui.engine.topology import Floats


@pytest.fixture(params=["compiled", "plain"])
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "plain":
        request.getfixturevalue("plain_python")
    return bands


def frozen(values: Floats) -> Floats:
    values = values.copy()
    values.flags.writeable = False
    return values


def reduced(engine: Any, rows: Floats, order: Any, ends: Any, base: Floats) -> tuple[Any, ...]:
    shape = len(rows), len(ends)
    values, places = np.empty(shape), np.empty(shape, dtype=np.int32)
    largest = np.empty(len(rows))
    engine.reduce_rows(frozen(rows), order, ends, base, values, places, largest)
    return values, places, largest


def test_a_band_is_its_value_of_largest_size(engine: Any) -> None:
    random = np.random.default_rng(1)
    rows, base = random.normal(size=(7, 40)), random.normal(size=40)
    order, ends = random.permutation(40), np.array([1, 14, 15, 40])
    values, places, largest = reduced(engine, rows, order, ends, base)
    change = (rows - base)[:, order]
    for row in range(7):
        for band, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            part = change[row, start:end]
            at = int(np.abs(part).argmax())
            assert values[row, band] == part[at]
            assert places[row, band] == start + at
    assert largest.tolist() == np.abs(change).max(axis=1).tolist()


def test_what_is_no_number_is_never_hidden_and_has_no_size(engine: Any) -> None:
    rows = np.array([[1.0, np.nan, -9.0, np.inf]])
    values, places, largest = reduced(engine, rows, np.arange(4), np.array([3, 4]), np.zeros(4))
    assert np.isnan(values[0, 0])
    assert places[0, 0] == 1
    assert values[0, 1] == np.inf
    assert largest[0] == 9.0


class Reading:
    """Reads the bands of a record, call by call."""

    def __init__(self, engine: Any, record: Record, count: int) -> None:
        self.engine, self.record = engine, record
        shape = record.keyframes.shape[0], count
        self.values, self.places = np.zeros(shape), np.zeros(shape, dtype=np.int32)
        self.largest = np.zeros(shape[0])
        self.known: tuple[int, int, int] = 0, 1, -1
        self.ends = np.arange(1, count + 1) * record.keyframes.shape[1] // count

    def read(self) -> tuple[int, int, int]:
        columns = self.record.keyframes.shape[1]
        arrays = self.values, self.places, self.largest
        order = np.arange(columns)
        self.known = self.engine.read_bands(
            self.record, order, self.ends, np.zeros(columns), *self.known, *arrays
        )
        return self.known


def record_of(keyframes: Floats, rows: int, span: int, generation: int) -> Record:
    cells = empty_cells(1, span)
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + GENERATION] = rows, generation
    return Record(np.zeros((8, 4)), keyframes, cells, np.zeros(4))


def test_only_new_rows_are_read_again(engine: Any) -> None:
    record = record_of(np.arange(48.0).reshape(8, 6), 3, 16, 4)
    reading = Reading(engine, record, 2)
    assert reading.read() == (3, 16, 4)
    assert reading.values[:3].tolist() == [[2, 5], [8, 11], [14, 17]]
    record.keyframes[0] = -1.0  # as never happens: a row that was read does not change
    record.cells[KEYFRAMES + ROWS] = 5
    assert reading.read() == (5, 16, 4)
    assert reading.values[:5, 0].tolist() == [2, 8, 14, 20, 26]


def test_merged_rows_are_merged_in_the_copy_too(engine: Any) -> None:
    record = record_of(np.arange(48.0).reshape(8, 6), 8, 16, 4)
    reading = Reading(engine, record, 3)
    reading.read()
    before = reading.values.copy(), reading.places.copy(), reading.largest.copy()
    record.keyframes[:] = -1.0  # not read for the rows that are known
    cells = record.cells
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + SPAN], cells[KEYFRAMES + GENERATION] = 2, 64, 8
    assert reading.read() == (2, 64, 8)
    assert reading.values[:2].tolist() == before[0][[3, 7]].tolist()
    assert reading.places[:2].tolist() == before[1][[3, 7]].tolist()
    assert reading.largest[:2].tolist() == before[2][[3, 7]].tolist()


def test_after_a_merge_the_rows_that_came_since_are_read(engine: Any) -> None:
    record = record_of(np.arange(48.0).reshape(8, 6), 5, 16, 4)
    reading = Reading(engine, record, 3)
    reading.read()
    before = reading.values.copy()
    record.keyframes[:] = np.arange(100.0, 148.0).reshape(8, 6)
    cells = record.cells
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + SPAN], cells[KEYFRAMES + GENERATION] = 4, 32, 6
    assert reading.read() == (4, 32, 6)
    assert reading.values[:2].tolist() == before[[1, 3]].tolist()
    assert reading.values[2:4].tolist() == [[113, 115, 117], [119, 121, 123]]
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + SPAN], cells[KEYFRAMES + GENERATION] = 1, 128, 10
    assert reading.read() == (1, 128, 10)
    assert reading.values[0].tolist() == [119, 121, 123]


def test_of_values_of_one_size_a_band_keeps_the_first(engine: Any) -> None:
    rows = np.array([[0.25, -0.5, 0.5, 0.5]])
    values, places, largest = reduced(engine, rows, np.arange(4), np.array([4]), np.zeros(4))
    assert (values.tolist(), places.tolist(), largest.tolist()) == ([[-0.5]], [[1]], [0.5])


def test_a_merge_while_reading_leaves_only_the_rows_that_were_known(
    plain_python: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(bands, record_of(np.ones((8, 6)), 3, 16, 4), 3)
    reading.read()
    reading.record.cells[KEYFRAMES + ROWS] = 6
    monkeypatch.setattr(bands, "load", lambda cells, at: cells[at] + 1)
    assert reading.read() == (3, 16, 4)


@pytest.mark.parametrize(("span", "generation"), [(16, 6), (64, 6), (8, 8), (16, 2)])
def test_all_is_read_again_when_something_else_happened(
    engine: Any, span: int, generation: int
) -> None:
    record = record_of(np.ones((8, 6)), 8, 16, 4)
    reading = Reading(engine, record, 3)
    reading.read()
    record.keyframes[:] = 7.0
    cells = record.cells
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + SPAN] = 5, span
    cells[KEYFRAMES + GENERATION] = generation
    assert reading.read() == (5, span, generation)
    assert np.all(reading.values[:5] == 7.0)


def test_nothing_is_read_while_rows_are_merged(engine: Any) -> None:
    record = record_of(np.ones((8, 6)), 5, 16, 4)
    reading = Reading(engine, record, 3)
    reading.read()
    record.cells[KEYFRAMES + GENERATION] = 5
    assert reading.read() == (5, 16, 4)


def test_a_pixel_is_the_largest_of_its_rows_or_the_row_before(engine: Any) -> None:
    values = np.array([[0.5, 0.0], [-1.0, 0.25], [0.75, -0.5], [0.1, np.nan]])
    starts = np.array([0, 0, 1, 1, 3, 4, 4])
    levels = np.zeros((2, 6), dtype=np.uint8)
    engine.paint_levels(values, starts, 1.0, np.empty(2), levels)
    full, half, quarter = HALF, HALF // 2, round(HALF / 4)
    assert levels.tolist() == [
        [NOTHING, ZERO + half, ZERO + half, ZERO - full, ZERO + round(0.1 * HALF), NOTHING],
        [NOTHING, ZERO, ZERO, ZERO - half, NO_NUMBER, NOTHING],
    ]
    engine.paint_levels(values, np.array([1, 2]), 0.25, np.empty(2), levels[:, :1])
    assert levels[:, 0].tolist() == [ZERO - full, ZERO + full]
    engine.paint_levels(values, np.array([1, 2]), 1.0, np.empty(2), levels[:, :1])
    assert levels[1, 0] == ZERO + quarter
    engine.paint_levels(values, np.array([0, 1]), 0.25, np.empty(2), levels[:, :1])
    assert levels[:, 0].tolist() == [ZERO + full, ZERO]


def test_of_rows_of_one_size_a_pixel_shows_the_first(engine: Any) -> None:
    levels = np.zeros((2, 1), dtype=np.uint8)
    values = np.array([[0.5, -0.5], [-0.5, 0.5]])
    engine.paint_levels(values, np.array([0, 2]), 0.5, np.empty(2), levels)
    assert levels[:, 0].tolist() == [ZERO + HALF, ZERO - HALF]
