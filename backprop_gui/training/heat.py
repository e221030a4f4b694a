"""The values of many weights or neurons over the steps of a run, a few bands of them. Loads Numba.

What is wanted is told by a HeatWish (heat_wish.py); the colours are the view's.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from backprop_gui.engine import bands
from backprop_gui.engine.levels import Levels
from backprop_gui.engine.state import Integers, Record
from backprop_gui.engine.topology import Floats
from backprop_gui.training.heat_wish import HeatWish
from backprop_gui.training.snapshot import Snapshot, StateCurves


@dataclass(frozen=True, eq=False)
class Heat:
    """`values` [row][band] after `steps` [row] updates, and `places` [row][band], the place in the
    wish's order of the value that the band shows; `largest` is the size of the largest of all.

    Views of a reader's own arrays: good until the reader reads again.
    """

    wish: HeatWish
    steps: Floats
    values: Floats
    places: npt.NDArray[np.int32]
    largest: float

    def levels(self, starts: Integers, full: float) -> Levels:
        """The picture [band][column], see bands.paint_levels."""
        return levels_of(self.values, starts, full)


def levels_of(values: Floats, starts: Integers, full: float) -> Levels:
    """A picture [band][column] of `values` [row][band], see bands.paint_levels."""
    levels = np.empty((values.shape[1], len(starts) - 1), dtype=np.uint8)
    bands.paint_levels(values, starts, full, np.empty(values.shape[1]), levels)
    return levels


class HeatReader:
    """Reads the parameters of one run as one wish wants them; fetches only rows that are new."""

    def __init__(self, record: Record, initial: Floats, wish: HeatWish) -> None:
        self._record, self.wish = record, wish
        self._base = initial.copy() if wish.change else np.zeros(len(initial))
        self._rows = _Rows(len(record.keyframes) + 2, wish.bands)
        self._known, self._span, self._generation = 0, 1, -1
        self._reduce(0, initial)

    def read(self, now: Snapshot) -> Heat:
        """From step 0 to the last row, and to `now` if it is later."""
        wish, rows = self.wish, self._rows
        values, places, largest = rows.values[1:-1], rows.places[1:-1], rows.largest[1:-1]
        self._known, self._span, self._generation = bands.read_bands(
            self._record,
            *(wish.order, wish.ends, self._base),
            *(self._known, self._span, self._generation),
            *(values, places, largest),
        )
        steps = np.arange(self._known + 2, dtype=np.float64) * self._span
        count = self._known + 1
        if now.step > steps[count - 1]:
            self._reduce(count, now.parameters)
            steps[count] = now.step
            count += 1
        return rows.heat(wish, steps[:count])

    def _reduce(self, row: int, parameters: Floats) -> None:
        self._rows.reduce(row, parameters[None], self.wish, self._base)


def heat_of(curves: StateCurves, wish: HeatWish) -> Heat:
    """Values that are there already, as one wish wants them."""
    rows = _Rows(len(curves.steps), wish.bands)
    base = curves.values[0].copy() if wish.change else np.zeros(curves.values.shape[1])
    rows.reduce(0, curves.values, wish, base)
    return rows.heat(wish, curves.steps)


@dataclass
class _Rows:
    """The arrays behind a Heat."""

    capacity: int
    bands: int
    values: Floats = field(init=False)
    places: npt.NDArray[np.int32] = field(init=False)
    largest: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.values = np.empty((self.capacity, self.bands))
        self.places = np.empty((self.capacity, self.bands), dtype=np.int32)
        self.largest = np.empty(self.capacity)

    def reduce(self, row: int, source: Floats, wish: HeatWish, base: Floats) -> None:
        """Fills the rows from `row` on with those of `source`."""
        source = source.view()
        source.flags.writeable = False  # one kind of array, so that the kernel compiles once
        parts = (part[row : row + len(source)] for part in (self.values, self.places, self.largest))
        bands.reduce_rows(source, wish.order, wish.ends, base, *parts)

    def heat(self, wish: HeatWish, steps: Floats) -> Heat:
        count = len(steps)
        largest = float(self.largest[:count].max(initial=0.0))
        return Heat(wish, steps, self.values[:count], self.places[:count], largest)
