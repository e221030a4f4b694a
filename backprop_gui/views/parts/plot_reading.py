"""What of a plot is at the pointer, and how that is said. No pyqtgraph."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.numbers import full, short, steps

_SPREAD = (-3.0, 0.0, 3.0)  # pixels beside the pointer that count too: a steep curve is hard to hit
_MOST_LINES = 16


@dataclass(frozen=True)
class Pointed:
    """The row at the pointer, after `step` steps, and of its curves the nearest with its value."""

    row: int
    step: float
    curve: int | None
    value: float | None


def nearest_row(across: Floats, x: float) -> int:
    """The row nearest to a pixel; `across`, rising, has one at least."""
    after = int(np.searchsorted(across, x))
    if after == len(across) or (after > 0 and x - across[after - 1] <= across[after] - x):
        return after - 1
    return after


def nearest_curve(
    across: Floats,
    down: Floats,
    visible: Sequence[int],
    at: QPointF,
    radius: float = np.inf,
) -> int | None:
    """Which of the `visible` columns of `down` [row][curve] is nearest to `at`, above or below."""
    best, nearest = None, radius
    for curve in visible:
        is_there = ~np.isnan(down[:, curve])
        if not is_there.any():
            continue
        beside = at.x() + np.array(_SPREAD)
        y = np.interp(beside, across[is_there], down[is_there, curve])
        distance = max(y.min() - at.y(), at.y() - y.max(), 0.0)
        if distance < nearest or (distance == nearest and best is None):
            best, nearest = curve, distance
    return best


def readout(pointed: Pointed, names: Sequence[str]) -> str:
    """One line: the step, the nearest curve and its value."""
    text = f"Step {steps(round(pointed.step))}"
    if pointed.curve is not None and pointed.value is not None:
        text += f"   {names[pointed.curve]} {short(pointed.value).strip()}"
    return text


def tip(pointed: Pointed, names: Sequence[str], values: Floats, visible: Sequence[int]) -> str:
    """The step and the values in full, of all curves or, of very many, of the nearest one."""
    if len(visible) > _MOST_LINES:
        visible = [] if pointed.curve is None else [pointed.curve]
    lines = [f"{names[at]} {full(values[at])}" for at in visible if not np.isnan(values[at])]
    return "\n".join([f"Step {steps(round(pointed.step))}", *lines])
