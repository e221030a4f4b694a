"""What a text field that takes a number does with what is typed: read it, or say what is wrong."""

import math

from backprop_gui.views.parts import numbers

_MOST_DIGITS = 40  # of thousands Python makes no int


def read_number(text: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The finite number from `low` to `high` in `text`; raises ValueError with a sentence."""
    value = numbers.parse(text)
    if not math.isfinite(value):
        raise ValueError("Only finite numbers are possible here.")
    if not low <= value <= high:
        raise ValueError(f"Expected a number {_range(low, high)}.")
    return value


def read_count(text: str, low: int, high: int) -> int:
    """The whole number from `low` to `high` in `text`, however its digits are grouped; raises
    ValueError with a sentence."""
    digits = "".join(text.replace(",", "").split())
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    if not (is_number and low <= int(digits) <= high):
        raise ValueError(f"Expected a whole number {_range(low, high)}.")
    return int(digits)


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return f"from {_bound(low)}"
    if math.isinf(low):
        return f"up to {_bound(high)}"
    return f"from {_bound(low)} to {_bound(high)}"


def _bound(value: float) -> str:
    return numbers.steps(int(value)) if value == int(value) else numbers.plain(value)
