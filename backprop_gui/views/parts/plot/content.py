"""What a plot shows, and where that has its places on the axes of the picture. No pyqtgraph."""

from collections.abc import Sequence

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.plot.axis_scale import Range, StepScale, ValueScale
from backprop_gui.views.parts.plot.curve_style import Curve
from backprop_gui.views.parts.plot.picture import Band, Ghost, Level, Picture
from backprop_gui.views.parts.plot.rows import Rows
from backprop_gui.views.parts.plot.smoothing import Smoothing


class PlotContent:
    """Changes `picture` whenever it is changed itself, but paints nothing."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.steps, self.scale = StepScale(log=False), ValueScale(log=False)
        self.rows = Rows(np.empty(0), np.empty((0, 0)))
        self.ghosts: tuple[tuple[str, Rows], ...] = ()
        self._targets: list[tuple[int, float]] = []
        self._moments: tuple[tuple[int, ...], int | None] = ((), None)
        self.pins: tuple[int, ...] = ()

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, all in sight, without rows, levels or ghosts."""
        picture = self.picture
        picture.curves, picture.hidden, picture.bold = list(curves), frozenset(), None
        self._targets, self.ghosts = [], ()
        self.rows = Rows(np.empty(0), np.empty((0, len(curves))))
        self._place()

    def set_rows(self, rows: Rows, within: Range) -> bool:
        """False where what is painted `within` a range of places of steps is the same as before."""
        assert rows.values.shape == (len(rows.steps), len(self.picture.curves))
        before = self.picture.rows_in_view(*within)
        self.rows = rows
        self._place_rows()
        is_smooth = self.picture.smoothing is not Smoothing.OFF  # by rows that are not in view too
        return is_smooth or not _are_equal(before, self.picture.rows_in_view(*within))

    def set_levels(self, levels: Sequence[tuple[int, float]]) -> None:
        self._targets = list(levels)
        self._place_levels()

    def set_ghosts(self, ghosts: Sequence[tuple[str, Rows]]) -> None:
        self.ghosts = tuple(ghosts)
        self._place_ghosts()

    def set_moments(self, changes: Sequence[int], looked_at: int | None) -> bool:
        """False when they are the same as before."""
        moments = tuple(changes), looked_at
        if moments == self._moments:
            return False
        self._moments = moments
        self._place_moments()
        return True

    def set_pins(self, pins: Sequence[int]) -> None:
        self.pins = tuple(pins)
        self._place_moments()

    def set_log(self, steps: bool, values: bool) -> None:
        self.steps, self.scale = StepScale(steps), ValueScale(values)
        self._place()

    def drawn(self, curve: int) -> tuple[Floats, Floats]:
        """The steps and values of a curve that the axes have places for; none if it is hidden."""
        if curve in self.picture.hidden:
            return np.empty(0), np.empty(0)
        is_there = ~np.isnan(self.picture.y[:, curve])
        return self.rows.steps[is_there], self.rows.values[is_there, curve]

    def values_at(self, row: int | None) -> Floats:
        """The value of each curve in a row, else at the step that is looked at, else in the last
        row; none without rows."""
        steps, looked_at = self.rows.steps, self._moments[1]
        if row is None and looked_at is not None:
            row = max(int(np.searchsorted(steps, looked_at, "right")) - 1, 0)
        elif row is None:
            row = len(steps) - 1
        values: Floats = self.rows.values[row : row + 1].ravel()
        return values

    def table(self, within: Range) -> tuple[list[str], Floats, Floats]:
        """The visible curves `within` a range of places of steps: names, steps [row], values
        [row][curve]."""
        picture, rows = self.picture, self.rows
        start, end = (
            np.searchsorted(picture.x, within[0]),
            np.searchsorted(picture.x, within[1], "right"),
        )
        visible = picture.visible()
        names = [picture.curves[at].name for at in visible]
        return names, rows.steps[start:end], rows.values[start:end, visible]

    @property
    def step_to_read(self) -> int | None:
        """The step that is looked at, else the last one; None without rows."""
        looked_at, known = self._moments[1], self.rows.steps
        return looked_at if looked_at is not None or not len(known) else int(known[-1])

    @property
    def has_curves(self) -> bool:
        """Whether there is more to see than dots: a curve, be it of another run."""
        runs = (self.rows, *(rows for _, rows in self.ghosts))
        return bool(self.picture.curves) and any(len(rows.steps) > 1 for rows in runs)

    def last_step(self) -> float:
        """Of rows and ghosts; there must be rows."""
        ends = [rows.steps[-1] for _, rows in self.ghosts if len(rows.steps)]
        return float(max([self.rows.steps[-1], *ends]))

    def extents(self, within: Range | None) -> tuple[Range | None, Range]:
        """The ranges of places that show all; or that of values, of what is `within` a range of
        steps."""
        steps = self.steps.extent(self.last_step()) if within is None else None
        return steps, self.scale.extent(*self.picture.bounds(within))

    def narrowest(self) -> tuple[float, float]:
        """The shortest ranges of places that are worth zooming to."""
        bounds = self.picture.bounds()
        return self.steps.narrowest(self.last_step()), self.scale.narrowest(*bounds)

    def _place(self) -> None:
        self._place_rows()
        self._place_levels()
        self._place_ghosts()
        self._place_moments()

    def _place_rows(self) -> None:
        rows, places = self.rows, self.scale.places
        self.picture.x, self.picture.y = self.steps.places(rows.steps), places(rows.values)
        for at in self.picture.in_percent() if self.scale.log else ():
            self.picture.y[:, at] = rows.values[:, at]  # that axis is never logarithmic
        self.picture.band = None
        if rows.low is not None and rows.high is not None:
            self.picture.band = Band(places(rows.low), places(rows.high), rows.band_style)

    def _place_levels(self) -> None:
        places = self.scale.places
        self.picture.levels = [
            Level(curve, float(places(np.array(value)))) for curve, value in self._targets
        ]

    def _place_ghosts(self) -> None:
        self.picture.ghosts = tuple(
            Ghost(self.steps.places(rows.steps), self.scale.places(rows.values))
            for _, rows in self.ghosts
        )

    def _place_moments(self) -> None:
        changes, looked_at = self._moments
        places = self.steps.places
        self.picture.changes = places(np.array(changes, dtype=np.float64))
        self.picture.pins = places(np.array(self.pins, dtype=np.float64))
        at = None if looked_at is None else float(places(np.array(float(looked_at))))
        self.picture.moment = at


def _are_equal(some: tuple[Floats, ...], others: tuple[Floats, ...]) -> bool:
    pairs = zip(some, others, strict=False)
    is_alike = [one.shape for one in some] == [other.shape for other in others]
    return is_alike and all(np.array_equal(*pair, equal_nan=True) for pair in pairs)
