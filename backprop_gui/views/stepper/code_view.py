"""Shows the training step as code, the present stage lit, with its numbers beside the lines."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetricsF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.formulas.figures import brief, figure
from backprop_gui.views.parts.palette import SMALL_PT, Palette
from backprop_gui.views.parts.pointer_tip import PointerTip
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.stepper.algorithm import CodeLine, block_of, code
from backprop_gui.views.stepper.beside import Write, beside, in_full
from backprop_gui.views.stepper.focus import Focus

_GAP = 2  # characters between the code and its numbers
_WIDE = 60  # characters from which on there is room for all decimals


class CodeView(QPlainTextEdit):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        PointerTip(self, self.tip_at)
        self._palette = theme.palette
        theme.changed.connect(self._take_palette)
        self._shown: tuple[StageView, Focus] | None = None
        self._tips: list[str] = []  # of each line
        self._rows: list[tuple[str, str, bool]] = []  # code, numbers, whether it is lit
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(self.font().pointSizeF() - 1, SMALL_PT))
        self.setFont(font)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName("The training step as code")
        self.setUndoRedoEnabled(False)

    def show_view(self, view: StageView, focus: Focus) -> None:
        """Lights the lines of the present stage, with the numbers of what is in focus."""
        self._shown = view, focus
        self._show()

    @property
    def lit(self) -> list[str]:
        """The lines that are lit, with their numbers."""
        return [f"{text}  {numbers}".rstrip() for text, numbers, is_lit in self._rows if is_lit]

    def _show(self) -> None:
        if self._shown is None:
            return
        view, focus = self._shown
        block = block_of(view.stage, view.topology)
        lines = code(view.topology, view.trace.bias_policy)
        room = int(self.viewport().width() / QFontMetricsF(self.font()).horizontalAdvance("0")) - 1
        write = figure if room >= _WIDE else brief
        rows: list[tuple[str, str, bool]] = []
        tips: list[str] = []
        for line in lines:
            is_lit = line.block is block
            has_numbers = is_lit and line.slot is not None
            numbers = _numbers(line, view, focus, write) if has_numbers else ""
            tip = "" if line.slot is None or not is_lit else in_full(view, focus, line.slot)
            rows += _laid_out(line.text, numbers, is_lit, room)
            tips += [tip] * (len(rows) - len(tips))
        self._tips = tips
        if rows != self._rows:
            self._rows = rows
            self._write()

    def _write(self) -> None:
        """Puts the rows into the document and keeps those that are lit in sight."""
        palette, across = self._palette, self.horizontalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        for number, (text, numbers, is_lit) in enumerate(self._rows):
            ground = QTextBlockFormat()
            if is_lit:
                ground.setBackground(QColor(palette.selection))
            if number:
                cursor.insertBlock(ground)
            else:
                cursor.setBlockFormat(ground)
            cursor.insertText(text, _ink(palette.text if is_lit else palette.muted_text))
            cursor.insertText(numbers, _ink(palette.accent))
        self._bring_into_sight()
        self.horizontalScrollBar().setValue(across)

    def _bring_into_sight(self) -> None:
        lit = [number for number, row in enumerate(self._rows) if row[2]]
        if lit:
            height = max(self.cursorRect().height(), 1)
            seen = max(self.viewport().height() // height, 1)
            middle = lit[0] - max(seen - (lit[-1] - lit[0] + 1), 0) // 2
            self.verticalScrollBar().setValue(max(middle, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()
        self._bring_into_sight()

    def tip_at(self, point: QPoint) -> str:
        """The numbers of the line at a point, in full."""
        inside = self.viewport().mapFrom(self, point)
        number = self.cursorForPosition(inside).blockNumber()
        return self._tips[number] if 0 <= number < len(self._tips) else ""

    @Slot(object)
    def _take_palette(self, palette: Palette) -> None:
        self._palette = palette
        self._write()


def _numbers(line: CodeLine, view: StageView, focus: Focus, write: Write) -> str:
    return "" if line.slot is None else "# " + beside(view, focus, line.slot, write)


def _laid_out(text: str, numbers: str, is_lit: bool, room: int) -> list[tuple[str, str, bool]]:
    """Numbers beside their line; where there is no room below it, the result on a line of its own
    if need be."""
    gap = " " * _GAP
    if not numbers or len(text) + _GAP + len(numbers) <= room:
        return [(text + (gap if numbers else ""), numbers, is_lit)]
    indent = text[: len(text) - len(text.lstrip())]
    below = [numbers]
    operands, _, result = numbers.rpartition(" = ")
    if len(indent) + len(numbers) > room and operands:
        below = [operands, f"#   = {result}"]
    return [(text, "", is_lit), *((indent, part, is_lit) for part in below)]


def _ink(colour: str) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setForeground(QColor(colour))
    return ink
