"""How the numbers of a derivation are written: with the nine decimals of the tutorial. No Qt."""

import math

from backprop_gui.views.parts.numbers import MINUS

_DECIMALS = 9  # that the tutorial prints
_DIGITS = 10  # and the digits that this makes of its largest numbers
_BRIEF_DIGITS, _BRIEF_SMALLEST = 7, 1e-3
_SMALLEST, _LARGEST = 1e-4, 1e4  # what is written without an exponent lies between these


def figure(value: float) -> str:
    """`value` rounded to nine decimals, without the zeros at its end.

    Large numbers have ten digits; very large and very small ones six, and an exponent.
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value).replace("-", MINUS)
    if not _SMALLEST <= abs(value) < _LARGEST:
        return _with_exponent(value, 5)
    before_point = max(math.floor(math.log10(abs(value))) + 1, 1)
    text = f"{value:.{min(_DECIMALS, _DIGITS - before_point)}f}"
    return _trimmed(text).replace("-", MINUS)


def brief(value: float) -> str:
    """`value` where there is little room: six decimals, or three digits and an exponent."""
    if value == 0 or not math.isfinite(value):
        return figure(value)
    if not _BRIEF_SMALLEST <= abs(value) < _LARGEST:
        return _with_exponent(value, 2)
    before_point = max(math.floor(math.log10(abs(value))) + 1, 1)
    return _trimmed(f"{value:.{_BRIEF_DIGITS - before_point}f}").replace("-", MINUS)


def rough(value: float) -> str:
    """An error or a distance, of which the magnitude is what counts: 3.1e−11."""
    if value == 0 or not math.isfinite(value):
        return figure(value)
    return _with_exponent(value, 1)


def _with_exponent(value: float, decimals: int) -> str:
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{_trimmed(mantissa)}e{int(exponent)}".replace("-", MINUS)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
