"""The next number up or down when a person steps with the wheel or the arrow keys. No Qt."""

import math
from collections.abc import Callable
from decimal import Decimal

Stepping = Callable[[float, int], float]
"""From a number and a count of steps, negative downwards, to the number after them."""

_SMALLEST = 1e-6  # below it a step goes to 0
_FINE = Decimal("0.05")  # the grain of the tutorial's weights


def by_one_two_five(value: float, count: int) -> float:
    """Along … 0.1, 0.2, 0.5, 1, 2, 5, 10 …, through 0 into the negative numbers."""
    for _ in range(abs(count)):
        after = _above(value) if count > 0 else -_above(-value)
        value = after if math.isfinite(after) else value
    return value + 0.0  # no -0.0


def by_twentieths(value: float, count: int) -> float:
    """`count` times 0.05 more, added in decimals so that 0.15 becomes 0.2 and not 0.2 and a bit."""
    return float(Decimal(repr(value)) + count * _FINE)


def by_ones(value: float, count: int) -> float:
    """`count` more."""
    return value + count


def by_second_digit(value: float, count: int) -> float:
    """A whole number above 0, by one in its second digit: 10 000, 11 000; but 9 900 before it."""
    for _ in range(abs(count)):
        digits = len(f"{value if count > 0 else value - 1:.0f}")
        value += math.copysign(10 ** max(digits - 2, 0), count)
    return value


def _above(value: float) -> float:
    if value < 0:
        return -_below(-value)
    if value < _SMALLEST:
        return _SMALLEST
    return min(step for step in _around(value) if step > value)


def _below(value: float) -> float:
    if value <= _SMALLEST:
        return 0.0
    return max(step for step in _around(value) if step < value)


def _around(value: float) -> list[float]:
    exponent = math.floor(math.log10(value))
    return [float(f"{digit}e{e}") for e in range(exponent - 1, exponent + 2) for digit in (1, 2, 5)]
