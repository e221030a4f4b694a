"""A keyframe is read whole, or not at all when rows are merged meanwhile."""

from typing import Any

import numpy as np
import pytest

from backprop_gui.engine.readers import read_keyframe
from backprop_gui.engine.record import GENERATION, KEYFRAMES, ROWS, SPAN, empty_cells
from backprop_gui.engine.state import Record
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
