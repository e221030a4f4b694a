"""The part of the picture that the window shows, as a value. No Qt."""

from dataclasses import dataclass
from typing import Self

LEAST, MOST = 0.5, 40.0


@dataclass(frozen=True)
class Zoom:
    """A point p of the picture as it fits the window is seen at `factor` · p + (dx, dy)."""

    factor: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def about(self, x: float, y: float, by: float) -> Self:
        """Larger by the factor `by`, with the point seen at (x, y) kept in place."""
        factor = min(max(self.factor * by, LEAST), MOST)
        by = factor / self.factor
        return type(self)(factor, x + (self.dx - x) * by, y + (self.dy - y) * by)

    def moved(self, dx: float, dy: float) -> Self:
        return type(self)(self.factor, self.dx + dx, self.dy + dy)

    def kept_in(self, width: float, height: float) -> Self:
        """Moved so that the window's middle is over the picture."""
        return type(self)(
            self.factor,
            min(max(self.dx, width / 2 - self.factor * width), width / 2),
            min(max(self.dy, height / 2 - self.factor * height), height / 2),
        )
