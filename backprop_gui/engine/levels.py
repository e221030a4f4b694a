"""The levels that pictures of many values are made of, one byte each. No Numba.

A full value lies HALF above or below ZERO.
"""

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.uint8]

NOTHING, NO_NUMBER, ZERO, HALF = 0, 1, 128, 126
"""Nothing there; NaN; the value 0; see above."""
