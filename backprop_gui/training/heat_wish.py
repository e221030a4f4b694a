"""What a picture of a run is to show, as values; heat.py and spread.py read it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backprop_gui.engine.state import Integers


@dataclass(frozen=True, eq=False)
class HeatWish:
    """The values at `order`, in that order, shared out to `bands`; or their change since step 0."""

    order: Integers
    bands: int
    change: bool

    @cached_property
    def ends(self) -> Integers:
        """Where in `order` each band ends."""
        return np.arange(1, self.bands + 1, dtype=np.int64) * len(self.order) // self.bands

    def band(self, place: int) -> int:
        """The band that a place in `order` belongs to."""
        return int(np.searchsorted(self.ends, place, "right"))


@dataclass(frozen=True)
class SpreadWish:
    """The norms of all layers, and of one of them (0 is the first after the inputs) the histogram;
    or those of the change since step 0."""

    layer: int
    change: bool
