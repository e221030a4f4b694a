"""Small print in the corner of a plot: how exact its points are, which runs stand behind it, and
what else a picture does not tell by itself.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import SPACING, Palette
from backprop_gui.views.parts.theme import number_font

_MOST_RUNS = 3  # named; the pointer tells the rest
_VEIL = 190  # of 255
_SHARE = 0.95  # of the plot's width it takes at most


class PlotNote(QLabel):
    """Lets the mouse through; keeps to the upper right corner of the rectangle given last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = QRect()
        self._said: dict[str, str] = {}
        self._runs: list[str] = []
        font = number_font()
        font.setPointSizeF(font.pointSizeF() - 1)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAutoFillBackground(True)
        self.setMargin(SPACING // 4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Notes to the plot")
        self.hide()

    def paint(self, palette: Palette) -> None:
        """Takes other colours: its ground is a veil, so that curves below it can still be made
        out."""
        veil, colors = QColor(palette.canvas), self.palette()
        veil.setAlpha(_VEIL)
        colors.setColor(QPalette.ColorRole.Window, veil)
        colors.setColor(QPalette.ColorRole.WindowText, QColor(palette.muted_text))
        self.setPalette(colors)

    def say(self, topic: str, text: str) -> None:
        """A line about a topic, in place of what was said before; none for an empty text."""
        if text != self._said.get(topic, ""):
            self._said[topic] = text
            self._show()

    def name_runs(self, names: Sequence[str]) -> None:
        """The runs whose curves are dashed behind the others."""
        if list(names) != self._runs:
            self._runs = list(names)
            self._show()

    def move_into(self, area: QRect) -> None:
        self._area = area
        self._show()

    def _show(self) -> None:
        names = self._runs[:_MOST_RUNS]
        if len(self._runs) > _MOST_RUNS:
            names.append(f"and {len(self._runs) - _MOST_RUNS} more")
        lines = [text for text in self._said.values() if text]
        lines += [f"╌ {name}" for name in names]
        metrics, widest = QFontMetrics(self.font()), int(self._area.width() * _SHARE)
        middle = Qt.TextElideMode.ElideMiddle
        self.setText("\n".join(metrics.elidedText(line, middle, widest) for line in lines))
        self.adjustSize()
        corner = self._area.topRight()
        self.move(corner.x() - self.width() - SPACING // 2, corner.y() + SPACING // 2)
        self.setVisible(bool(lines))


def density(steps_a_point: int, is_being_refined: bool) -> str:
    """Every step; or each point 128 steps, with … while more are on their way."""
    if steps_a_point <= 1:
        return "every step" if steps_a_point == 1 else ""
    text = f"each point {steps(steps_a_point)} steps"
    return f"{text} …" if is_being_refined else text
