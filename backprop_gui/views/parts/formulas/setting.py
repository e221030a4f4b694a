"""Places the lines of a section in a width: equals signs below each other, long lines broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from PySide6.QtCore import QRectF

from backprop_gui.views.parts.formulas.formula import (
    CLOSE,
    EQUALS,
    SQUARED,
    Line,
    Mark,
    Number,
    Part,
    Parts,
)
from backprop_gui.views.parts.formulas.typesetting import Box, Typesetter


@dataclass(frozen=True)
class Placed:
    """A part and where it stands; parts within a fraction come after it, with `depth` 1."""

    part: Part
    box: Box
    x: float
    baseline: float
    depth: int = 0

    @property
    def rect(self) -> QRectF:
        return self.box.rect(self.x, self.baseline)


@dataclass(frozen=True)
class Setting:
    placed: tuple[Placed, ...]
    height: float


class Slots:
    """How wide each number was at its widest, so that what stands after it does not jump."""

    def __init__(self) -> None:
        self._widths: dict[int, float] = {}

    def clear(self) -> None:
        self._widths.clear()

    def spare(self, at: int, width: float) -> float:
        """How much less wide the number at `at` in the section is than it ever was."""
        self._widths[at] = max(self._widths.get(at, 0.0), width)
        return self._widths[at] - width


_CLINGING = CLOSE, SQUARED  # to what stands before them

_Chunk = list[tuple[Part, Box]]


def set_lines(lines: Sequence[Line], width: float, typesetter: Typesetter, slots: Slots) -> Setting:
    """Breaks before equals signs first; where that is not enough, before sums, then products."""
    boxes = _Boxes(typesetter, slots)
    lefts = [boxes.of(line.left) for line in lines]
    rights = [boxes.of(line.right) for line in lines]
    indent = max((_width(left) for left in lefts), default=0.0)
    placed: list[Placed] = []
    y = 0.0
    for left, right in zip(lefts, rights, strict=True):
        for number, row in enumerate(_rows(right, width - indent)):
            whole = [*left, *row] if number == 0 else row
            baseline = y + max(box.above for _, box in whole)
            if number == 0:
                placed += _place(left, 0.0, baseline)
            placed += _place(row, indent, baseline)
            y = baseline + max(box.below for _, box in whole) + typesetter.line_gap
    return Setting(tuple(placed), max(y - typesetter.line_gap, 0.0))


class _Boxes:
    def __init__(self, typesetter: Typesetter, slots: Slots) -> None:
        self._typesetter, self._slots = typesetter, slots
        self._numbers = 0

    def of(self, parts: Parts) -> _Chunk:
        """What a number leaves of its room stands after the brackets that close behind it."""
        chunk: _Chunk = []
        spare = 0.0
        for part, following in zip_longest(parts, parts[1:]):
            box = self._typesetter.box(part)
            if isinstance(part, Number):
                self._numbers += 1
                spare = self._slots.spare(self._numbers, box.width)
            if spare and following not in _CLINGING:
                box, spare = replace(box, width=box.width + spare), 0.0
            chunk.append((part, box))
        return chunk


def _rows(right: _Chunk, room: float) -> Iterator[_Chunk]:
    row: _Chunk = []
    for clause in _split(right, EQUALS.rank):
        if row and _width(row) + _width(clause) > room:
            yield row
            row = []
        if _width(clause) <= room:
            row = row + clause
            continue
        *full, row = _filled(clause, room)
        yield from full
    yield row


def _filled(clause: _Chunk, room: float) -> list[_Chunk]:
    """A clause that is too wide for one row, in several: broken at sums, else at products."""
    rows: list[_Chunk] = [[]]
    for term in _split(clause, 2):
        pieces = [term] if _width(term) <= room else _split(term, 1)
        for piece in pieces:
            if rows[-1] and _width(rows[-1]) + _width(piece) > room:
                rows.append([])
            rows[-1] += piece
    return rows


def _split(parts: _Chunk, rank: int) -> list[_Chunk]:
    """Before each mark of at least this rank; never before the first part of all."""
    chunks: list[_Chunk] = [[]]
    for part, box in parts:
        if isinstance(part, Mark) and part.rank >= rank and chunks[-1]:
            chunks.append([])
        chunks[-1].append((part, box))
    return chunks


def _place(parts: _Chunk, x: float, baseline: float) -> Iterator[Placed]:
    for part, box in parts:
        yield Placed(part, box, x, baseline)
        for dx, dy, inner, inner_box in box.within:
            yield Placed(inner, inner_box, x + dx, baseline + dy, depth=1)
        x += box.width


def _width(parts: _Chunk) -> float:
    return sum((box.width for _, box in parts), 0.0)
