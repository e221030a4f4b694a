"""Reads pasted text as a block of numbers: cells of a spreadsheet, or lines of CSV. No Qt."""

import re

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.fields.typed_number import read_number

_SEPARATORS = (re.compile("\t"), re.compile(";"), re.compile(","), re.compile(r"\s+"))


def read_block(text: str) -> Floats:
    """The finite numbers in `text`, [row][column]; raises ValueError with a sentence."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("There is no number on the clipboard.")
    separator = next((x for x in _SEPARATORS if x.search(lines[0].strip(" "))), _SEPARATORS[0])
    rows = [separator.split(line.strip(" ")) for line in lines]
    for at, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise ValueError(f"Pasted row {at} has {len(row)} cells, but row 1 has {len(rows[0])}.")
    return np.array([_numbers(row, at) for at, row in enumerate(rows, 1)])


def _numbers(row: list[str], number: int) -> list[float]:
    values = []
    for column, cell in enumerate(row, 1):
        try:
            values.append(read_number(cell))
        except ValueError as error:
            raise ValueError(f"Pasted row {number}, column {column}: {error}") from error
    return values
