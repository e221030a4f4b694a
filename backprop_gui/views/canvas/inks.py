"""The palette's colours and the fonts as the painting code needs them."""

from functools import cache

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from backprop_gui.views.canvas.strength import LEVELS
from backprop_gui.views.parts.palette import BODY_PT, Palette
from backprop_gui.views.parts.theme import number_font

SMALL_PX, BODY_PX = 12, 14  # in scene units
_SHADES = 32
# How much of its colour an edge has, the weakest and the strongest one.
_USUAL = 0.22, 1.0
_LIT = 0.5, 1.0
_DIMMED = 0.29, 0.4  # beside lit edges: still seen, at 1.5:1 to the ground


class Inks:
    """Made anew for each palette."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.canvas = QColor(palette.canvas)
        self.raised = QColor(palette.raised)
        self.surface = QColor(palette.surface)
        self.border = QColor(palette.border)
        self.text = QColor(palette.text)
        self.muted = QColor(palette.muted_text)
        self.faint = mix(palette.canvas, palette.muted_text, 0.55)
        self.accent = QColor(palette.accent)
        self.selection = QColor(palette.selection)
        self.column = mix(palette.canvas, palette.selection, 0.45)
        self.positive, self.negative = QColor(palette.positive), QColor(palette.negative)
        self.neuron_border = QColor(palette.neuron_border)
        self.neuron_text = QColor(palette.neuron_text)
        self.shades = [
            mix(palette.neuron_low, palette.neuron_high, shade / _SHADES)
            for shade in range(_SHADES + 1)
        ]
        self.edges, self.lit_edges, self.dim_edges = (
            {level: self._edge(level, *shares) for level in range(-LEVELS, LEVELS + 1)}
            for shares in (_USUAL, _LIT, _DIMMED)
        )

    def shade(self, part: float) -> QColor:
        """A neuron's fill for an output at `part` of its range."""
        return self.shades[round(min(max(part, 0.0), 1.0) * _SHADES)]

    def value(self, value: float) -> QColor:
        """The text colour of a weight or bias."""
        if value == 0 or value != value:
            return self.muted
        return self.positive if value > 0 else self.negative

    def _edge(self, level: int, weakest: float, strongest: float) -> QColor:
        """Opaque, but as if it were transparent: transparent lines take much longer to draw."""
        palette = self.palette
        colour = palette.positive if level > 0 else palette.negative
        if level == 0:
            colour = palette.muted_text
        share = weakest + (strongest - weakest) * abs(level) / LEVELS
        return mix(palette.canvas, colour, share)


def mix(ground: str, colour: str, part: float) -> QColor:
    """`part` of a colour on a ground."""
    a, b = QColor(ground), QColor(colour)
    pairs = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(x + (y - x) * part) for x, y in pairs))


@cache
def font(pixels: float, bold: bool = False) -> QFont:
    """The application's font with figures of equal width, in scene units."""
    result = number_font()
    result.setPixelSize(max(1, round(pixels)))
    result.setBold(bold)
    # The painter scales it: hinting for one size would space its letters unevenly at another.
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def character_width() -> float:
    """The width of a figure in small text, in scene units."""
    return QFontMetricsF(font(SMALL_PX)).horizontalAdvance("0")


def text_scale() -> float:
    """How much larger than usual the person has set the application's font."""
    points = number_font().pointSizeF()
    return max(points / BODY_PT, 0.5) if points > 0 else 1.0
