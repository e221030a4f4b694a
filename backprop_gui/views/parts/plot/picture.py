"""What is painted in a plot, as numbers: the window, curves, band, ghosts, levels. No pyqtgraph."""

from dataclasses import dataclass, field, replace

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.plot.curve_style import Curve, blend, color_of
from backprop_gui.views.parts.plot.smoothing import Smoothing

_FARTHEST = 30_000.0  # pixels: Qt's painters count in 16 bits
_FARTHEST_PLACE = 1e300  # a range of places must not overflow
_FAINT, _PALE, _BEHIND = 0.5, 0.55, 0.35  # shares of the colour, over the ground

PERCENT = (-2.0, 102.0)
"""The range of the axis to the right: 0 and 100 % are not on the edge."""


@dataclass(frozen=True)
class Window:
    """The part of the axes that is in view, in places, and its size in pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float

    def across(self, places: Floats) -> Floats:
        """Pixels from the left edge."""
        return (places - self.x[0]) * (self.width / (self.x[1] - self.x[0]))

    def shows(self, place: float) -> bool:
        """Whether a place on the axis of steps is in view."""
        return self.x[0] <= place <= self.x[1]

    @property
    def in_percent(self) -> "Window":
        """The same with the axis to the right."""
        return replace(self, y=PERCENT)

    def down(self, places: Floats) -> Floats:
        """Pixels from the top edge, NaN where there is no place."""
        with np.errstate(over="ignore"):
            pixels = (self.y[1] - places) * (self.height / (self.y[1] - self.y[0]))
        return np.clip(pixels, -_FARTHEST, _FARTHEST)


@dataclass(frozen=True)
class Band:
    """An area between two curves, in the colour of the curve at `style`; places on the y axis."""

    low: Floats
    high: Floats
    style: int


@dataclass(frozen=True)
class Level:
    """A horizontal line in the colour of `curve`, in sight with it; `place` is on the y axis."""

    curve: int
    place: float


@dataclass(frozen=True, eq=False)
class Ghost:
    """Curves of another run behind the first ones of the picture; places as there."""

    x: Floats
    y: Floats


@dataclass
class Picture:
    """What is to be painted. `x` [row] and `y` [row][curve] are places; the latter may be NaN."""

    palette: Palette
    curves: list[Curve] = field(default_factory=list)
    x: Floats = field(default_factory=lambda: np.empty(0))
    y: Floats = field(default_factory=lambda: np.empty((0, 0)))
    band: Band | None = None
    levels: list[Level] = field(default_factory=list)
    ghosts: tuple[Ghost, ...] = ()
    hidden: frozenset[int] = frozenset()
    bold: int | None = None
    row: int | None = None  # at the pointer
    grid: tuple[list[float], list[float]] = ([], [])
    smoothing: Smoothing = Smoothing.OFF
    changes: Floats = field(default_factory=lambda: np.empty(0))  # places of changes of the run
    pins: Floats = field(default_factory=lambda: np.empty(0))  # places of steps that were pinned
    moment: float | None = None  # the place of the step that is looked at
    is_focused: bool = False  # and it was the keyboard that led there

    def visible(self) -> list[int]:
        """The curves in sight."""
        return [at for at in range(len(self.curves)) if at not in self.hidden]

    def rows_in_view(self, low: float, high: float) -> tuple[Floats, ...]:
        """What there is from one place to another and beside it: steps, values, and the band."""
        start, end = np.searchsorted(self.x, low), np.searchsorted(self.x, high, "right")
        rows = slice(max(int(start) - 1, 0), int(end) + 1)
        edges = () if self.band is None else (self.band.low[rows], self.band.high[rows])
        return self.x[rows], self.y[rows], *edges

    def in_percent(self) -> list[int]:
        """The curves that have the axis to the right."""
        return [at for at, curve in enumerate(self.curves) if curve.in_percent]

    def down(self, window: Window, rows: slice) -> Floats:
        """Pixels from the top edge [row][curve], of each curve on its own axis."""
        down = window.down(self.y[rows])
        for at in self.in_percent():
            down[:, at] = window.in_percent.down(self.y[rows, at])
        return down

    def in_order(self) -> list[int]:
        """The curves in sight, from the back to the front."""

        def depth(at: int) -> tuple[bool, bool]:
            return at == self.bold, not self.curves[at].faint

        return sorted(self.visible(), key=depth)

    def color(self, at: int) -> str:
        curve = self.curves[at]
        color = color_of(self.palette, curve.style)
        return blend(color, self.palette.canvas, _FAINT) if curve.faint else color

    def color_behind(self, at: int) -> str:
        """That of what is smoothed, behind the smooth line."""
        return blend(self.color(at), self.palette.canvas, _BEHIND)

    def ghost_color(self, at: int) -> str:
        return blend(color_of(self.palette, self.curves[at].style), self.palette.canvas, _PALE)

    def bounds(self, within: tuple[float, float] | None = None) -> tuple[float, float]:
        """The lowest and the highest place in sight, of all or of what is `within` a range of x.

        The band counts upwards only: a single sample that is learned to the last digit is no
        reason to lose sight of the others. Levels count where all is in sight.
        """
        visible = [at for at in self.visible() if not self.curves[at].in_percent]
        rows = _rows(self.x, within)
        parts = [self.y[rows][:, visible].ravel()]
        for ghost in self.ghosts:
            its = [at for at in visible if at < ghost.y.shape[1]]
            parts.append(ghost.y[_rows(ghost.x, within)][:, its].ravel())
        if self.band is not None:
            parts.append(self.band.high[rows])
        if within is None:
            levels = [level.place for level in self.levels if level.curve not in self.hidden]
            parts.append(np.array(levels))
        places = np.concatenate(parts)
        places = places[~np.isnan(places)]
        if not len(places):
            return 0.0, 0.0
        low, high = np.clip((places.min(), places.max()), -_FARTHEST_PLACE, _FARTHEST_PLACE)
        return float(low), float(high)


def _rows(x: Floats, within: tuple[float, float] | None) -> slice:
    """The rows within a range, or those beside it if there is none."""
    if within is None:
        return slice(None)
    start, end = np.searchsorted(x, within[0]), np.searchsorted(x, within[1], "right")
    return slice(start, end) if start < end else slice(max(start - 1, 0), end + 1)
