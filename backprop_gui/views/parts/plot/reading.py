"""What of a plot is at the pointer, and how that is said. No pyqtgraph."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.numbers import plain, short, steps
from backprop_gui.views.parts.plot.picture import Picture, Window
from backprop_gui.views.parts.plot.rows import Rows

_SPREAD = (-3.0, 0.0, 3.0)  # pixels beside the pointer that count too: a steep curve is hard to hit
_MOST_LINES = 16


@dataclass(frozen=True)
class Pointed:
    """The row at the pointer, after `step` steps, and of its curves the nearest with its value."""

    row: int
    step: float
    curve: int | None
    value: float | None


def read(picture: Picture, rows: Rows, window: Window, at: QPointF | None) -> Pointed | None:
    """What is nearest to a point in pixels, of `rows` as the picture has them."""
    if at is None or not len(picture.x):
        return None
    row = nearest_row(window.across(picture.x), at.x())
    curve = nearest_curve(
        window.across(picture.x[row : row + 1]),
        picture.down(window, slice(row, row + 1)),
        picture.visible(),
        at,
    )
    value = None if curve is None else float(rows.values[row, curve])
    return Pointed(row, float(rows.steps[row]), curve, value)


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


def readouts(pointed: Pointed, names: Sequence[str]) -> list[str]:
    """A line of the step, the nearest curve and its value; then shorter ones, for less room."""
    step = f"Step {steps(round(pointed.step))}"
    if pointed.curve is None or pointed.value is None:
        return [step]
    name, value = names[pointed.curve], short(pointed.value).strip()
    return [f"{step}   {name} {value}", f"{name} {value}", value]


def tip(
    pointed: Pointed,
    names: Sequence[str],
    values: Floats,
    visible: Sequence[int],
    ghosts: Sequence[tuple[str, Rows]] = (),
) -> str:
    """The step and the values in full, of all curves or, of very many, of the nearest one; that one
    also as other runs, each with its name, have it about there."""
    if len(visible) > _MOST_LINES:
        visible = [] if pointed.curve is None else [pointed.curve]
    lines = [f"{names[at]} {plain(values[at])}" for at in visible if not np.isnan(values[at])]
    if pointed.curve is not None:
        for name, rows in ghosts:
            lines += _in_ghost(name, rows, names[pointed.curve], pointed.curve, pointed.step)
    return "\n".join([f"Step {steps(round(pointed.step))}", *lines])


def _in_ghost(name: str, rows: Rows, curve_name: str, curve: int, step: float) -> list[str]:
    if curve >= rows.values.shape[1] or not len(rows.steps) or step > rows.steps[-1]:
        return []
    row = nearest_row(rows.steps, step)
    place = "" if rows.steps[row] == step else f" at step {steps(round(rows.steps[row]))}"
    return [f"{name}: {curve_name} {plain(rows.values[row, curve])}{place}"]
