"""What a text field that takes a number does with what is typed: read it, or say what is wrong."""

import math

from backprop_gui.views.parts import numbers


def read_number(text: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The finite number from `low` to `high` in `text`; raises ValueError with a sentence."""
    value = numbers.parse(text)
    if not math.isfinite(value):
        raise ValueError("Only finite numbers are possible here.")
    if not low <= value <= high:
        raise ValueError(f"Expected a number {_range(low, high)}.")
    return value


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return f"from {low:g}"
    if math.isinf(low):
        return f"up to {high:g}"
    return f"from {low:g} to {high:.0f}" if high == int(high) else f"from {low:g} to {high:g}"
