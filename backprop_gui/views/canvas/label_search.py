"""A search for places of labels that have no room in one or two columns. No Qt."""

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.canvas.geometry import Ints
from backprop_gui.views.canvas.wires import Mask

_TRIES = 60  # labels placed, those taken back included: some milliseconds
_NEXT = 3  # places on either side of one that failed, which would fail too


class LabelSearch:
    """Each label, of `widths`, has some places to choose from, `free` of anything else or not.

    The places of a label [row][place] are at `xs`, which are the same for all, and its own `ys`.
    Two labels need `height` from middle to middle, or `gap` between their sides.
    """

    def __init__(
        self, xs: Floats, ys: Floats, free: Mask, widths: Floats, height: float, gap: float
    ) -> None:
        self._ys, self._widths = ys, widths
        self._height, self._gap = height, gap
        self._apart = np.abs(xs[:, None] - xs)
        self._off_middle = np.abs(np.linspace(-0.5, 0.5, len(xs)))  # decides between equals
        self._free = free
        self._chosen = np.zeros(len(ys), np.intp)
        self._tries = 0

    def find(self) -> Ints | None:
        """The place of each label; None if it finds none within a bounded number of tries."""
        self._tries = _TRIES
        return self._chosen if self._go_on(self._free, np.arange(len(self._ys))) else None

    def _go_on(self, free: Mask, left: Ints) -> bool:
        """Places the labels that are left, first the one with the fewest places, where it leaves
        the others the most and each of them some."""
        if len(left) == 0:
            return True
        row = int(left[np.argmin(np.sum(free[left], axis=1))])
        left = left[left != row]
        taken = self._taken(row, left)
        places = np.sum(free[left] & ~taken, axis=2)
        worth = np.sum(places, axis=1) - self._off_middle
        open_to = free[row] & np.all(places > 0, axis=1)
        while self._tries > 0 and np.any(open_to):
            self._tries -= 1
            best = int(np.argmax(np.where(open_to, worth, -1.0)))
            open_to[max(best - _NEXT, 0) : best + _NEXT + 1] = False
            self._chosen[row] = best
            rest = free.copy()
            rest[left] &= ~taken[best]
            if self._go_on(rest, left):
                return True
        return False

    def _taken(self, row: int, others: Ints) -> Mask:
        """[place of this label][other label][its place]: whether they overlap there."""
        reach = (self._widths[others] + self._widths[row]) / 2 + self._gap
        near_y = np.abs(self._ys[row][:, None, None] - self._ys[others]) < self._height
        taken: Mask = near_y & (self._apart[:, None] < reach[:, None])
        return taken
