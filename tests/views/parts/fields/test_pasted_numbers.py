"""Numbers on the clipboard."""

import pytest

from backprop_gui.views.parts.fields.pasted_numbers import read_numbers


@pytest.mark.parametrize(
    "text",
    [
        "0.15, 0.2, 3",
        "[0.15, 0.2, 3]",
        "0.15\n0.2\n3\n",
        "0.15\t0.2\t3\n",
        "0.15;0.2;3",
        "(.15,.2,3)",
    ],
)
def test_lists_columns_and_rows_are_read(text: str) -> None:
    assert read_numbers(text) == [0.15, 0.2, 3.0]


@pytest.mark.parametrize(
    "text", ["0,15", "0,15; 0,2", "1\t2\n3\t4", "", " \n", "w1", "nan", "1e999"]
)
def test_what_is_not_clearly_a_list_of_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_numbers(text)
