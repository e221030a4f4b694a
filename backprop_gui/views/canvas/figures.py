"""Numbers for little room: a given count of figures, so that they keep their width. No Qt."""

import math

from backprop_gui.views.parts.numbers import MINUS

FIGURES = 7
"""As many as are shown where there is room: six digits after the point below 1."""


def brief(value: float, figures: int) -> str:
    """`value` with `figures` figures in all, those before the point included: 0.593, 12.3.

    Too large or too small ones have an exponent: 3e−5.
    """
    if not math.isfinite(value):
        return str(value).replace("-", MINUS)
    size = abs(value)
    before = len(str(int(size))) if size < 1e15 else 16
    if before > figures or (0 < size < 0.5 * 10.0 ** (1 - figures)):
        text = f"{value:.0e}"
        mantissa, exponent = text.split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    text = f"{value:.{figures - before}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)
