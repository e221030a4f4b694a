"""Reads pasted text as numbers: a column of a spreadsheet, a row, or a program's list. No Qt."""

import re

from backprop_gui.views.parts.fields.typed_number import read_number

_BETWEEN = re.compile(r"[\s,;\[\](){}]+")
_DECIMAL_COMMA = re.compile(r"\d,\d")


def read_numbers(text: str) -> list[float]:
    """The finite numbers in `text`; raises ValueError with a sentence for the person."""
    if "\t" in text.strip() and "\n" in text.strip():
        raise ValueError("Copy one column or one row of numbers, not a block.")
    if _DECIMAL_COMMA.search(text) and "." not in text:
        # 0,15 would silently become 0 and 15.
        raise ValueError("Use a point for decimals, and a space after each comma between numbers.")
    words = [word for word in _BETWEEN.split(text) if word]
    if not words:
        raise ValueError("There is no number on the clipboard.")
    return [read_number(word) for word in words]
