"""Sets the parts of a formula into boxes, and draws them. Boxes without numbers are kept.

Letters come from a serif font of the system, as books set mathematics; numbers keep the font that
all numbers of the application have. A typesetting library would need 8 to 75 ms an expression.
"""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from backprop_gui.views.parts.formulas.formula import Fraction, Mark, Number, Part, Parts, Symbol
from backprop_gui.views.parts.theme import number_font

# The first that is installed; each has slanted letters, Greek ones and ∂.
_SERIFS = "STIX Two Text,Cambria,Nimbus Roman,Times New Roman,Liberation Serif,DejaVu Serif"
_LARGER = 1.12
_INDEX = 0.75  # the size of indices and exponents
_DROP, _LIFT = 0.26, 0.5  # how far they stand below and above the line, in heights of capitals
_AXIS = 0.5  # where fraction bars lie, in heights of figures
_GAP = 3.0  # between a bar and what is above and below it
_OVERHANG = 1.0  # of slanted letters
_ROOM_ABOVE = 1.35  # the baseline, in heights of figures
_ROOM_BELOW = 0.8  # it, in descents of the font
_MOST_KEPT = 4096


class Face(Enum):
    LETTER = auto()
    WORD = auto()
    INDEX = auto()
    FIGURE = auto()


@dataclass(frozen=True)
class Ink:
    """A text in one font; x and y, of its baseline, are from the box's origin."""

    x: float
    y: float
    text: str
    face: Face


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Box:
    """What a part looks like. The origin is the left end of the baseline, y grows downwards.

    `within` are the parts that it is made of, each with the place of its origin.
    """

    width: float
    above: float
    below: float
    inks: tuple[Ink, ...] = ()
    bars: tuple[Bar, ...] = ()
    within: tuple[tuple[float, float, Part, "Box"], ...] = ()

    def rect(self, x: float, baseline: float) -> QRectF:
        return QRectF(x, baseline - self.above, self.width, self.above + self.below)


class Typesetter:
    """Sets parts with the fonts that the application has now."""

    def __init__(self) -> None:
        figures = number_font()
        self.fonts = {Face.FIGURE: figures}
        serif = QFont()
        serif.setFamilies(_SERIFS.split(","))
        serif.setStyleHint(QFont.StyleHint.Serif)
        serif.setPointSizeF(figures.pointSizeF())
        # As high as figures, whatever the two fonts are, and a little more for its thinner strokes.
        height = QFontMetricsF(figures).capHeight()
        ratio = _LARGER * height / max(QFontMetricsF(serif).capHeight(), 1.0)
        serif.setPointSizeF(figures.pointSizeF() * ratio)
        self._add(Face.WORD, serif, 1.0, slanted=False)
        self._add(Face.LETTER, serif, 1.0, slanted=True)
        self._add(Face.INDEX, serif, _INDEX, slanted=False)
        self._metrics = {face: QFontMetricsF(font) for face, font in self.fonts.items()}
        self._height = height
        self._kept: dict[Part, Box] = {}

    @property
    def line_gap(self) -> float:
        """The space between two rows of a formula."""
        return self._height * 0.65

    def number_width(self, text: str) -> float:
        return self._metrics[Face.FIGURE].horizontalAdvance(text)

    def box(self, part: Part) -> Box:
        """The box of a part; the same one again for all but numbers."""
        if isinstance(part, Number):
            return self._text(part.plain, Face.FIGURE)
        box = self._kept.get(part)
        if box is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            box = self._kept[part] = self._set(part)
        return box

    def _add(self, face: Face, base: QFont, size: float, *, slanted: bool) -> None:
        font = QFont(base)
        font.setPointSizeF(base.pointSizeF() * size)
        font.setItalic(slanted)
        self.fonts[face] = font

    def _set(self, part: Part) -> Box:
        if isinstance(part, Symbol):
            return self._symbol(part)
        if isinstance(part, Fraction):
            return self._fraction(part)
        assert isinstance(part, Mark)
        box = self._text(part.text, Face.WORD)
        if not part.rank:
            return box
        space = self._height * (0.35 if part.rank == 1 else 0.6)
        ink = Ink(space, 0.0, part.text, Face.WORD)
        return Box(box.width + 2 * space, box.above, box.below, (ink,))

    def _text(self, text: str, face: Face) -> Box:
        metrics = self._metrics[face]
        width = metrics.horizontalAdvance(text)
        above, below = self._height * _ROOM_ABOVE, metrics.descent() * _ROOM_BELOW
        return Box(width, above, below, (Ink(0.0, 0.0, text, face),))

    def _symbol(self, symbol: Symbol) -> Box:
        face = Face.WORD if symbol.is_word else Face.LETTER
        base = self._text(symbol.text, face)
        width = base.width + (_OVERHANG if face is Face.LETTER else 0.0)
        inks, above, below, end = list(base.inks), base.above, base.below, width
        for text, shift in ((symbol.sub, _DROP), (symbol.sup, -_LIFT)):
            if text:
                y = self._height * shift
                inks.append(Ink(end, y, text, Face.INDEX))
                end += self._metrics[Face.INDEX].horizontalAdvance(text)
                below = max(below, y + self._metrics[Face.INDEX].descent() * _ROOM_BELOW)
                above = max(above, self._height * _INDEX - y)
        return Box(end, above, below, tuple(inks))

    def row(self, parts: Parts) -> Box:
        """The parts beside each other."""
        x, above, below = 0.0, 0.0, 0.0
        within = []
        for part in parts:
            box = self.box(part)
            within.append((x, 0.0, part, box))
            x, above, below = x + box.width, max(above, box.above), max(below, box.below)
        return Box(x, above, below, within=tuple(within))

    def _fraction(self, fraction: Fraction) -> Box:
        top, bottom = self.row(fraction.top), self.row(fraction.bottom)
        side = self._height * 0.15
        width = max(top.width, bottom.width) + 2 * side
        bar = -self._height * _AXIS
        # What is below the bar needs no more room above it than its letters and exponents have.
        has_exponent = any(isinstance(part, Symbol) and part.sup for part in fraction.bottom)
        rise = self._height * (_LIFT + _INDEX if has_exponent else 1.0)
        up, down = bar - _GAP - top.below, bar + _GAP + rise
        within = []
        for box, y in ((top, up), (bottom, down)):
            shift = (width - box.width) / 2
            within += [(shift + x, y, part, inner) for x, _, part, inner in box.within]
        bars = (Bar(side / 2, bar, width - side),)
        return Box(width, top.above - up, down + bottom.below, bars=bars, within=tuple(within))

    def draw(
        self, painter: QPainter, box: Box, x: float, baseline: float, ink: QColor, marks: QColor
    ) -> None:
        """Draws a box with its origin at (x, baseline), bars and what `marks` is for in that."""
        for text in box.inks:
            painter.setFont(self.fonts[text.face])
            painter.setPen(ink)
            painter.drawText(QPointF(x + text.x, baseline + text.y), text.text)
        for bar in box.bars:
            painter.fillRect(QRectF(x + bar.x, round(baseline + bar.y), bar.width, 1.0), ink)
        for dx, dy, part, inner in box.within:
            colour = marks if isinstance(part, Mark) else ink
            self.draw(painter, inner, x + dx, baseline + dy, colour, marks)
