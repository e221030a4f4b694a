"""Which colour and dash a curve has. Both stay with the neuron or parameter. No Qt."""

from dataclasses import dataclass

from backprop_gui.views.parts.palette import Palette


@dataclass(frozen=True)
class Curve:
    """A curve of a plot. `style` is the neuron's or parameter's own number; `color_of` and
    `dash_of` tell its look. A `faint` curve stands behind the others. One `in_percent` has the axis
    to the right, from 0 to 100 %."""

    name: str
    style: int
    faint: bool = False
    in_percent: bool = False


def color_of(palette: Palette, index: int) -> str:
    """The colour, as "#rrggbb", of the neuron or parameter `index`."""
    return palette.categorical[index % len(palette.categorical)]


def dash_of(index: int) -> tuple[float, ...]:
    """Lengths of line, gap, line … in pixels; empty for a solid line."""
    return _DASHES[index // _COLORS % len(_DASHES)]


def blend(color: str, ground: str, share: float) -> str:
    """`share` of `color` over `ground`, opaque: a see-through pen is slower."""
    pairs = zip(_channels(color), _channels(ground), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


_COLORS = 8  # as many as a palette has: the ninth curve begins again, with the next dash
_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 3),
    (2, 2),
    (8, 3, 2, 3),
    (12, 4),
    (4, 6),
    (8, 3, 2, 3, 2, 3),
    (1, 3),
)
