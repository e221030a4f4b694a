"""How far an axis of values or colours reaches on both sides of 0: round numbers."""

import math

_KEPT_DOWN_TO = 0.3  # of a reach: values may shrink to this before the reach follows
_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def reach(largest: float) -> float:
    """The next round number that is not below `largest`; 1 where there is none."""
    if not 0 < largest < math.inf:
        return 1.0
    exponent = math.floor(math.log10(largest))
    ends = (float(f"{part}e{exponent}") for part in _ROUND)  # a product would not be as round
    return next((end for end in ends if largest <= end < math.inf), 1.0)


def still_fits(largest: float, reach: float) -> bool:
    """Whether a reach need not be changed for values up to `largest`; with no values none need."""
    return not 0 < largest < math.inf or _KEPT_DOWN_TO * reach <= largest <= reach
