"""A keyframe is read whole, or not at all when rows are merged meanwhile."""

from typing import Any

import numpy as np
import pytest

from backprop_gui.engine import readers
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import Activation
from backprop_gui.engine.readers import read_keyframe
from backprop_gui.engine.record import GENERATION, KEYFRAMES, ROWS, SPAN, empty_cells
from backprop_gui.engine.state import Integers, Narrow, Record
from backprop_gui.engine.topology import Floats, Topology
from tests.engine.sources import source_of


def record_of(rows: int, span: int, generation: int = 4) -> Record:
    cells = empty_cells(1, span)
    cells[KEYFRAMES + ROWS], cells[KEYFRAMES + GENERATION] = rows, generation
    assert cells[KEYFRAMES + SPAN] == span
    keyframes = np.arange(24.0).reshape(8, 3)
    return Record(np.zeros((8, 4)), keyframes, cells, np.zeros(4))


@pytest.mark.parametrize("read", [read_keyframe, source_of(read_keyframe)])
@pytest.mark.parametrize(
    ("step", "kept"), [(0, 0), (15, 0), (16, 16), (47, 32), (80, 80), (81, 80), (10**12, 80)]
)
def test_the_last_keyframe_up_to_a_step_is_read(read: Any, step: int, kept: int) -> None:
    state = np.full(3, -1.0)
    assert read(record_of(5, 16), step, 4, state) == kept
    row = kept // 16 - 1
    expected = [-1.0] * 3 if kept == 0 else [3.0 * row, 3.0 * row + 1, 3.0 * row + 2]
    assert state.tolist() == expected


@pytest.mark.parametrize("read", [read_keyframe, source_of(read_keyframe)])
def test_nothing_is_read_of_another_generation_or_while_rows_are_merged(read: Any) -> None:
    state = np.zeros(3)
    assert read(record_of(5, 16, generation=6), 40, 4, state) == -1
    assert read(record_of(5, 16, generation=5), 40, 5, state) == -1
    assert state.tolist() == [0.0] * 3


LINEAR = Topology((1, 1), (Activation.IDENTITY,))
"""Its output for the input 1 is weight + bias."""


class Reading:
    """Reads the outputs, or else the rows, that belong to the keyframes of a record."""

    def __init__(self, rows: int, generation: int, of_outputs: bool) -> None:
        self.record, self.of_outputs = record_of(rows, 16, generation), of_outputs
        self.out = np.full((8, 2), -1.0)

    def read(self, known: int, generation: int) -> tuple[int, int, int]:
        found: tuple[int, int, int]
        if self.of_outputs:
            record = self.record._replace(keyframes=self.record.keyframes[:, :2])
            found = readers.read_outputs(
                Narrow(), LINEAR.table, record, np.ones((1, 1)), known, generation, self.out
            )
        else:
            rows, cells = self.record.keyframes, self.record.cells
            columns = np.array([1, 0])
            found = records.read_rows(rows, cells, KEYFRAMES, columns, known, generation, self.out)
        return found

    def expected(self, first: int, last: int) -> Floats:
        """`out` with these rows read: row r of the record begins with 3r, 3r + 1."""
        out = np.full((8, 2), -1.0)
        for row in range(first, last):
            out[row] = (1.0, 6.0 * row + 1.0) if self.of_outputs else (3.0 * row + 1.0, 3.0 * row)
        return out


@pytest.mark.usefixtures("plain_python")
@pytest.mark.parametrize("of_outputs", [True, False])
@pytest.mark.parametrize("generation", [0, 2, 4, 6])
def test_rows_after_the_known_ones_are_read_or_all_of_another_generation(
    of_outputs: bool, generation: int
) -> None:
    reading = Reading(5, generation, of_outputs)
    assert reading.read(3, generation) == (5, 16, generation)
    assert reading.out.tolist() == reading.expected(3, 5).tolist()
    assert reading.read(3, generation - 2) == (5, 16, generation)
    assert reading.out.tolist() == reading.expected(0, 5).tolist()


@pytest.mark.usefixtures("plain_python")
@pytest.mark.parametrize("of_outputs", [True, False])
@pytest.mark.parametrize("generation", [1, 3, 5, 7])
def test_no_rows_are_read_while_they_are_merged(of_outputs: bool, generation: int) -> None:
    reading = Reading(5, generation, of_outputs)
    assert reading.read(3, 4) == (-1, 0, 4)
    assert reading.out.tolist() == reading.expected(0, 0).tolist()


class Merging:
    """Reads cells as `load` does, but finds the generation changed from the second time on."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, cells: Integers, at: int) -> int:
        self.times += at == KEYFRAMES + GENERATION
        return int(cells[at]) + (self.times > 1)


@pytest.mark.usefixtures("plain_python")
@pytest.mark.parametrize("of_outputs", [True, False])
def test_what_was_read_while_rows_were_merged_counts_for_nothing(
    of_outputs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Merging()
    for module in (readers, records):
        monkeypatch.setattr(module, "load", load)
    assert Reading(5, 4, of_outputs).read(3, 2) == (-1, 0, 2)
    monkeypatch.setattr(readers, "load", Merging())
    assert readers.read_keyframe(record_of(5, 16), 40, 4, np.zeros(3)) == -1
