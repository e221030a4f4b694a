"""How the weights of the layers spread over the steps of a run: norms, a histogram. Loads Numba."""

from dataclasses import dataclass

import numpy as np

from backprop_gui.engine import spread
from backprop_gui.engine.levels import Levels
from backprop_gui.engine.state import Integers, Record
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.training.heat import levels_of
from backprop_gui.training.heat_wish import SpreadWish
from backprop_gui.training.reach import reach, still_fits
from backprop_gui.training.snapshot import Snapshot

BINS = 64


@dataclass(frozen=True, eq=False)
class Spread:
    """`norms` [row][layer] and `counts` [row][bin] after `steps` [row] updates.

    The bins share the range from -reach to reach. Views of a reader's own arrays: good until the
    reader reads again.
    """

    wish: SpreadWish
    steps: Floats
    norms: Floats
    counts: Floats
    reach: float

    def levels(self, starts: Integers) -> Levels:
        """The picture [bin][column], the highest values first; see bands.paint_levels."""
        full = float(self.counts.max(initial=1.0))
        return levels_of(self.counts, starts, full)[::-1]


class SpreadReader:
    """Reads one run as one wish wants it; fetches only rows that are new."""

    def __init__(
        self, record: Record, topology: Topology, initial: Floats, wish: SpreadWish
    ) -> None:
        self._record, self._table, self._initial = record, topology.table, initial
        self.wish = wish
        self._base = initial.copy() if wish.change else np.zeros(len(initial))
        capacity = len(record.keyframes) + 2
        self._norms = np.empty((capacity, len(topology.layers)))
        self._counts = np.empty((capacity, BINS))
        self._largest = np.zeros(capacity)
        self._begin(0.0)

    def read(self, now: Snapshot) -> Spread:
        """From step 0 to the last row, and to `now` if it is later."""
        spread = self._read(now)
        largest = float(self._largest[: len(spread.steps)].max())
        if not still_fits(largest, self._reach):
            self._begin(largest)
            spread = self._read(now)
        return spread

    def _begin(self, largest: float) -> None:
        """All again, with bins that reach far enough and not much farther."""
        self._known, self._span, self._generation = 0, 1, -1
        self._reach = reach(largest)
        self._measure(0, self._initial)

    def _read(self, now: Snapshot) -> Spread:
        arrays = (part[1:-1] for part in (self._norms, self._counts, self._largest))
        self._known, self._span, self._generation = spread.read_spread(
            self._record,
            *(self._table, self._base, self.wish.layer, self._reach),
            *(self._known, self._span, self._generation),
            *arrays,
        )
        steps = np.arange(self._known + 2, dtype=np.float64) * self._span
        count = self._known + 1
        if now.step > steps[count - 1]:
            self._measure(count, now.parameters)
            steps[count] = now.step
            count += 1
        norms, counts = self._norms[:count], self._counts[:count]
        return Spread(self.wish, steps[:count], norms, counts, self._reach)

    def _measure(self, row: int, parameters: Floats) -> None:
        source = parameters[None].view()
        source.flags.writeable = False  # one kind of array, so that the kernel compiles once
        arrays = (part[row : row + 1] for part in (self._norms, self._counts, self._largest))
        wish = self.wish
        spread.measure_rows(source, self._table, self._base, wish.layer, self._reach, *arrays)
