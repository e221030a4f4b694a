"""Which value has the full colour, kept steady while values change."""

from backprop_gui.training.reach import reach, still_fits


class ColorScale:
    """`full` grows at once with the values, and shrinks only when they are small."""

    def __init__(self) -> None:
        self.full = 1.0
        self._fresh = True

    def begin(self) -> None:
        """Other values follow, that have nothing to do with those before."""
        self._fresh = True

    def follow(self, largest: float) -> float:
        """The full value for values up to `largest`; where all are 0 it stays as it was."""
        if not still_fits(largest, self.full) or (self._fresh and largest > 0):
            self.full, self._fresh = reach(largest), False
        return self.full
