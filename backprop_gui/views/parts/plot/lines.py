"""The curves of a picture in pixels: only what is in view, and no more than pixels can show."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QPolygonF

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.plot.picture import Band, Ghost, Picture, Window
from backprop_gui.views.parts.plot.polygon import polygon
from backprop_gui.views.parts.plot.smoothing import running_mean
from backprop_gui.views.parts.plot.thinning import thinned

_BESIDE = 100.0  # pixels beside the view where a line that goes on is cut
_BELOW_ALL = -1e300  # the place of what has none, as 0 has none on a logarithmic axis


def outlines(picture: Picture, window: Window, ratio: float) -> Iterator[tuple[int, QPolygonF]]:
    """The curves in sight. `ratio` is how many points of the screen a pixel has across."""
    yield from _on_their_axes(picture, picture.x, picture.y, window, ratio)


def smooth_lines(picture: Picture, window: Window, ratio: float) -> Iterator[tuple[int, QPolygonF]]:
    """The same, smoothed: each point the mean of the rows beside it."""
    width = picture.smoothing.value * (window.x[1] - window.x[0])
    start = int(np.searchsorted(picture.x, window.x[0] - width)) - 1
    rows = slice(max(start, 0), int(np.searchsorted(picture.x, window.x[1] + width)) + 1)
    visible, y = picture.visible(), picture.y[rows].copy()
    y[:, visible] = running_mean(picture.x[rows], y[:, visible], width)
    yield from _on_their_axes(picture, picture.x[rows], y, window, ratio)


def _on_their_axes(
    picture: Picture, x: Floats, y: Floats, window: Window, ratio: float
) -> Iterator[tuple[int, QPolygonF]]:
    to_the_right = picture.in_percent()
    left = [at for at in picture.visible() if at not in to_the_right]
    yield from _lines(x, y, left, window, ratio)
    right = [at for at in to_the_right if at not in picture.hidden]
    yield from _lines(x, y, right, window.in_percent, ratio)


def ghost_lines(
    ghosts: tuple[Ghost, ...], curves: list[int], window: Window, ratio: float
) -> Iterator[tuple[int, QPolygonF]]:
    """Of each ghost the lines that belong to `curves`, as far as it has them."""
    for ghost in ghosts:
        its = [at for at in curves if at < ghost.y.shape[1]]
        yield from _lines(ghost.x, ghost.y, its, window, ratio)


def area(x: Floats, band: Band, window: Window, ratio: float) -> QPolygonF:
    """What is between the edges of a band."""
    is_there = ~np.isnan(band.high)
    edges = np.column_stack((np.nan_to_num(band.low, nan=_BELOW_ALL), band.high))[is_there]
    across, down = _in_view(x[is_there], edges, window, ratio)
    points = len(across)
    across, down = thinned(across, down)
    # Both points of a column take its whole height, so that no spike is narrower than a pixel.
    if len(across) != points:
        for edge, widest in ((0, np.maximum), (1, np.minimum)):
            both = widest(down[0::2, edge], down[1::2, edge])
            down[0::2, edge] = down[1::2, edge] = both
    across = across / ratio
    return polygon(
        np.concatenate((across, across[::-1])), np.concatenate((down[:, 0], down[::-1, 1]))
    )


def _lines(
    x: Floats, y: Floats, columns: list[int], window: Window, ratio: float
) -> Iterator[tuple[int, QPolygonF]]:
    """Those that have gaps join what lies beside them."""
    has_gap = [bool(at) for at in np.atleast_1d(np.isnan(y).any(axis=0))]
    whole = [at for at in columns if not has_gap[at]]
    yield from zip(whole, _block(x, y[:, whole], window, ratio), strict=True)
    for at in columns:
        if has_gap[at]:
            is_there = ~np.isnan(y[:, at])
            yield at, _block(x[is_there], y[is_there, at, None], window, ratio)[0]


def _block(x: Floats, y: Floats, window: Window, ratio: float) -> list[QPolygonF]:
    """The columns of `y`."""
    across, down = thinned(*_in_view(x, y, window, ratio))
    across = across / ratio
    return [polygon(across, down[:, at]) for at in range(down.shape[1])]


def _in_view(x: Floats, y: Floats, window: Window, ratio: float) -> tuple[Floats, Floats]:
    """The rows in view, and a point a little beside it on the lines that go on to either side."""
    first = max(int(np.searchsorted(x, window.x[0])) - 1, 0)
    end = int(np.searchsorted(x, window.x[1], "right")) + 1
    across, down = window.across(x[first:end]) * ratio, window.down(y[first:end])
    left, right = -_BESIDE, window.width * ratio + _BESIDE
    if len(across) > 1:
        if across[0] < left:
            _move(across, down, 0, 1, left)
        if across[-1] > right:
            _move(across, down, -1, -2, right)
    return np.clip(across, left, right), down


def _move(across: Floats, down: Floats, row: int, other: int, to: float) -> None:
    """Moves a row on the lines to the `other`, up to `to` across."""
    share = (to - across[row]) / (across[other] - across[row])
    down[row] += share * (down[other] - down[row])
    across[row] = to
