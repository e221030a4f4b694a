"""What is pasted as a block of numbers, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.data_table.pasted_block import read_block
from backprop_gui.views.parts.numbers import full, short

finite = st.floats(allow_nan=False, allow_infinity=False)
blocks = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(finite, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(blocks)
def test_what_is_copied_can_be_pasted(block: list[list[float]]) -> None:
    text = "\n".join("\t".join(map(full, row)) for row in block)
    assert read_block(text).tobytes() == np.array(block).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "1\t2\n3\t4",
        "1\t2\r\n3\t4\r\n",
        "1,2\n3,4\n",
        "1;2\n3;4",
        "1 2\n3 4",
        " 1  2\n 3  4 ",
        "\n1, 2\n\n3, 4\n",
    ],
)
def test_cells_may_be_separated_as_spreadsheets_and_files_do(text: str) -> None:
    assert read_block(text).tolist() == [[1, 2], [3, 4]]


def test_numbers_as_they_stand_on_the_screen_are_taken() -> None:
    assert read_block(f"{short(-0.5)}\t{short(2e-300)}").tolist() == [[-0.5, 2e-300]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no number on the clipboard."),
        (" \n\t\n", "There is no number on the clipboard."),
        ("1\t2\n3\tabc", "Pasted row 2, column 2: “abc” is not a number."),
        ("1\t2\n3", "Pasted row 2 has 1 cells, but row 1 has 2."),
        ("1\tinf", "Pasted row 1, column 2: Only finite numbers are possible here."),
        ("0,5\t1", "Pasted row 1, column 1: Use a point for decimals, not a comma: “0,5”."),
    ],
)
def test_what_is_no_block_is_named_by_row_and_column(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        read_block(text)
    assert str(error.value) == sentence
