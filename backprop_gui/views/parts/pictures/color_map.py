"""The colours of pictures of many values: tables of 256, one for each level. No Qt.

They rise with the root of a value: beside one large weight many small ones are still told apart.
"""

import math
from functools import cache

from backprop_gui.engine.levels import HALF, NO_NUMBER, NOTHING, ZERO
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.plot.curve_style import blend

_OPAQUE = 0xFF000000


def diverging(palette: Palette) -> list[int]:
    """Negative values orange, positive blue, 0 as the ground; as ARGB, as Qt's images take them."""
    return _table(palette, palette.negative, palette.positive)


def rising(palette: Palette) -> list[int]:
    """Of values that are not negative, such as counts: the more, the stronger."""
    return _table(palette, palette.canvas, palette.accent)


@cache  # several pictures ask for the same
def _table(palette: Palette, low: str, high: str) -> list[int]:
    table = [_argb(palette.canvas)] * 256
    for step in range(1, HALF + 1):
        share = math.sqrt(step / HALF)
        table[ZERO - step] = _argb(blend(low, palette.canvas, share))
        table[ZERO + step] = _argb(blend(high, palette.canvas, share))
    table[NOTHING] = 0
    table[NO_NUMBER] = _argb(palette.error)
    return table


def _argb(color: str) -> int:
    return _OPAQUE | int(color[1:], 16)
