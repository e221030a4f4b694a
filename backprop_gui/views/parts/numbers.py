"""How numbers stand on the screen and how typed ones are read. No Qt.

Files have their own writers: nothing that is saved goes through here.
"""

import math
import re

MINUS = "\u2212"
FIGURE_SPACE = "\u2007"  # as wide as a figure
THIN_SPACE = "\u202f"  # narrow, and no line break at it

# The widest number on each side of the point: "−1234" and ".00000e−300".
_BEFORE_POINT = 5
_AFTER_POINT = 11
WIDTH = _BEFORE_POINT + _AFTER_POINT
"""How many characters `short` returns."""

_NUMBER = re.compile(
    r"[+-]? (?: (?: [0-9]+ \.? [0-9]* | \. [0-9]+ ) (?: e [+-]? [0-9]+ )? | nan | inf )",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED_AT_MOST = 40


def short(value: float) -> str:
    """`value` with six significant digits, always WIDTH characters, the point in one place.

    Below 0.0001 and from 10000 on with an exponent. Padded with figure spaces on both sides;
    `.strip()` takes them away where a number stands alone.
    """
    text = _six_digits(float(value)).replace("-", MINUS)
    before, point, after = text.partition(".")
    after = (point + after).ljust(_AFTER_POINT, FIGURE_SPACE)
    return before.rjust(_BEFORE_POINT, FIGURE_SPACE) + after


def _six_digits(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "0.00000"  # to a reader -0.0 is 0
    mantissa, exponent_text = f"{value:.5e}".split("e")
    exponent = int(exponent_text)
    if -4 <= exponent < 4:
        return f"{value:.{5 - exponent}f}"
    return f"{mantissa}e{exponent}"


def full(value: float) -> str:
    """The shortest text that reads back as exactly `value`.

    Plain ASCII, so that it can be pasted into any other program.
    """
    return repr(float(value))


def plain(value: float) -> str:
    """All digits of `value`, as in a sentence: 2, 0.001, −1.5e−7."""
    return typeset(full(value).removesuffix(".0"))


def typeset(text: str) -> str:
    """A number as Python writes it, as it stands on the screen: 1e+06 as 1e6, -1e-07 as −1e−7."""
    mantissa, mark, exponent = text.partition("e")
    power = f"e{int(exponent)}" if mark else ""
    return f"{mantissa}{power}".replace("-", MINUS)


def steps(count: int) -> str:
    """A count of steps, epochs or samples in groups of three: 10 000."""
    return f"{count:,}".replace(",", THIN_SPACE).replace("-", MINUS)


def parse(text: str) -> float:
    """The number that `text` shows: what a person types, and all that `short` and `full` print.

    Raises ValueError, with a sentence for the person, when it is no number or too large.
    """
    plain = text.strip().replace(MINUS, "-")
    if "," in plain:
        raise ValueError(f"Use a point for decimals, not a comma: {_quoted(text)}.")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{_quoted(text)} is not a number.")
    value = float(plain)
    if math.isinf(value) and "inf" not in plain.lower():
        raise ValueError(f"{_quoted(text)} is too large.")
    return value


def _quoted(text: str) -> str:
    shown = text.strip()
    if len(shown) > _QUOTED_AT_MOST:
        shown = shown[:_QUOTED_AT_MOST] + "…"
    return f"“{shown}”"
