"""Makes a polygon of Qt from NumPy's arrays, without a Python object for each point."""

from typing import Any

import numpy as np
from PySide6.QtGui import QPolygonF
from shiboken6 import VoidPtr

from backprop_gui.engine.topology import Floats

_POINT_BYTES = 16  # two float64
_memory: Any = VoidPtr  # whose stubs lack this constructor and the buffer that it is


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """The points (x, y)."""
    result = QPolygonF()
    if len(x):
        result.resize(len(x))
        memory = _memory(result.data(), len(x) * _POINT_BYTES, True)
        points = np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)
        points[:, 0], points[:, 1] = x, y
    return result
